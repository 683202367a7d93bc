"""How a screenplay introduces people: MRS. LAU (72), small and upright, tastes a soup."""

import re
from collections.abc import Iterable

_TOLD = re.compile(
    r"[ ]?[(\uff08]([^()\uff08\uff09\n]{1,60})[)\uff09](?:, ([^.!?,\n]{3,60}(?: and [^.!?,\n]{3,40})?),)?"
)
_YEARS = re.compile(r"^\D{0,12}(\d{1,3})(?!\d|s)")
_GROWN = 13  # years below which a voice is a child's


def introductions(told: str, names: Iterable[str]) -> dict[str, str]:
    """What the action tells of each of `names` where it first puts words in brackets behind it."""
    known = {name.upper(): name for name in names if name.strip()}
    lengths = sorted({len(name) for name in known}, reverse=True)
    found: dict[str, str] = {}
    for match in _TOLD.finditer(told):
        before = told[max(0, match.start() - 80) : match.start()].upper()
        name = next((known[b] for n in lengths if (b := before[-n:]) in known), None)
        if name is not None and name not in found:
            found[name] = ", ".join(filter(None, (f"({match[1].strip()})", match[2])))
    return found


def is_child(introduction: str) -> bool:
    """True when an introduction gives an age below thirteen."""
    years = _YEARS.match(introduction)
    return years is not None and int(years[1]) < _GROWN
