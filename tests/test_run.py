"""`run.py` as people call it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "run.py"), *words], capture_output=True, text=True,
        timeout=120, env={**os.environ, **environ},
    )  # fmt: skip


def test_help_names_every_command() -> None:
    told = run("--help")
    assert told.returncode == 0
    assert all(word in told.stderr for word in ("film", "test", "studio", "window"))


def test_a_wrong_word_is_bad_input() -> None:
    assert run("flim").returncode == 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_without_a_display_one_sentence_says_what_to_do() -> None:
    sys.path.insert(0, str(ROOT))
    try:
        import run as script
    finally:
        sys.path.remove(str(ROOT))
    if not script.STAMP.is_file() or script.STAMP.read_text() != script.fingerprint():
        pytest.skip("run.py would set an environment up first")
    told = run(DISPLAY=":no-such-display", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="xcb")
    assert told.returncode == 2
    assert "apt install" in told.stderr
    assert "Traceback" not in told.stderr
