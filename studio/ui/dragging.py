"""What a drop would do: the one place that knows, for a thing and a target, the role or why not."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any, Literal, cast

from PySide6.QtCore import QByteArray, QMimeData, QMimeDatabase, QUrl

from studio.timeline.story import Role

MIME = "application/x-storyreel-things"
TEXTS = (".txt", ".md", ".markdown", ".fountain", ".spmd", ".tsv", ".text")  # can be the script
LINE_SECONDS = 15.0  # a longer sound is music, a shorter one a recorded line
Kind = Literal[
    "picture", "sound", "video", "subject", "take", "frame", "shot", "file", "folder", "captions",
    "text",
]  # fmt: skip
Place = Literal["shot", "well", "subject", "media", "cast", "elsewhere"]
STILLS = frozenset({"take", "frame"})  # a picture is taken out of them first
_LOOKS = frozenset({"picture", "video", "file", *STILLS})
_CAPTIONS = frozenset({".srt", ".vtt", ".ass", ".ssa", ".sbv", ".ttml", ".lrc"})


@dataclass(frozen=True)
class Thing:
    """One thing that is dragged: media, a subject, a take, a frame of the viewer, or a file (by
    `path`) from outside.

    A frame is number `frame` of the take `id` of `owner`, in frames of the film; without an owner
    it is one of the cut.
    """

    kind: Kind
    id: str = ""
    path: str = ""
    seconds: float | None = None  # of a sound, where it is known
    owner: str = ""  # the shot a take belongs to
    frame: int = 0


@dataclass(frozen=True)
class Cargo:
    """All that is dragged at once; `folder` is the film it comes from, empty for the desktop."""

    things: tuple[Thing, ...]
    folder: str = ""


@dataclass(frozen=True)
class Target:
    """Where it would land: a shot, one well of a shot, a subject, or a panel.

    "elsewhere" takes nothing; `well` names it, so that the reason can be told.
    """

    place: Place
    owner: str = ""
    well: str = ""


@dataclass(frozen=True)
class Landing:
    """What a drop does (`verb`, with its role), or why it cannot be (`why`): keys of words."""

    verb: str = ""
    role: Role | None = None
    why: str = ""

    @property
    def fits(self) -> bool:
        """Whether the drop may happen."""
        return not self.why


def landing(thing: Thing, target: Target, *, late: bool = False, place: int = 0) -> Landing:
    """What dropping `thing` on `target` does; `late` (Shift) asks for the end of the shot.

    `place` counts things of a kind dropped at once: the second picture is a last frame, the
    others set the style.
    """
    why = _nowhere(thing, target)
    if why:
        return Landing(why=why)
    if thing.kind == "folder":
        return Landing("folder")
    if target.place in {"shot", "well"}:
        return _on_shot(thing, target, late=late, place=place)
    if target.place in {"subject", "cast"}:
        return _on_cast(thing, target)
    if thing.kind == "file" or thing.path:
        return Landing("import")
    if thing.kind in STILLS:
        return Landing("import_frame")
    return Landing(why="media_not_subject" if thing.kind == "subject" else "media_has_it")


def landings(cargo: Cargo, target: Target, *, late: bool = False) -> list[Landing]:
    """What each thing of a cargo does on a target."""
    counted: dict[str, int] = {}
    found: list[Landing] = []
    for thing in cargo.things:
        kind = "picture" if is_still(thing, target) else thing.kind
        place = counted.get(kind, 0)
        counted[kind] = place + 1
        found.append(landing(thing, target, late=late, place=place))
    return found


def _nowhere(thing: Thing, target: Target) -> str:
    """Why a thing can be used nowhere, or nothing here; empty when that is not so."""
    if thing.kind in {"captions", "text"}:
        return thing.kind
    if thing.kind == "shot":
        return "shot_between"
    return f"not_{target.well}" if target.place == "elsewhere" else ""


def _on_shot(thing: Thing, target: Target, *, late: bool, place: int) -> Landing:
    well = target.well
    if thing.kind == "subject":
        return Landing("cast") if well in {"", "subject"} else Landing(why=f"well_{well}")
    if thing.kind == "take" and thing.owner == target.owner and not well:
        return Landing("choose")
    kind = "picture" if is_still(thing, target) else thing.kind
    if kind == "file":
        return Landing("by_content")
    if well and well != kind and kind != "take":
        return Landing(why=f"well_{well}")
    if kind == "picture":
        return _frame(late, place)
    if kind in {"video", "take"}:
        return Landing("motion", Role.MOTION) if not place else Landing("camera", Role.CAMERA)
    if thing.seconds is None:
        return Landing("line_or_music")
    if thing.seconds > LINE_SECONDS:
        return Landing("music", Role.MUSIC)
    return Landing("line", Role.LIP)


def _frame(late: bool, place: int) -> Landing:
    first, last = Landing("first_frame", Role.FIRST_FRAME), Landing("last_frame", Role.LAST_FRAME)
    order = (last, first) if late else (first, last)
    return order[place] if place < len(order) else Landing("style", Role.STYLE)


def is_still(thing: Thing, target: Target) -> bool:
    """Whether a picture is taken out of a thing there; in the well of videos a take stays one."""
    moves = target.place == "well" and target.well == "video" and thing.kind == "take"
    return thing.kind in STILLS and not moves


def _on_cast(thing: Thing, target: Target) -> Landing:
    """On one subject, or on the cast where no subject is."""
    one = target.place == "subject"
    if thing.kind == "video" and not one:
        return Landing("actor", Role.SUBJECT)
    if thing.kind in _LOOKS:
        return Landing("look" if one else "new_subject", Role.SUBJECT)
    if thing.kind == "subject":
        return Landing(why="look_not_subject" if one else "cast_has_it")
    if thing.kind == "sound" and one:
        return Landing("voice_sample", Role.SOUND)
    return Landing(why="look_wants_pictures" if one else "cast_wants_pictures")


def mime_of(cargo: Cargo, files: Iterable[str] = ()) -> QMimeData:
    """A cargo as Qt carries it; `files` are what other programs get."""
    mime = QMimeData()
    values = {"folder": cargo.folder, "things": [asdict(thing) for thing in cargo.things]}
    mime.setData(MIME, QByteArray(json.dumps(values).encode()))
    mime.setUrls([QUrl.fromLocalFile(path) for path in files])
    return mime


def cargo_of(mime: QMimeData) -> Cargo | None:
    """What is dragged; None when it is nothing for us."""
    if mime.hasFormat(MIME):
        return _own(bytes(mime.data(MIME).data()))
    paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    return Cargo(tuple(from_outside(paths))) if paths else None


def from_outside(paths: Sequence[str]) -> list[Thing]:
    """Files as things; their kind is a guess by name until they are read."""
    types = QMimeDatabase()
    mode = QMimeDatabase.MatchMode.MatchExtension
    kinds = {"image": "picture", "audio": "sound", "video": "video"}

    def kind(path: str) -> Kind:
        suffix = PurePath(path).suffix.lower()
        if suffix in _CAPTIONS or suffix in TEXTS:
            return "captions" if suffix in _CAPTIONS else "text"
        name = types.mimeTypeForFile(path, mode).name().partition("/")[0]
        return cast(Kind, kinds.get(name, "file"))

    return [Thing(kind(path), path=path) for path in paths]


def _own(data: bytes) -> Cargo | None:
    """A cargo of a window of ours, perhaps of another version: nothing is taken on trust."""
    try:
        values: Any = json.loads(data)
        things = tuple(Thing(**each) for each in values["things"])
        if any(type(thing.frame) is not int for thing in things):
            return None
        return Cargo(things, str(values["folder"]))
    except (ValueError, TypeError, KeyError):
        return None
