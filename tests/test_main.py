"""A program is left at once when its work is done, and not before."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import atexit, os, sys, threading, time
from studio.__main__ import left_at_once

class Module:
    def __del__(self):
        os.write(2, b"taken apart")

left = Module()

def run():
    atexit.register(print, "asked for")
    print("done")
    threading.Thread(target=lambda: (gate.wait(), print("thread ended"))).start()
    {end}

gate = threading.Event()
threading.Timer(0.05, gate.set).start()
raise SystemExit(left_at_once(run))
"""


def ended(end: str, **how: object) -> "subprocess.CompletedProcess[str]":
    words = [sys.executable, "-c", SCRIPT.format(end=end)]
    return subprocess.run(words, text=True, timeout=60, **{"capture_output": True, **how})  # pyright: ignore


@pytest.mark.parametrize("status", [0, 1, 2])
def test_threads_and_what_was_asked_for_come_before_the_end(status: int) -> None:
    done = ended(f"return {status}")
    assert done.stdout.splitlines() == ["done", "thread ended", "asked for"]
    assert (done.returncode, done.stderr) == (status, "")


def test_an_error_ends_it_as_ever() -> None:
    done = ended('raise RuntimeError("broken")')
    assert done.returncode == 1
    assert "RuntimeError: broken" in done.stderr
    assert "taken apart" in done.stderr


def test_a_status_that_is_raised_is_kept() -> None:
    assert ended("raise SystemExit(7)").returncode == 7


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to write to")
def test_output_that_cannot_be_written_is_no_success() -> None:
    with Path("/dev/full").open("w") as full:
        done = ended("return 0", stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert done.returncode != 0
    assert "No space left" in done.stderr
