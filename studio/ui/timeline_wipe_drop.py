"""A transition from the list over the lanes: the cut it would lie at is shown before release."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QDropEvent

from studio.timeline.cut import TrackKind
from studio.timeline.cutting import Edge
from studio.timeline.look import Wipe
from studio.timeline.transition_edits import Side, longest, set_transition, side_of
from studio.ui.clip_wipes import wipe_in
from studio.ui.timeline_scale import within

if TYPE_CHECKING:
    from studio.ui.timeline_view import TimelineView

_SECONDS = 1.0  # of a transition that is dropped


@dataclass(frozen=True)
class WipeDrop:
    """A kind of transition held over an edit point: whose it becomes, how long, and where."""

    kind: Wipe
    clip: str
    side: Side
    frames: int
    box: QRect
    frame: int
    told: str
    at: QPoint


def held_wipe(view: "TimelineView", event: QDropEvent) -> WipeDrop | None:
    """Where a transition that is dragged would lie; None where there is no picture for it."""
    kind = wipe_in(event.mimeData())
    at = event.position().toPoint()
    lane = view.lanes.at(at.y() + view.top)
    if kind is None or lane is None or lane.track.locked:
        return None
    track, frame = lane.track, view.frame_at(at.x())
    under = next(within(track, frame, frame + 1), None)
    if track.kind is not TrackKind.PICTURE or under is None:
        return None
    edge = Edge.START if frame - under.start < under.end - frame else Edge.END
    place, side = side_of(track, track.clips.index(under), edge)
    clip = track.clips[place]
    old = clip.entry if side is Side.ENTRY else clip.exit
    usual = old.frames if old is not None else view.desk.project.rate.frames(_SECONDS)
    frames = min(usual, longest(track, place, side))
    if frames <= 0:
        return None
    cut = clip.start if side is Side.ENTRY else clip.end
    around = side is Side.ENTRY and place > 0 and track.clips[place - 1].end == cut
    start = cut - (frames // 2 if around else frames if side is Side.EXIT else 0)
    name = view.words.of("ui_clip")(f"wipe.{kind.value}")
    told = f"{name}   {view.desk.project.rate.timecode(frames)}"
    box = view.box(lane, start, start + frames)
    return WipeDrop(kind, clip.id, side, frames, box, cut, told, at)


def drop_wipe(view: "TimelineView", held: WipeDrop) -> None:
    """It is let go."""
    done = view.desk.edit(
        view.words("edit.transition"), set_transition, [held.clip], held.side, held.kind,
        held.frames,
    )  # fmt: skip
    if done:
        view.session.choose_clips(())
        view.state.choose_passage((held.clip, held.side))
