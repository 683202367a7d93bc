"""Real drags, in a process of their own under a real window system."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="needs xvfb-run")
@pytest.mark.timeout(300)
def test_things_are_carried_by_the_pointer_itself() -> None:
    command = [
        "xvfb-run", "-a", "-s", "-screen 0 1920x1200x24", sys.executable, "-m", "pytest", "-q",
        "-p", "no:cacheprovider", "-p", "no:xdist", "tests/ui/by_hand.py",
    ]  # fmt: skip
    world = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
    done = subprocess.run(command, cwd=ROOT, env=world, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
