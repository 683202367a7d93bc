"""What a file's content is called: its SHA-256, or that of the hashes of its parts."""

import hashlib
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from studio.errors import Cancelled

_BLOCK = 1 << 18  # bytes between two looks at whether to stop
_PART = 1 << 23  # bytes that one hand hashes at a time
_LOOK = 0.002  # seconds between two looks at how far a file is
_Stopped = Callable[[], bool]


def sha256_of(path: Path, stopped: _Stopped | None = None) -> str:
    """The SHA-256 of a file of any length, in hex. Raises OSError; Cancelled when `stopped`."""
    return _hashed(path, 0, None, stopped).hex()


def parts_of(path: Path, stopped: _Stopped | None = None, hands: int = 1) -> str:
    """The SHA-256 of the SHA-256s of a file's parts, of 8 MiB each, in hex; as long as sha256_of.

    Unlike that it can be found by several hands at once. Raises OSError; Cancelled when `stopped`.
    """
    starts = range(0, max(1, path.stat().st_size), _PART)
    if min(hands, len(starts)) <= 1:
        return _whole(path, {}, stopped)

    def one(start: int) -> bytes:
        return _hashed(path, start, _PART, stopped)

    from concurrent.futures import ThreadPoolExecutor  # of no use where there is one hand

    with ThreadPoolExecutor(min(hands, len(starts))) as pool:
        return hashlib.sha256(b"".join(pool.map(one, starts))).hexdigest()


def parts_of_growing(
    path: Path, written: threading.Event, loose: int, stopped: _Stopped | None = None
) -> str:
    """`parts_of` a file that is being written front to back, known soon after it is `written`.

    Its first `loose` bytes may change to the end, and there may be no file yet. Blocking. Raises
    OSError where there is none in the end; Cancelled when `stopped`.
    """
    known: dict[int, bytes] = {}
    start = max(1, -(-loose // _PART)) * _PART
    while not written.wait(_LOOK):
        with suppress(OSError):
            while start + _PART <= path.stat().st_size and not written.is_set():
                known[start] = _hashed(path, start, _PART, stopped)
                start += _PART
    return _whole(path, known, stopped)


def _whole(path: Path, known: Mapping[int, bytes], stopped: _Stopped | None) -> str:
    starts = range(0, max(1, path.stat().st_size), _PART)
    parts = (known.get(at) or _hashed(path, at, _PART, stopped) for at in starts)
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _hashed(path: Path, start: int, most: int | None, stopped: _Stopped | None) -> bytes:
    """The SHA-256 of at most `most` bytes of a file from `start` on, of all of them for None."""
    digest = hashlib.sha256()
    block = memoryview(bytearray(_BLOCK))  # one for all: a thread's heap keeps what it freed
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        left = _BLOCK if most is None else most
        while left > 0 and (size := file.readinto(block[:left])):
            if stopped is not None and stopped():
                raise Cancelled("media.cancelled")
            digest.update(block[:size])
            left -= size if most is not None else 0
    return digest.digest()
