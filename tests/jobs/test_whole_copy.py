"""A shipped film as the maker's own: whole or not at all, and theirs from then on."""

import subprocess
import sys
from pathlib import Path

import pytest

from studio.errors import ProjectError, ProjectFailed
from studio.jobs.journal import Journal
from studio.jobs.whole_copy import own_copy
from studio.paths import resource
from studio.timeline.store import read

SOURCE = resource("samples", "film.en")
KILLED = """
import os, sys
from pathlib import Path
from studio.jobs.whole_copy import own_copy
left = 5
def fsync(_stream):
    global left
    left -= 1
    if not left:
        os._exit(9)
os.fsync = fsync
own_copy(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_the_copy_has_every_take_and_nothing_to_do(tmp_path: Path) -> None:
    target = tmp_path / "new home" / "mine.reel"
    own_copy(SOURCE, target).close()
    assert read(target) == read(SOURCE)
    with Journal.open(target) as journal:
        files = [file for take in journal.takes() for file in take.files]
    assert len(files) == len([p for p in (SOURCE / "media").iterdir() if p.suffix != ".json"])
    assert all((target / file.path).stat().st_size == file.bytes for file in files)
    assert [path.name for path in target.parent.iterdir()] == ["mine.reel"]


def test_a_second_time_it_is_the_makers_own_with_what_they_changed(tmp_path: Path) -> None:
    with own_copy(SOURCE, tmp_path / "mine.reel") as store:
        store.save(store.project.evolve(title="Mine"))
    with own_copy(SOURCE, tmp_path / "mine.reel") as store:
        assert store.project.title == "Mine"


@pytest.mark.skipif(sys.platform == "win32", reason="limits on file sizes are set by resource")
def test_a_full_disk_is_told_and_nothing_stays_behind(tmp_path: Path) -> None:
    import resource as limits

    soft, hard = limits.getrlimit(limits.RLIMIT_FSIZE)
    limits.setrlimit(limits.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(ProjectFailed) as told:
            own_copy(SOURCE, tmp_path / "mine.reel")
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, (soft, hard))
    assert told.value.key == "timeline.no_room"
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_copy_left_is_swept_by_the_next(tmp_path: Path) -> None:
    target = tmp_path / "mine.reel"
    command = [sys.executable, "-c", KILLED, str(SOURCE), str(target)]
    assert subprocess.run(command, check=False).returncode == 9
    assert not target.exists()
    assert len(list(tmp_path.iterdir())) == 1, "it was killed in the middle"
    own_copy(SOURCE, target).close()
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(("there", "key"), [("file", "not_a_folder"), ("folder", "not_empty")])
def test_what_is_in_its_place_stays(there: str, key: str, tmp_path: Path) -> None:
    target = tmp_path / "mine.reel"
    mine = target if there == "file" else target / "mine.txt"
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    with pytest.raises(ProjectError) as told:
        own_copy(SOURCE, target)
    assert told.value.key == f"timeline.{key}"
    assert mine.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [target]


def test_an_empty_folder_in_its_place_becomes_the_film(tmp_path: Path) -> None:
    (tmp_path / "mine.reel").mkdir()
    own_copy(SOURCE, tmp_path / "mine.reel").close()
    assert read(tmp_path / "mine.reel").scenes


def test_a_home_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(ProjectError) as told:
        own_copy(SOURCE, tmp_path / "home" / "mine.reel")
    assert told.value.key == "timeline.not_made"
