"""The studio's cache on the disk: how much lies there, and how it is emptied."""

import shutil
from contextlib import suppress
from pathlib import Path

from studio.paths import files_in


def bytes_in(folder: Path) -> int:
    """How much lies in a folder. Blocking."""
    return sum(size for _, size, _ in files_in(folder))


def empty(folder: Path) -> None:
    """Remove what lies in a folder, as far as the system lets us. Blocking."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()
