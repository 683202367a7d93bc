"""Room taken on the drive: it lies beyond the end, and goes when it was too much."""

import sys
from pathlib import Path

import pytest

from studio.media.drive_room import DriveRoom

MIB = 2**20


def blocks(path: Path) -> int:
    """Bytes that a file takes on the drive."""
    return path.stat().st_blocks * 512


def test_a_file_is_as_long_as_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "film"
    drive = DriveRoom(path)
    drive.take(MIB)  # there is no file yet
    with path.open("wb") as file:
        drive.take(3 * MIB)
        assert path.stat().st_size == 0
        file.write(b"film" * 1000)
    drive.give_back()
    assert path.read_bytes() == b"film" * 1000


@pytest.mark.skipif(sys.platform != "linux", reason="no other system has the call")
def test_room_is_there_before_it_is_written_and_what_is_left_of_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "film"
    path.write_bytes(b"")
    drive = DriveRoom(path)
    drive.take(2 * MIB)
    if not blocks(path):
        pytest.skip("the drive knows no such call")
    drive.take(MIB)
    assert blocks(path) >= 3 * MIB
    with path.open("r+b") as file:
        file.write(bytes(MIB))
    drive.give_back()
    assert path.stat().st_size == MIB
    assert blocks(path) < 2 * MIB


def test_nothing_is_taken_on_a_drive_that_has_not_so_much(tmp_path: Path) -> None:
    path = tmp_path / "film"
    path.write_bytes(b"film")
    drive = DriveRoom(path)
    drive.take(1 << 60)
    drive.give_back()
    assert path.read_bytes() == b"film"
