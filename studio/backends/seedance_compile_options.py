"""Options of a request that Ark has a parameter for; everything else is dropped, and said so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from studio.backends.base import Fate
from studio.backends.seedance_book import Book
from studio.backends.seedance_compile_media import FRAMES, Piece
from studio.backends.seedance_compile_words import TASKS
from studio.backends.seedance_model import Family

_READ_ELSEWHERE = {"resolution", "ratio", "task", "draft_of"}


@dataclass(frozen=True)
class _Option:
    """An option: which values it takes, which models, whether for drafts, whether it is sent."""

    fits: Callable[[object], bool]
    has: Callable[[Family], bool] = lambda family: True
    final: bool = True  # may be set when a draft is made whole
    sent: bool = True


def _is_bool(value: object) -> bool:
    return isinstance(value, bool)


def _within(low: int, high: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and low <= value <= high


_OPTIONS = {
    "watermark": _Option(_is_bool),
    "return_last_frame": _Option(_is_bool),
    "draft": _Option(_is_bool, lambda family: family.draft is not None, final=False),
    "camera_fixed": _Option(_is_bool, lambda family: family.camera_fixed, final=False),
    "web_search": _Option(_is_bool, lambda family: family.web_search, final=False),
    "output_format": _Option(lambda value: value in ("mp4", "mov"), lambda family: family.mov),
    "service_tier": _Option(lambda value: value in ("default", "flex"), lambda family: family.flex),
    "priority": _Option(_within(0, 9), lambda family: family.priority),
    "execution_expires_after": _Option(_within(3600, 259_200)),
    "duration": _Option(
        lambda value: value == -1, lambda family: family.auto_seconds, final=False, sent=False
    ),
    "frames": _Option(
        lambda value: value == "reference",
        lambda family: family.references is not None,
        final=False,
        sent=False,
    ),
}


def task_of(book: Book, pieces: tuple[Piece, ...]) -> str:
    """What the model is to do with references: `auto`, `reference`, `edit` or `extend`."""
    given, clip = book.option("task"), any(piece.kind == "video" for piece in pieces)
    if given in TASKS:
        if book.family.references is None:
            book.block("seedance.no_task")
        elif not clip:
            book.block("seedance.task_without_clip")
        book.kept("options.task")
        return str(given)
    if given not in (None, "auto", "reference"):
        book.block("seedance.bad_option", option="task", value=f"{given}"[:40])
    words = book.request.prompt
    if clip and book.family.locks and any(sign.search(words) for sign in TASKS.values()):
        book.warn("seedance.reads_as_task")
    if given == "auto":
        book.kept("options.task")
        return "auto"
    if given == "reference":
        book.kept("options.task")
    return "reference"


def options_of(book: Book, pieces: tuple[Piece, ...], *, final: bool = False) -> dict[str, Any]:
    """Parameters of the body that options ask for, and those that are always said."""
    family, values = book.family, dict[str, Any](watermark=False)
    for name, value in book.request.options.items():
        option = _OPTIONS.get(name)
        if option is None:
            if name not in _READ_ELSEWHERE:
                book.dropped(f"options.{name}", "seedance.unknown_option", option=name[:40])
        elif not option.has(family) or (final and not option.final):
            book.dropped(f"options.{name}", "seedance.option_refused", option=name)
            if name == "draft" and value is True and not final:
                book.block("seedance.no_draft")
        elif not option.fits(value):
            book.block("seedance.bad_option", option=name, value=f"{value}"[:40])
        else:
            book.kept(f"options.{name}")
            if option.sent:
                values[name] = value
    return _agreed(book, values, pieces)


def _agreed(book: Book, values: dict[str, Any], pieces: tuple[Piece, ...]) -> dict[str, Any]:
    """Without what excludes something else."""
    if values.pop("web_search", False):
        values["tools"] = [{"type": "web_search"}]
    flex = values.get("service_tier") == "flex"
    if flex and values.pop("priority", None) is not None:
        book.dropped("options.priority", "seedance.not_with_flex")
    referenced = any(piece.role not in FRAMES for piece in pieces)
    if values.get("camera_fixed") and referenced:
        del values["camera_fixed"]
        book.dropped("options.camera_fixed", "seedance.option_refused", option="camera_fixed")
    if values.get("draft") and not book.family.locks:  # the drafts of 1.5 have neither
        for name in ("return_last_frame", "service_tier"):
            if values.pop(name, None) not in (None, False, "default"):
                book.tell(f"options.{name}", Fate.DROPPED, "seedance.not_in_draft", option=name)
    return values
