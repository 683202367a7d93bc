"""How long, how large and with what sound Kling makes a shot, and what that costs."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_UP, Decimal
from fractions import Fraction

from studio.backends.base import Fate, Request
from studio.backends.kling_book import Book
from studio.backends.kling_compile_media import of_type
from studio.backends.kling_model import SHORT_SIDES, Kling, Route, Way
from studio.backends.kling_pieces import Piece
from studio.backends.kling_route import wanted_seconds

RATE = 24  # pictures a second of everything Kling makes
_NEAR, _FAR = Decimal("1.02"), Decimal("1.4")  # by how much a ratio may differ
_CENT = Decimal("0.0001")


@dataclass(frozen=True)
class Shape:
    """`seconds` is None where the service has no such field; `parts` are the shots of a prompt that
    tells of several; `charged` are the seconds that are paid for, None when nobody knows.
    """

    resolution: str
    ratio: str | None
    seconds: int | None
    parts: tuple[int, ...]
    charged: Decimal | None
    audio: str | None
    sounds: bool

    @property
    def speaks(self) -> bool:
        """True when the model itself speaks."""
        return self.sounds and self.audio in {None, "native"}


def shape_of(book: Book, way: Way, route: Route, items: tuple[Piece, ...]) -> Shape:
    """Everything in `settings` but what the words decide; what is rounded goes to the book."""
    audio, sounds = _audio(book, way, route, items)
    resolution = _resolution(book, route, items, audio)
    ratio = _ratio(book, route, items)
    seconds, parts = _lengths(book, route, items)
    rate = Fraction(book.request.rate_num, book.request.rate_den)
    if rate == RATE:
        book.kept("rate")
    else:
        told = f"{float(rate):.3f}".rstrip("0").rstrip(".")
        book.tell("rate", Fate.ROUNDED, "kling.rate", rate=told)
    charged = Decimal(seconds) if seconds is not None else _clip_seconds(items)
    return Shape(resolution, ratio, seconds, parts, charged, audio, sounds)


def price_of(
    book: Book, table: Kling, route: Route, shape: Shape, items: tuple[Piece, ...]
) -> Decimal:
    """The table's price in money; 0 with a warning where it has none."""
    kind = "off"
    if of_type(items, "voice"):
        kind = "voice"
    elif of_type(items, "feature_video", "base_video"):
        kind = "video"
    elif shape.audio == "native":
        kind = "native"
    second = route.prices.get(shape.resolution, {}).get(kind)
    if second is None:
        book.warn("kling.no_price")
        return Decimal(0)
    seconds = shape.charged
    if seconds is None:
        book.warn("kling.price_guessed")
        wanted = wanted_seconds(book.request)
        seconds = (Decimal(wanted.numerator) / wanted.denominator).quantize(Decimal(1), ROUND_UP)
    return table.money(second * seconds).quantize(_CENT, ROUND_UP)


def _clip_seconds(items: tuple[Piece, ...]) -> Decimal | None:
    """What a result costs that is as long as the video it is made from, in whole seconds."""
    for piece in of_type(items, "base_video", "video"):
        return piece.seconds.quantize(Decimal(1), ROUND_CEILING) if piece.seconds else None
    return None


def _audio(book: Book, way: Way, route: Route, items: tuple[Piece, ...]) -> tuple[str | None, bool]:
    """The sound setting, and whether there is sound in the end."""
    wish = any(shot.sound for shot in (book.request, *book.request.then))
    if route.always_sound:
        if wish:
            book.kept("sound")
        else:
            book.dropped("sound", "kling.always_sound")
        return None, True
    if not route.audio:
        if wish:
            book.dropped("sound", "kling.no_sound")
        return None, False
    chosen = "native" if wish and "native" in route.audio else "off"
    if of_type(items, "feature_video") or (way == "omni" and chosen == "off"):
        chosen = "off"
    if of_type(items, "base_video", "video"):
        heard = wish and any(
            p.facts is None or p.facts.has_sound for p in items if p.kind == "video"
        )
        chosen = "original" if heard and "original" in route.audio else "off"
    if route.last_frame_silent and of_type(items, "last_frame"):
        chosen = "off"
    if chosen == "native" or not wish:
        book.kept("sound")
    elif chosen == "original":
        book.tell("sound", Fate.REWRITTEN, "kling.sound_of_clip")
    else:
        book.dropped("sound", "kling.silent_here")
    return chosen, chosen != "off"


def _resolution(book: Book, route: Route, items: tuple[Piece, ...], audio: str | None) -> str:
    chosen = book.choice("resolution", route.resolutions)
    needs = [route.only.get(audio or "")]
    needs += [route.only.get("last_frame")] if of_type(items, "last_frame") else []
    needed = next((need for need in needs if need), None)
    wanted = min(book.request.width, book.request.height)
    enough = [name for name in route.resolutions if _side(name) >= wanted]
    found = chosen or needed or (enough[0] if enough else route.resolutions[-1])
    if chosen and needed and chosen != needed:
        book.block("kling.needs_resolution", resolution=chosen, needed=needed)
    if chosen:
        book.kept("options.resolution")
    size = f"{book.request.width}x{book.request.height}"
    if _side(found) == wanted:
        book.kept("resolution")
    else:
        book.tell("resolution", Fate.ROUNDED, "kling.resolution", resolution=found, size=size)
    return found


def _side(resolution: str) -> int:
    """Pixels of the short side; a resolution nobody knows is read as its number."""
    digits = "".join(filter(str.isdigit, resolution))
    return SHORT_SIDES.get(resolution) or int(digits or 0)


def _ratio(book: Book, route: Route, items: tuple[Piece, ...]) -> str | None:
    chosen = book.choice("ratio", route.ratios) if route.ratios else None
    width, height = book.request.width, book.request.height
    size = f"{width}x{height}"
    if not route.ratios or of_type(items, "first_frame", "base_video"):
        book.tell("ratio", Fate.ROUNDED, "kling.ratio_follows")
        leading = of_type(items, "first_frame", "image", "base_video")
        for piece in leading[:1]:
            facts = piece.facts
            if facts and facts.width and facts.height:
                off = _apart(Decimal(facts.width) / facts.height, Decimal(width) / height)
                if off > _NEAR:
                    told = f"{facts.width}x{facts.height}"
                    book.warn("kling.other_shape", name=piece.name, size=told, film=size)
        return None
    wish = Decimal(width) / height
    near = chosen or min(route.ratios, key=lambda ratio: _apart(_of(ratio), wish))
    off = _apart(_of(near), wish)
    if chosen:
        book.kept("options.ratio")
    elif off > _FAR:
        book.block("kling.ratio_far", size=size, ratio=near)
    if off <= _NEAR:
        book.kept("ratio")
    else:
        book.tell("ratio", Fate.ROUNDED, "kling.ratio", size=size, ratio=near)
    return near


def _of(ratio: str) -> Decimal:
    width, _, height = ratio.partition(":")
    return Decimal(width) / Decimal(height)


def _apart(one: Decimal, other: Decimal) -> Decimal:
    return max(one / other, other / one)


def _lengths(
    book: Book, route: Route, items: tuple[Piece, ...]
) -> tuple[int | None, tuple[int, ...]]:
    """Whole seconds of the generation, and of each of its shots where there are several."""
    request = book.request
    if not route.seconds or of_type(items, "base_video", "video"):
        book.tell("frames", Fate.ROUNDED, "kling.length_of_clip")
        _check_clip_length(book, items)
        return None, ()
    allowed = route.seconds
    alone = of_type(items, "first_frame") and all(p.type == "first_frame" for p in items)
    if route.first_alone_seconds and alone:
        allowed = route.first_alone_seconds
    if not request.then:
        return _fitting(book, request, allowed), ()
    parts = tuple(_enough(shot, tuple(range(1, 61))) or 61 for shot in (request, *request.then))
    if any(
        part != wanted_seconds(shot)
        for part, shot in zip(parts, (request, *request.then), strict=True)
    ):
        book.tell("frames", Fate.ROUNDED, "kling.shot_lengths")
    else:
        book.kept("frames")
    whole = sum(parts)
    if whole > max(allowed):
        book.block("kling.too_long", seconds=f"{whole}", limit=max(allowed))
        return max(allowed), parts
    fitting = next(length for length in allowed if length >= whole)
    return fitting, (*parts[:-1], parts[-1] + fitting - whole)


def _fitting(book: Book, request: Request, allowed: tuple[int, ...]) -> int:
    wanted, found = float(wanted_seconds(request)), _enough(request, allowed)
    if found is None:
        book.block("kling.too_long", seconds=f"{wanted:.2f}", limit=max(allowed))
        return max(allowed)
    if found == wanted_seconds(request):
        book.kept("frames")
    else:
        book.tell("frames", Fate.ROUNDED, "kling.length", seconds=found, wanted=f"{wanted:.2f}")
    return found


def _enough(request: Request, allowed: tuple[int, ...]) -> int | None:
    """The least length that has as many frames of the film as the shot, to the nearest frame."""
    rate = Fraction(request.rate_num, request.rate_den)
    return next((s for s in sorted(allowed) if round(s * rate) >= request.frames), None)


def _check_clip_length(book: Book, items: tuple[Piece, ...]) -> None:
    wish = wanted_seconds(book.request)
    for piece in of_type(items, "base_video", "video"):
        if piece.seconds is None:
            continue
        told = {"seconds": f"{piece.seconds:.2f}", "wanted": f"{float(wish):.2f}"}
        if Fraction(piece.seconds) < wish:
            book.warn("kling.clip_short", name=piece.name, **told)
        elif Fraction(piece.seconds) > wish + 1:
            book.warn("kling.clip_long", name=piece.name, **told)
