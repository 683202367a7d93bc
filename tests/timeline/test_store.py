"""The project folder: whole films or none, locks, backups, recovery after a kill."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from studio.errors import ProjectError
from studio.timeline.earlier import earlier
from studio.timeline.project import FORMAT, Project
from studio.timeline.store import BACKUPS, create, open_folder, read


def test_what_is_saved_is_read(tmp_path: Path) -> None:
    film = Project(title="夜雨")
    with create(tmp_path / "film", film) as store:
        store.save(film.evolve(language="zh"))
    assert read(tmp_path / "film") == film.evolve(language="zh")
    assert sorted(p.name for p in (tmp_path / "film").iterdir() if p.is_dir()) == [
        "backups", "cache", "media", "renders",
    ]  # fmt: skip


def test_ten_backups_rotate(tmp_path: Path) -> None:
    film = Project()
    with create(tmp_path / "film", film) as store:
        for n in range(15):
            store.save(film.evolve(title=str(n)))
    backups = sorted((tmp_path / "film" / "backups").iterdir())
    titles = [json.loads(p.read_text(encoding="utf-8"))["title"] for p in backups]
    assert len(backups) == BACKUPS
    assert titles == [str(n) for n in range(4, 14)]


def test_saving_the_same_film_writes_nothing(tmp_path: Path) -> None:
    with create(tmp_path / "film", Project()) as store:
        (first,) = (tmp_path / "film" / "backups").iterdir()
        store.save(store.project)
        assert list((tmp_path / "film" / "backups").iterdir()) == [first]


@pytest.mark.parametrize(
    "rubbish", [b"", b"{", b"\x00\xff\xfe", b"[]", b'{"format": "x"}', b"null"]
)
def test_a_broken_file_is_recovered_and_kept(tmp_path: Path, rubbish: bytes) -> None:
    folder = tmp_path / "film"
    with create(folder, Project(title="one")) as store:
        store.save(Project(title="two"))
        store.save(Project(title="three"))
    (folder / "project.json").write_bytes(rubbish)
    assert read(folder).title == "two"
    with open_folder(folder) as store:
        assert store.recovered is not None
        assert store.project.title == "two"
    assert (folder / "project.broken-1.json").read_bytes() == rubbish
    assert read(folder).title == "two"


def test_nothing_readable_is_refused(tmp_path: Path) -> None:
    with create(tmp_path / "film", Project()):
        pass
    files = [tmp_path / "film" / "project.json", *(tmp_path / "film" / "backups").iterdir()]
    for file in files:
        file.write_text("{")
    for use in (read, open_folder):
        with pytest.raises(ProjectError) as caught:
            use(tmp_path / "film")
        assert caught.value.key == "timeline.broken"
    assert [file.read_text() for file in files] == ["{"] * len(files)


def test_a_newer_format_is_refused_and_untouched(tmp_path: Path) -> None:
    with create(tmp_path / "film", Project()) as store:
        store.save(Project(title="x"))
    path = tmp_path / "film" / "project.json"
    newer = json.dumps({**json.loads(path.read_text()), "format": FORMAT + 1})
    path.write_text(newer)
    with pytest.raises(ProjectError) as caught:
        open_folder(tmp_path / "film")
    assert caught.value.key == "timeline.newer_format"
    assert path.read_text() == newer


def test_folders_that_cannot_be_a_new_film(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    with create(tmp_path / "film", Project()):
        pass
    for name, key in (("file", "not_a_folder"), ("full", "not_empty"), ("film", "exists")):
        with pytest.raises(ProjectError) as caught:
            create(tmp_path / name, Project())
        assert caught.value.key == f"timeline.{key}"
    with pytest.raises(ProjectError) as caught:
        read(tmp_path / "nowhere")
    assert caught.value.key == "timeline.no_project"


HOLD = """
import sys, pathlib
from studio.timeline.store import open_folder
store = open_folder(pathlib.Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""

SAVE = """
import sys, pathlib
from studio.timeline.store import open_folder
store = open_folder(pathlib.Path(sys.argv[1]))
print("saving", flush=True)
for n in range(10**6):
    store.save(store.project.evolve(title=str(n), brief="x" * 200_000))
"""


def start(code: str, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", code, str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def finish(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()


def test_a_second_process_is_refused_until_the_first_dies(tmp_path: Path) -> None:
    with create(tmp_path / "film", Project()):
        pass
    holder = start(HOLD, tmp_path / "film")
    try:
        with pytest.raises(ProjectError) as caught:
            open_folder(tmp_path / "film")
        assert caught.value.key == "timeline.in_use"
        assert read(tmp_path / "film") == Project()
    finally:
        finish(holder)
    with open_folder(tmp_path / "film") as store:
        assert store.recovered is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_kill_at_any_moment_leaves_a_whole_film(tmp_path: Path) -> None:
    folder = tmp_path / "film"
    with create(folder, Project()):
        pass
    for round_ in range(6):
        saver = start(SAVE, folder)
        names = {p.name for p in (folder / "backups").iterdir()}
        while len({p.name for p in (folder / "backups").iterdir()} - names) < 3 + round_:
            assert saver.poll() is None
        saver.send_signal(signal.SIGKILL)
        saver.communicate()
        with open_folder(folder) as store:
            assert store.recovered is None
            assert store.project.title.isdigit()
            states = earlier(folder, store.project)
        assert states, "and whole states before it"
        assert [state.trouble for state in states if state.trouble is not None] == []
        assert [p.name for p in folder.glob(".project*")] == []


@pytest.mark.skipif(sys.platform != "linux", reason="limits on file sizes are set by resource")
def test_a_full_disk_keeps_the_old_film(tmp_path: Path) -> None:
    folder = tmp_path / "film"
    with create(folder, Project(title="old")):
        pass
    code = (
        "import resource, signal, sys, pathlib\n"
        "from studio.timeline.store import open_folder\n"
        "from studio.errors import ProjectError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "store = open_folder(pathlib.Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "try:\n    store.save(store.project.evolve(brief='x' * 9000))\n"
        "except ProjectError as error:\n    print(error.key, error.exit_code)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True)
    assert done.stdout.decode().strip() == "timeline.no_room 1", done.stderr.decode()
    assert read(folder).title == "old"
    assert [p.name for p in folder.glob(".project*")] == []
