"""Shot lists in every usual notation: their headers, and one shot as asked for."""

import re
from collections.abc import Callable
from itertools import pairwise

from studio.script.measures import CLOCK, RANGE, clock, range_in, seconds_in, without_lengths
from studio.script.picture import without_cards
from studio.script.prose import findings, spoken_line, tidy
from studio.script.treatment import Asked, Said
from studio.script.vocabulary import (
    angle_in,
    bare_size,
    moves_in,
    pace_in,
    sizes_in,
    without_lead_craft,
)

_NUMBER = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_WORD = r"(?:镜头|镜号|分镜|鏡頭|镜|カット|컷|숏|샷|(?:shot|plano|toma|cut)\b)"
_NOTE = r"[(\uff08\[【](?P<{}>[^)\uff09\]】]{{1,60}})[)\uff09\]】]"
_TAIL = r"\s*[:\uff1a.、)\uff09\-—–|]*\s*"
_NAMED = (
    rf"(?:{_WORD}\s*#?\s*{_NUMBER}[A-Za-z]?(?![\u4e00-\u9fff]?[秒分])"  # 镜头1, Shot 2A
    rf"|第\s*{_NUMBER}\s*(?:个|個|号)?\s*(?:镜头|分镜|鏡頭|镜|カット)"  # 第1个镜头
    rf"|(?:SC|SH|S|C|#)[-_ ]?\d{{1,4}}(?=[\s:\uff1a.、)\uff09|,\uff0c-]))"  # S01, SH010, #3
)
HEADER = re.compile(
    r"^\s*(?:[-*•>#]+\s*)?(?:\*\*)?"
    rf"(?:{_NAMED}|[(\uff08\[【]\d{{1,3}}[)\uff09\]】]|[①-⑳]|\d{{1,3}}(?=[.、)\uff09]\s*[^\s\d])|[\[(\uff08【]?\s*(?:(?P<range>{RANGE})|(?P<at>{CLOCK}))\s*[\])\uff09】]?(?=[\s:\uff1a,\uff0c|-]))"
    rf"(?:\*\*)?\s*(?:{_NOTE.format('one')})?{_TAIL}(?:{_NOTE.format('two')})?{_TAIL}",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*[-*•]\s+")
_SPLIT = re.compile(
    rf"(?<=[。;\uff1b.!\uff01?\uff1f\n])\s*(?={_NAMED}\s*[:\uff1a(\uff08 -])", re.IGNORECASE
)


def split_shots(text: str) -> tuple[str, list[str]]:
    """What stands before the first shot header, and the text of each shot with its header."""
    lines = [part for line in text.split("\n") for part in _SPLIT.split(line)]
    is_header = _begins(lines)
    lead: list[str] = []
    shots: list[list[str]] = []
    for line in lines:
        if line.strip() and is_header(line):
            shots.append([line])
        elif shots:
            shots[-1].append(line)
        else:
            lead.append(line)
    return "\n".join(lead).strip(), ["\n".join(shot).strip() for shot in shots]


def _begins(lines: list[str]) -> Callable[[str], bool]:
    """How a shot begins in these lines: by number or time, else by a bullet or a size."""
    if any(_is_numbered(line) for line in lines):
        return _is_numbered
    told = [line for line in lines if line.strip()]
    sized = [line for line in told if _opens_on_size(line)]
    if len(sized) >= 2 and (sized == told[-len(sized) :] or all(map(_BULLET.match, sized))):
        return _opens_on_size
    timed = [line for line in told if _BULLET.match(line) and seconds_in(line)]
    return (lambda line: line in timed) if len(timed) >= 2 else (lambda _line: False)


def _is_numbered(line: str) -> bool:
    found = HEADER.match(line)
    return bool(found) and bool(line.strip())


def _opens_on_size(line: str) -> bool:
    bare = _BULLET.sub("", line).strip()
    told = without_lead_craft(bare)
    head = bare[: len(bare) - len(told)]
    return told != bare and bool(sizes_in(head) or bare_size(head.strip(" :\uff1a,\uff0c-–—.。")))


def read_shots(listed: list[str], language: str) -> list[Asked]:
    """The shots of a list. One that only names when it begins lasts until the next begins."""
    starts = [
        clock(found.group("at")) if (found := HEADER.match(x)) and found.group("at") else None
        for x in listed
    ]
    shots = [read_shot(text, language) for text in listed]
    for n, (start, after) in enumerate(pairwise(starts)):
        if start is not None and after is not None and after > start and shots[n].seconds is None:
            shots[n] = shots[n].model_copy(update={"seconds": after - start})
    return shots


def read_shot(text: str, language: str) -> Asked:
    """A shot from its text, header included. Sizes, moves, length and words in quotes survive."""
    found = HEADER.match(text)
    note = ", ".join(filter(None, found.group("one", "two"))) if found else ""
    body = text[found.end() :] if found else _BULLET.sub("", text)
    length = range_in(found.group("range") or "") if found else None
    dialogue: list[Said] = []
    seen: list[str] = []
    for line in body.split("\n"):
        spoken = spoken_line(line, language) if seen else None
        if spoken is not None:
            dialogue.append(spoken)
        else:
            seen.append(line)
    told = "\n".join(seen)
    inside = findings(without_lead_craft(told), language)
    shown = inside.onscreen or (inside.loose if not inside.dialogue else ())
    craft = f"{note}, {_without_lines(told, inside.dialogue)}"
    sizes = sizes_in(craft)
    size = sizes[0] if sizes else (bare_size(told) or bare_size(note))
    return Asked(
        text=tidy(without_lead_craft(without_lengths(without_cards(inside.text, shown)))),
        size=size,
        angle=angle_in(craft),
        moves=tuple(moves_in(craft)),
        pace=pace_in(craft),
        seconds=length or seconds_in(note) or seconds_in(craft),
        subjects=tuple(dict.fromkeys(x.speaker for x in inside.dialogue if x.speaker)),
        dialogue=(*inside.dialogue, *dialogue),
        onscreen_text=shown,
        heard=inside.heard,
    )


def _without_lines(text: str, lines: tuple[Said, ...]) -> str:
    """The text without what is said in it: `Give me two seconds` orders no length."""
    for line in lines:
        text = text.replace(line.text, " ")
    return text
