"""Words of the trade in five languages: sizes, angles, moves, pace; found with their places."""

import json
import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TypeVar, cast

from studio.paths import resource
from studio.timeline.story import Angle, Move, Pace, Size

E = TypeVar("E", bound=Enum)

_LETTERS = {
    "远": Size.LONG, "遠": Size.LONG, "全": Size.FULL, "中": Size.MEDIUM,
    "近": Size.MEDIUM_CLOSE, "特": Size.CLOSE_UP,
}  # fmt: skip
_RUN = re.compile(
    r"(?<![一-鿿])[远遠全中近特](?:[、/,\uff0c]?[远遠全中近特]){1,7}(?=[景镜不各等的]|[\s,\uff0c。,;\uff1b]|$)"
)
_RUN_INSIDE = re.compile(
    r"(?:运用|用|采用|包含|包括|从|以)([远遠全中近特](?:[、/,\uff0c]?[远遠全中近特]){1,7})"
)
_ENGLISH_LIST = re.compile(
    r"(?:(?:extreme |medium[- ])?(?:wide|long|full|medium|mid|close|tight)"
    r"(?:\s*(?:,|/|and|&|then|to)\s*)+)+"
    r"(?:extreme |medium[- ])?(?:wide|long|full|medium|mid|close(?:[- ]?up)?|tight)s?\b",
    re.IGNORECASE,
)

_ONE_SIZE = r"(?:大远景|极远景|大遠景|大特写|极特写|中近景|中全景|[远遠全中近][景]|特写|特寫|(?:extreme )?(?:wide|long|full|medium|mid)(?: close[- ]?up| shot)?s?|(?:extreme )?close[- ]?ups?)"
_NAMED_LIST = re.compile(
    rf"(?:运用|使用|采用|包含|包括|[用从以])?{_ONE_SIZE}(?:\s*(?:[、/,\uff0c和与到]|and|then|,\s*and)\s*{_ONE_SIZE})+(?:等?(?:不同)?(?:景别|镜头))?",
    re.IGNORECASE,
)
# The first words of a shot up to a mark, a blank after Chinese, `of` or `on`.
_LEADING = re.compile(
    r"\s*[(\uff08\[【]?\s*((?:[^\s,\uff0c。.:\uff1a;\uff1b、|()\uff08\uff09\[\]【】-]|(?<=[A-Za-z])[ -](?=[A-Za-z])(?!(?:of|on)\b)){1,30})"
    r"\s*[)\uff09\]】]?(?:\s*[,\uff0c。.:\uff1a;\uff1b、|)\uff09]+\s*|\s+[-–—]+\s*|\s+(?:of|on)\s+|(?<=[\u3000-\u9fff\uac00-\ud7af])\s+)",
    re.IGNORECASE,
)


_MOST_LEADING = 8  # words of the trade before a shot begins to tell
_FAR = 200


def _compiled(values: type[E], *names: str) -> list[tuple[re.Pattern[str], E]]:
    """Rows of the table of words: pattern and value, in the order in which they win overlaps."""
    text = resource("script", "craft.json").read_text(encoding="utf-8")
    table = cast("dict[str, list[tuple[str, str]]]", json.loads(text))
    rows = [row for name in names for row in table[name]]
    return [(re.compile(pattern, re.IGNORECASE), values(value)) for value, pattern in rows]


_SIZE_WORDS, _BARE_WORDS = _compiled(Size, "sizes"), _compiled(Size, "bare_sizes")
_ANGLE_WORDS, _MOVE_WORDS = _compiled(Angle, "angles"), _compiled(Move, "moves")
_PACE_WORDS = _compiled(Pace, "paces")


def _found(text: str, words: Sequence[tuple[re.Pattern[str], E]]) -> Iterator[tuple[int, int, E]]:
    """(start, end, value) of every word, leftmost first; earlier rows of a table win overlaps."""
    taken: list[tuple[int, int, E]] = []
    mask = bytearray(len(text))
    for pattern, value in words:
        for match in pattern.finditer(text):
            start, end = match.span()
            if mask.find(1, start, end) < 0:
                mask[start:end] = b"\1" * (end - start)
                taken.append((start, end, value))
    yield from sorted(taken, key=lambda item: item[0])


def sizes_in(text: str) -> list[Size]:
    """Shot sizes named in a text, in order; runs such as 远全中近特 count letter by letter."""
    places: list[tuple[int, Size]] = []
    mask = bytearray(len(text))
    for pattern in (_RUN_INSIDE, _RUN):
        for match in pattern.finditer(text):
            run = match.group(1) if pattern is _RUN_INSIDE else match.group()
            letters = [c for c in run if c in _LETTERS]
            if len(letters) >= 2 and not mask[match.start()]:
                mask[match.start() : match.end()] = b"\1" * len(match.group())
                places += [(match.start() + n, _LETTERS[c]) for n, c in enumerate(letters)]
    for match in _ENGLISH_LIST.finditer(text):
        mask[match.start() : match.end()] = b"\1" * len(match.group())
        listed = _found(match.group(), _BARE_WORDS)
        places += [(match.start() + start, size) for start, _, size in listed]
    places += [(start, size) for start, _, size in _found(text, _SIZE_WORDS) if not mask[start]]
    return [size for _, size in sorted(places, key=lambda item: item[0])]


def bare_size(text: str) -> Size | None:
    """A size said in one word, as in `Shot 1 - wide, slow push in`."""
    words = re.split(r"[,\uff0c;\uff1b:\uff1a(\uff08)\uff09\[\].。/]", text)
    for word in words[:3]:
        for pattern, size in _BARE_WORDS:
            if pattern.fullmatch(word.strip()):
                return size
        if word.strip() in {"远", "全", "中", "近", "特"}:
            return _LETTERS[word.strip()]
    return None


def moves_in(text: str) -> list[Move]:
    """Camera moves named in a text, in order, each once."""
    return list(dict.fromkeys(move for _, _, move in _found(text, _MOVE_WORDS)))


def angle_in(text: str) -> Angle | None:
    """The camera angle named first."""
    return next((angle for _, _, angle in _found(text, _ANGLE_WORDS)), None)


def pace_in(text: str) -> Pace | None:
    """The pace named first."""
    return next((pace for _, _, pace in _found(text, _PACE_WORDS)), None)


def craft_spans(text: str) -> list[tuple[int, int]]:
    """Where sizes, angles and moves are named in a text."""
    tables = (_SIZE_WORDS, _ANGLE_WORDS, _MOVE_WORDS)
    return [(start, end) for words in tables for start, end, _ in _found(text, words)]


def without_list(text: str) -> str:
    """The text without a list of sizes (`wide, medium, close`, 用远全中近特) and what led to it."""
    text = _ENGLISH_LIST.sub(" ", text) if len(sizes_in(text)) > 1 else text
    for pattern in (_NAMED_LIST, _RUN_INSIDE, _RUN):
        text = pattern.sub(" ", text)
    return re.sub(r"[\s:\uff1a,\uff0c]+(?=[.。;\uff1b]|$)", "", text)


def without_lead_craft(text: str) -> str:
    """The text from where it begins to tell: `Medium shot, handheld: he runs` is `he runs`."""
    for _ in range(_MOST_LEADING):
        found = _LEADING.match(text)
        if found is None or not _is_craft(found.group(1)):
            break
        if not text[found.end() : found.end() + _FAR].strip(" .。"):
            break
        text = text[found.end() :]
    return text


def _is_craft(words: str) -> bool:
    """True for sizes, moves and angles alone; a pace alone tells (`Slowly, she turns`)."""
    return bare_size(words) is not None or (bool(craft_spans(words)) and is_only_craft(words))


def is_only_craft(text: str) -> bool:
    """True when a text says nothing but sizes, moves, angles and pace."""
    rest = text
    for words in (_SIZE_WORDS, _MOVE_WORDS, _ANGLE_WORDS, _PACE_WORDS):
        for pattern, _ in words:
            rest = pattern.sub(" ", rest)
    rest = re.sub(
        r"运用|使用|采用|不同|景别|镜头|shots?|sizes?|using|different|with|and", " ", rest
    )
    return not re.search(r"\w", _RUN_INSIDE.sub(" ", _RUN.sub(" ", rest)))
