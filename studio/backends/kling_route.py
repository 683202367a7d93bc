"""Which path of Kling a request takes, by what steers it.

Without an option `task`, a video with the role `motion` beside exactly one picture drives the
figure in that picture (motion control) where the model can do that, nobody has to speak and the
video is about as long as the shot; every other video is a feature to go by. `task` says otherwise:
`edit` changes the video itself, `motion` wants motion control, `feature` and `extend` do not.
"""

from dataclasses import replace
from fractions import Fraction

from studio.backends.base import Request
from studio.backends.kling_book import Book
from studio.backends.kling_model import Family, Route, Way
from studio.backends.kling_pieces import Piece

TASKS = ("auto", "edit", "extend", "feature", "motion")
_SPARE = 2  # seconds that a driving video may be longer than the shot
_FRAMED: tuple[Way, ...] = ("image", "omni")
_PLAIN: tuple[Way, ...] = ("text", "omni", "image")
Chosen = tuple[Way, Route, tuple[Piece, ...]]


def wanted_seconds(request: Request) -> Fraction:
    """The length asked for."""
    return Fraction(request.frames * request.rate_den, request.rate_num)


def choose(book: Book, family: Family, pieces: tuple[Piece, ...]) -> Chosen:
    """The route, and the pieces it takes by the type they have there."""
    task = book.choice("task", TASKS)
    if task:
        book.kept("options.task")
    task = task or "auto"
    way = _way(book, family, pieces, task)
    route = family.routes[way]
    typed = tuple(_typed(piece, way, task) for piece in pieces)
    has_video = any(piece.kind == "video" for piece in typed)
    if task not in {"auto", "feature"} and not has_video:
        book.block("kling.task_without_clip")
    if task == "edit" and has_video and "base_video" not in route.content:
        book.block("kling.no_edit")
    if task == "motion" and has_video and way != "motion":
        book.block("kling.no_motion")
    silent = route.last_frame_silent and any(piece.type == "last_frame" for piece in typed)
    voiced = tuple(piece for piece in typed if not (silent and piece.type == "voice"))
    return way, route, tuple(piece for piece in voiced if _taken(book, route, piece))


def _way(book: Book, family: Family, pieces: tuple[Piece, ...], task: str) -> Way:
    """The route by what there is to steer it; where the model lacks one, the nearest."""
    routes, types = family.routes, {piece.type for piece in pieces}
    video = "feature_video" in types
    wishes: list[Way] = []
    if video and (task == "motion" or (task == "auto" and _drives(book, pieces))):
        wishes.append("motion")
    beyond = types & {"feature_video", "refer_image"}
    if beyond or ("element" in types and "first_frame" not in types):
        wishes.append("omni")
    if types & {"first_frame", "last_frame"}:
        wishes.extend(_FRAMED)
    wishes.extend(_PLAIN)
    return next(way for way in (*wishes, *routes) if way in routes)


def _drives(book: Book, pieces: tuple[Piece, ...]) -> bool:
    """True when a video and a picture ask for motion control by themselves."""
    request = book.request
    videos = [piece for piece in pieces if piece.kind == "video"]
    pictures = [piece for piece in pieces if piece.kind == "picture"]
    if len(videos) != 1 or len(pictures) != 1 or request.then or request.lines:
        return False
    if videos[0].use != "motion" or pictures[0].type == "last_frame" or pictures[0].use == "style":
        return False
    seconds = videos[0].seconds
    wanted = wanted_seconds(request)  # a longer video would be made, and paid for, as a whole
    return seconds is not None and max(3, wanted) <= Fraction(seconds) <= wanted + _SPARE


def _typed(piece: Piece, way: Way, task: str) -> Piece:
    if piece.kind == "video":
        kind = {"motion": "video"}.get(way, "base_video" if task == "edit" else "feature_video")
        return replace(piece, type=kind)
    if way == "motion" and piece.kind == "picture" and piece.use != "style":
        return replace(piece, type="image" if piece.type != "last_frame" else piece.type)
    return piece


def _taken(book: Book, route: Route, piece: Piece) -> bool:
    """True when the route has such an item. What a shot itself was given must not be lost; what
    only its cast brings along may be.
    """
    if piece.type in route.content:
        return True
    if piece.type == "voice":
        book.dropped("voices", "kling.no_voices", name=piece.name)
        return False
    book.dropped(piece.field, "kling.not_taken", name=piece.name)
    if piece.figure is None:
        book.block("kling.refused_input", name=piece.name)
    else:
        book.warn("kling.look_dropped", name=piece.name)
    return False
