"""What a file's content is called: its SHA-256."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from studio.errors import Cancelled

_BLOCK = 1 << 20  # bytes between two looks at whether to stop


def sha256_of(path: Path, stopped: Callable[[], bool] | None = None) -> str:
    """The SHA-256 of a file of any length, in hex. Raises OSError; Cancelled when `stopped`."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if stopped is not None and stopped():
                raise Cancelled("media.cancelled")
            digest.update(block)
    return digest.hexdigest()
