"""How words are broken into what is read at once, and that into rows."""

import re
import unicodedata
from itertools import pairwise

# Marks and the quotes they close; narrow ones only before a space or a wide letter: not in 1,000.
_PAUSE = re.compile(
    r"(?:[。\uff01\uff1f\uff1b…\uff0c、\uff1a]+[”’」』\uff09]*|[.,:;!?]+[\"”’)]*(?=\s|[^\x00-\x7f]|$))\s*"
)
_SHORTER = 0.5  # of the longer row; a row of one word looks lost over or under a long one


def width_of(text: str) -> int:
    """Half-width columns that `text` takes (Unicode UAX 11: wide and full-width count two)."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pieces(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` columns, broken after pauses where there are any."""
    if width_of(text) <= limit:
        return [text]
    found: list[str] = []
    for phrase in _phrases(text):
        *bits, last = wrapped(phrase, limit) or [""]
        for bit in (*bits, last + phrase[len(phrase.rstrip()) :]):
            if found and width_of((found[-1] + bit).rstrip()) <= limit:
                found[-1] += bit
            else:
                found.append(bit)
    return [piece.strip() for piece in found if piece.strip()]


def _phrases(text: str) -> list[str]:
    """The text after each pause, with the space behind it: all of them joined are the text."""
    ends = [0, *(pause.end() for pause in _PAUSE.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; words of alphabetic scripts stay whole where they fit."""
    lines = [""]
    for word in re.findall(r"\s+|[\x21-\u2fff\uac00-\ud7af]+|.", text, re.DOTALL):
        rest = word
        while width_of(lines[-1] + rest.rstrip()) > width:
            if not lines[-1].strip() and width_of(rest) > width:
                lines[-1], rest = rest[:width], rest[width:]
            elif rest in "。,、!?;:」』”’)…\uff0c\uff01\uff1f\uff1b\uff1a\uff09" and lines[-1]:
                break  # closing marks may hang over rather than begin a line
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            rest = rest.lstrip()
        lines[-1] += rest
    return [line.strip() for line in lines if line.strip()]


def _at_pause(text: str, columns: int) -> list[str]:
    """The most even two rows that part after a pause; none where one would be much shorter."""
    halves = [(text[: m.end()].strip(), text[m.end() :].strip()) for m in _PAUSE.finditer(text)]
    widths = {half: (width_of(half[0]), width_of(half[1])) for half in halves if all(half)}
    even = {half: each for half, each in widths.items() if max(each) <= columns}
    best = min(even, key=lambda half: abs(even[half][0] - even[half][1]), default=None)
    return list(best) if best and min(even[best]) >= _SHORTER * max(even[best]) else []


def balanced(text: str, columns: int) -> list[str]:
    """One row where it fits, else two: after a pause where that parts them well, or even ones."""
    if width_of(text) <= columns:
        return [text]
    if at_pause := _at_pause(text, columns):
        return at_pause
    even = wrapped(text, max(columns // 2, -(-width_of(text) // 2) + 6))
    return even if len(even) <= 2 else wrapped(text, columns)
