"""Who goes in plain pictures although registered: elements beyond what Kling takes together.

The limits are those of `References` and `Route.elements`; where pictures would not fit either,
nobody is spared, and the refusal of `kling_compile_media` says what is too much.
"""

from collections.abc import Sequence

from studio.backends.base import Request
from studio.backends.kling_book import Book
from studio.backends.kling_model import Family, References
from studio.backends.kling_pieces import FRAMES, Piece, Spared, all_inputs, gather, shots
from studio.backends.kling_route import choose


def spared(request: Request, family: Family) -> Spared:
    """The figures whose elements stay at home, by key, and how many of their pictures go."""
    book = Book(request, family.title)  # what is told here was told of another try
    pieces = gather(book)
    if not any(piece.kind == "element" for piece in pieces):
        return {}
    way, route, taken = choose(book, family, pieces)
    rules = route.references
    if rules is None and way == "image" and "omni" in family.routes:
        beyond = _count(taken, "element") > route.elements
        rules = family.routes["omni"].references if beyond else None
    return _shares(request, rules, taken) if rules is not None else {}


def _shares(request: Request, rules: References, taken: Sequence[Piece]) -> Spared:
    leaving = _leaving(rules, taken, _pictured(request, taken))
    if not leaving:
        return {}
    staying = [p for p in taken if p.kind == "element" and p.figure not in leaving]
    characters = sum(piece.character for piece in staying)
    video = _count(taken, "video") > 0
    limit = rules.with_video if video else rules.with_characters if characters else rules.plain
    room = limit - _count(taken, "picture") - (len(staying) - characters)
    share = room // len(leaving)
    return dict.fromkeys(leaving, share) if share > 0 else {}


def _leaving(rules: References, taken: Sequence[Piece], pictured: Sequence[str]) -> list[str]:
    """Those whose elements are too many, of those who have pictures; empty when too few have."""
    elements = [piece for piece in taken if piece.kind == "element"]
    characters = [str(piece.figure) for piece in elements if piece.character]
    alone = len(elements) == len(characters) and not _count(taken, "picture")
    most = rules.characters
    if _count(taken, "video"):
        fits = alone and len(characters) <= rules.characters_with_video
        most = rules.characters_with_video if fits else 0
    gone = [key for key in pictured if key in characters][: max(0, len(characters) - most)]
    if len(characters) - len(gone) > most:
        return []
    if any(piece.type in FRAMES for piece in taken):
        over = len(elements) - len(gone) - rules.elements_with_frames
        more = [key for key in pictured if key not in gone][: max(0, over)]
        if len(more) < over:
            return []
        gone += more
    return gone


def _pictured(request: Request, taken: Sequence[Piece]) -> list[str]:
    """Registered figures that have pictures, too: who speaks least needs an element first."""
    figures = [str(piece.figure) for piece in taken if piece.kind == "element"]
    shown = {each.figure for each in all_inputs(request) if each.kind == "picture"}
    speakers = {line.speaker for shot in shots(request) for line in shot.lines}
    have = [key for key in reversed(figures) if key in shown]
    return sorted(have, key=lambda key: key in speakers)


def _count(pieces: Sequence[Piece], kind: str) -> int:
    return sum(piece.kind == kind for piece in pieces)
