"""The folder in which an export is put together, beside its output, gone when it is done."""

import contextlib
import shutil
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

from studio.errors import NO_ROOM, BadInput, ProjectError, RenderError, StudioError, system_detail
from studio.timeline.folder_lock import FolderLock

_PREFIX = ".export-"
_YOUNG = 60.0  # seconds within which a folder may not have its lock yet


@contextlib.contextmanager
def scratch_folder(output: Path) -> Generator[Path, None, None]:
    """A folder for the parts of an export, so that the rename at its end is atomic.

    What exports that were killed left beside the same output is removed first. Raises BadInput
    when nothing can be written there.
    """
    parent = output.resolve().parent
    _sweep(parent)
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


def refused(error: OSError) -> StudioError:
    """What the system did not let an export do, as a sentence."""
    if error.errno in NO_ROOM:
        return RenderError("media.disk_full")
    return RenderError("render.system", detail=system_detail(error))


def _sweep(parent: Path) -> None:
    """Remove the folders of exports whose process is gone: the system has let go of their locks."""
    for left in parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError, ProjectError):
            if not left.is_dir() or left.is_symlink():
                continue
            if time.time() - left.stat().st_mtime > _YOUNG or (left / ".lock").exists():
                FolderLock(left).release()  # raises ProjectError while somebody works there
                shutil.rmtree(left, ignore_errors=True)
