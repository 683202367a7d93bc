"""One shot as asked for: its header, craft words, length, lines and what is left to be seen."""

import re

from studio.script.measures import seconds_in, without_lengths
from studio.script.prose import findings, spoken_line, tidy
from studio.script.treatment import Asked, Said
from studio.script.vocabulary import angle_in, bare_size, moves_in, pace_in, sizes_in

HEADER = re.compile(
    r"^\s*(?:[-*•>#]+\s*)?(?:\*\*)?"
    r"(?:(?:镜头|镜号|分镜|鏡頭|shot|カット|컷|숏|샷|plano)\s*#?\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})[A-Za-z]?"
    r"|\d{1,3}(?=[.、)\uff09]\s*\S))"
    r"(?:\*\*)?\s*(?:[(\uff08\[【]([^)\uff09\]】]{1,60})[)\uff09\]】])?\s*[:\uff1a.、)\uff09\-—–|]*\s*",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"(?<=[。;\uff1b.!\uff01?\uff1f\n])\s*(?=(?:镜头|分镜|shot|カット|컷|plano)\s*#?\s*(?:\d{1,3}|[一二三四五六七八九十]{1,2})\s*[:\uff1a(\uff08 -])",
    re.IGNORECASE,
)


def split_shots(text: str) -> tuple[str, list[str]]:
    """What stands before the first shot header, and the text of each shot with its header."""
    lines = [part for line in text.split("\n") for part in _SPLIT.split(line)]
    lead: list[str] = []
    shots: list[list[str]] = []
    for line in lines:
        if HEADER.match(line) and line.strip():
            shots.append([line])
        elif shots:
            shots[-1].append(line)
        else:
            lead.append(line)
    return "\n".join(lead).strip(), ["\n".join(shot).strip() for shot in shots]


def read_shot(text: str, language: str) -> Asked:
    """A shot from its text, header included. Sizes, moves, length and words in quotes survive."""
    found = HEADER.match(text)
    note = (found.group(1) or "") if found else ""
    body = text[found.end() :] if found else text
    dialogue: list[Said] = []
    seen: list[str] = []
    for line in body.split("\n"):
        spoken = spoken_line(line, language) if seen else None
        if spoken is not None:
            dialogue.append(spoken)
        else:
            seen.append(line)
    inside = findings("\n".join(seen), language)
    craft = f"{note}, {inside.text}"
    sizes = sizes_in(craft)
    size = sizes[0] if sizes else (bare_size(inside.text) or bare_size(note))
    return Asked(
        text=tidy(without_size(without_lengths(inside.text), size is not None)),
        size=size,
        angle=angle_in(craft),
        moves=tuple(moves_in(craft)),
        pace=pace_in(craft),
        seconds=seconds_in(note) or seconds_in(inside.text),
        dialogue=(*inside.dialogue, *dialogue),
        onscreen_text=inside.onscreen or (inside.loose if not inside.dialogue else ()),
        heard=inside.heard,
    )


def without_size(text: str, said: bool) -> str:
    """The text without a first clause that is only a shot size."""
    head, mark, rest = re.match(
        r"((?:[^,\uff0c:\uff1a。\s]|\s(?![-–—]\s))*)(\s[-–—]\s|[,\uff0c:\uff1a。]?)(.*)",
        text,
        re.DOTALL,
    ).groups()  # type: ignore[union-attr]
    clean = head.strip()
    if (
        said
        and mark
        and rest.strip()
        and (bare_size(clean) or (sizes_in(clean) and len(clean) <= 24))
    ):
        return _without_craft(rest)
    return text


def _without_craft(text: str) -> str:
    """The text without a lead such as `slow push in:` that only names a move."""
    found = re.match(r"([^:\uff1a]{1,40})[:\uff1a](.*\S.*)", text, re.DOTALL)
    return (found.group(2) if found and moves_in(found.group(1)) else text).lstrip()
