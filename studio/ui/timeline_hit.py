"""What lies under the pointer on the lanes, and how the pointer looks there."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

from studio.timeline.cut import Clip
from studio.timeline.cutting import Edge
from studio.ui.timeline_scale import Lane, within
from studio.ui.timeline_state import RAZOR

if TYPE_CHECKING:
    from studio.ui.timeline_view import TimelineView

GRIP = 7  # pixels at a clip's ends that take hold of its edge


@dataclass(frozen=True)
class Hit:
    """What lies under a point: a lane, and a clip or one of its edges, at a film frame."""

    lane: Lane
    frame: int
    clip: Clip | None = None
    edge: Edge | None = None


def hit_at(view: "TimelineView", point: QPoint) -> Hit | None:
    """What lies under a point of the viewport."""
    lane = view.lanes.at(point.y() + view.top)
    if lane is None:
        return None
    frame = view.frame_at(point.x())
    for clip in within(lane.track, view.frame_at(point.x() - 1), frame + 2):
        box = view.box(lane, clip.start, clip.end)
        if not box.left() <= point.x() <= box.right():
            continue
        grip = min(GRIP, box.width() // 3)
        if point.x() < box.left() + grip:
            return Hit(lane, frame, clip, Edge.START)
        if point.x() > box.right() - grip:
            return Hit(lane, frame, clip, Edge.END)
        return Hit(lane, frame, clip)
    return Hit(lane, frame)


def part_cursor(view: "TimelineView", found: Hit | None) -> Qt.CursorShape:
    """How the pointer looks over something."""
    if found is None or found.clip is None or found.lane.track.locked:
        return Qt.CursorShape.ArrowCursor
    if view.state.tool == RAZOR:
        return Qt.CursorShape.SplitHCursor
    return Qt.CursorShape.SizeHorCursor if found.edge else Qt.CursorShape.ArrowCursor


def razor_frame(view: "TimelineView", found: Hit) -> int:
    """Where the razor cuts when it is pressed here."""
    frame = view.magnets().near(found.frame, view.reach // 2)
    return found.frame if frame is None else frame
