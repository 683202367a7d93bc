"""Shots as long as what is said in them: a line's length drives the shot's."""

from collections.abc import Iterable, Mapping

from studio.errors import EditRefused
from studio.timeline.project import Project
from studio.timeline.queries import shot_labels
from studio.timeline.rebuild import home_of
from studio.timeline.shot_edits import change_shot
from studio.timeline.story import Cue, CueKind, Shot


def fit_to_lines(
    project: Project, shot_id: str, lengths: Mapping[str, int], *, gap: int, tail: int
) -> Project:
    """A shot ends `tail` frames after its last line; `lengths` has frames by the ids of lines.

    A line that would begin less than `gap` frames after the one before is moved back; none moves
    forward. Lines without a length keep their place and their own length. Refused for a shot in
    which nothing is said.
    """
    scene, place = home_of(project, shot_id)
    shot = scene.shots[place]
    lines = sorted((cue for cue in shot.cues if _said(cue)), key=lambda cue: cue.start)
    if not lines:
        raise EditRefused("timeline.no_lines", shot=shot_labels(project)[shot_id])
    moved, end = _placed(lines, lengths, gap)
    frames = end + tail
    cues = tuple(_inside(moved.get(cue.id, cue), frames) for cue in shot.cues)
    return change_shot(project, shot_id, frames=frames, cues=cues)


def frames_for_lines(shot: Shot, lengths: Mapping[str, int], *, gap: int, tail: int) -> int:
    """How long `fit_to_lines` would make a shot; 0 for one in which nothing is said."""
    lines = sorted((cue for cue in shot.cues if _said(cue)), key=lambda cue: cue.start)
    return _placed(lines, lengths, gap)[1] + tail if lines else 0


def _placed(
    lines: Iterable[Cue], lengths: Mapping[str, int], gap: int
) -> tuple[dict[str, Cue], int]:
    """Lines one after the other by their ids, and the frame that the last one ends before."""
    moved: dict[str, Cue] = {}
    free = 0  # where the next line may begin
    end = 1
    for cue in lines:
        frames = lengths.get(cue.id) or cue.frames or 1
        start = max(cue.start, free)
        held = None if cue.frames is None else frames
        moved[cue.id] = cue.evolve(start=start, frames=held)
        end = start + frames
        free = end + gap
    return moved, end


def _said(cue: Cue) -> bool:
    return cue.kind is CueKind.LINE and bool(cue.text.strip())


def _inside(cue: Cue, frames: int) -> Cue:
    """A cue that begins in the shot, as all have to."""
    return cue if cue.start < frames else cue.evolve(start=frames - 1)
