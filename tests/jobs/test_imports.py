"""Files from anywhere become references, or are refused in one sentence."""

import os
import shutil
import sys
import wave
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.backends.base import Request
from studio.backends.fake_media import leave
from studio.errors import BadInput, Cancelled, StudioError
from studio.jobs.doctor import examine
from studio.jobs.filing import clear_partials
from studio.jobs.imports import Imported, import_media
from studio.jobs.imports import bring as fetch
from studio.jobs.job import Kind, State
from studio.jobs.journal import Journal
from studio.media.hashes import sha256_of
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.story import ReferenceKind
from tests.timeline.processes import run_ordinary


def bring(folder: Path, *paths: Path, project: Project | None = None) -> list[Imported]:
    with Journal.open(folder) as journal:
        return import_media(project or Project(rate=Rate(num=25)), folder, journal, paths)


def picture(path: Path, grey: int = 100) -> Path:
    _, data = cv2.imencode(".png", np.full((20, 30, 3), grey, dtype=np.uint8))
    path.write_bytes(data.tobytes())
    return path


def film(path: Path) -> Path:
    made = leave("minimal", Request(frames=6, rate_num=24), path.parent)
    return (path.parent / made).replace(path)


def sound(path: Path) -> Path:
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(8000)
        stream.writeframes(b"\0\0" * 16000)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "film"
    made.mkdir()
    return made


def test_pictures_sounds_and_films_are_told_by_their_content(tmp_path: Path, folder: Path) -> None:
    paths = (picture(tmp_path / "雨夜.png"), film(tmp_path / "walk.mov"), sound(tmp_path / "rain"))
    hero, walk, rain = bring(folder, *paths)
    kinds = [each.reference.kind for each in (hero, walk, rain)]
    assert kinds == [ReferenceKind.PICTURE, ReferenceKind.VIDEO, ReferenceKind.SOUND]
    assert [each.reference.name for each in (hero, walk, rain)] == ["雨夜", "walk", "rain"]
    assert (hero.take.width, hero.take.height, hero.take.frames) == (30, 20, 1)
    assert (walk.take.frames, walk.take.rate) == (6, Rate(num=24))
    assert (rain.take.frames, rain.take.rate, rain.take.has_sound) == (50, Rate(num=25), True)
    for path, each in zip(paths, (hero, walk, rain), strict=True):
        (file,) = each.take.files
        assert file.sha256 == sha256_of(folder / file.path) == sha256_of(path)
        assert file.path.startswith(f"media/{each.reference.id}.")
    with Journal.open(folder) as journal:
        assert {(job.kind, job.state) for job in journal.jobs()} == {(Kind.IMPORT, State.DONE)}
    references = tuple(each.reference for each in (hero, walk, rain))
    assert examine(folder, project=Project(references=references)) == []


def test_the_same_content_is_the_same_reference(tmp_path: Path, folder: Path) -> None:
    first, copy = bring(folder, picture(tmp_path / "a.png"), picture(tmp_path / "b.png"))
    (later,) = bring(folder, tmp_path / "b.png", project=Project(references=(first.reference,)))
    assert first.reference == copy.reference == later.reference
    assert (first.new, copy.new, later.new) == (True, False, False)
    assert len(list((folder / "media").glob("*.png"))) == 1


def test_one_bad_file_and_nothing_is_imported(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "empty.png").touch()
    with pytest.raises(BadInput):
        bring(folder, picture(tmp_path / "a.png"), tmp_path / "empty.png")
    with Journal.open(folder) as journal:
        assert journal.takes() == []
    assert not (folder / "media").exists()


@pytest.mark.parametrize("what", ["missing", "folder", "noise", "playlist", "text"])
def test_what_is_no_media_is_refused(tmp_path: Path, folder: Path, what: str) -> None:
    path = tmp_path / "file.mp4"
    if what == "folder":
        path.mkdir()
    elif what != "missing":
        stuff = {"noise": os.urandom(4000), "playlist": b"#EXTM3U\n/etc/passwd\n", "text": b"hello"}
        path.write_bytes(stuff[what])
    with pytest.raises(BadInput) as refusal:
        bring(folder, path)
    assert "file.mp4" in refusal.value.text("zh")


@pytest.mark.skipif(sys.platform == "win32", reason="links and such names need rights there")
def test_hostile_names_and_links(tmp_path: Path, folder: Path) -> None:
    name = "..\n$(touch x);\\ %s {0} \x1b[31m.PNG"
    odd = picture(tmp_path / "plain.png").replace(tmp_path / name)
    link = tmp_path / "link.exe"
    link.symlink_to(odd)
    first, second = bring(folder, odd, link)
    assert first.reference == second.reference
    assert first.reference.name.isprintable()
    path = folder / first.take.files[0].path
    assert path.suffix == ".png"
    assert not path.is_symlink()
    assert path.parent == folder / "media"
    (same,) = bring(folder, picture(tmp_path / ("x" * 240 + ".png"), 7))
    assert len(same.reference.name) == 200


def test_a_thousand_files_at_most(folder: Path) -> None:
    with pytest.raises(BadInput, match="1000"):
        bring(folder, *(Path(f"{n}.png") for n in range(1001)))


def test_progress_is_told_file_by_file(tmp_path: Path, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    paths = [picture(tmp_path / "a.png", 1), picture(tmp_path / "b.png", 2)]
    brought = fetch(Project(), folder, {}, paths, told=lambda *step: told.append(step))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert len(brought.unfiled) == 2


@pytest.mark.parametrize("after", range(6))
def test_a_stopped_import_leaves_nothing(tmp_path: Path, folder: Path, after: int) -> None:
    paths = [picture(tmp_path / "a.png", 1), picture(tmp_path / "b.png", 2)]
    asked = 0

    def stopped() -> bool:
        nonlocal asked
        asked += 1
        return asked > after

    with pytest.raises(Cancelled):
        fetch(Project(), folder, {}, paths, stopped=stopped)
    media = folder / "media"
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_a_run_that_begins_meanwhile_sweeps_nothing(tmp_path: Path, folder: Path) -> None:
    def stopped() -> bool:
        clear_partials(folder, keep=())
        return False

    brought = fetch(Project(), folder, {}, [picture(tmp_path / "a.png")], stopped=stopped)
    assert (folder / brought.imported[0].take.files[0].path).is_file()
    assert not list((folder / "media").glob(".*"))


UNREADABLE = """
import sys
from pathlib import Path
from studio.errors import BadInput
from tests.jobs.test_imports import bring
try:
    bring(Path(sys.argv[1]), Path(sys.argv[2]))
except BadInput as error:
    print(error.text("en"))
"""


def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = picture(tmp_path / "a.png")
    path.chmod(0)
    monkeypatch.chdir(Path(__file__).resolve().parents[2])
    assert "a.png" in run_ordinary(UNREADABLE, folder, path)
    assert not list(folder.rglob("*.png"))


def test_without_room_for_all_nothing_is_imported(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(folder)
    little = usage._replace(free=500_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: little)
    with Journal.open(folder) as journal, pytest.raises(StudioError) as caught:
        import_media(Project(), folder, journal, [picture(tmp_path / "a.png")])
    assert caught.value.key == "jobs.no_room"
    assert not list(folder.rglob("*.png"))
    monkeypatch.undo()
    assert len(bring(folder, tmp_path / "a.png")) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a file in the way is told in other words")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, folder: Path) -> None:
    (folder / "media").write_text("in the way")
    with pytest.raises(StudioError) as told:
        fetch(Project(), folder, {}, [picture(tmp_path / "a.png")])
    assert told.value.key == "timeline.system"
    assert str(folder) in told.value.text("zh")
