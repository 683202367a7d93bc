"""Format, lint and types are part of the tests, so one command checks everything."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def check(*command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True)
    assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")[-6000:]


def test_format() -> None:
    check("ruff", "format", "--check", ".")


def test_lint() -> None:
    check("ruff", "check", ".")


@pytest.mark.slow
def test_types() -> None:
    check("basedpyright", "--level", "error")
