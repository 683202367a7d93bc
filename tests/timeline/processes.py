"""Processes for tests: Python without a superuser's rights, which may write anywhere."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_RIGHTS = "-dac_override,-dac_read_search,-linux_immutable"


def ordinary(*words: str) -> list[str]:
    """A command to run Python with `words`, for whom permissions hold. Skips where none can be."""
    if os.name == "nt":
        pytest.skip("Windows has other permissions")
    command = [sys.executable, *words]
    if os.geteuid():
        return command
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("the superuser may write anywhere")
    return [setpriv, f"--bounding-set={_RIGHTS}", f"--inh-caps={_RIGHTS}", *command]


def run_ordinary(code: str, *words: str | Path) -> str:
    """What `code` prints, run with `words` as its arguments."""
    command = ordinary("-c", code, *map(str, words))
    done = subprocess.run(command, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()
