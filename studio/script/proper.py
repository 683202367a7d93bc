"""Whom a text calls by a proper name: Anna runs through the market, 李明走进办公室."""

import json
import re
from functools import cache
from typing import cast

from studio.paths import resource
from studio.script.gender import first_names
from studio.script.names import Names
from studio.script.people import NOT_NAMES, is_noun
from studio.script.speech import QUOTE

_MOST = 8
_WORD = r"[A-ZÀ-Þ][a-zà-ÿ'’-]{1,20}"
_PLACE_AFTER = re.compile(
    r" (?:Street|St|Road|Avenue|Square|Park|Bridge|Station|Bay|Lake|Beach|Hotel|Hill|Tower)\b"
)
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|from|of|over|across|through|San|Santa|Saint|St\.?) $")  # fmt: skip


@cache
def _words() -> dict[str, list[str]]:
    raw = json.loads(resource("script", "proper.json").read_text(encoding="utf-8"))
    return cast("dict[str, list[str]]", raw)


@cache
def _acting() -> re.Pattern[str]:
    """A name and what one does, or two names and what several do."""
    many, one = (
        "|".join(sorted(_words()[kind], key=len, reverse=True)) for kind in ("verbs", "verbs_third")
    )
    name = rf"{_WORD}(?: {_WORD})?"
    then = r",? (?:[a-z]+ly )?"
    return re.compile(
        rf"(?<![\w’'-])(?:({name}),? (?:and|&) ({name}){then}(?:{many}|are [a-z]+ing)\b"
        rf"|({name}){then}(?:{one}|is [a-z]+ing)\b)"
    )


@cache
def _acting_zh() -> re.Pattern[str]:
    words = _words()
    no = "|".join(words["not_names_zh"])
    verbs = "|".join(words["verbs_zh"])
    return re.compile(
        rf"(?:^|(?<=[\uff0c,。;\uff1b:\uff1a!\uff01?\uff1f、\s]))(?!{no})"
        rf"([{words['surnames_zh']}][\u4e00-\u9fff]{{1,2}}?)(?={verbs})",
        re.MULTILINE,
    )


@cache
def _given() -> Names:
    words = _words()
    known = {name for name in first_names() if len(name) > 1}
    plain = {name.casefold() for name in words["ambiguous"]}
    return Names([*(known - plain), *words["given"]])


def proper_people(text: str) -> list[str]:
    """The people a text names, in order of their first mention, each once.

    A word with a capital counts when it is a common first name or does what people do; what is in
    quotes, and the names of places, do not.
    """
    told = QUOTE.sub(lambda quote: " " * len(quote.group()), text)
    found: dict[str, int] = {}
    for match in _acting().finditer(told):
        for group in (1, 2, 3):
            if match.group(group) and _may_be(match.group(group)):
                found.setdefault(match.group(group), match.start(group))
    for match in _acting_zh().finditer(told):
        found.setdefault(match.group(1), match.start(1))
    for name, end in _given().within(told).items():
        written = told[end - len(name) : end]
        if written[:1].isupper() and not _is_place(told, end - len(written), end):
            found.setdefault(written, end)
    ordered = sorted(found, key=lambda name: found[name])
    return [n for n in ordered if not any(n != m and n in m.split() for m in ordered)][:_MOST]


def _may_be(name: str) -> bool:
    first = name.split()[0].casefold()
    if first in NOT_NAMES or first in _words()["not_names"] or is_noun(name):
        return False
    return not any(is_noun(word) for word in name.split())


def _is_place(text: str, start: int, end: int) -> bool:
    return bool(
        _PLACE_AFTER.match(text, end) or _PLACE_BEFORE.search(text[max(0, start - 8) : start])
    )
