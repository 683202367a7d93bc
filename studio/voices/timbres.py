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
_SOUND = 128  # columns of a vector that are the sound of a voice; the others are its melody
_SECOND = 0.3  # the most there is of another voice in a character's own
_TUNE = 1.0  # semitones up or down by the key
# Languages without a voice of their own, and the one whose melodies suit them.
_MELODIES = {"zh-sichuan": "zh", "yue": "zh", "ko": "ja"}
_WOMEN = {"zh": -1.5, "ja": -1.5}  # semitones: women's melodies there lie at 235 to 290 Hz
_CHILD = 4.0  # semitones a child speaks above a woman's voice that it borrows


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
    """A named voice as it is; else the character's own.

    The first half of a vector is the sound of a voice, the second its melody and pace (as the
    model's two decoders read it). The sound comes by the character's key from the voices of its
    kind in any language, so that it is the same person in all of them; the melody comes from a
    voice of the language, so that nobody has an accent.
    """
    named = _table().get(manner.name or "")
    if named is not None:
        return named
    kind, digest = _kind(manner), _digest(manner)
    own = _row(kind, _voices(language))
    melody = _table()[own[digest[0] % len(own)]]
    pool = _pool(kind)
    first, second = (_table()[pool[digest[place] % len(pool)]] for place in (1, 3))
    part = _SECOND * digest[4] / 255
    sound = first * (1 - part) + second * part
    halves = [sound[:, :_SOUND], melody[:, _SOUND:]]
    return np.asarray(np.concatenate(halves, axis=1), np.float32)


def lift(manner: Manner, language: str) -> float:
    """Semitones by which the character speaks above the voice it was given."""
    if manner.name in _table():
        return 0.0
    own = _TUNE * (_digest(manner)[5] / 127.5 - 1)
    if _kind(manner) == "female":
        own += _WOMEN.get(_MELODIES.get(language, language), 0.0)
    if _kind(manner) == "child" and "child" not in _voices(language):
        own += _CHILD
    return own


def _voices(language: str) -> Mapping[str, tuple[str, ...]]:
    """The voices whose melody a language is spoken with, by gender."""
    return by_language()[_MELODIES.get(language, language)]


def _digest(manner: Manner) -> bytes:
    return hashlib.sha256(manner.key.encode()).digest()


def _kind(manner: Manner) -> str:
    """Female, male or child; by the key where nothing is said."""
    if manner.gender in {"female", "male", "child"}:
        return manner.gender
    return "female" if _digest(manner)[2] % 2 else "male"


def _row(kind: str, genders: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return genders.get(kind) or genders["female"]


@cache
def _pool(kind: str) -> tuple[str, ...]:
    """The voices of a kind in every language; children also have women's sound, set higher."""
    kinds = ("child", "female") if kind == "child" else (kind,)
    rows = [genders.get(each, ()) for genders in by_language().values() for each in kinds]
    return tuple(sorted({name for row in rows for name in row}))
