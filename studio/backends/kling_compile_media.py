"""The pieces of a request as items of Kling's `contents`: order, names, counts, limits of files."""

from dataclasses import replace
from decimal import Decimal
from pathlib import PurePath

from studio.backends.kling_book import Book
from studio.backends.kling_model import Clip, Kling, Route, Way
from studio.backends.kling_pieces import FRAMES, Piece

_ORDER = (
    *("first_frame", "last_frame", "image", "refer_image", "element", "voice"),
    *("video", "feature_video", "base_video"),
)
_WORDS = {"element": "element", "voice": "voice", "picture": "image", "video": "video"}


def arrange(
    book: Book, table: Kling, way: Way, route: Route, pieces: tuple[Piece, ...]
) -> tuple[Piece, ...]:
    """The items as they are sent, each with its name for the prompt; refusals go to the book."""
    items = sorted(pieces, key=lambda piece: _ORDER.index(piece.type))
    numbered: list[Piece] = []
    counts: dict[str, int] = {}
    for piece in items:
        word = _WORDS[piece.kind]
        counts[word] = counts.get(word, 0) + 1
        named = route.ids or piece.kind in {"element", "voice"}
        # Never above 9: `image_1` would be a part of `image_10`, which the service refuses.
        numbered.append(replace(piece, id=f"{word}_{counts[word]}" if named else ""))
    if any(count > 9 for count in counts.values()):
        book.block("kling.too_many", limit=9)
    _check_frames(book, way, route, numbered)
    _check_counts(book, route, numbered)
    _check_video(book, way, route, numbered)
    for piece in numbered:
        _check_file(book, table, route, piece)
        book.kept(piece.field)
    return tuple(numbered)


def item(piece: Piece, *, cited: bool) -> dict[str, object]:
    """One item of `contents`, with a placeholder where a file goes."""
    if piece.kind == "element":
        return {"type": "element", "element_id": piece.source, "id": piece.id}
    if piece.kind == "voice":
        return {"type": "voice", "voice_id": piece.source, "id": piece.id}
    content: dict[str, object] = {"type": piece.type, "url": {"$input": piece.source}}
    if piece.id and (cited or piece.type not in FRAMES):
        content["id"] = piece.id
    return content


def of_type(items: list[Piece] | tuple[Piece, ...], *types: str) -> list[Piece]:
    """The items of some types."""
    return [piece for piece in items if piece.type in types]


def _check_frames(book: Book, way: Way, route: Route, items: list[Piece]) -> None:
    first, last = of_type(items, "first_frame"), of_type(items, "last_frame")
    if len(first) > 1 or len(last) > 1:
        book.block("kling.frame_twice")
    if last and not first:
        book.block("kling.last_alone")
    if way == "image" and not first and not last:
        book.block("kling.needs_first_frame")
    if first and last and route.frames_pure and of_type(items, "element", "refer_image"):
        book.block("kling.frames_pure")
    between = [shot for number, shot in enumerate((book.request, *book.request.then)) if number]
    if any(each.role == "first_frame" for shot in between for each in shot.inputs):
        book.block("kling.frame_between")
    if book.request.then:
        ended = (book.request, *book.request.then[:-1])
        if any(each.role == "last_frame" for shot in ended for each in shot.inputs):
            book.block("kling.frame_between")


def _check_counts(book: Book, route: Route, items: list[Piece]) -> None:
    """How many go together. Whether frames count as pictures is not documented: here they do."""
    elements, voices = of_type(items, "element"), of_type(items, "voice")
    rules = route.references
    if len(voices) > route.voices:
        book.block("kling.too_many_voices", limit=route.voices)
    if rules is None:
        if len(elements) > route.elements:
            book.block("kling.too_many_elements", count=len(elements), limit=route.elements)
        return
    characters = [piece for piece in elements if piece.character]
    plain = len(elements) - len(characters)
    pictures = len(of_type(items, "refer_image", *FRAMES))
    video = bool(of_type(items, "feature_video", "base_video"))
    if characters and not rules.characters:
        book.block("kling.no_characters")
    elif video and characters:
        if plain or len(characters) > rules.characters_with_video or pictures:
            book.block("kling.character_with_video", limit=rules.characters_with_video)
    else:
        most = rules.characters
        if len(characters) > most:
            book.block("kling.too_many_characters", count=len(characters), limit=most)
        limit = rules.with_video if video else rules.with_characters if characters else rules.plain
        if pictures + plain > limit:
            book.block("kling.too_many_references", count=pictures + plain, limit=limit)
    if of_type(items, *FRAMES) and len(elements) > rules.elements_with_frames:
        limit = rules.elements_with_frames
        book.block("kling.too_many_elements", count=len(elements), limit=limit)


def _check_video(book: Book, way: Way, route: Route, items: list[Piece]) -> None:
    videos = of_type(items, "feature_video", "base_video", "video")
    if len(videos) > 1:
        book.block("kling.one_video", count=len(videos))
    if of_type(items, "base_video"):
        if of_type(items, *FRAMES):
            book.block("kling.edit_with_frames")
        if book.request.then:
            book.block("kling.edit_of_shots")
    if (
        route.feature_first_only
        and of_type(items, "feature_video")
        and of_type(items, "last_frame")
    ):
        book.block("kling.video_with_last_frame")
    if way == "motion":
        if len(of_type(items, "image")) != 1 or len(videos) != 1:
            book.block("kling.motion_needs")
        if book.request.then:
            book.block("kling.motion_of_shots")


def _check_file(book: Book, table: Kling, route: Route, piece: Piece) -> None:
    """The limits of the service for one file, by what was measured of it."""
    if not isinstance(piece.source, int):
        if piece.kind == "element" and not piece.source.isdigit():
            book.block("kling.bad_element", name=piece.name)
        return
    formats = route.clip.formats if piece.kind == "video" and route.clip else table.picture.formats
    suffix = PurePath(piece.path).suffix.lower().removeprefix(".")
    if suffix not in formats:
        told = tuple(formats)
        book.block("kling.format", name=piece.name, format=suffix or "?", formats=told)
    if piece.facts is None:
        book.warn("kling.unmeasured", name=piece.name)
    elif piece.kind == "video" and route.clip is not None:
        _check_clip(book, route, route.clip, piece)
    else:
        still = table.picture
        _check_bytes(book, piece, still.bytes)
        width, height = piece.facts.width, piece.facts.height
        if width and height:
            _check_sides(book, piece, (still.side, 1 << 30))
            _check_shape(book, piece, still.shape)


def _check_clip(book: Book, route: Route, clip: Clip, piece: Piece) -> None:
    facts, name, seconds = piece.facts, piece.name, piece.seconds
    assert facts is not None
    _check_bytes(book, piece, clip.bytes)
    _check_sides(book, piece, clip.side)
    if clip.shape is not None:
        _check_shape(book, piece, clip.shape)
    if clip.pixels and facts.width and facts.height and facts.width * facts.height > clip.pixels:
        book.block("kling.clip_pixels", name=name, size=f"{facts.width}x{facts.height}")
    if seconds is None:
        book.warn("kling.unmeasured", name=name)
    elif not clip.seconds[0] <= seconds <= clip.seconds[1]:
        low, high = (f"{edge.normalize():f}" for edge in clip.seconds)
        book.block("kling.clip_length", name=name, seconds=f"{seconds:.1f}", low=low, high=high)
    if clip.rate and facts.rate is not None:
        low, high = clip.rate
        if not low <= facts.rate.quantize(Decimal("0.01")) <= high:  # 23.976 is refused
            rate = f"{facts.rate.normalize():f}"
            book.block("kling.clip_rate", name=name, rate=rate, low=f"{low}", high=f"{high}")


def _check_bytes(book: Book, piece: Piece, most: int) -> None:
    if piece.facts is not None and piece.facts.bytes > most:
        book.block("kling.heavy", name=piece.name, limit=most // 1_000_000)


def _check_sides(book: Book, piece: Piece, sides: tuple[int, int]) -> None:
    facts = piece.facts
    if facts is None or not (facts.width and facts.height):
        return
    low, high = sides
    if min(facts.width, facts.height) < low or max(facts.width, facts.height) > high:
        size = f"{facts.width}x{facts.height}"
        key = "kling.side" if high < 1 << 30 else "kling.small"
        book.block(key, name=piece.name, size=size, low=low, high=high)


def _check_shape(book: Book, piece: Piece, shape: tuple[Decimal, Decimal]) -> None:
    facts = piece.facts
    if facts is None or not (facts.width and facts.height):
        return
    if not shape[0] <= Decimal(facts.width) / facts.height <= shape[1]:
        size, low, high = f"{facts.width}x{facts.height}", f"{shape[0]}", f"{shape[1]}"
        book.block("kling.shape", name=piece.name, size=size, low=low, high=high)
