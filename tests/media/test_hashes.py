"""The names of contents: whole, of any length, and holding little of a file at a time."""

import hashlib
import threading
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from studio.errors import Cancelled
from studio.media import hashes
from studio.media.hashes import parts_of, parts_of_growing, sha256_of


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


@pytest.mark.parametrize("size", [1, (8 << 20) - 1, (40 << 20) + 5])
@pytest.mark.parametrize("loose", [0, 100, (8 << 20) + 1])
def test_a_file_has_the_same_name_when_it_was_hashed_as_it_grew(
    tmp_path: Path, size: int, loose: int
) -> None:
    """It is written in order, and its head once more when all else is there."""
    path, written = tmp_path / "file", threading.Event()
    data = np.random.default_rng(size).integers(0, 256, size, np.uint8).tobytes()
    with ThreadPoolExecutor(1) as pool:
        name = pool.submit(parts_of_growing, path, written, loose)
        with path.open("wb", buffering=0) as file:
            for at in range(0, size, 1 << 20):
                file.write(data[at : at + (1 << 20)])
            file.seek(0)
            file.write(bytes(min(loose, size)))
        written.set()
        assert name.result() == parts_of(path)


def test_what_has_grown_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, written, parts = tmp_path / "file", threading.Event(), 4
    path.write_bytes(bytes(parts * (8 << 20)))
    seen: list[int] = []
    hashed = hashes._hashed

    def counted(
        path: Path, start: int, most: int | None, stopped: Callable[[], bool] | None
    ) -> bytes:
        seen.append(start >> 23)
        if len(seen) == parts - 1:
            written.set()
        return hashed(path, start, most, stopped)

    monkeypatch.setattr(hashes, "_hashed", counted)
    assert hashes.parts_of_growing(path, written, 1) == parts_of(path)
    assert seen == [1, 2, 3, 0, 0, 1, 2, 3], "and by the last four it is compared"


def test_a_file_that_never_came_has_no_name(tmp_path: Path) -> None:
    written = threading.Event()
    written.set()
    with pytest.raises(FileNotFoundError):
        parts_of_growing(tmp_path / "file", written, 0)


def test_a_stop_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(17 << 20))
    with pytest.raises(Cancelled):
        sha256_of(path, lambda: True)
    for hands in (1, 2):
        with pytest.raises(Cancelled):
            parts_of(path, lambda: True, hands)
    with pytest.raises(Cancelled):
        parts_of_growing(path, threading.Event(), 0, lambda: True)


def test_little_of_a_file_is_held(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(8 << 20))
    tracemalloc.start()
    sha256_of(path)
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert used < 1 << 19
