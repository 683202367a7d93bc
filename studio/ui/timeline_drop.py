"""Shots, takes, media and files over the lanes: where they will lie is shown before release."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt

from studio.timeline.cut import Track, TrackKind
from studio.timeline.incoming import incoming
from studio.timeline.placing import Piece, paste
from studio.timeline.project import Project
from studio.timeline.queries import find_shot
from studio.timeline.ripple import insert
from studio.timeline.shot_edits import choose_take
from studio.timeline.story import ReferenceKind
from studio.ui.dragging import Thing as Frame
from studio.ui.dragging import cargo_of, from_outside
from studio.ui.timeline_files import Looked, Spot
from studio.ui.timeline_roles import as_if_imported, roles
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
class Carried:
    """What of a drag can lie in the cut; where nothing can, `why` says why not."""

    things: tuple[Thing, ...] = ()
    files: tuple[str, ...] = ()
    frames: tuple[Frame, ...] = ()  # of the viewer: each becomes a still
    why: str = ""


@dataclass(frozen=True)
class Dropping:
    """Things or files held over the lanes."""

    things: tuple[Thing, ...]
    files: tuple[str, ...]
    frames: tuple[Frame, ...]
    pieces: tuple[Piece, ...]
    spot: Spot
    boxes: tuple[QRect, ...]
    at: QPoint
    told: str
    odd: tuple[str, ...] = ()  # names of what is left out of the folders among the files

    @property
    def frame(self) -> int:
        """The film frame at which they come in."""
        return self.spot.frame

    @property
    def inserts(self) -> bool:
        """Whether later time makes room for them."""
        return self.spot.inserts


@dataclass(frozen=True)
class Refusal:
    """Why what is held cannot be let go here; `why` is empty for what is no business of ours."""

    at: QPoint
    why: str = ""


def things_in(data: QMimeData, folder: str = "") -> tuple[Thing, ...]:
    """What of a drag can lie in the cut; none of another film's, none of what cannot be read."""
    rows, foreign = _rows(data, folder)
    try:
        return () if foreign else tuple(_thing(row) for row in rows if row["kind"] in _KINDS)
    except (TypeError, KeyError):
        return ()


def files_in(data: QMimeData) -> tuple[str, ...]:
    """The files of a drag from the desktop; a drag of our own carries its files for others."""
    if data.hasFormat(THINGS):
        return ()
    return tuple(url.toLocalFile() for url in data.urls() if url.isLocalFile())


def _rows(data: QMimeData, folder: str) -> tuple[list[dict[str, Any]], bool]:
    """The things of a drag as they were written, and whether they are another film's."""
    raw = bytes(data.data(THINGS).data()) if data.hasFormat(THINGS) else b""
    if not raw or len(raw) > _MOST:
        return [], False
    try:
        values: Any = json.loads(raw)
        foreign = bool(folder) and values.get("folder") not in ("", folder)
        return [dict(each) for each in values["things"]], foreign
    except (ValueError, TypeError, KeyError, AttributeError):
        return [], False


def _thing(row: dict[str, Any]) -> Thing:
    if row["kind"] == "take":
        return Thing(str(row.get("owner", "")), str(row["id"]))
    return Thing(str(row["id"]))


def carried_by(view: "TimelineView", data: QMimeData) -> Carried:
    """What a drag carries, read at once: its data lives no longer than the event."""
    files, folder = files_in(data), str(view.desk.folder)
    things = things_in(data, folder)
    cargo = None if files or things else cargo_of(data)
    held = cargo.things if cargo is not None and cargo.folder in ("", folder) else ()
    frames = tuple(each for each in held if each.kind == "frame")
    why = _no_medium(view, files)
    if why or not (files or things or frames):
        return Carried(why=why or _why(view, data, folder))
    return Carried(things, files, frames)


def hold(
    view: "TimelineView", carried: Carried, at: QPoint, keys: Qt.KeyboardModifier
) -> Dropping | Refusal:
    """How things would lie if they were let go here, or why they cannot be."""
    files, things, frames = carried.files, carried.things, carried.frames
    if not files and not things and not frames:
        return Refusal(at, carried.why)
    lane = view.lanes.at(at.y() + view.top)
    if lane is not None and lane.track.locked:
        return Refusal(at, view.words("drop.locked", track=lane.track.name))
    paths, looked = view.files.opened(files) if files else ([], [])
    odd = view.files.odd(files)
    files = tuple(paths)
    bad = next((each.why for each in looked or () if each.why), "")
    if bad:
        return Refusal(at, bad)
    film, owners, known = view.desk.project, [thing.owner for thing in things], None
    names: dict[str, str] = {}
    if frames:
        stills = [Looked(ReferenceKind.PICTURE)] * len(frames)
        film, names, known = as_if_imported(film, [f"{n}" for n, _ in enumerate(frames)], stills)
        owners = list(names)
    elif files:
        film, names, known = as_if_imported(film, files, looked or [])
        owners = list(names)
    elif things:
        known = view.facts.available()
    spot = _spot(view, lane.track if lane is not None else None, at, keys)
    pieces = incoming(film, owners, picture=spot.picture, sound=spot.sound, available=known)
    if not pieces and not files and not frames:
        return Refusal(at, view.words("drop.gone") if find_shot(film, owners[0]) else "")
    boxes: list[QRect] = []
    for piece in pieces:
        place = view.lanes.of(piece.track)
        if place is not None:
            boxes.append(
                view.box(place, spot.frame + piece.clip.start, spot.frame + piece.clip.end)
            )
    told = view.words("timeline.insert_here" if spot.inserts else "timeline.overwrite_here")
    if frames:
        told = f"{told}\n{view.words('drop.still')}"
    elif files:
        told = "\n".join((told, *roles(view, names, pieces)))
    return Dropping(things, files, frames, tuple(pieces), spot, tuple(boxes), at, told, odd)


def _spot(view: "TimelineView", track: Track | None, at: QPoint, keys: Qt.KeyboardModifier) -> Spot:
    """The frame under the pointer, or the edge that draws it, and the track under it."""
    frame = view.state.scale.edge(at.x() + view.left)
    magnet = view.magnets().near(frame, view.reach)
    return Spot(
        frame if magnet is None else magnet,
        track.id if track is not None and track.kind is TrackKind.PICTURE else None,
        track.id if track is not None and track.kind is TrackKind.SOUND else None,
        bool(keys & Qt.KeyboardModifier.ControlModifier),
    )


def _why(view: "TimelineView", data: QMimeData, folder: str) -> str:
    rows, foreign = _rows(data, folder)
    if foreign:
        return view.words("drop.other_film")
    kinds = {row.get("kind") for row in rows}
    return view.words("drop.subject") if "subject" in kinds else ""


def _no_medium(view: "TimelineView", files: Sequence[str]) -> str:
    """Why files are none for a track, by their names: captions, texts."""
    kinds = {thing.kind for thing in from_outside(files)}
    why = next((kind for kind in ("captions", "text") if kind in kinds), "")
    return view.words.of("ui_media")(f"no.{why}") if why else ""


def bring_in(
    desk: "Desk",
    words: Words,
    pieces: Sequence[Piece],
    frame: int,
    *,
    inserts: bool,
    things: Sequence[Thing] = (),
    label: str = "",
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

    key = label or ("edit.insert" if inserts else "edit.overwrite")
    done = desk.edit(words(key), edit)
    return frame + max(piece.clip.end for piece in pieces) if done else frame
