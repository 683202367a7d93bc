"""Korean to the signs that Kokoro knows, chosen by what a recogniser understands best."""

import re

from studio.voices.hangul import pronounced, taken_apart
from studio.voices.korean_numbers import with_words

_HANGUL = re.compile("[가-힣]+")
# Breathed sounds as in Mandarin; tense and plain ones differ between voiced sounds only, where a
# plain one is voiced.
_ONSETS = {
    "ㄱ": "k", "ㄲ": "k", "ㄴ": "n", "ㄷ": "t", "ㄸ": "t", "ㄹ": "ɾ", "ㅁ": "m", "ㅂ": "p",
    "ㅃ": "p",
    "ㅅ": "sʰ", "ㅆ": "s", "ㅇ": "", "ㅈ": "ʨ", "ㅉ": "ʨ", "ㅊ": "ʨʰ", "ㅋ": "kʰ", "ㅌ": "tʰ",
    "ㅍ": "pʰ", "ㅎ": "h",
}  # fmt: skip
_BETWEEN = {"ㄱ": "ɡ", "ㄷ": "d", "ㅂ": "b", "ㅈ": "ʥ"}
_VOICED = frozenset({"", "ㄴ", "ㄹ", "ㅁ", "ㅇ"})
_VOWELS = {
    "ㅏ": "a", "ㅐ": "ɛ", "ㅑ": "ja", "ㅒ": "jɛ", "ㅓ": "ɔ", "ㅔ": "e", "ㅕ": "jɔ", "ㅖ": "je",
    "ㅗ": "o", "ㅘ": "wa", "ㅙ": "wɛ", "ㅚ": "we", "ㅛ": "jo", "ㅜ": "u", "ㅝ": "wɔ", "ㅞ": "we",
    "ㅟ": "wi", "ㅠ": "ju", "ㅡ": "ɯ", "ㅢ": "ɯi", "ㅣ": "i",
}  # fmt: skip
_CODAS = {"": "", "ㄱ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "ɾ", "ㅁ": "m", "ㅂ": "p", "ㅇ": "ŋ"}
_SOFTENS = frozenset("ㅣㅟㅑㅕㅛㅠㅖㅒ")  # vowels before which s is ɕ


def korean(text: str) -> str:
    """The signs of Hangul and figures in `text`; everything else stays as it is."""
    return _HANGUL.sub(lambda word: _signs(word[0]), pronounced(with_words(text)))


def _signs(word: str) -> str:
    """The signs of a word that is spelled as it is said."""
    out, before = "", "-"
    for letter in word:
        onset, vowel, coda = taken_apart(letter)
        sign = _BETWEEN.get(onset) if before in _VOICED else None
        sign = _ONSETS[onset] if sign is None else sign
        if onset in "ㅅㅆ" and vowel in _SOFTENS:
            sign = sign.replace("s", "ɕ")
        if onset == before == "ㄹ":
            out, sign = out[:-1], "l"
        out += sign + _VOWELS[vowel] + _CODAS[coda]
        before = coda
    return out
