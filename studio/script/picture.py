"""What of a scene's words can be seen, sentence by sentence."""

import re

from studio.script.lead import without_lead
from studio.script.measures import count_in, ratio_in, seconds_in
from studio.script.prose import tidy
from studio.script.treatment import Place
from studio.script.vocabulary import is_only_craft

_SENTENCE = re.compile(
    r"(?<=[。!！?？;；])|(?<=[.!！?？])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bMrs\.)\s+|\n"
)
_CLAUSE = re.compile(r"[,，、;；]\s*|\s+(?:then|and then)\s+")
_MARKS = " ,，.。;；:："
_FORMAT = re.compile(
    r"竖屏|横屏|方形|短片|广告片?|宣传片|vertical|horizontal|portrait|square|短视频"
)
_ORDER = re.compile(
    r"清晰|可读|字幕|落版|显示|文字|テロップ|글자|자막|문구|aparece|nombre|legible|readable|on[- ]screen|^(?:show|display|end with|the (?:product )?name)\b",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(  # a sentence that only says what the film is
    r"(?:an? )?(?:[\w'-]+ ){0,4}(?:ads?|spot|advert|commercial|promo|trailer|music video|short film|film|video)"
    r"(?: (?:for|about|of)\b[^,;]*)?$",
    re.IGNORECASE,
)
_LEGIBLE = re.compile(
    r"^(?:(?:产品|品牌)?名[称字]?|文字|字幕|标题)?[^\s,\uff0c]{0,6}(?:清晰可读|清楚可读|清晰可见)$"
    r"|^(?:the |its )?(?:product )?(?:name|title|text)s? (?:must be |is |stays )?(?:legible|readable)$|^legible$",
    re.IGNORECASE,
)
_RATIO = re.compile(r"(?<![\d.])[\d.]{1,4}[:\uff1a]\d{1,2}(?![\d:\uff1a])")
_QUOTES = '“”"「」『』'


def picture_words(place: Place) -> str:
    """What of a scene's text can be seen: without craft words, orders, formats and lengths."""
    text = without_lead(place.text)
    out: list[str] = []
    about: list[str] = []
    for sentence in _SENTENCE.split(text):
        clauses = [c for c in re.split(r"(?<=[,，;；])", sentence or "") if _seen(c, place)]
        kept = capital(tidy(_RATIO.sub(" ", "".join(clauses))).strip(_MARKS))
        if kept:
            (about if _OF_ITSELF.match(kept) else out).append(kept)
    joint = "" if re.search(r"[\u4e00-\u9fff]", text) else " "
    mark = "。" if not joint else "."
    joined = f"{mark}{joint}".join(out or map(_subject, about))
    return joined or place.text.strip(_MARKS) or place.heading


def _subject(sentence: str) -> str:
    """What a film is about or for, where a text says nothing else."""
    found = re.search(r"\b(?:for|about|of) (?:an? |the )?(.+)$", sentence)
    return capital(found.group(1).translate({ord(c): None for c in _QUOTES})) if found else sentence


def capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text.isascii() else text


def _seen(clause: str, place: Place) -> bool:
    """False for a clause that only orders sizes, a length, a ratio, or words on the screen."""
    bare = clause.strip(_MARKS)
    if _LEGIBLE.search(bare) and len(bare) <= 60:
        return False
    shown = [words for shot in place.shots for words in shot.onscreen_text]
    if _ORDER.search(bare) and (not bare.strip(_QUOTES) or any(w in bare for w in shown)):
        return False
    if not re.search(r"\w", _FORMAT.sub(" ", bare)) or is_only_craft(bare):
        return False
    measure = seconds_in(bare) or count_in(bare) or ratio_in(bare)
    return not (measure and len(re.findall(r"[\u3040-\u9fff\uac00-\ud7af]|[A-Za-z]+", bare)) <= 4)


def sentences_of(text: str) -> list[str]:
    """The maker's sentences, or the clauses of a single one when each says something."""
    sentences = [s.strip(_MARKS) for s in _SENTENCE.split(text) if s and s.strip(_MARKS)]
    if len(sentences) != 1:
        return sentences
    clauses = [c.strip(_MARKS) for c in _CLAUSE.split(sentences[0]) if c and c.strip(_MARKS)]
    return clauses if all(map(_says, clauses)) else sentences


def _says(clause: str) -> bool:
    letters = len(re.findall(r"[\u3040-\u9fff\uac00-\ud7af]", clause))
    return letters >= 3 or len(clause.split()) >= 3
