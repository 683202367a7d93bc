"""Kinds of film and the beats they are made of, from the tables of `resources/script/direct`."""

import re
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict, TypeAdapter

from studio.paths import resource
from studio.timeline.story import Angle, Move, Pace, Size


class Row(BaseModel):
    """One beat of a kind: how grammar takes it, and its words in Chinese and English.

    `rank` 1 is the beat a film of this kind cannot do without; the order of rows is dramatic.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rank: int
    size: Size
    moves: tuple[Move, ...]
    who: str
    seconds: float
    zh: str
    en: str
    angle: Angle | None = None
    end: bool = False


class Kind(BaseModel):
    """A kind of film: the words that tell it, its pace, seconds a shot, and who is in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[str, ...]
    pace: Pace
    each: float
    cast: dict[str, tuple[str, ...]]
    beats: tuple[Row, ...]


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by name, in the order in which they are looked for."""
    text = resource("script", "direct", "kinds.json").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Kind]).validate_json(text)


class Look(BaseModel):
    """One more look at what is already told: who is in it, how close, and its words.

    `who`: a, other (who watches), object (what is handled), place, none. A look that needs what is
    not there is left out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    who: str
    size: Size
    text: str
    angle: Angle | None = None


class Phrases(BaseModel):
    """The words of coverage that nobody wrote, in one language.

    `sizes` are words for a beat by how it is taken, in languages the beats themselves lack.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    two: str
    over: str
    single: str
    close: str
    group: str
    listens: str
    voice: str
    joint: str
    lead: str
    end: str
    closer: tuple[Look, ...]
    looks: tuple[Look, ...]
    sizes: dict[str, str] = {}


@cache
def phrases(language: str) -> Phrases:
    """The words for coverage in a language, English where there are none."""
    tongue = language.split("-")[0]
    table = _coverage()
    return table.get("zh" if tongue == "yue" else tongue, table["en"])


@cache
def _coverage() -> Mapping[str, Phrases]:
    text = resource("script", "direct", "coverage.json").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Phrases]).validate_json(text)


def phrase(language: str, key: str, **words: str) -> str:
    """One phrase of coverage with names put in."""
    return str(getattr(phrases(language), key)).format(**words)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    words = kinds()[kind].words
    either = [
        rf"(?<![A-Za-z0-9]){re.escape(w)}(?:s|es|d|ed|ing)?(?![A-Za-z0-9])"
        if w.isascii()
        else re.escape(w)
        for w in words
    ]
    return re.compile("|".join(either) or r"(?!)", re.IGNORECASE)


def kind_of(text: str) -> str:
    """advert, fight, chase, horror, dance, romance, dialogue, scenery or general."""
    return next((name for name in kinds() if _pattern(name).search(text)), "general")
