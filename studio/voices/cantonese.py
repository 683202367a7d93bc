"""Cantonese to Jyutping, and Jyutping to the signs that Kokoro knows and the marks of tones.

eSpeak's dictionary reads the letters; what it reads as nobody speaks stands in a table of words.
Jyutping: Linguistic Society of Hong Kong, 1993; its sounds after Bauer and Benedict, Modern
Cantonese Phonology, 1997.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache

from studio.paths import resource
from studio.voices.espeak import phonemes as espeak_phonemes
from studio.voices.tones import MARKS

_FINAL = "aai|aau|aa|ai|au|a|eoi|eo|oe|ei|eu|e|iu|i|oi|ou|o|ui|yu|u"
# eSpeak puts a tone right behind its vowel (ga1m), but behind a last ng (zuŋ1).
_READ = re.compile(
    rf"(gw|kw|[bpmfdtnlgkŋhwzcsj])?({_FINAL})(ŋ)?([1-7])([mnptk](?![aeiouy]))?|(h?[mŋ])([1-7])"
)
_SYLLABLE = re.compile(
    rf"(ng|gw|kw|[bpmfdtnlgkhwzcsj])?({_FINAL})(ng|[mnptk])?([1-6])|(h?m|h?ng)([1-6])"
)
_ONSETS = {
    "": "", "b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l",
    "g": "k", "k": "kʰ",
    "ng": "ŋ", "h": "h", "gw": "kw", "kw": "kʰw", "w": "w", "z": "ʦ", "c": "ʦʰ", "s": "s", "j": "j",
}  # fmt: skip
_FINALS = {
    "aa": "a", "aai": "ai", "aau": "au", "a": "ɐ", "ai": "ɐi", "au": "ɐu", "i": "i", "iu": "iu",
    "u": "u", "ui": "ui",
    "yu": "y", "e": "ɛ", "ei": "ei", "eu": "ɛu", "oe": "œ", "eo": "ø", "eoi": "øy", "o": "ɔ",
    "oi": "ɔi", "ou": "ou",
    "m": "m", "ng": "ŋ",
}  # fmt: skip
_PLAIN = str.maketrans({"ɡ": "g", "ɜ": "3", "^": None, "ː": None, "ˈ": None, "ˌ": None})


def jyutping(text: str) -> list[str]:
    """The words of a run of Chinese letters, each its syllables in Jyutping ("hoeng1 gong2").

    Raises StudioError when eSpeak fails.
    """
    pieces = _known_words().split(text)
    unknown = [piece for piece in pieces[::2] if piece]
    read = iter(espeak_phonemes(unknown, "yue") if unknown else ())
    words: list[str] = []
    for place, piece in enumerate(pieces):
        if place % 2:
            words.append(_table()[piece])
        elif piece:
            words += [" ".join(_parsed(word)) for word in next(read).split()]
    return [word for word in words if word]


def _parsed(word: str) -> Iterator[str]:
    """Syllables as eSpeak writes them, in Jyutping's order of letters."""
    for found in _READ.finditer(word.replace("n^ɡ", "ŋ").translate(_PLAIN)):
        onset, vowel, ng, tone, coda, hum, hummed = found.groups("")
        high = (tone or hummed).replace("7", "1")  # its seventh is the first, falling
        yield f"{onset}{vowel}{hum}{ng}{coda}{high}".replace("ŋ", "ng")


@cache
def _table() -> Mapping[str, str]:
    text = resource("voices", "cantonese.json").read_text(encoding="utf-8")
    return json.loads(text)


@cache
def _known_words() -> re.Pattern[str]:
    longest = sorted(_table(), key=len, reverse=True)
    return re.compile(f"({'|'.join(longest)})")


def cantonese(text: str) -> str:
    """The signs of a run of Chinese letters, syllable by syllable, and behind each its tone's mark.

    Raises StudioError when eSpeak fails.
    """
    return " ".join(_signs(syllable) for word in jyutping(text) for syllable in word.split())


def _signs(syllable: str) -> str:
    found = _SYLLABLE.fullmatch(syllable)
    if found is None:
        return ""
    onset, vowel, coda, tone, hum, hummed = found.groups("")
    if hum:
        breath = "h" if hum[0] == "h" else ""
        return breath + _FINALS[hum.removeprefix("h")] + MARKS[int(hummed) - 1]
    return _ONSETS[onset] + _FINALS[vowel] + ("ŋ" if coda == "ng" else coda) + MARKS[int(tone) - 1]
