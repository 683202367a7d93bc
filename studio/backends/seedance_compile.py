"""One request as one task of Ark: the body, the account of every wish, refusals, the price."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from studio.backends.base import Call, Compiled, Fate, Request
from studio.backends.seedance_book import Book
from studio.backends.seedance_compile_media import Piece, arrange
from studio.backends.seedance_compile_options import options_of, task_of
from studio.backends.seedance_compile_shape import Shape, shape_of
from studio.backends.seedance_compile_words import text_of
from studio.backends.seedance_model import Ark, Family
from studio.backends.seedance_price import cost, drafted, tokens

PATH = "/contents/generations/tasks"
MARK: dict[str, str] = {"$key": "sha256"}  # where the hash of the job's key goes
_SEEDS = 1 << 31


@dataclass(frozen=True)
class Compiler:
    """Turns requests into tasks of one model at one site."""

    ark: Ark
    name: str
    site: str
    model: str
    has_bucket: bool
    today: date

    @property
    def family(self) -> Family:
        """The model's row of the table."""
        return self.ark.families[self.name]

    @property
    def currency(self) -> str:
        """What the site is paid in."""
        return self.ark.sites[self.site].currency

    @property
    def ended(self) -> date | None:
        """The day from which the site has the model no more."""
        end = self.family.ends.get(self.site)
        return end if end is not None and end <= self.today else None

    def compile(self, request: Request) -> Compiled:
        """The task, with a placeholder for every file."""
        book = Book(request, self.ark, self.family)
        if request.kind != "video":
            book.block("seedance.only_video")
        if self.ended:
            book.block("seedance.ended", day=f"{self.ended}", instead=self.family.instead)
        draft = book.option("draft_of")
        if draft is not None:
            body, price = self._finished(book, draft)
        else:
            body, price = self._made(book)
        if price is None:
            book.warn("seedance.no_price")
        call = Call(path=PATH, body=body)
        return Compiled(
            calls=(call,), account=tuple(book.account), blocks=tuple(book.blocks),
            warnings=tuple(book.warnings), price=price or Decimal(0), currency=self.currency,
            estimated=True,
        )  # fmt: skip

    def _made(self, book: Book) -> tuple[dict[str, Any], Decimal | None]:
        request, family = book.request, self.family
        sound = request.sound and family.sound
        pieces = arrange(book)
        task = task_of(book, pieces)
        shape = shape_of(book, pieces, task)
        text = text_of(book, pieces, task, sound=sound)
        self._links(book, pieces)
        body: dict[str, Any] = {"model": self.model}
        body["content"] = [{"type": "text", "text": text}, *(piece.content for piece in pieces)]
        body |= {"resolution": shape.resolution, "ratio": shape.ratio, "duration": shape.seconds}
        if family.sound:
            body["generate_audio"] = sound
            book.kept("sound")
        elif request.sound:
            book.dropped("sound", "seedance.no_sound")
        if family.seed:
            body["seed"] = request.seed % _SEEDS
            book.kept("seed")
        else:
            book.dropped("seed", "seedance.no_seed")
        if family.locks and any(piece.role.startswith("reference_") for piece in pieces):
            body["omni_reference_task_type"] = task
        body |= options_of(book, pieces) | {"safety_identifier": dict(MARK)}
        return body, self._price(book, shape, pieces, silent=not sound)

    def _finished(self, book: Book, draft: object) -> tuple[dict[str, Any], Decimal | None]:
        """A draft made whole: the service has everything else, and refuses to be told again."""
        request, rules = book.request, self.family.draft
        if rules is None or not isinstance(draft, str) or not draft:
            book.block("seedance.no_draft")
            return {"model": self.model, "content": []}, None
        shape = shape_of(book, (), "auto")
        resolution = shape.resolution
        if resolution not in rules.final:
            resolution = rules.final[-1]
        book.account.clear()
        book.tell("prompt", Fate.MERGED, "seedance.from_draft", resolution=resolution)
        content = [{"type": "draft_task", "draft_task": {"id": draft}}]
        body: dict[str, Any] = {"model": self.model, "content": content, "resolution": resolution}
        body |= options_of(book, (), final=True) | {"safety_identifier": dict(MARK)}
        size = self._size(request, resolution)
        used = tokens(*size, shape.made)
        silent = not (request.sound and self.family.sound)
        return body, cost(
            self.family, self.currency, resolution, used, watches=False, silent=silent
        )

    def _size(self, request: Request, resolution: str) -> tuple[int, int]:
        """The pixels of a resolution whose shape is nearest to the request's."""
        sizes = self.ark.sizes(self.family, resolution).values()
        wish = request.width / request.height
        return min(sizes, key=lambda size: abs(size[0] / size[1] - wish))

    def _price(
        self, book: Book, shape: Shape, pieces: tuple[Piece, ...], *, silent: bool
    ) -> Decimal | None:
        used = tokens(shape.width, shape.height, shape.made + shape.watched)
        if book.option("draft") is True:
            used = drafted(self.family, used, silent=silent)
        flex = book.option("service_tier") == "flex" and self.family.flex
        watches = any(piece.kind == "video" for piece in pieces)
        if watches and self.family.least:
            book.warn("seedance.least_price")
        return cost(
            self.family, self.currency, shape.resolution, used,
            watches=watches, silent=silent, flex=flex,
        )  # fmt: skip

    def _links(self, book: Book, pieces: tuple[Piece, ...]) -> None:
        """What a link needs: videos always, all others when they are too much for one body."""
        if self.has_bucket:
            return
        if any(piece.kind == "video" and isinstance(piece.source, int) for piece in pieces):
            book.block("seedance.no_bucket")
        inside = 0
        for piece in pieces:
            if isinstance(piece.source, int) and piece.kind != "video":
                facts = book.request.inputs[piece.source].facts
                inside += encoded(facts.bytes if facts else 0)
        if inside > self.ark.body - ROOM:
            book.block("seedance.body_heavy", limit=self.ark.body // 1_000_000)


ROOM = 200_000  # bytes of a body that are not files


def encoded(size: int) -> int:
    """Bytes of a file in a data URL: Base64 (RFC 4648) and the head."""
    return (size + 2) // 3 * 4 + 64
