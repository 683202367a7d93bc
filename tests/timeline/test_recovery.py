"""Broken, missing, huge and unreadable project files: the newest good backup, nothing lost."""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studio.errors import ProjectError
from studio.timeline.project import Project
from studio.timeline.project_file import MAX_BYTES, replace
from studio.timeline.store import create, look, open_folder, read
from tests.timeline.processes import run_ordinary


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A film saved three times, as one, two and three."""
    with create(tmp_path / "film", Project(title="one")) as store:
        for title in ("two", "three"):
            store.save(Project(title=title))
    return tmp_path / "film"


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def binary(path: Path) -> None:
    path.write_bytes(os.urandom(5000))


def huge(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(MAX_BYTES + 1)  # holes: it takes no room


def deep(path: Path) -> None:
    path.write_text('{"format": ' + "[" * 200_000)


def other_json(path: Path) -> None:
    path.write_text('{"format": 1, "scenes": [{"id": "sc_one00000", "shots": 7}]}')


def gone(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "mine.txt").write_text("mine")


@pytest.mark.parametrize("harm", [cut_off, binary, huge, deep, other_json, gone, a_folder])
def test_the_newest_backup_takes_its_place(folder: Path, harm: Callable[[Path], None]) -> None:
    file = folder / "project.json"
    harm(file)
    remains = file.stat().st_size if file.exists() else None
    seen = look(folder)
    assert (seen.project.title, seen.recovered) == ("two", "project.00000002.json")
    with open_folder(folder) as store:
        assert store.recovered == "project.00000002.json"
        store.save(Project(title="four"))
    assert read(folder).title == "four"
    kept = folder / "project.broken-1.json"
    assert (kept.stat().st_size if kept.exists() else None) == remains
    assert titles(folder) == ["one", "two"]


def titles(folder: Path) -> list[str]:
    backups = sorted((folder / "backups").iterdir())
    return [json.loads(path.read_text(encoding="utf-8"))["title"] for path in backups]


def test_a_broken_backup_is_passed_over(folder: Path) -> None:
    cut_off(folder / "project.json")
    binary(folder / "backups" / "project.00000002.json")
    with open_folder(folder) as store:
        assert store.recovered == "project.00000001.json"
        assert store.project.title == "one"


def test_what_broke_twice_is_kept_twice(folder: Path) -> None:
    for number in (1, 2):
        (folder / "project.json").write_text(f"broken {number}")
        with open_folder(folder):
            pass
    kept = [(folder / f"project.broken-{n}.json").read_text() for n in (1, 2)]
    assert kept == ["broken 1", "broken 2"]


def test_a_film_saved_once_has_a_backup_too(tmp_path: Path) -> None:
    with create(tmp_path / "film", Project(title="only")):
        pass
    with (tmp_path / "film" / "project.json").open("r+b") as file:
        file.write(b"\0" * 30)  # in place, as a failing disk does
    with open_folder(tmp_path / "film") as store:
        assert store.project.title == "only"
        assert store.recovered is not None


OPEN = """
import pathlib, sys
from studio.errors import StudioError
from studio.timeline.store import create, open_folder, read
from studio.timeline.project import Project
folder = pathlib.Path(sys.argv[1])

def save(folder):
    with open_folder(folder) as store:
        store.save(Project(title="four"))

for use in (read, save, lambda folder: create(folder / "new", Project())):
    try:
        use(folder)
        print("done")
    except StudioError as error:
        print(error.key, error.exit_code, bool(error.text("zh")))
"""


def test_a_file_that_may_not_be_read_is_not_taken_for_broken(folder: Path) -> None:
    file = folder / "project.json"
    file.chmod(0)
    said = run_ordinary(OPEN, folder).splitlines()
    file.chmod(0o600)
    assert said[:2] == ["timeline.unreadable 2 True"] * 2
    assert read(folder).title == "three"
    assert list(folder.glob("project.broken*")) == []


def test_a_read_only_folder_can_be_read_and_not_saved(folder: Path) -> None:
    folder.chmod(0o500)
    said = run_ordinary(OPEN, folder).splitlines()
    folder.chmod(0o700)
    assert said == ["done", "timeline.system 2 True", "timeline.not_made 2 True"]
    assert titles(folder) == ["one", "two"]


def test_a_file_system_without_hard_links(folder: Path) -> None:
    shared = Path("/dev/shm")
    if not shared.is_dir() or shared.stat().st_dev == folder.stat().st_dev:
        pytest.skip("there is no second file system here")
    with tempfile.TemporaryDirectory(dir=shared) as elsewhere:
        (folder / "backups").rename(folder / "old")
        (folder / "backups").symlink_to(elsewhere)  # a link cannot lead from one to the other
        with open_folder(folder) as store:
            for title in ("four", "five"):
                store.save(Project(title=title))
        assert titles(folder) == ["three", "four"]
        assert list(Path(elsewhere).glob(".*")) == []


@contextmanager
def held(path: Path) -> Iterator[Callable[[], None]]:
    """`path` cannot be replaced until the yielded function is called."""
    if os.name == "nt":
        stream = path.open("rb")
        yield stream.close
        stream.close()
        return
    root = os.geteuid() == 0
    home = path.parent

    def change(flag: str, mode: int) -> None:
        if not root:
            home.chmod(mode)
        elif subprocess.run(["chattr", flag, str(home)], capture_output=True).returncode:
            pytest.skip("the superuser can be kept out of nothing here")

    change("+i", 0o500)
    try:
        yield lambda: change("-i", 0o700)
    finally:
        change("-i", 0o700)


def test_a_target_held_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    source, target = tmp_path / "new", tmp_path / "there" / "old"
    target.parent.mkdir()
    source.write_text("new")
    target.write_text("old")
    waits: list[float] = []
    with held(target) as let_go:

        def pause(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 3:
                let_go()

        replace(source, target, pause)
    assert (target.read_text(), len(waits)) == ("new", 3)


def test_a_target_that_stays_held_is_an_error(tmp_path: Path) -> None:
    source, target = tmp_path / "new", tmp_path / "there" / "old"
    target.parent.mkdir()
    source.write_text("new")
    target.write_text("old")
    with held(target), pytest.raises(PermissionError):
        replace(source, target, lambda seconds: None)
    assert (source.read_text(), target.read_text()) == ("new", "old")


def test_who_holds_a_film_is_said(folder: Path) -> None:
    note = folder / ".holder.json"
    with open_folder(folder):
        with pytest.raises(ProjectError) as caught:
            open_folder(folder)
        assert str(os.getpid()) in caught.value.text("en")
        for nonsense in ("", "[]", "{", '{"pid": "x"}', '{"pid": 1, "host": "a\\nb"}', "x" * 5000):
            note.write_text(nonsense)
            with pytest.raises(ProjectError) as caught:
                open_folder(folder)
            assert caught.value.values["holder"] == "?"
        note.unlink()
        with pytest.raises(ProjectError) as caught:
            open_folder(folder)
        assert caught.value.key == "timeline.in_use"
    assert not note.exists()
