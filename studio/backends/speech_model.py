"""What speaks behind an OpenAI-compatible address, as data: `resources/backends/speech.json`.

Prices are US dollars: `per_minute` of what is spoken, or `per_million` characters. A model that the
table does not have (one of the maker's own server) takes the plain fields and has no price.
"""

import hashlib
from collections.abc import Mapping, Sequence
from decimal import ROUND_UP, Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from studio.backends.base import Figure
from studio.backends.tables import table

CURRENCY = "USD"
_CENT = Decimal("0.0001")
_PACE = {"zh": 270, "ja": 400, "ko": 330}  # characters a minute; others as Latin letters
_LATIN = 900  # about 150 words a minute of six characters
_GENDERS = ("female", "male")


class Row(BaseModel):
    """A frozen part of the table; unknown fields of a later one are no error."""

    model_config = ConfigDict(frozen=True)


class Model(Row):
    """One model: whether it can be told how to speak (`instructions`), its voices, its price."""

    directed: bool = False
    voices: Mapping[str, tuple[str, ...]] | None = None
    per_minute: Decimal | None = None
    per_million: Decimal | None = None


class Family(Row):
    """How the speech endpoint is spoken to."""

    title: str
    path: str
    model: str
    characters: int
    speed: tuple[Decimal, Decimal]
    parallel: int
    languages: tuple[str, ...]
    dialects: tuple[str, ...]
    voices: Mapping[str, tuple[str, ...]]
    models: Mapping[str, Model]

    def voice(self, model: str, figure: Figure | None) -> str:
        """The voice that a figure names, else one of its kind, always the same for one figure."""
        if figure is not None and figure.voice:
            return figure.voice
        own = self.models.get(model, Model()).voices or self.voices
        key = figure.key if figure is not None else "voice over"
        gender = (figure.gender if figure is not None else None) or pick(key, _GENDERS)
        return pick(key, own.get(gender) or self.voices[_GENDERS[0]])

    def price(self, model: str, text: str, language: str, speed: Decimal) -> Decimal | None:
        """About what a line costs; None where no price is known."""
        row = self.models.get(model)
        if row is None:
            return None
        if row.per_million is not None:
            return (row.per_million * len(text) / 1_000_000).quantize(_CENT, ROUND_UP)
        if row.per_minute is not None:
            return (row.per_minute * minutes(text, language, speed)).quantize(_CENT, ROUND_UP)
        return None


class Table(Row):
    """The whole file."""

    families: Mapping[str, Family]


def speech(own: Path | None = None) -> Family:
    """The endpoint's row. Raises BadInput for a table of the maker's that cannot be used."""
    return table("speech", Table, own).families["speech"]


def minutes(text: str, language: str, speed: Decimal = Decimal(1)) -> Decimal:
    """About how long a line takes to say."""
    pace = _PACE.get("zh" if language == "yue" else language.partition("-")[0], _LATIN)
    return Decimal(len(text)) / pace / speed


def pick(key: str, choices: Sequence[str]) -> str:
    """One of some choices, always the same for one key."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big")
    return choices[number % len(choices)]
