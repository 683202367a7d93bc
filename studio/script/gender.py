"""Whether a voice is a woman's, a man's or a child's, by what the text tells of its speaker."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import cast

from studio.paths import resource
from studio.script.names import Names
from studio.script.people import people_words

_FEMALE = re.compile(r"(?:mrs|ms|miss|lady|queen|mother|grandma|aunt|señora|doña)\b\.?", re.I)
_MALE = re.compile(r"(?:mr|sir|lord|king|father|grandpa|uncle|old man|señor|don)\b\.?", re.I)
_SENTENCES = re.compile(r"(?<=[.!?;\uff1b。\uff01\uff1f])\s*|\n+")
_PRONOUN = re.compile(r"\b(she|hers|herself|her|he|himself|his|him)\b|([她他])(?!们)", re.I)
_CLAUSE = re.compile(r"[,;\uff0c]|\b(?:and|but|while|as|when|who)\b", re.I)
_CLAUSE_MARKS = frozenset(",\uff0c。;\uff1b、") | {""}
_OBJECT = re.compile(r"\s*(?:$|[.,;:!?]|(?:a|an|the|to|and|in|on|at|with|for|from|as)\b)", re.I)
_ENOUGH = 2


def gender_of(name: str) -> str | None:
    """The gender a name's own words tell (Mrs, 女孩 ...)."""
    if _FEMALE.match(name):
        return "female"
    if _MALE.match(name):
        return "male"
    low = name.casefold()
    for word, _, gender in people_words():
        if gender and (word == low or (not word.isascii() and word in name)):
            return gender
    return None


class Genders:
    """What a text tells of the gender of `names`, all of them in one reading.

    A pronoun counts only in or right after a sentence that names nobody else, and an object in the
    clause of its subject does not: in `Daniel climbs toward her` she is somebody else.
    """

    def __init__(self, text: str, names: Iterable[str]) -> None:
        self._votes: Counter[str] = Counter()
        known = Names(names)
        before: str | None = None
        for sentence in filter(None, _SENTENCES.split(text)):
            here = known.within(sentence)
            name, end = next(iter(here.items())) if len(here) == 1 else (None, 0)
            if name is not None:
                self._votes[name.lower()] += sum(_signs(sentence, end))
            elif before is not None and not here:
                first = _PRONOUN.match(sentence.lstrip())
                self._votes[before.lower()] += 2 * _sign(first) if first else 0
            before = name

    def of(self, name: str) -> str | None:
        """What pronouns tell, else the first name; None when both are silent."""
        votes = self._votes[name.lower()]
        known = usual_gender(name)
        if votes and (abs(votes) >= _ENOUGH or known is None):
            return "female" if votes > 0 else "male"
        return known


def _signs(sentence: str, start: int) -> Iterator[int]:
    for found in _PRONOUN.finditer(sentence, start):
        said = found.group().lower()
        between = sentence[start : found.start()]
        if said in {"她", "他"} and sentence[: found.start()].rstrip()[-1:] not in _CLAUSE_MARKS:
            continue  # 渔夫摸摸她的头: somebody else
        is_object = said == "him" or (said == "her" and _OBJECT.match(sentence, found.end()))
        if not is_object or _CLAUSE.search(between):
            yield _sign(found) * (2 if said.endswith("self") or said in {"she", "he"} else 1)


def _sign(found: re.Match[str]) -> int:
    return 1 if found.group().lower()[0] in {"s", "她"} or "her" in found.group().lower() else -1


@cache
def first_names() -> dict[str, str]:
    raw = json.loads(resource("script", "first_names.json").read_text(encoding="utf-8"))
    table = cast("dict[str, list[str]]", raw)
    return {name.casefold(): gender for gender, names in table.items() for name in names}


def usual_gender(name: str) -> str | None:
    """What a common first name says; names that both bear are not in the list."""
    whole = first_names().get(name.casefold())
    return whole or first_names().get(name.split()[0].casefold() if name.split() else "")
