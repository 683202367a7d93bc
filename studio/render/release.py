"""The release of what makes films: its version and its code."""

import hashlib
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from studio import __version__
from studio.media.program import noted

_CODE = re.compile(r"[0-9a-f]{8}")


@cache
def release() -> str:
    """The version, and the code of what encodes: a checkout changes without a new version.

    The code is read once, and noted while its files have the same sizes and times of writing.
    """
    files = sorted(_files())
    code = noted(__file__, repr(files), _CODE, lambda: _hash(Path(path) for path, *_ in files))
    return f"{__version__} ({code})"


def _files() -> Iterator[tuple[str, int, int]]:
    """The files of the code, room by room."""
    root = Path(__file__).resolve().parent.parent
    for part in ("media", "render", "timeline"):
        with os.scandir(root / part) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    facts = entry.stat()
                    yield entry.path, facts.st_size, facts.st_mtime_ns


def _hash(files: Iterator[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:8]
