"""The studio's cache on the disk: how much lies there, and how it is kept below a limit."""

import shutil
from contextlib import suppress
from pathlib import Path


def bytes_in(folder: Path) -> int:
    """How much lies in a folder. Blocking."""
    return sum(size for _, size, _ in _files(folder))


def empty(folder: Path) -> None:
    """Remove what lies in a folder, as far as the system lets us. Blocking."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()


def trim(folder: Path, most: int) -> int:
    """Remove the files that were written longest ago until at most `most` bytes are left.

    Returns the bytes that are left. Blocking.
    """
    files = sorted(_files(folder))
    left = sum(size for _, size, _ in files)
    for _, size, path in files:
        if left <= most:
            break
        with suppress(OSError):
            path.unlink()
            left -= size
    return left


def _files(folder: Path) -> list[tuple[float, int, Path]]:
    """When each file was written, its size, and the file."""
    found: list[tuple[float, int, Path]] = []
    for path in folder.rglob("*"):
        with suppress(OSError):
            facts = path.lstat()
            if path.is_file() and not path.is_symlink():
                found.append((facts.st_mtime, facts.st_size, path))
    return found
