"""Text as an engine can read it: kana for Japanese, remapped pinyin for Sichuanese, no emoji."""

import re
from importlib.util import find_spec

from studio.voices.amounts import written_out
from studio.voices.heteronyms import told_apart

# Chengdu tones by the Mandarin contour that is nearest: tone 2 is low (21), tone 3 falls (53),
# tone 4 rises (213). Source: the tone values given for Chengdu in Yuan Jiahua,
# Hanyu Fangyan Gaiyao.
SICHUAN_TONES = {"2": "3", "3": "4", "4": "2"}
_UNREADABLE = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d*_#<>|~^{}\\[\\]\\\\]")
MAX_LETTERS = 2_000


def readable(text: str, language: str) -> str:
    """`text` for eSpeak: marks that would be spelled out are gone, scripts are made readable."""
    words = written_out(spoken_text(text), language)
    if language == "ja" and find_spec("pyopenjtalk") is not None:
        import pyopenjtalk  # the dictionary takes a moment to load: only when it is needed

        return str(pyopenjtalk.g2p(words, kana=True))
    if language == "zh-sichuan":
        return _sichuan(words)
    return words


def spoken_text(text: str) -> str:
    """Without the marks and pictures that an engine would spell out."""
    return " ".join(_UNREADABLE.sub(" ", text).split())


def _sichuan(text: str) -> str:
    return " ".join(SICHUAN_TONES.get(s[-1:], s[-1:]).join((s[:-1], "")) for s in pinyin(text))


def pinyin(text: str) -> list[str]:
    """Syllables with tone numbers, 5 for the neutral one; of Chinese letters one each."""
    from pypinyin import Style, lazy_pinyin

    said = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)
    return told_apart(text, said) if len(said) == len(text) else said


def has_words(text: str) -> bool:
    """True when there is something to say."""
    return any(c.isalnum() for c in text)
