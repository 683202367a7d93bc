"""The shipped sample film, and pictures of its heads looked for in what a delivery shows of it."""

import shutil
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from studio.cast.loaded import Loaded
from studio.jobs.journal import Journal
from studio.jobs.sightings import drawn
from studio.media.video import frame_at
from studio.paths import resource
from studio.render.delivery import Captions, Delivery, Fit
from studio.review.faces_seen import remembered
from studio.review.reframing import Looker
from studio.timeline.cut import Clip
from studio.timeline.project import Project
from studio.timeline.queries import clips, resolve_shot, shown_takes, takes_by_owner
from studio.timeline.store import look
from studio.timeline.take import Take

Picture = npt.NDArray[np.uint8]
RATIO = "9:16"


@dataclass(frozen=True)
class Film:
    """A film in a folder, with the takes that it shows."""

    project: Project
    shown: dict[str, Take]
    folder: Path

    def clip(self, label: str) -> Clip:
        """The picture of a shot."""
        shot = resolve_shot(self.project, label)
        assert shot is not None
        return next(clip for _, clip in clips(self.project) if clip.owner == shot.id)

    def looker(self, models: Loaded | None = None) -> Looker:
        """Who looks at its takes."""
        return Looker(self.folder, drawn, remembered(), models)


def sample_film(folder: Path) -> Film:
    """A copy of the English sample."""
    shutil.copytree(resource("samples", "film.en"), folder)
    return opened(folder)


def opened(folder: Path) -> Film:
    """The film of a folder as it is now."""
    project = look(folder).project
    with Journal.open(folder, write=False) as journal:
        return Film(project, shown_takes(project, takes_by_owner(journal.takes())), folder)


def upright(film: Project, clip: Clip, frames: int = 3) -> Delivery:
    """A small 9:16 delivery of the first frames of a clip that is filled."""
    return Delivery(
        270, 480, film.rate, captions=Captions.NONE, frame=(film.width, film.height),
        fit=Fit.FILL, span=(clip.start, clip.start + frames), preset="veryfast", crf=12,
    )  # fmt: skip


def heads(film: Film, clip: Clip) -> dict[str, Picture]:
    """Each figure's head as the take has it where the clip begins, by the subject's name."""
    take = film.shown[clip.owner]
    at = film.project.rate.seconds(clip.skip)
    picture = frame_at(film.folder / take.files[0].path, Fraction(at))
    rows, columns = picture.shape[:2]
    names = {subject.id: subject.name for subject in film.project.subjects}
    found: dict[str, Picture] = {}
    for each in drawn(take) or ():
        left, top, right, bottom = each.moments[0].box
        part = picture[
            max(0, round(top * rows)) : round(bottom * rows),
            max(0, round(left * columns)) : round(right * columns),
        ]
        found[names[each.figure]] = np.ascontiguousarray(part)
    return found


def found_in(frame: Picture, head: Picture, scale: float) -> float:
    """How surely a head is wholly in a frame, 0 to 1; `scale`: how large it is shown there.

    The normalised correlation at its best place; about 0.5 of something else.
    """
    size = (max(8, round(head.shape[1] * scale)), max(8, round(head.shape[0] * scale)))
    small = cv2.resize(head, size, interpolation=cv2.INTER_AREA)
    return float(cv2.matchTemplate(frame, small, cv2.TM_CCOEFF_NORMED).max())
