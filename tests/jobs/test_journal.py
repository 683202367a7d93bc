"""The journal: durable, one writer, repaired when damaged."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from studio.errors import BadInput, ProjectError, StudioError
from studio.jobs.job import Remedy, State, Trouble
from studio.jobs.journal import Journal
from studio.jobs.sidecars import write_sidecar
from tests.jobs.builders import make_job, make_take, shot_id
from tests.timeline.processes import run_ordinary


def test_jobs_come_back_whole_and_in_order(tmp_path: Path) -> None:
    jobs = [make_job(n, price="1.25", batch="ba_0001") for n in (3, 1, 2)]
    with Journal.open(tmp_path) as journal:
        journal.add(jobs)
    with Journal.open(tmp_path) as journal:
        assert journal.jobs() == jobs
        assert journal.jobs(batch="ba_0002") == []
        assert journal.job(jobs[1].id) == jobs[1]
    assert {path.name for path in tmp_path.iterdir()} == {"journal.sqlite", "cache"}


def test_all_jobs_go_in_or_none(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        with pytest.raises(StudioError):
            journal.add([make_job(1), make_job(1)])
        assert journal.jobs() == []


def test_steps_are_kept(tmp_path: Path) -> None:
    trouble = Trouble(key="jobs.disk_full", values={"path": "there"}, remedy=Remedy.ROOM)
    with Journal.open(tmp_path) as journal:
        journal.add([make_job()])
        journal.step(make_job().id, State.RUNNING)
        journal.step(make_job().id, remote_id="far")
        failed = journal.step(make_job().id, State.FAILED, error=trouble)
    with Journal.open(tmp_path, write=False) as journal:
        assert journal.jobs() == [failed]
        assert failed.error == trouble
        assert failed.remote_id == "far"


def test_an_illegal_step_changes_nothing(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        journal.add([make_job()])
        with pytest.raises(BadInput):
            journal.step(make_job().id, State.DONE)
        with pytest.raises(BadInput):
            journal.step("jb_none", State.RUNNING)
        assert journal.jobs()[0].state is State.QUEUED


def test_a_job_leaves_one_take(tmp_path: Path) -> None:
    take = make_take(shot_id(1), job=make_job().id)
    with Journal.open(tmp_path) as journal:
        journal.add([make_job()])
        journal.step(make_job().id, State.RUNNING)
        assert journal.finish(make_job().id, take).state is State.DONE
        with pytest.raises(BadInput):
            journal.finish(make_job().id, take)
        assert journal.takes() == [take]
        assert journal.takes(shot_id(2)) == []


def test_takes_keep_the_order_of_arrival(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        for number in (2, 3, 1):
            journal.add([make_job(number)])
            journal.step(make_job(number).id, State.RUNNING)
            journal.finish(make_job(number).id, make_take("sh_0001", number))
        assert [take.files[0].bytes for take in journal.takes()] == [2, 3, 1]


def test_a_second_writer_is_refused_and_a_reader_is_not(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        journal.add([make_job()])
        with pytest.raises(ProjectError, match="Another process"):
            Journal.open(tmp_path)
        with Journal.open(tmp_path, write=False) as reader:
            assert len(reader.jobs()) == 1
            with pytest.raises(ProjectError):
                reader.add([make_job(2)])
    Journal.open(tmp_path).close()


def test_reading_makes_nothing(tmp_path: Path) -> None:
    with Journal.open(tmp_path, write=False) as journal:
        assert journal.jobs() == journal.takes() == []
    assert list(tmp_path.iterdir()) == []


def test_a_newer_journal_is_left_alone(tmp_path: Path) -> None:
    Journal.open(tmp_path).close()
    base = sqlite3.connect(tmp_path / "journal.sqlite")
    base.execute("PRAGMA user_version = 99")
    base.close()
    before = (tmp_path / "journal.sqlite").read_bytes()
    for write in (True, False):
        with pytest.raises(ProjectError, match="newer"):
            Journal.open(tmp_path, write=write)
    assert (tmp_path / "journal.sqlite").read_bytes() == before


def file_a_take(folder: Path, number: int) -> None:
    """A done job with its sidecar, as a run leaves it."""
    (folder / "media").mkdir(exist_ok=True)
    with Journal.open(folder) as journal:
        journal.add([make_job(number)])
        job = journal.step(make_job(number).id, State.RUNNING, remote_id="far")
        take = make_take(job.owner, number, job=job.id)
        write_sidecar(folder, job, take)
        journal.finish(job.id, take)


@pytest.mark.parametrize("damage", ["noise", "cut", "no tables", "head"])
def test_a_broken_journal_is_kept_and_made_again_from_the_media(
    tmp_path: Path, damage: str
) -> None:
    file_a_take(tmp_path, 1)
    file_a_take(tmp_path, 2)
    path = tmp_path / "journal.sqlite"
    data = path.read_bytes()
    if damage == "no tables":
        with sqlite3.connect(path) as base:
            base.execute("DROP TABLE takes")
        base.close()
    else:
        noise = os.urandom(len(data))
        made = {"noise": noise, "cut": data[: len(data) // 2], "head": noise[:100] + data[100:]}
        path.write_bytes(made[damage])
    for number in (1, 2):
        with Journal.open(tmp_path) as journal:
            aside = tmp_path / "journal.broken-1.sqlite"
            assert journal.set_aside == (aside if number == 1 else None)
            assert [take.owner for take in journal.takes()] == [shot_id(1), shot_id(2)]
            assert {job.state for job in journal.jobs()} == {State.DONE}
    assert aside.exists()


def test_jobs_that_can_still_be_read_are_saved_from_a_broken_journal(tmp_path: Path) -> None:
    """What is under way at a service may have been paid for."""
    file_a_take(tmp_path, 1)
    with Journal.open(tmp_path) as journal:
        journal.add([make_job(2)])
        journal.step(make_job(2).id, State.RUNNING, remote_id="paid")
    with sqlite3.connect(tmp_path / "journal.sqlite") as base:
        base.execute("DROP TABLE takes")
    base.close()
    with Journal.open(tmp_path) as journal:
        assert [(job.state, job.remote_id) for job in journal.jobs()] == [
            (State.DONE, "far"),
            (State.RUNNING, "paid"),
        ]


@pytest.mark.parametrize("gone", ["missing", "emptied"])
def test_a_lost_journal_comes_back_from_the_media(tmp_path: Path, gone: str) -> None:
    file_a_take(tmp_path, 1)
    path = tmp_path / "journal.sqlite"
    path.unlink() if gone == "missing" else path.write_bytes(b"")
    with Journal.open(tmp_path) as journal:
        assert [take.owner for take in journal.takes()] == [shot_id(1)]


@pytest.mark.parametrize("gone", ["missing", "emptied", "never filled"])
def test_a_reader_sees_what_a_writer_would_and_changes_nothing(tmp_path: Path, gone: str) -> None:
    file_a_take(tmp_path, 1)
    file_a_take(tmp_path, 2)
    path = tmp_path / "journal.sqlite"
    if gone == "emptied":
        path.write_bytes(b"")
    else:
        path.unlink()
    if gone == "never filled":
        (tmp_path / "media").rename(tmp_path / "elsewhere")
        Journal.open(tmp_path).close()
        (tmp_path / "elsewhere").rename(tmp_path / "media")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    with Journal.open(tmp_path, write=False) as reader:
        takes, jobs = reader.takes(), reader.jobs()
        assert reader.recalled == {make_job(1).id, make_job(2).id}
        with pytest.raises(ProjectError):
            reader.add([make_job(3)])
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
    with Journal.open(tmp_path) as writer:
        assert (writer.takes(), writer.jobs()) == (takes, jobs)
        assert writer.recalled == reader.recalled


def test_a_reader_of_a_whole_journal_asks_no_sidecar(tmp_path: Path) -> None:
    file_a_take(tmp_path, 1)
    elsewhere = make_job(2)
    write_sidecar(tmp_path, elsewhere.step(State.RUNNING), make_take("sh_0009", job=elsewhere.id))
    for write in (False, True):
        with Journal.open(tmp_path, write=write) as journal:
            assert [take.owner for take in journal.takes()] == [shot_id(1)]
            assert not journal.recalled


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_among_the_sidecars_holds_nobody_up(tmp_path: Path) -> None:
    file_a_take(tmp_path, 1)
    (tmp_path / "journal.sqlite").unlink()
    os.mkfifo(tmp_path / "media" / "waiting.json")
    with Journal.open(tmp_path, write=False) as journal:
        assert [take.owner for take in journal.takes()] == [shot_id(1)]


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "media/../../x", "media\\..\\x"])
def test_a_take_that_points_outside_is_not_believed(tmp_path: Path, path: str) -> None:
    good = make_take("sh_0001", 1)
    bad = good.evolve(files=(good.files[0].evolve(path=path),), id="tk_evil", job="jb_evil")
    with Journal.open(tmp_path) as journal:
        journal.adopt([(make_job(1), good), (make_job(2), bad)])
        assert journal.takes() == [good]


READ_AND_WRITE = """
import sys
from pathlib import Path
from studio.errors import ProjectError
from studio.jobs.journal import Journal
folder = Path(sys.argv[1])
with Journal.open(folder, write=False) as journal:
    print(len(journal.takes()))
try:
    Journal.open(folder)
except ProjectError as error:
    print(error.key, error.exit_code, error)
"""


def test_a_read_only_folder_can_be_read_and_says_why_not_written(tmp_path: Path) -> None:
    file_a_take(tmp_path, 1)
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        said = run_ordinary(READ_AND_WRITE, tmp_path).splitlines()
    finally:
        for path in (tmp_path, *tmp_path.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert said[0] == "1"
    assert said[1].startswith("jobs.read_only 2 ")
    assert "permission denied" in said[1]


def test_a_journal_that_may_not_be_opened_is_told_as_such(tmp_path: Path) -> None:
    file_a_take(tmp_path, 1)
    (tmp_path / "journal.sqlite").chmod(0)
    code = "import sys; from pathlib import Path; from studio.jobs.journal import Journal\n"
    code += "try: Journal.open(Path(sys.argv[1]), write=False)\n"
    code += "except Exception as error: print(error)"
    assert "cannot be opened" in run_ordinary(code, tmp_path)


HELD = """
import sys
from pathlib import Path
from studio.jobs.journal import Journal
journal = Journal.open(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_the_lock_ends_with_a_killed_process(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parent.parent.parent
    command = [sys.executable, "-c", HELD, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=root, stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(ProjectError, match="Another process"):
            Journal.open(tmp_path)
        process.kill()
        process.wait()
    Journal.open(tmp_path).close()


def test_a_journal_of_the_first_version_is_read_and_brought_up_to_date(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        journal.add([make_job()])
    base = sqlite3.connect(tmp_path / "journal.sqlite", isolation_level=None)
    for name in ("part_of", "place"):
        base.execute(f"ALTER TABLE jobs DROP COLUMN {name}")
    base.execute("PRAGMA user_version = 1")
    base.close()
    with Journal.open(tmp_path, write=False) as journal:
        assert [job.id for job in journal.jobs()] == [make_job().id]
    with Journal.open(tmp_path) as journal:
        part = make_job(2, part_of=make_job().id, place=1)
        journal.add([part])
        assert journal.jobs() == [journal.job(make_job().id), part]
