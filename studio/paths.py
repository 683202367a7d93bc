"""Where resources, caches and the parts of a project folder are."""

import atexit
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """A file of `resources/`, in a checkout or in an installed package."""
    installed = _PACKAGE / "_resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def user_settings() -> Path:
    """The system's folder for the studio's settings; it may not be there yet."""
    return Path(platformdirs.user_config_dir("storyreel", appauthor=False))


def user_data(*parts: str) -> Path:
    """A place in the system's folder for what is kept beside films; it may not be there yet."""
    return Path(platformdirs.user_data_dir("storyreel", appauthor=False)).joinpath(*parts)


def user_logs() -> Path:
    """The system's folder for the studio's logs, made when missing."""
    folder = Path(platformdirs.user_log_dir("storyreel", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def user_cache(*parts: str) -> Path:
    """A folder in the user's cache, made when missing; safe to delete at any time.

    Where the system lets nobody write there, it is a folder that ends with the process.
    """
    try:
        return _made(Path(platformdirs.user_cache_dir("storyreel", appauthor=False)), parts)
    except OSError:
        return _made(_short_lived(), parts)


def trim(folder: Path, most: int) -> int:
    """Remove the files that were written longest ago until at most `most` bytes are left.

    Returns the bytes that are left. Blocking.
    """
    files = sorted(files_in(folder))
    left = sum(size for _, size, _ in files)
    for _, size, path in files:
        if left <= most:
            break
        with suppress(OSError):
            path.unlink()
            left -= size
    return left


def files_in(folder: Path) -> list[tuple[float, int, Path]]:
    """Of each file in a folder, when it was written, its size, and its path. Blocking."""
    found: list[tuple[float, int, Path]] = []
    for path in folder.rglob("*"):
        with suppress(OSError):
            facts = path.lstat()
            if path.is_file() and not path.is_symlink():
                found.append((facts.st_mtime, facts.st_size, path))
    return found


def _made(root: Path, parts: tuple[str, ...]) -> Path:
    folder = root.joinpath(*parts)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):  # it may be there and still take nothing
        return folder


@cache
def _short_lived() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="storyreel-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
