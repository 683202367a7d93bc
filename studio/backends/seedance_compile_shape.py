"""The picture of a task of Ark: resolution, ratio and length, and what becomes of the wish."""

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from studio.backends.base import Fate
from studio.backends.seedance_book import Book
from studio.backends.seedance_compile_media import FRAMES, Piece, clip_seconds

RATE = 24  # pictures a second, whatever is asked for
ADAPTIVE = "adaptive"
_SLACK = Fraction(39, 40)  # 1248x704 passes for 1280x720
_SAME = 0.02  # shapes this near (relative) are one
_FAR = 0.25  # nothing nearer: too much of the picture would be lost


@dataclass(frozen=True)
class Shape:
    """Ratio as sent, pixels as expected; `seconds` is -1 where the model chooses, `made` and
    `watched` are what is paid for: the result and the videos it is made from.
    """

    resolution: str
    ratio: str
    width: int
    height: int
    seconds: int
    made: Decimal
    watched: Decimal


def shape_of(book: Book, pieces: tuple[Piece, ...], task: str) -> Shape:
    """What to ask for. Refusals and roundings go to the book."""
    request = book.request
    framed = any(piece.role in FRAMES for piece in pieces)
    follows = book.family.locks and (framed or task in {"edit", "extend"})
    near = _near_ratio(book, follows=follows)
    resolution = _resolution(book, near)
    width, height = book.ark.sizes(book.family, resolution)[near]
    watched = clip_seconds(book, pieces)
    if watched is None:
        book.warn("seedance.price_without_clip")
        watched = Decimal(0)
    if book.family.locks and task == "edit":
        book.tell("frames", Fate.ROUNDED, "seedance.length_of_clip")
        seconds, made = -1, _edited(book, pieces)
    else:
        seconds = _seconds(book)
        made = Decimal(seconds if seconds > 0 else book.family.seconds[1])
    if Fraction(request.rate_num, request.rate_den) == RATE:
        book.kept("rate")
    else:
        rate = f"{request.rate_num / request.rate_den:.3f}".rstrip("0").rstrip(".")
        book.tell("rate", Fate.ROUNDED, "seedance.rate", rate=rate)
    if resolution in book.family.ten_bit:
        book.warn("seedance.ten_bit", resolution=resolution)
    ratio = ADAPTIVE if follows else near
    return Shape(resolution, ratio, width, height, seconds, made, watched)


def _edited(book: Book, pieces: tuple[Piece, ...]) -> Decimal:
    """The length of the clip that is edited, which is the result's; the most when not measured."""
    clip = next((piece for piece in pieces if piece.kind == "video"), None)
    found = clip_seconds(book, (clip,)) if clip is not None else None
    return found or Decimal(book.family.seconds[1])


def _seconds(book: Book) -> int:
    """Whole seconds, not shorter than wanted; -1 where the maker leaves it to the model."""
    request, (least, most) = book.request, book.family.seconds
    exact = Fraction(book.frames * request.rate_den, request.rate_num)
    if book.option("duration") == -1 and book.family.auto_seconds:
        book.tell("frames", Fate.ROUNDED, "seedance.length_free")
        return -1
    # The result has one picture more than its seconds, so a length just above them still fits.
    wanted = max(least, math.ceil(exact - Fraction(1, RATE)))
    if wanted > most:
        book.block("seedance.too_long", seconds=f"{float(exact):.1f}", limit=most)
        return most
    if wanted == exact:
        book.kept("frames")
    else:
        told = f"{float(exact):.2f}"
        book.tell("frames", Fate.ROUNDED, "seedance.length", wanted=told, seconds=wanted)
    return wanted


def _near_ratio(book: Book, *, follows: bool) -> str:
    request, given = book.request, book.option("ratio")
    first = next(iter(book.family.resolutions))
    sizes = book.ark.sizes(book.family, first)
    shapes = {name: _shape(name) for name in sizes}
    wish = request.width / request.height
    near = min(shapes, key=lambda name: abs(math.log(shapes[name] / wish)))
    off = math.exp(abs(math.log(shapes[near] / wish))) - 1
    if isinstance(given, str) and given in sizes and not follows:
        book.kept("options.ratio")
        near, off = given, 0.0
    elif given is not None:
        book.dropped("options.ratio", "seedance.ratio_refused", ratio=f"{given}")
    size = f"{request.width}x{request.height}"
    if follows:
        book.tell("ratio", Fate.ROUNDED, "seedance.ratio_follows")
    elif off > _FAR:
        book.block("seedance.ratio_far", size=size, ratio=near)
    elif off > _SAME:
        book.tell("ratio", Fate.ROUNDED, "seedance.ratio", size=size, ratio=near)
    else:
        book.kept("ratio")
    return near


def _shape(ratio: str) -> float:
    across, down = ratio.split(":")
    return int(across) / int(down)


def _resolution(book: Book, ratio: str) -> str:
    request, known = book.request, list(book.family.resolutions)
    if book.option("draft") is True and book.family.draft is not None:
        book.tell("resolution", Fate.ROUNDED, "seedance.draft_small")
        if book.option("resolution") is not None:
            book.dropped("options.resolution", "seedance.draft_small")
        return known[0]
    name = _named(book, known) or _enough(book, known, ratio)
    width, height = book.ark.sizes(book.family, name)[ratio]
    if (width, height) == (request.width, request.height):
        book.kept("resolution")
    else:
        wanted, size = f"{request.width}x{request.height}", f"{width}x{height}"
        book.tell(
            "resolution", Fate.ROUNDED, "seedance.size", wanted=wanted, size=size, resolution=name
        )
    return name


def _named(book: Book, known: list[str]) -> str:
    """The resolution that an option asks for; empty when none does."""
    given = book.option("resolution")
    if given is None:
        return ""
    if isinstance(given, str) and given.lower() in known:
        book.kept("options.resolution")
        return given.lower()
    book.block("seedance.no_resolution", resolution=f"{given}"[:40], known=tuple(known))
    return ""


def _enough(book: Book, known: list[str], ratio: str) -> str:
    """The least resolution that is not smaller than wanted, else the greatest."""
    for name in known:
        width, height = book.ark.sizes(book.family, name)[ratio]
        request = book.request
        if width >= request.width * _SLACK and height >= request.height * _SLACK:
            return name
    return known[-1]
