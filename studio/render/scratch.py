"""Folders for work in progress, locked while it goes on; what a killed process left is swept."""

import contextlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path

from studio.errors import (
    NO_ROOM,
    BadInput,
    Cancelled,
    ProjectError,
    RenderError,
    StudioError,
    system_detail,
)
from studio.timeline.folder_lock import HOLDER, FolderLock

_PREFIX = ".export-"
_LOOK = 0.05  # seconds between two looks at whether to stop
_YOUNG = 60.0  # seconds within which a folder may not have its lock yet


@contextlib.contextmanager
def scratch_folder(output: Path) -> Generator[Path, None, None]:
    """A folder for the parts of an export, so that the rename at its end is atomic.

    What exports that were killed left beside the same output is removed first. Raises BadInput
    when nothing can be written there.
    """
    parent = output.resolve().parent
    _sweep(parent, _PREFIX)
    try:
        shop = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
        lock = FolderLock(shop)
    except OSError as error:
        raise BadInput("render.folder", path=parent) from error
    try:
        yield shop
    finally:
        lock.release()
        shutil.rmtree(shop, ignore_errors=True)


@contextlib.contextmanager
def working_folder(prefix: str, place: Path | None = None) -> Generator[Path, None, None]:
    """A folder in `place` (None: the system's for such), named `prefix` and something; gone at the
    end.

    What killed processes left under the same prefix is removed first. Raises OSError.
    """
    place = place or Path(tempfile.gettempdir())
    _sweep(place, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    try:
        lock = FolderLock(folder)
        try:
            yield folder
        finally:
            lock.release()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def refused(error: OSError) -> StudioError:
    """What the system did not let an export do, as a sentence."""
    if error.errno in NO_ROOM:
        return RenderError("media.disk_full")
    return RenderError("render.system", detail=system_detail(error))


def on_its_way(path: Path) -> Callable[[Callable[[], bool]], None]:
    """Begin to put a file on its drive, which a slow one takes minutes for.

    What is returned waits until it lies there. The system cannot be asked to stop, so it is waited
    for aside; who asks to stop is let go, by Cancelled, and the file may be removed. A drive that
    knows no such thing is believed.
    """
    done = threading.Event()

    def put() -> None:
        with contextlib.suppress(OSError), path.open("rb+") as file:
            os.fsync(file.fileno())
        done.set()

    def wait(over: Callable[[], bool]) -> None:
        while not done.wait(_LOOK):
            if over():
                raise Cancelled("media.cancelled")

    threading.Thread(target=put, daemon=True).start()
    return wait


def on_the_drive(path: Path, over: Callable[[], bool]) -> None:
    """Wait until a file lies on its drive. Raises Cancelled."""
    on_its_way(path)(over)


def _sweep(parent: Path, prefix: str) -> None:
    """Remove the folders of work whose process is gone: the system has let go of their locks."""
    for left in parent.glob(f"{prefix}*"):
        with contextlib.suppress(OSError, ProjectError):
            if not left.is_dir() or left.is_symlink() or not _ours(left):
                continue
            # Its holder's note is there only while the lock is held, or when its holder died. The
            # lock's own file is there a moment before, and to take it then would rob its maker.
            if time.time() - left.stat().st_mtime > _YOUNG or (left / HOLDER).exists():
                FolderLock(left).release()  # raises ProjectError while somebody works there
                shutil.rmtree(left, ignore_errors=True)


def _ours(folder: Path) -> bool:
    """Whether this user made it; a folder that all may write to holds other people's too."""
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
