"""Shots, takes and media dropped on the lanes: where they will lie is shown before release."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt

from studio.timeline.cut import TrackKind
from studio.timeline.incoming import incoming
from studio.timeline.placing import Piece, paste
from studio.timeline.project import Project
from studio.timeline.queries import find_shot
from studio.timeline.ripple import insert
from studio.timeline.shot_edits import choose_take
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.ui.desk import Desk
    from studio.ui.timeline_view import TimelineView

THINGS = "application/x-storyreel-things"
_MOST = 1_000_000  # bytes of a drag that are read; it may come from another program
_KINDS = {"shot", "take", "picture", "sound", "video"}


@dataclass(frozen=True)
class Thing:
    """Something that can have a clip: its owner, and the take that is meant, if one is."""

    owner: str
    take: str = ""


@dataclass(frozen=True)
class Dropping:
    """Things held over the lanes."""

    things: tuple[Thing, ...]
    pieces: tuple[Piece, ...]
    frame: int
    inserts: bool
    boxes: tuple[QRect, ...]
    at: QPoint
    told: str


def things_in(data: QMimeData, folder: str = "") -> tuple[Thing, ...]:
    """What of a drag can lie in the cut; none of another film's, none of what cannot be read."""
    raw = bytes(data.data(THINGS).data()) if data.hasFormat(THINGS) else b""
    if not raw or len(raw) > _MOST:
        return ()
    try:
        values: Any = json.loads(raw)
        foreign = folder and values.get("folder") not in ("", folder)
        rows = [] if foreign else [each for each in values["things"] if each["kind"] in _KINDS]
        return tuple(_thing(each) for each in rows)
    except (ValueError, TypeError, KeyError, AttributeError):
        return ()


def _thing(row: dict[str, Any]) -> Thing:
    if row["kind"] == "take":
        return Thing(str(row.get("owner", "")), str(row["id"]))
    return Thing(str(row["id"]))


def hold(
    view: "TimelineView", data: QMimeData, at: QPoint, keys: Qt.KeyboardModifier
) -> Dropping | None:
    """How things would lie if they were let go here; None for what cannot be dropped."""
    things = things_in(data, str(view.desk.folder))
    lane = view.lanes.at(at.y() + view.top)
    track = lane.track if lane is not None and not lane.track.locked else None
    pieces = incoming(
        view.desk.project,
        [thing.owner for thing in things],
        picture=track.id if track and track.kind is TrackKind.PICTURE else None,
        sound=track.id if track and track.kind is TrackKind.SOUND else None,
        available=view.facts.available() if things else None,
    )
    if not pieces:
        return None
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
    return Dropping(things, tuple(pieces), frame, inserts, tuple(boxes), at, told)


def bring_in(
    desk: "Desk",
    words: Words,
    pieces: Sequence[Piece],
    frame: int,
    *,
    inserts: bool,
    things: Sequence[Thing] = (),
) -> int:
    """Pieces come into the cut at a film frame, and takes that are meant are chosen.

    Gives the frame after the last of them.
    """
    if not pieces:
        return frame

    def edit(film: Project) -> Project:
        for thing in things:
            if thing.take and find_shot(film, thing.owner) is not None:
                film = choose_take(film, thing.owner, thing.take)
        return (insert if inserts else paste)(film, pieces, frame)

    done = desk.edit(words("edit.insert" if inserts else "edit.overwrite"), edit)
    return frame + max(piece.clip.end for piece in pieces) if done else frame
