"""Files that ship inside installed packages, found by path and trusted by hash only."""

import hashlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path


def checked(folder: Path, file: str, sha256: str) -> Path | None:
    """`file` in `folder` when it is there and is the one expected, else None."""
    path = folder / file
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        return None
    return path


def folders_of(package: str) -> Iterator[Path]:
    """Where an installed package lies; it is never imported. None when it is not installed."""
    found = importlib.util.find_spec(package)
    for folder in (found.submodule_search_locations or []) if found else []:
        yield Path(folder)


def installed(package: str) -> bool:
    """Whether a top-level package could be imported; it is not imported for that."""
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError):
        return False
