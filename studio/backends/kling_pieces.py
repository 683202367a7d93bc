"""What steers a request at Kling, gathered: its files, and the elements and voices of its cast.

A figure is registered at Kling by its handles: `kling.element` (the element's id), with
`kling.element.kind` (`video_refer` for one made from a video, else `image_refer`), and
`kling.voice` (a voice's id).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import PurePath

from studio.backends.base import Facts, Fate, Figure, Input, Request
from studio.backends.kling_book import Book

ELEMENT, KIND, VOICE = "kling.element", "kling.element.kind", "kling.voice"
CHARACTER = "video_refer"
FRAMES = ("first_frame", "last_frame")
Spared = Mapping[str, int]
"""Figures that go in so many plain pictures although they are registered, by key."""


@dataclass(frozen=True)
class Piece:
    """One file or one registered thing. `type` is Kling's word, `use` the film's role.

    `source` is the place of an input (see `all_inputs`) or an id at Kling; `id` is what the prompt
    may call it, empty for nothing.
    """

    type: str
    use: str
    kind: str
    source: int | str
    name: str = ""
    figure: str | None = None
    character: bool = False
    path: str = ""
    facts: Facts | None = None
    id: str = ""

    @property
    def field(self) -> str:
        """Where the account of the request speaks of it."""
        return f"inputs[{self.source}]" if isinstance(self.source, int) else "figures"

    @property
    def seconds(self) -> Decimal | None:
        """The length that was measured."""
        if self.facts is None or self.facts.milliseconds is None:
            return None
        return Decimal(self.facts.milliseconds) / 1000


def shots(request: Request) -> tuple[Request, ...]:
    """The shots of one generation, in order."""
    return (request, *request.then)


def all_inputs(request: Request) -> tuple[Input, ...]:
    """The inputs of a request and of the shots that follow it, each file once for a role.

    The places of `request.inputs` are kept; what only later shots have comes after.
    """
    found = list(request.inputs)
    seen = {_same(each) for each in found}
    for shot in request.then:
        for each in shot.inputs:
            if _same(each) not in seen:
                seen.add(_same(each))
                found.append(each)
    return tuple(found)


def all_figures(request: Request) -> tuple[Figure, ...]:
    """Everybody in any of the shots, once."""
    found: dict[str, Figure] = {}
    for shot in shots(request):
        for figure in shot.figures:
            found.setdefault(figure.key, figure)
    return tuple(found.values())


def gather(book: Book, plain: Spared | None = None) -> tuple[Piece, ...]:
    """What may be sent, before a route is chosen; what no route takes is told in the book.

    The figures of `plain` go without their elements (see `kling_spared`).
    """
    figures, spared = all_figures(book.request), plain or {}
    speakers = {line.speaker for shot in shots(book.request) if shot.sound for line in shot.lines}
    for figure in figures:
        if figure.key in spared:
            book.warn("kling.pictures_instead", name=figure.name)
    return (*_of_inputs(book, figures, spared), *_of_figures(figures, speakers, spared))


def _same(each: Input) -> tuple[str, str, str | None]:
    return each.role, each.sha256, each.figure


def _of_inputs(book: Book, figures: Sequence[Figure], plain: Spared) -> Iterator[Piece]:
    registered = {figure.key for figure in figures if figure.handles.get(ELEMENT)} - {*plain}
    left = dict(plain)
    for place, each in enumerate(all_inputs(book.request)):
        name = each.name or PurePath(each.path).name
        piece = Piece(
            "refer_image", each.role, each.kind, place, name, each.figure,
            path=each.path, facts=each.facts,
        )  # fmt: skip
        if each.kind == "sound":
            book.dropped(piece.field, "kling.no_sounds", name=name)
            book.warn("kling.sound_dropped", name=name)
        elif each.kind == "video":
            yield replace(piece, type="feature_video")
        elif each.role in FRAMES:
            yield replace(piece, type=each.role)
        elif each.figure in registered:
            book.tell(piece.field, Fate.MERGED, "kling.element_instead")
        elif each.figure in left:
            left[each.figure] -= 1
            if left[each.figure] >= 0:
                yield piece
            else:
                book.dropped(piece.field, "kling.picture_beyond", name=name)
        else:
            yield piece
        if each.role in FRAMES and each.kind != "picture":
            book.block("kling.frame_not_picture", name=name)


def _element(figure: Figure) -> str:
    return figure.handles.get(ELEMENT, "").strip()


def _of_figures(figures: Sequence[Figure], speakers: set[str], plain: Spared) -> Iterator[Piece]:
    # One element of which two figures say different kinds is no character: those have more room.
    others = {_element(f) for f in figures if f.handles.get(KIND) != CHARACTER}
    for figure in figures:
        element = _element(figure)
        character = element not in others
        if element and figure.key not in plain:
            yield Piece(
                "element", "subject", "element", element, figure.name, figure.key, character
            )
        voice = figure.handles.get(VOICE, "").strip()
        if voice and figure.key in speakers:
            yield Piece("voice", "voice", "voice", voice, figure.name, figure.key)
