"""Above the maker's limit a person at a terminal is asked before anything is sent."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
ROOT = Path(__file__).resolve().parents[2]
CODE = """
import sys
from decimal import Decimal
from studio.cli.asking import asker
from studio.cli.console import Console
prices = {"CNY": Decimal(sys.argv[1])}
print("yes" if asker(Console(language="en", as_json=sys.argv[2] == "json"))(prices) else "no")
"""


def asked(tmp_path: Path, price: str, answer: str, *, terminal: bool = True, form: str = "") -> str:
    """What was printed for a price; the answer is typed where there is a terminal."""
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    try:
        done = subprocess.run(
            [sys.executable, "-c", CODE, price, form],
            stdin=theirs if terminal else subprocess.DEVNULL, capture_output=True, text=True,
            cwd=ROOT, timeout=60, check=True,
            env={**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")},
        )  # fmt: skip
    finally:
        os.close(ours)
        os.close(theirs)
    return done.stderr + done.stdout


def test_what_is_dear_is_asked_about(tmp_path: Path) -> None:
    question = "This will cost about 71.5 CNY. Send it? [y/N] "
    assert asked(tmp_path, "71.50", "y") == f"{question}yes\n"
    assert asked(tmp_path, "71.50", "") == f"{question}no\n"


def test_what_is_not_is_sent(tmp_path: Path) -> None:
    assert asked(tmp_path, "70", "n") == "yes\n"


def test_a_script_is_not_asked(tmp_path: Path) -> None:
    assert asked(tmp_path, "500", "n", terminal=False) == "yes\n"
    assert asked(tmp_path, "500", "n", form="json") == "yes\n"
