"""Where resources, caches and the parts of a project folder are."""

from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """A file of `resources/`, in a checkout or in an installed package."""
    installed = _PACKAGE / "_resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def user_logs() -> Path:
    """The system's folder for the studio's logs, made when missing."""
    folder = Path(platformdirs.user_log_dir("storyreel", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def user_cache(*parts: str) -> Path:
    """A folder in the user's cache, made when missing; safe to delete at any time."""
    folder = Path(platformdirs.user_cache_dir("storyreel", appauthor=False)).joinpath(*parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
