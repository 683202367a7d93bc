"""What a clip shows of its take: which moments, who is heard, and how it lies in a frame."""

from collections.abc import Sequence
from fractions import Fraction

from studio.review.framing import Sides
from studio.review.window import Window
from studio.timeline.cut import Clip
from studio.timeline.look import PLAIN, Fit, Look, Place
from studio.timeline.project import Project
from studio.timeline.sighting import Moment, Sighting
from studio.timeline.story import CueKind, Shot
from studio.timeline.take import Take

_NEARLY = 0.004  # ratios nearer than this are one, as `render.segment` has it
_SPEECH = 14.0  # characters a second of a line whose length nobody knows


def stretch(project: Project, clip: Clip) -> tuple[float, float]:
    """The first and the last second of its take that a clip shows."""
    places = [clip.shows(frame) for frame in (clip.start, clip.end - 1)]
    second = project.rate.seconds(1)
    return float(min(places) * second), float(max(places) * second)


def seen_in(project: Project, clip: Clip, found: Sequence[Sighting]) -> list[Sighting]:
    """Of what is seen in a take that which is seen in a clip, as the clip turns it."""
    first, last = stretch(project, clip)
    mirrored = (clip.look or PLAIN).place.mirrored
    parts: list[Sighting] = []
    for each in found:
        moments = _within(each.moments, first, last)
        parts.append(each.evolve(moments=tuple(map(_mirror, moments)) if mirrored else moments))
    return parts


def _within(moments: Sequence[Moment], first: float, last: float) -> tuple[Moment, ...]:
    """Those of a stretch, with the one before and the one after it."""
    start = max((n for n, each in enumerate(moments) if each.seconds <= first), default=0)
    late = (n for n, each in enumerate(moments) if each.seconds >= last)
    return tuple(moments[start : next(late, len(moments) - 1) + 1])


def _mirror(moment: Moment) -> Moment:
    left, top, right, bottom = moment.box
    return moment.evolve(box=(1 - right, top, 1 - left, bottom))


def heard_in(project: Project, clip: Clip, shot: Shot | None, take: Take) -> dict[str, float]:
    """Seconds for which each subject speaks in what a clip shows of a shot, by its id."""
    first, last = stretch(project, clip)
    said: dict[str, float] = {}
    for cue in shot.cues if shot is not None else ():
        if cue.kind is not CueKind.LINE or cue.speaker is None:
            continue
        span = take.spoken.get(cue.id)
        if span is not None and take.rate is not None:
            start, long = (take.rate.seconds(n) for n in (span.start, span.frames))
        else:
            start = project.rate.seconds(cue.start)
            long = project.rate.seconds(cue.frames) if cue.frames else len(cue.text) / _SPEECH
        share = min(float(start + long), last) - max(float(start), first)
        if share > 0:
            said[cue.speaker] = said.get(cue.speaker, 0.0) + share
    return said


def sides_of(project: Project, clip: Clip, take: Take, ratio: str) -> Sides | None:
    """How a clip's picture lies in the film's frame, and that in a delivery which it fills.

    None where the maker turned it or made it smaller than the frame: that is no matter of a focus.
    """
    look = clip.look or PLAIN
    place = look.place
    if place.turn % 360 or place.scale < 1:
        return None
    wide, tall = (int(part) for part in ratio.split(":"))
    frame = project.width, project.height
    shape = Fraction(wide, tall)
    canvas = (
        float(min(Fraction(frame[0]), frame[1] * shape)),
        float(min(Fraction(frame[1]), frame[0] / shape)),
    )
    size = _laid(look, take, frame)
    if not _is_piece(look):
        return Sides(Window(size[0], frame[0], canvas[0]), Window(size[1], frame[1], canvas[1]))
    across, down = (
        Window(side * place.scale, side * place.scale, whole, offset * whole)
        for side, whole, offset in zip(size, canvas, (place.x, place.y), strict=True)
    )
    return Sides(across, down)


def _is_piece(look: Look) -> bool:
    """Whether a picture is laid over others by itself, and not as the film's frame."""
    return look.place != Place() or look.crop != PLAIN.crop or look.opacity < 1


def _laid(look: Look, take: Take, frame: tuple[int, int]) -> tuple[float, float]:
    """How large a take is when it fills the film's frame, or fits into it."""
    if not take.width or not take.height:
        return frame
    wide, tall = frame[0] / take.width, frame[1] / take.height
    if abs(wide / tall - 1) < _NEARLY:
        return frame
    scale = max(wide, tall) if look.fit is Fit.FILL else min(wide, tall)
    return take.width * scale, take.height * scale
