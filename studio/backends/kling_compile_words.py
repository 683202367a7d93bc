"""The prompt of a task of Kling: the shot in words, or several shots in its own syntax.

Several shots are `shot n, m, words; ...`: n from 1, m whole seconds, words of a limited length
without a semicolon. Words of ours stand in the catalogue `kling.say.*`, in the language of the
shot's own words.
"""

from dataclasses import dataclass

from studio.backends.base import Fate
from studio.backends.kling_book import Book
from studio.backends.kling_compile_shape import Shape
from studio.backends.kling_model import Kling, Route
from studio.backends.kling_pieces import Piece, shots
from studio.backends.kling_writer import Writer


@dataclass(frozen=True)
class Words:
    """The prompt, the ids it cites, and the setting that says how it is to be read."""

    text: str
    cited: frozenset[str]
    multi_shot: bool


def words_of(
    book: Book, table: Kling, route: Route, items: tuple[Piece, ...], shape: Shape,
    languages: tuple[str, ...], task: str,
) -> Words:  # fmt: skip
    """The prompt. What is rewritten, dropped or refused goes to the book."""
    writer = Writer(book, items, shape, languages, task)
    several = len(shots(book.request)) > 1
    feature = route.feature_multi_shot and any(p.type == "feature_video" for p in items)
    free = _free_cuts(book, route)
    text = ""
    if several:
        text = _several(book, table, route, writer, shape)
    elif feature and shape.seconds is not None:
        text = writer.only_shot(shape.seconds, table.shot_words)
    text = text or writer.prose(route.words)
    if len(text) > route.words:
        book.block("kling.long_prompt", length=len(text), limit=route.words)
    elif len(text) > table.advised_words:
        book.warn("kling.long_words", length=len(text), limit=table.advised_words)
    if not items and not any(s.prompt.strip() or s.setting.strip() for s in shots(book.request)):
        book.block("kling.no_words")
    writer.tell(text)
    edits = any(piece.type == "base_video" for piece in items)
    multi_shot = (several or feature or free) and not edits
    return Words(text, frozenset(writer.citer.cited), multi_shot)


def _free_cuts(book: Book, route: Route) -> bool:
    chosen = book.choice("cuts", ("auto", "one"))
    if chosen == "auto" and (not route.multi_shot or book.request.then):
        book.dropped("options.cuts", "kling.no_free_cuts")
        return False
    if chosen:
        book.kept("options.cuts")
    return chosen == "auto"


def _several(book: Book, table: Kling, route: Route, writer: Writer, shape: Shape) -> str:
    count = len(shots(book.request))
    if not shape.parts:  # as long as a video: refused for that
        return ""
    if count > route.shots:
        key = "kling.too_many_shots" if route.shots > 1 else "kling.one_shot"
        book.block(key, count=count, limit=route.shots)
        return ""
    book.tell("then", Fate.MERGED, "kling.shots", count=count)
    text, longest = writer.several(shape.parts, table.shot_words)
    if longest > table.shot_words:
        book.block("kling.long_shot", length=longest, limit=table.shot_words)
    return text
