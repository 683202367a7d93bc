"""`run.py` as people call it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "run.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_help_names_every_command() -> None:
    told = run("--help")
    assert told.returncode == 0
    assert all(word in told.stderr for word in ("film", "test", "studio", "window"))


def test_a_wrong_word_is_bad_input() -> None:
    assert run("flim").returncode == 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_without_a_display_one_sentence_says_what_to_do() -> None:
    script = "import run, sys; run.venv_python = lambda: sys.executable; sys.exit(run.main([]))"
    hidden = {"DISPLAY": ":no-such-display", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": "xcb"}
    told = subprocess.run(
        [sys.executable, "-c", f"import run; run.set_up = lambda: None; {script}"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, env={**os.environ, **hidden},
    )  # fmt: skip
    assert told.returncode == 2
    assert "apt install" in told.stderr
    assert "Traceback" not in told.stderr
