"""Remedies for seams: pure edits, each one step of the maker's undo."""

from collections.abc import Callable, Mapping

import cv2
import numpy as np
import numpy.typing as npt

from studio.errors import EditRefused
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.cutting import Edge, trim
from studio.timeline.linking import group_of
from studio.timeline.look import PLAIN, Grade, Wipe
from studio.timeline.look_edits import change_look
from studio.timeline.project import Project
from studio.timeline.queries import clips, find_clip
from studio.timeline.ripple import ripple_trim
from studio.timeline.transition_edits import set_transition

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
# R'G'B' values (n, 3) from 0 to 1 after a grade, as the film's picture is made.
Graded = Callable[[Floats, Grade], Floats]

DISSOLVE = 8  # film frames: too short to be read as a passage of time, long enough to hide a step
L_CUT = 12  # film frames that the sound goes on under the next picture
_STEPS = 12  # of the search for a grade
_FIELDS = ("exposure", "temperature", "tint", "saturation")
_BOUNDS = {
    "exposure": (-4.0, 4.0), "temperature": (-1.0, 1.0), "tint": (-1.0, 1.0),
    "saturation": (0.2, 3.0),
}  # fmt: skip


def match_colour(
    project: Project, clip_id: str, picture: Bytes, model: Bytes, graded: Graded
) -> Project:
    """A clip gets the grade with which its `picture` has the averages of the `model` picture.

    Both are small BGR pictures; `graded` is how the film applies a grade. Contrast, gamma and LUT
    of the clip stay. Raises EditRefused.
    """
    clip = _clip(project, clip_id)
    grade = (clip.look or PLAIN).grade
    new = matching_grade(picture, model, grade, graded)
    changes = {name: round(getattr(new, name), 3) for name in _FIELDS}
    return change_look(project, [clip_id], grade=changes)


def matching_grade(picture: Bytes, model: Bytes, start: Grade, graded: Graded) -> Grade:
    """The exposure, white balance and saturation that bring one picture's averages to another's.

    The averages are those of R', G' and B' and of the distance from grey; solved by Gauss and
    Newton, each step damped so that it never makes things worse.
    """
    colours, wanted = _colours(picture), _means(_colours(model))
    # What is matched is the picture as it is graded now; the model is seen as it is.
    best = np.array([getattr(start, name) for name in _FIELDS], np.float64)
    miss = _miss(best, colours, wanted, start, graded)
    damping = 1e-3
    for _ in range(_STEPS):
        slopes = np.stack(
            [
                (_miss(best + step, colours, wanted, start, graded) - miss) / step.sum()
                for step in np.eye(len(best)) * 0.01
            ],
            axis=1,
        )
        ruled = slopes.T @ slopes + damping * np.eye(len(best))
        tried = _bounded(best - np.linalg.solve(ruled, slopes.T @ miss))
        missed = _miss(tried, colours, wanted, start, graded)
        if np.linalg.norm(missed) < np.linalg.norm(miss):
            best, miss, damping = tried, missed, damping / 3
        else:
            damping *= 10
    return start.evolve(**dict(zip(_FIELDS, map(float, best), strict=True)))


def _miss(values: Floats, colours: Floats, wanted: Floats, start: Grade, graded: Graded) -> Floats:
    fields = dict(zip(_FIELDS, map(float, _bounded(values)), strict=True))
    return _means(graded(colours, start.evolve(**fields))) - wanted


def _bounded(values: Floats) -> Floats:
    low, high = np.array([_BOUNDS[name] for name in _FIELDS]).T
    return np.clip(values, low, high)


def _colours(picture: Bytes) -> Floats:
    small = cv2.resize(picture, (40, 24), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float64).reshape(-1, 3)[:, ::-1] / 255


def _means(colours: Floats) -> Floats:
    grey = colours.mean(axis=1, keepdims=True)
    return np.append(colours.mean(axis=0), np.abs(colours - grey).mean())


def drop_repeated(
    project: Project, clip_id: str, count: int, available: Mapping[str, int]
) -> Project:
    """`|ab|bc|` -> `|ab|c|`: a clip begins `count` frames later, and all that follows comes up."""
    clip = _clip(project, clip_id)
    return ripple_trim(project, clip_id, Edge.START, clip.start + count, available)


def best_pair(
    project: Project,
    before_id: str,
    after_id: str,
    pair: tuple[int, int],
    available: Mapping[str, int],
) -> Project:
    """Frames are taken off both sides of a cut so that the pictures that meet are most alike."""
    after = _clip(project, after_id)
    film = ripple_trim(project, after_id, Edge.START, after.start + pair[1], available)
    before = _clip(film, before_id)
    return ripple_trim(film, before_id, Edge.END, before.end - pair[0], available)


def dissolve(project: Project, clip_id: str, frames: int = DISSOLVE) -> Project:
    """A short dissolve leads into a clip. Raises EditRefused where none fits."""
    return set_transition(project, [clip_id], kind=Wipe.DISSOLVE, frames=frames)


def l_cut(
    project: Project,
    before_id: str,
    after_id: str,
    available: Mapping[str, int],
    frames: int = L_CUT,
) -> Project:
    """`|aa|bb|` over `|AA|BB|` -> the same over `|AAa|Bb|`: the sound goes on under the picture.

    As far as the take's own sound reaches. Raises EditRefused where either side has no sound or
    the take ends with its picture.
    """
    cut = _clip(project, after_id).start
    ending = _sound(project, before_id, lambda clip: clip.end == cut)
    beginning = _sound(project, after_id, lambda clip: clip.start == cut)
    if ending is None or beginning is None:
        raise EditRefused("review.no_sound_here")
    film = trim(project, beginning.id, Edge.START, cut + frames, alone=True)
    free = _clip(film, beginning.id).start
    film = trim(film, ending.id, Edge.END, free, alone=True, available=available)
    reached = _clip(film, ending.id).end
    if reached == cut:
        raise EditRefused("review.no_tail")
    return trim(film, beginning.id, Edge.START, reached, alone=True)


def _sound(project: Project, clip_id: str, fits: Callable[[Clip], bool]) -> Clip | None:
    """The sound of a picture's own take that is linked with it."""
    owner, group = _clip(project, clip_id).owner, group_of(project, [clip_id])
    return next(
        (
            clip
            for track, clip in clips(project)
            if track.kind is TrackKind.SOUND and not track.locked
            and clip.id in group and clip.owner == owner and fits(clip)
        ),
        None,
    )  # fmt: skip


def _clip(project: Project, clip_id: str) -> Clip:
    found = find_clip(project, clip_id)
    if found is None:
        raise EditRefused("timeline.no_clip", id=clip_id)
    return found[1]
