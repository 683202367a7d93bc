"""What a deck is to play, made off the window's thread, without files that were altered."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize

from studio.errors import RenderError, StudioError
from studio.jobs.proofs import Fate, losses
from studio.render.programme import Programme
from studio.timeline.take import Take

Make = Callable[..., Programme]  # with `lost`, as of `cut_programme`
Made = tuple[Programme | None, QSize]
_AT_ONCE = 64 << 20  # bytes of files of unknown content that are read before a picture is shown


def made(make: Make | None, takes: Sequence[Take], folder: Path, size: QSize) -> Made | StudioError:
    """What `make` gives of the takes that are what was filed, with the captions it needs at a size;
    or why there is nothing. Large files that were never read are shown before they are proved.
    """
    try:
        programme = make(lost=_lost(takes, folder)) if make is not None else None
        if programme is not None:
            programme.titles(programme.delivery(size.width(), size.height()))
    except StudioError as error:
        return error
    return programme, size


def _lost(takes: Sequence[Take], folder: Path) -> dict[str, StudioError]:
    """Why the takes of some owners cannot be shown."""
    found = losses(folder, takes, most=_AT_ONCE)
    return {
        loss.take.owner: RenderError(
            "render.file_gone" if loss.fate is Fate.GONE else "render.file_altered",
            name=Path(loss.file.path).name,
        )
        for loss in found
    }
