"""How far words heard or read are from words asked for: error rates by edit distance.

Chinese, Japanese, Korean and other languages written without spaces, or whose spaces are a matter
of taste, are compared by characters (CER), all others by words (WER), as is usual for recognisers.
"""

import importlib.util
import unicodedata
from collections.abc import Sequence
from itertools import groupby

import numpy as np

_BY_CHARACTER = frozenset({"zh", "yue", "cmn", "hak", "nan", "wuu", "ja", "ko", "th", "lo", "my"})
_CHINESE = frozenset({"zh", "yue", "cmn", "hak", "nan", "wuu"})
MOST = 4000  # tokens of a text that are compared


def by_character(language: str) -> bool:
    """Whether a language is compared by characters."""
    return language.lower().partition("-")[0] in _BY_CHARACTER


def tokens(text: str, language: str) -> list[str]:
    """What is compared: letters and digits in their plain form, without case and punctuation."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in plain if c != "'")
    words = kept.split()
    return (list("".join(words)) if by_character(language) else words)[:MOST]


def errors(wanted: Sequence[str], got: Sequence[str], *, within: bool = False) -> int:
    """Least number of tokens put in, left out or replaced on the way from one to the other.

    `within`: `wanted` is looked for in a part of `got` (Sellers 1980), what lies around is free.
    """
    order = {each: number for number, each in enumerate({*wanted, *got})}
    other = np.array([order[each] for each in got], np.int32)
    steps = np.arange(len(got) + 1)
    row = np.zeros(len(got) + 1, np.int64) if within else steps.astype(np.int64)
    for count, each in enumerate(wanted, 1):
        new = np.empty_like(row)
        new[0] = count
        new[1:] = np.minimum(row[1:] + 1, row[:-1] + (other != order[each]))
        row = np.minimum.accumulate(new - steps) + steps  # tokens put in, one after the other
    return int(row.min() if within else row[-1])


def error_rate(
    wanted: str, got: str, language: str, *, within: bool = False, heard: bool = False
) -> float:
    """Errors as a share of the tokens asked for; 0 where nothing was asked for.

    `heard`: Chinese is compared by its syllables where that can be told, as nobody hears which
    of several characters, or of both scripts, was meant.
    """
    asked, found = tokens(wanted, language), tokens(got, language)
    if heard and language.lower().partition("-")[0] in _CHINESE:
        asked, found = _syllables(asked), _syllables(found)
    return errors(asked, found, within=within) / len(asked) if asked else 0.0


def _syllables(characters: list[str]) -> list[str]:
    """Each character as it is said, without its tone: a recogniser's tones are guesses.

    A word in Latin letters among them is one.
    """
    if importlib.util.find_spec("pypinyin") is None:
        return characters
    from pypinyin import lazy_pinyin  # it reads a dictionary

    said: list[str] = []
    for latin, letters in groupby(characters, str.isascii):
        run = list(letters)
        said += ["".join(run)] if latin else [lazy_pinyin(each)[0] for each in run]
    return said
