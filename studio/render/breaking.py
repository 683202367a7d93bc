"""How words are broken into what is read at once, and that into rows."""

import re
import unicodedata

_PAUSE = re.compile(r"(?<=[。!\uff01?\uff1f;\uff1b…!?;])\s*|(?<=[,\uff0c、,:\uff1a])\s*|(?<=\.)\s+")


def width_of(text: str) -> int:
    """Half-width columns that `text` takes (Unicode UAX 11: wide and full-width count two)."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pieces(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` columns, broken after pauses where there are any."""
    if width_of(text) <= limit:
        return [text]
    found: list[str] = []
    for phrase in (p.strip() for p in _PAUSE.split(text)):
        for bit in wrapped(phrase, limit):
            joint = f"{found[-1]} {bit}" if found and found[-1].isascii() else bit
            if found and not found[-1].isascii():
                joint = found[-1] + bit
            if found and width_of(joint) <= limit:
                found[-1] = joint
            else:
                found.append(bit)
    return [piece for piece in found if piece]


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


def balanced(text: str, columns: int) -> list[str]:
    """One row where it fits, else two of about the same width."""
    if width_of(text) <= columns:
        return [text]
    even = wrapped(text, max(columns // 2, -(-width_of(text) // 2) + 6))
    return even if len(even) <= 2 else wrapped(text, columns)
