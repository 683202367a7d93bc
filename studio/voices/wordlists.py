"""Which entries of a word list a text mentions: the vocabulary of sounds, moods and emotions."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import cast

from studio.paths import resource

Table = Mapping[str, Sequence[str]]


@cache
def tables() -> Mapping[str, Table]:
    """The lists of resources/voices/sounds.json by name: entries, each with its words."""
    text = resource("voices", "sounds.json").read_text(encoding="utf-8")
    return cast("Mapping[str, Table]", json.loads(text))


def named(text: str, table: str) -> list[str]:
    """Entries of a list whose words `text` mentions, in the order of the list.

    Words in Latin letters count as whole words, with or without an ending (rain is not in train,
    war not in warm); others count anywhere but in words that only look like them (上海 is no sea).
    """
    low = text.lower()
    for word in tables()["unless"]["words"]:
        low = low.replace(word, " ")
    return [name for name, pattern in _patterns(table).items() if pattern.search(low)]


@cache
def _patterns(table: str) -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile("|".join(map(_one, row))) for name, row in tables()[table].items()}


def _one(word: str) -> str:
    if not re.match(r"[a-zà-ÿ ]+$", word):
        return re.escape(word)
    return rf"\b{re.escape(word)}(?:e?s|ing|e?d|y|ly|ness)?\b"
