"""Korean as it is pronounced: Hangul to the Hangul that a reader would say.

The rules are those of the Standard Pronunciation (표준 발음법, National Institute of Korean
Language; numbers of its articles stand beside them). What only a dictionary can tell (꽃잎 is
꼰닙) is data.
"""

import json
import re
from collections.abc import Mapping
from functools import cache

from studio.paths import resource

Syllable = tuple[str, str, str]  # onset (ㅇ: none), vowel, coda ("": none)
_ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_CODAS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_FIRST, _LAST = 0xAC00, 0xD7A3
_PAIRS = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
_LATER_STAYS = "ㄺㄻㄿ"  # pairs whose second letter is what is left of them (11)
_STOPS = {
    **dict.fromkeys("ㄱㄲㅋ", "ㄱ"),
    **dict.fromkeys("ㄷㅅㅆㅈㅊㅌㅎ", "ㄷ"),
    **dict.fromkeys("ㅂㅍ", "ㅂ"),
}
_TENSE = dict(zip("ㄱㄷㅂㅅㅈ", "ㄲㄸㅃㅆㅉ", strict=True))
_BREATHED = dict(zip("ㄱㄷㅂㅈ", "ㅋㅌㅍㅊ", strict=True))
_NASAL = dict(zip("ㄱㄷㅂ", "ㅇㄴㅁ", strict=True))
_TENSING_PAIRS = "ㄵㄻㄼㄾ"  # stems that end so make tense what follows (24, 25)
_WORD = re.compile("[가-힣]+")
# Nouns that lean on a verb in -ㄹ, whose own ending makes them tense (27).
_AFTER_L = re.compile(
    "(?<=[가-힣]) (?:것|건|걸|게|겁|거(?![가-힣])|거(?=[예야니라지다든고는를에])"
    "|줄[은도을]?(?![가-힣])|[수데적바](?=[가도를는에밖]|(?![가-힣])))"
)
_NOT = re.compile("못 ([가-힣])")  # said in one breath with its verb (12, 15, 18, 29)


def taken_apart(letter: str) -> Syllable:
    """Onset, vowel and coda of a syllable of Hangul. Raises ValueError for anything else."""
    place = ord(letter) - _FIRST
    if not 0 <= place <= _LAST - _FIRST:
        raise ValueError(f"{letter!r} is no syllable of Hangul")
    return _ONSETS[place // 588], _VOWELS[place // 28 % 21], _CODAS[place % 28]


def put_together(onset: str, vowel: str, coda: str) -> str:
    """The syllable of Hangul with these letters. Raises ValueError for others."""
    place = _ONSETS.index(onset) * 588 + _VOWELS.index(vowel) * 28 + _CODAS.index(coda)
    return chr(_FIRST + place)


def pronounced(text: str) -> str:
    """`text` with every word of Hangul respelled as it is said; all else stays."""
    tense = _AFTER_L.sub(_tensed, text)
    return _WORD.sub(lambda word: _said(word[0]), _NOT.sub(_leaning, tense))


def _tensed(noun: re.Match[str]) -> str:
    before, first = noun.string[noun.start() - 1], noun[0][1]
    onset, vowel, coda = taken_apart(first)
    if taken_apart(before)[2] == "ㄹ":
        first = put_together(_TENSE.get(onset, onset), vowel, coda)
    return f" {first}{noun[0][2:]}"


def _leaning(found: re.Match[str]) -> str:
    onset, vowel, coda = taken_apart(found[1])
    if onset == "ㅇ" and vowel in "ㅣㅑㅕㅛㅠ":
        return "몬" + put_together("ㄴ", vowel, coda)
    return "몯" + found[1]


def _said(word: str) -> str:
    """One word; the rules go on over what the dictionary respells."""
    for known, said in _dictionary().items():
        if word.startswith(known):
            word = said + word[len(known) :]
            break
    return "".join(put_together(*each) for each in _flowing([taken_apart(c) for c in word]))


@cache
def _dictionary() -> Mapping[str, str]:
    text = resource("voices", "korean.json").read_text(encoding="utf-8")
    return json.loads(text)


def _flowing(word: list[Syllable]) -> list[Syllable]:
    """The syllables of a word as each meets the next one."""
    onsets, vowels, codas = (list(row) for row in zip(*word, strict=True))
    for place in range(len(word) - 1):
        codas[place], onsets[place + 1] = _met(codas[place], onsets[place + 1], vowels[place + 1])
    codas[-1] = _closed(codas[-1])
    last = len(word) - 1
    return [
        (onset, _vowel(onset, vowel, place, last), coda)
        for place, (onset, vowel, coda) in enumerate(zip(onsets, vowels, codas, strict=True))
    ]


def _vowel(onset: str, vowel: str, place: int, last: int) -> str:
    """The vowel as it is usually said behind its onset and at its place in the word (5)."""
    if vowel == "ㅢ" and (place or onset != "ㅇ"):
        return "ㅔ" if onset == "ㅇ" and place == last else "ㅣ"
    if vowel == "ㅕ" and onset in "ㅈㅉㅊ":
        return "ㅓ"
    return "ㅔ" if vowel == "ㅖ" and onset not in "ㅇㄹ" else vowel


def _closed(coda: str) -> str:
    """What is heard of a coda before a pause or another consonant (9 to 11)."""
    first, last = _PAIRS.get(coda, ("", coda))
    kept = last if not first or coda in _LATER_STAYS else first
    return _STOPS.get(kept, kept)


def _met(coda: str, onset: str, vowel: str) -> tuple[str, str]:
    """A coda and the onset behind it, as they sound together; `vowel` follows them."""
    if not coda or (coda == "ㅇ" and onset != "ㄹ"):
        return coda, onset
    if onset == "ㅇ":
        return _linked(coda, vowel)
    if onset == "ㅎ":
        return _breathed(coda, vowel)
    if coda in "ㅎㄶㅀ":
        return _from_h(coda, onset)
    if coda == "ㄺ" and onset == "ㄱ" and vowel != "ㅘ":
        return "ㄹ", "ㄲ"  # stems of verbs, not 과 behind a noun: 맑게 is 말께 (11)
    return _hardened(coda, onset)


def _linked(coda: str, vowel: str) -> tuple[str, str]:
    """Before a vowel the last letter of a coda moves over (13, 14), softened before i (17)."""
    first, last = _PAIRS.get(coda, ("", coda))
    if last == "ㅎ":  # it falls silent (12.4)
        return "", first or "ㅇ"
    if last in "ㄷㅌ" and vowel in "ㅣㅕ":
        last = {"ㄷ": "ㅈ", "ㅌ": "ㅊ"}[last]
    elif first and last == "ㅅ":
        last = "ㅆ"
    return _closed(first), last


def _breathed(coda: str, vowel: str) -> tuple[str, str]:
    """A stop and ㅎ are one breathed stop (12.1), also of what only sounds as a stop."""
    first, last = _PAIRS.get(coda, ("", coda))
    if last == "ㅎ":
        return first, "ㅎ"
    if last == "ㄷ" and vowel == "ㅣ":
        return first, "ㅊ"
    stop = last if last == "ㅈ" else _STOPS.get(last, last)
    return (_closed(first), _BREATHED[stop]) if stop in _BREATHED else (_closed(coda), "ㅎ")


def _from_h(coda: str, onset: str) -> tuple[str, str]:
    """A last ㅎ breathes on a stop (12.1), hardens ㅅ (12.2) and is gone before ㄴ (12.3)."""
    first = _PAIRS.get(coda, ("", ""))[0]
    if onset in _BREATHED:
        return first, _BREATHED[onset]
    if onset == "ㅅ":
        return first, "ㅆ"
    return _hardened(first or "ㄷ", onset)


def _hardened(coda: str, onset: str) -> tuple[str, str]:
    """Two consonants: the second tense (23 to 25), or both alike (18 to 20)."""
    end = _closed(coda)
    if onset in _TENSE and (end in _NASAL or coda in _TENSING_PAIRS):
        return end, _TENSE[onset]
    if end in _NASAL and onset in "ㄴㅁㄹ":
        return _NASAL[end], "ㄴ" if onset == "ㄹ" else onset
    if {end, onset} == {"ㄴ", "ㄹ"} or end == onset == "ㄹ":
        return "ㄹ", "ㄹ"
    return end, "ㄴ" if end in "ㅁㅇ" and onset == "ㄹ" else onset
