"""The voices of Kokoro: tables of style vectors, and which voice a character has."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

from studio.paths import resource
from studio.voices.base import Manner

Style = npt.NDArray[np.float32]  # (510, 256): a vector for every length in phonemes
_SECOND = 0.35  # part of another voice in a character's own


@cache
def _table() -> Mapping[str, Style]:
    with np.load(resource("voices", "kokoro", "voices.npz"), allow_pickle=False) as stored:
        names = sorted({key.partition(".")[0] for key in stored})
        return {
            name: np.asarray(
                stored[f"{name}.weights"] @ stored[f"{name}.basis"] + stored[f"{name}.mean"],
                np.float32,
            )
            for name in names
        }


@cache
def by_language() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Names of voices by language and gender (female, male, child)."""
    text = resource("voices", "kokoro", "voices.json").read_text(encoding="utf-8")
    return {
        language: {gender: tuple(row) for gender, row in genders.items()}
        for language, genders in json.loads(text).items()
    }


def names() -> tuple[str, ...]:
    """Every voice a maker may name."""
    return tuple(_table())


def style(manner: Manner, language: str) -> Style:
    """A named voice as it is; else one of the language's own for the character.

    A character's voice is one voice with some of another of its kind in it, both picked by its
    key: a dozen people of one film can be told apart.
    """
    named = _table().get(manner.name or "")
    if named is not None:
        return named
    row = _row(manner, by_language()[language.removesuffix("-sichuan")])
    digest = hashlib.sha256(manner.key.encode()).digest()
    first = row[digest[0] % len(row)]
    others = [name for name in row if name != first]
    if not others:
        return _table()[first]
    second = others[digest[1] % len(others)]
    mixed = _table()[first] * (1 - _SECOND) + _table()[second] * _SECOND
    return np.asarray(mixed, np.float32)


def _row(manner: Manner, genders: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if manner.gender == "child":
        return genders.get("child", genders["female"])
    if manner.gender is not None and manner.gender in genders:
        return genders[manner.gender]
    pick = hashlib.sha256(manner.key.encode()).digest()[2] % 2
    return genders["female" if pick else "male"]
