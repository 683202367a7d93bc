"""What a media file from outside may be at most, asked before it is opened."""

import stat
from pathlib import Path

from studio.errors import BadInput, system_detail

MAX_PIXELS = 120_000_000  # of a picture


def check_file(path: Path, limit: int) -> None:
    """Refuse what cannot be a media file of at most `limit` bytes. Raises BadInput."""
    try:
        facts = path.stat()
    except (OSError, ValueError) as error:
        if isinstance(error, PermissionError):
            detail = system_detail(error)
            raise BadInput("media.unreadable", name=path.name, detail=detail) from error
        raise BadInput("media.missing", name=path) from error
    if stat.S_ISDIR(facts.st_mode):
        raise BadInput("media.folder", name=path)
    if not stat.S_ISREG(facts.st_mode):  # a pipe or a device may never end
        raise BadInput("media.no_file", name=path)
    if facts.st_size == 0:
        raise BadInput("media.empty", name=path.name)
    if facts.st_size > limit:
        raise BadInput("media.file_too_large", name=path.name, limit=limit >> 20)
