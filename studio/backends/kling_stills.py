"""Pictures for the board: a request of kind `picture` as a task of Kling's older image API.

There, what steers is cited by its place (`<<<image_1>>>`), elements are numbers, and everything
lies flat in the body.
"""

import re
from collections.abc import Mapping
from decimal import ROUND_UP, Decimal
from pathlib import PurePath
from typing import Any

from studio.backends.base import Call, Compiled, Fate
from studio.backends.kling_book import Book
from studio.backends.kling_cite import Citer, plain_name
from studio.backends.kling_model import Kling
from studio.backends.kling_pieces import CHARACTER, ELEMENT, KIND
from studio.backends.shot_words import said
from studio.messages import say

_CJK = re.compile(r"[\u3400-\u9fff]")
_ID = re.compile(r"@((?:image|element)_\d+)")
_LARGE = 720  # pixels of the short side from which the larger resolution is asked for
_CENT = Decimal("0.0001")


def still(book: Book, table: Kling, key: Mapping[str, str]) -> Compiled:
    """The one task that draws the picture; `key` is the placeholder of the job's id."""
    request, rows = book.request, table.stills
    elements = {f.key: f for f in request.figures if f.handles.get(ELEMENT)}
    images = _images(book, table, elements)
    steered = bool(images or elements)
    text = _text(book, images, list(elements.values()))
    if len(text) > rows.words:
        book.block("kling.long_prompt", length=len(text), limit=rows.words)
    known = rows.omni_resolutions if steered else rows.resolutions
    wish = "2k" if min(request.width, request.height) > _LARGE else "1k"
    resolution = book.choice("resolution", known) or (wish if wish in known else known[-1])
    book.tell("resolution", Fate.ROUNDED, "kling.resolution", resolution=resolution,
              size=f"{request.width}x{request.height}")  # fmt: skip
    ratio = _ratio(book, rows.ratios)
    body: dict[str, Any] = {
        "model_name": rows.omni_model if steered else rows.model, "prompt": text,
        "resolution": resolution, "aspect_ratio": ratio, "n": 1, "external_task_id": dict(key),
    }  # fmt: skip
    if images:
        body["image_list"] = [{"image": {"$input": place}} for place, _, _ in images]
    if elements:
        body["element_list"] = [
            {"element_id": _number(book, f.handles[ELEMENT], f.name)} for f in elements.values()
        ]
    if len(images) + len(elements) > rows.references:
        count = len(images) + len(elements)
        book.block("kling.too_many_references", count=count, limit=rows.references)
    if any(f.handles.get(KIND) == CHARACTER for f in elements.values()):
        book.warn("kling.still_of_character")
    book.dropped("seed", "kling.no_seed")
    book.unused()
    units = rows.prices.get(resolution, Decimal(0))
    return Compiled(
        calls=(Call(path=rows.omni_path if steered else rows.path, body=body),),
        account=tuple(book.account), blocks=tuple(book.blocks), warnings=tuple(book.warnings),
        price=table.money(units, "image").quantize(_CENT, ROUND_UP), currency=table.currency,
        estimated=True,
    )  # fmt: skip


def _images(
    book: Book, table: Kling, elements: Mapping[str, object]
) -> list[tuple[int, str, str | None]]:
    """Place, name and figure of each picture that goes along."""
    found: list[tuple[int, str, str | None]] = []
    for place, each in enumerate(book.request.inputs):
        name = each.name or PurePath(each.path).name
        if each.kind != "picture":
            book.dropped(f"inputs[{place}]", "kling.not_taken", name=name)
        elif each.figure in elements:
            book.tell(f"inputs[{place}]", Fate.MERGED, "kling.element_instead")
        else:
            suffix = PurePath(each.path).suffix.lower().removeprefix(".")
            if suffix not in table.picture.formats:
                formats = tuple(table.picture.formats)
                book.block("kling.format", name=name, format=suffix or "?", formats=formats)
            if each.facts and each.facts.bytes > table.picture.legacy_bytes:
                book.block("kling.heavy", name=name, limit=table.picture.legacy_bytes // 1_000_000)
            book.kept(f"inputs[{place}]")
            found.append((place, name, each.figure))
    return found


def _text(book: Book, images: list[tuple[int, str, str | None]], elements: list[Any]) -> str:
    request = book.request
    language = "zh" if _CJK.search(request.prompt or request.setting) else "en"
    names = {f.key: f.name for f in request.figures}
    spelling = {f.name: f"@element_{number}" for number, f in enumerate(elements, 1)}
    legend = [(f.name, f"@element_{number}") for number, f in enumerate(elements, 1)]
    for number, (_, name, figure) in enumerate(images, 1):
        called = names.get(figure or "", "") or name
        spelling.setdefault(called, f"@image_{number}")
        legend.append((called, f"@image_{number}"))
    citer = Citer(spelling)
    parts = [said(f"size.{request.size}", language)]
    if request.angle != "eye":
        parts.append(said(f"angle.{request.angle}", language))
    comma, stop = ("，", "。") if language == "zh" else (", ", ".")
    sentences = [comma.join(parts) + stop, citer.words(request.prompt)]
    for name in ("setting", "style"):
        value = str(getattr(request, name)).strip()
        if value:
            sentences.append(said(name, language, text=citer.words(value)))
    sentences += [
        say("kling.say.shown", language, name=plain_name(name), ids=told) for name, told in legend
    ]
    if request.negative.strip():
        sentences.append(said("avoid", language, text=citer.words(request.negative)))
        book.tell("negative", Fate.REWRITTEN, "kling.negative_in_words")
    if not request.prompt.strip() and not request.setting.strip():
        book.block("kling.no_words")
    book.tell("prompt", Fate.REWRITTEN, "kling.prompt")
    text = ("" if language == "zh" else " ").join(filter(None, sentences))
    return _ID.sub(r"<<<\1>>>", text)


def _ratio(book: Book, ratios: tuple[str, ...]) -> str:
    chosen = book.choice("ratio", ratios)
    wish = Decimal(book.request.width) / book.request.height

    def apart(ratio: str) -> Decimal:
        width, _, height = ratio.partition(":")
        value = Decimal(width) / Decimal(height)
        return max(value / wish, wish / value)

    near = chosen or min(ratios, key=apart)
    size = f"{book.request.width}x{book.request.height}"
    if apart(near) > Decimal("1.02"):
        book.tell("ratio", Fate.ROUNDED, "kling.ratio", size=size, ratio=near)
    else:
        book.kept("ratio")
    return near


def _number(book: Book, text: str, name: str) -> int:
    """The older API takes ids of elements as numbers, exact however long."""
    if text.isdigit():
        return int(text)
    book.block("kling.bad_element", name=name)
    return 0
