"""The files of a request as items of Ark's `content`: their roles, their numbers, their limits."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import PurePath

from studio.backends.base import Fate, Input
from studio.backends.seedance_book import Book
from studio.backends.seedance_model import Media, References

FRAMES = ("first_frame", "last_frame")
ASSET = "seedance.asset"  # the handle of a figure whose look is registered in the asset library
_KINDS: tuple[Media, ...] = ("picture", "video", "sound")
_TYPES = {"picture": "image_url", "video": "video_url", "sound": "audio_url"}
_REFERENCE = {"picture": "reference_image", "video": "reference_video", "sound": "reference_audio"}
_MANY = {
    "picture": "seedance.too_many_pictures",
    "video": "seedance.too_many_videos",
    "sound": "seedance.too_many_sounds",
}


@dataclass(frozen=True)
class Piece:
    """One item of `content`: an input by its place in the request, or an asset by its id.

    `role` is Ark's, `use` the film's; `number` counts the items of one kind from 1, as the prompt
    calls them.
    """

    kind: Media
    role: str
    source: int | str
    use: str = ""
    name: str = ""
    figure: str | None = None
    number: int = 0

    @property
    def content(self) -> dict[str, object]:
        """The item as it is sent, but for the file."""
        url = {"$input": self.source} if isinstance(self.source, int) else f"asset://{self.source}"
        kind = _TYPES[self.kind]
        return {"type": kind, kind: {"url": url}, "role": self.role}


def arrange(book: Book) -> tuple[Piece, ...]:
    """The items in the order they are sent; what cannot be sent is told or refused in the book."""
    pieces = [*_of_inputs(book), *_of_assets(book)]
    framed = any(piece.role in FRAMES for piece in pieces)
    pieces = _with_frames(book, pieces) if framed else _with_references(book, pieces)
    pieces.sort(key=lambda piece: (_KINDS.index(piece.kind), piece.role == "last_frame"))
    counts = dict.fromkeys(_KINDS, 0)
    numbered: list[Piece] = []
    for piece in pieces:
        counts[piece.kind] += 1
        numbered.append(replace(piece, number=counts[piece.kind]))
    for piece in numbered:
        _check(book, piece, edited=piece.kind == "video" and piece.number == 1)
    return tuple(numbered)


def clip_seconds(book: Book, pieces: tuple[Piece, ...]) -> Decimal | None:
    """The length of all videos that are sent, None when one was not measured."""
    whole = Decimal(0)
    for piece in pieces:
        if piece.kind != "video":
            continue
        seconds = _seconds(_input(book, piece))
        if seconds is None:
            return None
        whole += seconds
    return whole


def _of_inputs(book: Book) -> Iterator[Piece]:
    as_references = book.option("frames") == "reference"
    for place, each in enumerate(book.request.inputs):
        role = _REFERENCE[each.kind]
        piece = Piece(each.kind, role, place, each.role, _called(each), each.figure)
        if each.role in FRAMES:
            if each.kind != "picture":
                book.block("seedance.frame_not_picture", name=_called(each))
            elif not as_references:
                piece = replace(piece, role=each.role)
        if _registered(book, piece) and each.kind == "picture":
            book.tell(f"inputs[{place}]", Fate.MERGED, "seedance.asset_instead")
            continue
        yield piece


def _registered(book: Book, piece: Piece) -> bool:
    figures = book.figures
    ours = any(f.key == piece.figure and ASSET in f.handles for f in figures)
    return ours and piece.use not in FRAMES


def _of_assets(book: Book) -> Iterator[Piece]:
    for figure in book.figures:
        asset = figure.handles.get(ASSET, "").removeprefix("asset://")
        if asset:
            yield Piece("picture", "reference_image", asset, "subject", figure.name, figure.key)


def _with_frames(book: Book, pieces: list[Piece]) -> list[Piece]:
    """A first and perhaps a last frame; Ark takes nothing else beside them."""
    kept = [piece for piece in pieces if piece.role in FRAMES]
    roles = [piece.role for piece in kept]
    if "first_frame" not in roles:
        book.block("seedance.last_alone")
    if len(set(roles)) < len(roles):
        book.block("seedance.frame_twice")
    if "last_frame" in roles and not book.family.last_frame:
        book.block("seedance.no_last_frame")
    for piece in pieces:
        if piece.role in FRAMES:
            book.kept(_field(piece))
            continue
        book.dropped(_field(piece), "seedance.frames_only", name=piece.name)
        if piece.figure is None:
            book.block("seedance.frames_mixed", name=piece.name)
    return kept


def _with_references(book: Book, pieces: list[Piece]) -> list[Piece]:
    rules = book.family.references
    if rules is None:
        for piece in pieces:
            book.dropped(_field(piece), "seedance.no_references", name=piece.name)
            if piece.figure is None:
                book.block("seedance.references_refused", name=piece.name)
        return []
    for kind in _KINDS:
        most, count = getattr(rules, kind), sum(piece.kind == kind for piece in pieces)
        if count > most:
            book.block(_MANY[kind], count=count, limit=most)
    if len(pieces) > rules.total:
        book.block("seedance.too_many_inputs", count=len(pieces), limit=rules.total)
    if pieces and not rules.sound_alone and all(piece.kind == "sound" for piece in pieces):
        book.block("seedance.sound_alone")
    for kind, key in (("video", "seedance.clips_long"), ("sound", "seedance.sounds_long")):
        lengths = [_seconds(_input(book, piece)) for piece in pieces if piece.kind == kind]
        whole = sum((length for length in lengths if length is not None), Decimal(0))
        if whole > rules.together:
            book.block(key, seconds=f"{whole:.1f}", limit=rules.together)
    for piece in pieces:
        _tell_reference(book, piece)
    return pieces


def _tell_reference(book: Book, piece: Piece) -> None:
    if piece.use in FRAMES:
        book.tell(_field(piece), Fate.REWRITTEN, "seedance.frame_as_reference")
        book.warn("seedance.frame_near")
    else:
        book.kept(_field(piece))


def _field(piece: Piece) -> str:
    return f"inputs[{piece.source}]" if isinstance(piece.source, int) else "figures"


def _input(book: Book, piece: Piece) -> Input | None:
    return book.request.inputs[piece.source] if isinstance(piece.source, int) else None


def _seconds(each: Input | None) -> Decimal | None:
    if each is None or each.facts is None or each.facts.milliseconds is None:
        return None
    return Decimal(each.facts.milliseconds) / 1000


def _called(each: Input) -> str:
    return each.name or PurePath(each.path).name


def _check(book: Book, piece: Piece, *, edited: bool) -> None:
    """The limits of the service for one file, by what was measured of it."""
    each = _input(book, piece)
    if each is None:
        return
    name, limits, facts = _called(each), book.ark.limits[piece.kind], each.facts
    suffix = PurePath(each.path).suffix.lower().removeprefix(".")
    if suffix not in limits.formats:
        formats = tuple(limits.formats)
        book.block("seedance.format", name=name, format=suffix or "?", formats=formats)
    if facts is None:
        book.warn("seedance.unmeasured", name=name)
        return
    if facts.bytes >= limits.bytes:
        book.block("seedance.heavy", name=name, limit=limits.bytes // 1_000_000)
    if facts.width and facts.height:
        _check_sides(book, piece, name, facts.width, facts.height)
    low, high = limits.rate or (None, None)
    if low is not None and high is not None and facts.rate is not None:
        rate = facts.rate.quantize(Decimal("0.01"))  # 23.976 is refused, 24.001 is 24
        if not low <= rate <= high:
            book.block(
                "seedance.clip_rate", name=name, rate=f"{rate}", low=f"{low}", high=f"{high}"
            )
    seconds = _seconds(each)
    if seconds is not None and book.family.references is not None and piece.kind != "picture":
        low, high = _span(book, book.family.references, edited=edited)
        if not low <= seconds <= high:
            book.block(
                "seedance.clip_length", name=name, seconds=f"{seconds:.1f}", low=low, high=high
            )


def _span(book: Book, rules: References, *, edited: bool) -> tuple[int, int]:
    return rules.edit if edited and book.option("task") == "edit" else rules.clip


def _check_sides(book: Book, piece: Piece, name: str, width: int, height: int) -> None:
    limits = book.ark.limits[piece.kind]
    size = f"{width}x{height}"
    if (
        limits.side
        and not limits.side[0] <= min(width, height) <= max(width, height) <= (limits.side[1])
    ):
        low, high = limits.side
        book.block("seedance.side", name=name, size=size, low=low, high=high)
    if limits.shape and not limits.shape[0] < Decimal(width) / height < limits.shape[1]:
        low, high = (f"{edge}" for edge in limits.shape)
        book.block("seedance.shape", name=name, size=size, low=low, high=high)
    if limits.pixels and not limits.pixels[0] <= width * height <= limits.pixels[1]:
        book.block("seedance.clip_pixels", name=name, size=size)
