"""One request as one task of Kling: the body, the account of every wish, refusals, the price."""

from dataclasses import dataclass
from typing import Any

from studio.backends.base import Call, Compiled, Request
from studio.backends.kling_book import Book
from studio.backends.kling_compile_media import arrange, item, of_type
from studio.backends.kling_compile_shape import Shape, price_of, shape_of
from studio.backends.kling_compile_words import Words, words_of
from studio.backends.kling_model import Family, Kling, Route, Way
from studio.backends.kling_pieces import Piece, gather
from studio.backends.kling_route import Chosen, choose
from studio.backends.kling_spared import spared
from studio.backends.kling_stills import still
from studio.backends.web import MAX_BODY

_ROOM = 200_000  # bytes of a body beside its pictures
KEY: dict[str, str] = {"$key": "id"}  # where the job's own id goes


@dataclass(frozen=True)
class Compiler:
    """Turns requests into tasks of one family of models."""

    table: Kling
    name: str
    has_bucket: bool

    @property
    def family(self) -> Family:
        """The model's row of the table."""
        return self.table.families[self.name]

    def compile(self, request: Request) -> Compiled:
        """The task, with a placeholder for every file and for the job's id."""
        book = Book(request, self.family.title)
        if request.kind == "picture" and self.family.stills:
            return still(book, self.table, KEY)
        if request.kind != "video":
            book.block("kling.only_video")
        way, route, taken = self._chosen(book)
        items = arrange(book, self.table, way, route, taken)
        shape = shape_of(book, way, route, items)
        task = request.options.get("task")
        languages = self.family.languages
        words = words_of(book, self.table, route, items, shape, languages, str(task or "auto"))
        body = self._body(book, way, route, items, shape, words)
        self._links(book, items)
        book.dropped("seed", "kling.no_seed")
        price = price_of(book, self.table, route, shape, items)
        book.unused()
        return Compiled(
            calls=(Call(path=route.path, body=body),), account=tuple(book.account),
            blocks=tuple(book.blocks), warnings=tuple(book.warnings), price=price,
            currency=self.table.currency, estimated=True,
        )  # fmt: skip

    def parts(self, request: Request) -> tuple[int, ...]:
        """Whole seconds of each shot of a generation that makes several."""
        book = Book(request, self.family.title)
        way, route, taken = self._chosen(book)
        return shape_of(book, way, route, arrange(book, self.table, way, route, taken)).parts

    def _chosen(self, book: Book) -> Chosen:
        """The route and what it takes; elements that are too many give way to pictures."""
        return choose(book, self.family, gather(book, spared(book.request, self.family)))

    def _body(
        self, book: Book, way: Way, route: Route, items: tuple[Piece, ...], shape: Shape,
        words: Words,
    ) -> dict[str, Any]:  # fmt: skip
        settings: dict[str, Any] = {"resolution": shape.resolution}
        if way == "motion":
            settings["character_orientation"] = _orientation(book, route, items)
        if shape.ratio is not None:
            settings["aspect_ratio"] = shape.ratio
        if shape.seconds is not None:
            settings["duration"] = shape.seconds
        if route.audio:
            settings["audio"] = shape.audio
        if route.multi_shot:
            settings["multi_shot"] = words.multi_shot
        mark = book.option("watermark") is True
        if "watermark" in book.request.options:
            book.kept("options.watermark")
        options = {"external_task_id": dict(KEY), "watermark_info": {"enabled": mark}}
        if not route.content:
            return {"prompt": words.text, "settings": settings, "options": options}
        contents: list[dict[str, Any]] = [{"type": "prompt", "text": words.text}]
        contents += [item(piece, cited=piece.id in words.cited) for piece in items]
        return {"contents": contents, "settings": settings, "options": options}

    def _links(self, book: Book, items: tuple[Piece, ...]) -> None:
        """A video always needs a link; pictures may when they are too much for one body."""
        if self.has_bucket:
            return
        if any(piece.kind == "video" for piece in items):
            book.block("kling.no_bucket")
        weight = sum(p.facts.bytes * 4 // 3 for p in items if p.kind == "picture" and p.facts)
        if weight > MAX_BODY - _ROOM:
            book.block("kling.body_too_heavy", limit=MAX_BODY >> 20)
        elif weight > self.table.body:
            book.warn("kling.body_heavy", limit=self.table.body // 1_000_000)


def _orientation(book: Book, route: Route, items: tuple[Piece, ...]) -> str:
    """Whose direction the figure keeps: the picture's only when wished and the video is short."""
    chosen = book.choice("orientation", ("image", "video"))
    if of_type(items, "element"):
        if chosen == "image":
            book.dropped("options.orientation", "kling.orientation_of_video")
        return "video"
    if chosen:
        book.kept("options.orientation")
    seconds = next((piece.seconds for piece in of_type(items, "video")), None)
    if chosen == "image" and route.still_seconds and seconds and seconds > route.still_seconds:
        limit = f"{route.still_seconds.normalize():f}"
        book.block("kling.motion_long", seconds=f"{seconds:.1f}", limit=limit)
    return chosen or "video"
