"""What lies under the pointer on the lanes, and how the pointer looks there."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt

from studio.timeline.cut import Clip, TrackKind
from studio.timeline.cutting import Edge
from studio.timeline.transition_edits import Passage
from studio.ui.timeline_dress import HANDLE, handles
from studio.ui.timeline_paint import HEAD
from studio.ui.timeline_scale import Lane, within
from studio.ui.timeline_state import RAZOR

if TYPE_CHECKING:
    from studio.ui.timeline_view import TimelineView

GRIP = 7  # pixels at a clip's ends that take hold of its edge


@dataclass(frozen=True)
class Hit:
    """What lies under a point: a lane, and a clip or one of its edges, at a film frame.

    `passage` is a transition, of which `edge` is then an end; `fade` the handle of a fade.
    """

    lane: Lane
    frame: int
    clip: Clip | None = None
    edge: Edge | None = None
    passage: Passage | None = None
    fade: Edge | None = None


def hit_at(view: "TimelineView", point: QPoint) -> Hit | None:
    """What lies under a point of the viewport."""
    lane = view.lanes.at(point.y() + view.top)
    if lane is None:
        return None
    frame = view.frame_at(point.x())
    worn = _worn_at(view, lane, point, frame)
    if worn is not None:
        return worn
    for clip in within(lane.track, view.frame_at(point.x() - 1), frame + 2):
        box = view.box(lane, clip.start, clip.end)
        if not box.left() <= point.x() <= box.right():
            continue
        fade = _handle_at(view, lane, clip, box, point)
        if fade is not None:
            return Hit(lane, frame, clip, fade=fade)
        grip = min(GRIP, box.width() // 3)
        if point.x() < box.left() + grip:
            return Hit(lane, frame, clip, Edge.START)
        if point.x() > box.right() - grip:
            return Hit(lane, frame, clip, Edge.END)
        return Hit(lane, frame, clip)
    return Hit(lane, frame)


def _worn_at(view: "TimelineView", lane: Lane, point: QPoint, frame: int) -> Hit | None:
    """A transition under a point, below the heads of its clips, which trim as ever."""
    if lane.track.kind is TrackKind.TEXT or view.state.tool == RAZOR:
        return None
    found = view.clip_painter.dress.at(lane.track, frame)
    if found is None or point.y() < lane.top - view.top + HEAD:
        return None
    box = view.box(lane, found.start, found.end)
    clip = next(c for c in lane.track.clips if c.id == found.clip)
    grip = min(GRIP, box.width() // 3)
    if point.x() < box.left() + grip:
        return Hit(lane, frame, clip, Edge.START, found)
    if point.x() > box.right() - grip:
        return Hit(lane, frame, clip, Edge.END, found)
    return Hit(lane, frame, clip, None, found)


def _handle_at(
    view: "TimelineView", lane: Lane, clip: Clip, box: QRect, point: QPoint
) -> Edge | None:
    """The handle of a fade under a point, at the upper corners of a clip's body."""
    if lane.track.kind is TrackKind.TEXT or lane.height < 2 * HEAD or box.width() < 4 * HANDLE:
        return None
    spots = handles(clip, lane.track.kind, box, HEAD, view.state.scale)
    for edge, spot in zip(Edge, spots, strict=True):
        if max(abs(point.x() - spot.x()), abs(point.y() - spot.y())) <= HANDLE // 2 + 1:
            return edge
    return None


def part_cursor(view: "TimelineView", found: Hit | None) -> Qt.CursorShape:
    """How the pointer looks over something."""
    if found is None or found.clip is None or found.lane.track.locked:
        return Qt.CursorShape.ArrowCursor
    if view.state.tool == RAZOR:
        return Qt.CursorShape.SplitHCursor
    if found.fade is not None:
        return Qt.CursorShape.SizeHorCursor
    if found.passage is not None and found.edge is None:
        return Qt.CursorShape.PointingHandCursor
    return Qt.CursorShape.SizeHorCursor if found.edge else Qt.CursorShape.ArrowCursor


def razor_frame(view: "TimelineView", found: Hit) -> int:
    """Where the razor cuts when it is pressed here."""
    frame = view.magnets().near(found.frame, view.reach // 2)
    return found.frame if frame is None else frame
