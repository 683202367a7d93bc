"""The names of contents: whole, of any length, and holding little of a file at a time."""

import hashlib
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from studio.errors import Cancelled
from studio.media.hashes import parts_of, sha256_of


@pytest.mark.parametrize("size", [0, 1, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 3_000_000])
def test_the_name_of_a_file_is_that_of_its_bytes(tmp_path: Path, size: int) -> None:
    path = tmp_path / "file"
    data = bytes(n % 251 for n in range(1000)) * (size // 1000 + 1)
    path.write_bytes(data[:size])
    assert sha256_of(path) == hashlib.sha256(data[:size]).hexdigest()


@pytest.mark.parametrize("size", [0, 1, (8 << 20) - 1, 8 << 20, (8 << 20) + 1, (20 << 20) + 7])
def test_the_name_by_parts_is_the_same_by_any_number_of_hands(tmp_path: Path, size: int) -> None:
    path = tmp_path / "file"
    data = np.random.default_rng(size).integers(0, 256, size, np.uint8).tobytes()
    path.write_bytes(data)
    starts = range(0, max(1, size), 8 << 20)
    hashed = b"".join(hashlib.sha256(data[at : at + (8 << 20)]).digest() for at in starts)
    wanted = hashlib.sha256(hashed).hexdigest()
    assert [parts_of(path, hands=hands) for hands in (1, 2, 5)] == [wanted] * 3


@pytest.mark.parametrize("at", [0, 8 << 20, (20 << 20) + 6])
def test_any_other_byte_is_another_name(tmp_path: Path, at: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes((20 << 20) + 7))
    before = parts_of(path, hands=2)
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"!")
    assert parts_of(path, hands=2) != before


def test_a_stop_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(9 << 20))
    with pytest.raises(Cancelled):
        sha256_of(path, lambda: True)
    for hands in (1, 2):
        with pytest.raises(Cancelled):
            parts_of(path, lambda: True, hands)


def test_little_of_a_file_is_held(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(8 << 20))
    tracemalloc.start()
    sha256_of(path)
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert used < 1 << 19
