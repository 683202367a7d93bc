"""What is told of a clip or a transition under the pointer."""

from typing import TYPE_CHECKING

from studio.timeline.cut import TrackKind
from studio.timeline.transition_edits import Side
from studio.ui.timeline_hit import Hit

if TYPE_CHECKING:
    from studio.ui.timeline_view import TimelineView


def tip_of(view: "TimelineView", found: Hit) -> str:
    """A few lines: name, place, length, and what is wrong or otherwise."""
    if found.passage is not None:
        return _passage(view, found)
    clip, rate = found.clip, view.desk.project.rate
    assert clip is not None
    late = view.facts.apart.get(clip.id, 0)
    told = view.words(
        "timeline.tip",
        name=view.facts.name(clip)[:160],
        start=rate.timecode(clip.start),
        length=rate.timecode(clip.frames),
    )
    more: list[str] = []
    if late:
        way = "late" if late > 0 else "early"
        more.append(view.words(f"timeline.{way}", frames=abs(late)))
    if clip.owner in view.facts.retold:
        more.append(view.words("timeline.retold"))
    return "\n".join((told, *more))


def _passage(view: "TimelineView", found: Hit) -> str:
    """The kind of a transition and how long it is."""
    each, clip = found.passage, found.clip
    assert each is not None
    assert clip is not None
    own = clip.entry if each.side is Side.ENTRY else clip.exit
    length = view.desk.project.rate.timecode(each.end - each.start)
    kind = "" if own is None else f"wipe.{own.kind.value}"
    if found.lane.track.kind is TrackKind.SOUND:
        kind = "section.crossfade"
    name = view.words.of("ui_clip")(kind) if kind else ""
    return f"{name}\n{length}"
