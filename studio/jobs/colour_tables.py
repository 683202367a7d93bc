"""Colour tables from outside: a .cube file is checked and copied into the film's media."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from studio.errors import BadInput, StudioError, system_detail
from studio.jobs.filing import is_full
from studio.jobs.sidecars import MEDIA
from studio.render.tables import Cube
from studio.timeline.durable import sync_folder
from studio.timeline.look import Lut
from studio.timeline.model import derived_id

_NAME = 200  # characters


def bring_table(folder: Path, path: Path) -> Lut:
    """Copy a .cube file (Adobe's Cube LUT Specification 1.0) into the film's folder.

    The same content is the same table, whatever its file is called; an edit has yet to use it.
    Blocking. Raises BadInput for what is no table, StudioError for a full disk.
    """
    Cube.read(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput("render.table_unread", name=path.name) from error
    digest = hashlib.sha256(content).hexdigest()
    ident = derived_id("lu", digest)
    final = folder / MEDIA / f"{ident}.cube"
    try:
        _write(final, content)
    except OSError as error:
        if is_full(error):
            raise StudioError("jobs.disk_full", path=folder) from error
        raise StudioError("timeline.system", path=folder, detail=system_detail(error)) from error
    return Lut(id=ident, name=path.stem[:_NAME], path=f"{MEDIA}/{final.name}", sha256=digest)


def _write(final: Path, content: bytes) -> None:
    """The whole file or none; one that is there with this content stays."""
    if final.is_file() and final.read_bytes() == content:
        return
    partial = final.with_name(f".{final.name}.partial")
    try:
        partial.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        partial.replace(final)
        sync_folder(final.parent)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
