"""What a file's content is called: its SHA-256."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from studio.errors import Cancelled

_BLOCK = 1 << 18  # bytes between two looks at whether to stop


def sha256_of(path: Path, stopped: Callable[[], bool] | None = None) -> str:
    """The SHA-256 of a file of any length, in hex. Raises OSError; Cancelled when `stopped`."""
    digest = hashlib.sha256()
    block = memoryview(bytearray(_BLOCK))  # one for all: a thread's heap keeps what it freed
    with path.open("rb", buffering=0) as file:
        while size := file.readinto(block):
            if stopped is not None and stopped():
                raise Cancelled("media.cancelled")
            digest.update(block[:size])
    return digest.hexdigest()
