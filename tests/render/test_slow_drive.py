"""Exports to a drive that takes its time: progress goes on, a stop is heard, nothing half is left.

The drive is slow for the process that exports alone: a library laid under it by the system's loader
waits at each write of the film, and at the end until the film lies on the drive.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from studio.media.probe import probe
from studio.timeline.take import Take
from tests.films import make_take

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
NAMES = ("sh_00000000", "sh_00000001")
FRAMES = 24
MICROSECONDS = 15_000  # a write of 32 KB takes longer: about two megabytes a second

EXPORT = """
import json, sys
from pathlib import Path
from studio.errors import Cancelled
from studio.render.delivery import Captions, Delivery
from studio.render.export import export
from tests.films import make_film
from tests.render.test_slow_drive import NAMES, FRAMES, noisy
folder, drive, notes, stop = *map(Path, sys.argv[1:4]), sys.argv[4]
film, shown = make_film(*[FRAMES] * len(NAMES)), noisy(folder)
told = []
def over():
    if stop == "syncing":
        return (notes / "syncing").exists()
    return bool(told) and told[-1] > float(stop)
try:
    export(film, shown, folder, drive / "a.mp4", Delivery.of(film, Captions.NONE),
           progress=told.append, cancelled=over)
    end = "done"
except Cancelled:
    end = "stopped"
print(json.dumps([end, told]))
"""


def noisy(folder: Path) -> dict[str, Take]:
    """Takes of noise, which is much to write, ready to be copied."""
    random = np.random.default_rng(1)
    pictures = [random.integers(0, 255, (90, 160, 3), np.uint8) for _ in range(FRAMES)]
    return {name: make_take(folder, name, pictures) for name in NAMES}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("only Linux with a C compiler has such a drive")
    made = tmp_path_factory.mktemp("library") / "slow_drive.so"
    source = Path(__file__).with_name("slow_drive.c")
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(source), "-ldl"], check=True
    )
    return made


def exported(library: Path, folder: Path, stop: str, *, fast: bool) -> tuple[str, list[float]]:
    """How an export ended that is stopped beyond a share of its way or while the drive is waited
    for, and its progress; `fast` drives have written all when they say so.
    """
    drive, notes = folder / "drive", folder / "notes"
    for each in (drive, notes):
        each.mkdir()
    if fast:
        (notes / "go").touch()
    environ = {
        **os.environ, "PYTHONPATH": str(ROOT), "LD_PRELOAD": str(library),
        "SLOW_DRIVE": str(drive), "SLOW_NOTES": str(notes),
        "SLOW_MICROSECONDS": str(MICROSECONDS),
    }  # fmt: skip
    words = [sys.executable, "-c", EXPORT, str(folder), str(drive), str(notes), stop]
    done = subprocess.run(words, env=environ, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    end, told = json.loads(done.stdout)
    return str(end), [float(each) for each in told]


def test_progress_goes_on_while_a_slow_drive_writes(library: Path, tmp_path: Path) -> None:
    end, told = exported(library, tmp_path, "2", fast=True)
    assert end == "done"
    assert probe(tmp_path / "drive" / "a.mp4").frames == FRAMES * len(NAMES)
    assert [path.name for path in (tmp_path / "drive").iterdir()] == ["a.mp4"]
    writing = [each for each in told if 0.9 < each < 0.95]
    assert len(set(writing)) >= 5
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.parametrize("stop", ["0.91", "syncing"])
def test_a_stop_is_heard_while_a_slow_drive_writes(
    library: Path, tmp_path: Path, stop: str
) -> None:
    end, told = exported(library, tmp_path, stop, fast=stop != "syncing")
    assert end == "stopped"
    assert 0.9 < told[-1] < 1
    assert (tmp_path / "notes" / "syncing").exists() is (stop == "syncing")
    assert list((tmp_path / "drive").iterdir()) == []
