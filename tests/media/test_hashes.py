"""The names of contents: whole, of any length, and holding little of a file at a time."""

import hashlib
import tracemalloc
from pathlib import Path

import pytest

from studio.errors import Cancelled
from studio.media.hashes import sha256_of


@pytest.mark.parametrize("size", [0, 1, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 3_000_000])
def test_the_name_of_a_file_is_that_of_its_bytes(tmp_path: Path, size: int) -> None:
    path = tmp_path / "file"
    data = bytes(n % 251 for n in range(1000)) * (size // 1000 + 1)
    path.write_bytes(data[:size])
    assert sha256_of(path) == hashlib.sha256(data[:size]).hexdigest()


def test_a_stop_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12")
    with pytest.raises(Cancelled):
        sha256_of(path, lambda: True)


def test_little_of_a_file_is_held(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(8 << 20))
    tracemalloc.start()
    sha256_of(path)
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert used < 1 << 19
