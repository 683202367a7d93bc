"""Renames that a power cut does not take back."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` durable, where the system knows how. Raises OSError."""
    if os.name == "nt":  # folders cannot be opened there; NTFS journals renames itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
