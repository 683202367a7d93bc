"""Parts of an export made by themselves and kept, so that it finds them ready: for render farms."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from studio.media.ffmpeg import Progress, Stop
from studio.render.coding import sound_suffix
from studio.render.crew import Crew
from studio.render.delivery import Delivery
from studio.render.kept import Kept
from studio.render.making import PICTURE_SHARE, Work, encoded, unheard
from studio.render.scratch import working_folder
from studio.render.sounded import sound_of
from studio.timeline.project import Project
from studio.timeline.take import Take


def pieces_of(project: Project, shown: Mapping[str, Take], delivery: Delivery) -> int:
    """How many pieces of picture an export has."""
    return len(_prepared(project, shown, Path(), delivery).runs)


def prepare_piece(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    delivery: Delivery,
    number: int,
    kept: Kept,
    crew: Crew,
    progress: Progress,
    cancelled: Stop,
) -> None:
    """Encode piece `number`, counted from 0, and keep it: an export then finds it ready.

    Raises IndexError for a piece that there is not, RenderError, Cancelled.
    """

    def tell(done: float) -> None:
        progress(min(1.0, done / PICTURE_SHARE))

    work = replace(
        _prepared(project, shown, folder, delivery), kept=kept, crew=crew, tell=tell,
        cancelled=cancelled,
    )  # fmt: skip
    with working_folder("storyreel-piece-") as shop:
        encoded(work, shop, number)


def prepare_sound(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    delivery: Delivery,
    kept: Kept,
    cancelled: Stop,
) -> None:
    """Mix, level and encode the sound and keep it: an export then finds it ready.

    Raises RenderError, Cancelled.
    """
    work = replace(_prepared(project, shown, folder, delivery), kept=kept, cancelled=cancelled)
    with working_folder("storyreel-sound-") as shop:
        sound_of(
            work,
            shop / "mix.f32",
            shop / f"sound{sound_suffix(delivery.container, delivery.heard)}",
        )


def _prepared(
    project: Project, shown: Mapping[str, Take], folder: Path, delivery: Delivery
) -> Work:
    span = delivery.part_of(project.cut.frames)
    return Work(project, shown, folder, delivery, span, unheard, None, None, None)
