"""Shots dropped on the lanes: where they will lie is shown before they are let go."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt

from studio.timeline.cut import TrackKind
from studio.timeline.placing import paste
from studio.timeline.queries import find_shot
from studio.timeline.ripple import insert, pieces_of_shots
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.ui.desk import Desk
    from studio.ui.timeline_view import TimelineView

SHOTS = "application/x-storyreel-shots"
_MOST = 100_000  # bytes of a drag that are read; it may come from another program


@dataclass(frozen=True)
class Dropping:
    """Shots held over the lanes."""

    shots: tuple[str, ...]
    frame: int
    inserts: bool
    track: str | None
    boxes: tuple[QRect, ...]
    at: QPoint
    told: str


def shots_mime(shots: Sequence[str]) -> QMimeData:
    """What a view hands out when shots are dragged from it."""
    data = QMimeData()
    data.setData(SHOTS, json.dumps(list(shots)).encode())
    return data


def shots_in(data: QMimeData) -> tuple[str, ...]:
    """The shots of a drag; none for anything else."""
    raw = bytes(data.data(SHOTS).data()) if data.hasFormat(SHOTS) else b""
    if not raw or len(raw) > _MOST:
        return ()
    try:
        found = json.loads(raw)
    except ValueError:
        return ()
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def hold(
    view: "TimelineView", data: QMimeData, at: QPoint, keys: Qt.KeyboardModifier
) -> Dropping | None:
    """How shots would lie if they were let go here; None for what cannot be dropped."""
    project = view.desk.project
    shots = tuple(name for name in shots_in(data) if find_shot(project, name) is not None)
    if not shots:
        return None
    lane = view.lanes.at(at.y() + view.top)
    seen = lane is not None and lane.track.kind is TrackKind.PICTURE and not lane.track.locked
    track = lane.track.id if seen and lane is not None else None
    pieces = pieces_of_shots(project, shots, track)
    frame = view.state.scale.edge(at.x() + view.left)
    magnet = view.magnets().near(frame, view.reach)
    frame = frame if magnet is None else magnet
    boxes: list[QRect] = []
    for piece in pieces:
        place = view.lanes.of(piece.track)
        if place is not None:
            boxes.append(view.box(place, frame + piece.clip.start, frame + piece.clip.end))
    inserts = bool(keys & Qt.KeyboardModifier.ControlModifier)
    told = view.words("timeline.insert_here" if inserts else "timeline.overwrite_here")
    return Dropping(shots, frame, inserts, track, tuple(boxes), at, told) if pieces else None


def bring_in(
    desk: "Desk",
    words: Words,
    shots: Sequence[str],
    frame: int,
    *,
    inserts: bool,
    track: str | None = None,
) -> int:
    """Shots come into the cut at a film frame; the frame after the last of them."""
    pieces = pieces_of_shots(desk.project, shots, track)
    if not pieces:
        return frame
    edit, label = (insert, "edit.insert") if inserts else (paste, "edit.overwrite")
    done = desk.edit(words(label), edit, pieces, frame)
    return frame + max(piece.clip.end for piece in pieces) if done else frame
