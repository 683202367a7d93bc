"""A take's file that is something else now is found out, and read no more often than it must be."""

import os
import shutil
from pathlib import Path

import pytest

from studio.errors import Cancelled
from studio.jobs import proofs
from studio.jobs.proofs import Fate, digest_of, losses, remember
from studio.media.hashes import sha256_of
from studio.timeline.take import Take, TakeFile
from tests.jobs.builders import make_take


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read."""
    names: list[str] = []

    def reading(path: Path, stopped: object = None) -> str:
        names.append(path.name)
        return sha256_of(path, stopped)  # type: ignore[arg-type]

    monkeypatch.setattr(proofs, "sha256_of", reading)
    return names


def take(folder: Path, number: int, content: bytes) -> Take:
    path = folder / "media" / f"{number}.mov"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    file = TakeFile(path=f"media/{number}.mov", sha256=sha256_of(path), bytes=len(content))
    return make_take("sh_00000001", number, files=(file,))


def fates(folder: Path, *takes: Take) -> list[Fate]:
    return [loss.fate for loss in losses(folder, takes)]


def test_what_is_whole_is_read_once(tmp_path: Path, read: list[str]) -> None:
    one, two = take(tmp_path, 1, b"one"), take(tmp_path, 2, b"two")
    remember(tmp_path, one.files[0])
    assert fates(tmp_path, one, two) == []
    assert read == ["2.mov"], "the first was hashed when it was filed"
    assert fates(tmp_path, one, two) == []
    assert read == ["2.mov"]


def test_another_file_of_the_same_size_and_time_is_found_and_read_once(
    tmp_path: Path, read: list[str]
) -> None:
    one = take(tmp_path, 1, b"one")
    remember(tmp_path, one.files[0])
    path = tmp_path / one.files[0].path
    was = path.stat()
    other = tmp_path / "other"
    other.write_bytes(b"two")
    os.utime(other, ns=(was.st_atime_ns, was.st_mtime_ns))
    other.replace(path)
    assert fates(tmp_path, one) == [Fate.ALTERED]
    assert fates(tmp_path, one) == [Fate.ALTERED]
    assert read == ["1.mov"]
    path.write_bytes(b"one")
    assert fates(tmp_path, one) == [], "the original is back"


def test_a_touched_file_is_read_again_and_whole(tmp_path: Path, read: list[str]) -> None:
    one = take(tmp_path, 1, b"one")
    remember(tmp_path, one.files[0])
    os.utime(tmp_path / one.files[0].path, (1, 1))
    assert fates(tmp_path, one) == []
    assert read == ["1.mov"]


def test_what_needs_no_reading_is_not_read(tmp_path: Path, read: list[str]) -> None:
    gone, longer, link = (take(tmp_path, n, b"x") for n in (1, 2, 3))
    (tmp_path / "media/1.mov").unlink()
    (tmp_path / "media/2.mov").write_bytes(b"xx")
    path = tmp_path / "media/3.mov"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert fates(tmp_path, gone, longer, link) == [Fate.GONE, Fate.ALTERED, Fate.ALTERED]
    assert read == []


def test_only_so_much_is_read(tmp_path: Path, read: list[str]) -> None:
    large, small = take(tmp_path, 1, b"x" * 100), take(tmp_path, 2, b"x")
    (tmp_path / "media/1.mov").write_bytes(b"y" * 100)
    assert losses(tmp_path, [large, small], most=50) == ()
    assert read == ["2.mov"]
    assert fates(tmp_path, large, small) == [Fate.ALTERED]
    assert read == ["2.mov", "1.mov"]
    (known,) = losses(tmp_path, [large, small], most=0)
    assert known.file == large.files[0]


def test_a_copied_film_is_read_anew(tmp_path: Path, read: list[str]) -> None:
    film = tmp_path / "film"
    film.mkdir()
    one = take(film, 1, b"one")
    remember(film, one.files[0])
    copy = tmp_path / "copy"
    shutil.copytree(film, copy)  # keeps the times
    assert fates(copy, one) == []
    assert read == ["1.mov"]


@pytest.mark.parametrize("broken", [b"", b"no database " * 999])
def test_a_broken_record_costs_time_only(tmp_path: Path, read: list[str], broken: bytes) -> None:
    one = take(tmp_path, 1, b"one")
    remember(tmp_path, one.files[0])
    tmp_path.joinpath(*proofs.KEPT).write_bytes(broken)
    assert fates(tmp_path, one) == []
    assert fates(tmp_path, one) == []
    assert read == ["1.mov"], "and it is kept anew"


def test_a_record_that_cannot_be_kept_costs_time_only(tmp_path: Path, read: list[str]) -> None:
    one = take(tmp_path, 1, b"one")
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    assert fates(tmp_path, one) == []
    assert fates(tmp_path, one) == []
    assert len(read) == 2


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    one = take(tmp_path, 1, b"one")
    with pytest.raises(Cancelled):
        losses(tmp_path, [one], stopped=lambda: True)


def test_the_hash_of_one_file(tmp_path: Path, read: list[str]) -> None:
    one = take(tmp_path, 1, b"one")
    remember(tmp_path, one.files[0])
    assert digest_of(tmp_path, one.files[0].path) == one.files[0].sha256
    assert read == []
    (tmp_path / one.files[0].path).write_bytes(b"two")
    assert digest_of(tmp_path, one.files[0].path) != one.files[0].sha256
    with pytest.raises(OSError, match="media"):
        digest_of(tmp_path, "media/none.mov")
