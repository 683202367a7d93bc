"""What of a scene's words can be seen, sentence by sentence."""

import re
from collections.abc import Sequence

from studio.script.lead import without_lead
from studio.script.measures import count_in, ratio_in, seconds_in, without_lengths
from studio.script.prose import tidy
from studio.script.speech import QUOTE
from studio.script.treatment import Asked, Place
from studio.script.vocabulary import is_only_craft, without_list

_SENTENCE = re.compile(
    r"(?<=[。!！?？;；])|(?<=[.!！?？])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bMrs\.)\s+|\n"
)
_CLAUSE = re.compile(
    r"[,，;；]\s*(?:and then |then |and )?|\s+(?:then|and then)\s+|\s+(?:while|until)\s+(?=(?:an?|the|his|her|their)\b)|(?<=[\u3040-\u30ff])、"
)
_MARKS = " ,，.。;；:："
STYLE = re.compile(
    r"动漫|动画|水墨|黑白|赛博朋克|油画|水彩|纪录片|胶片(?:颗粒|感)?|复古|写实|像素|剪纸|皮影|国风|定格动画|anime|cartoon|ink wash|noir|watercolou?r|"
    r"documentary|cyberpunk|oil painting|pixel art|stop[- ]motion|claymation|film grain|black[- ]and[- ]white|アニメ|水彩|白黒|애니메이션|흑백|animación|blanco y negro",
    re.IGNORECASE,
)
_FORMAT = re.compile(
    r"竖屏|横屏|竖版|横版|竖构图|方形|短片|广告片?|宣传片|短视频|全片|总时长|时长|风格|共|总共|约|左右|以内|\b(?:vertical|horizontal|portrait|square|exactly|about|around|total|format|"
    r"in all|long|overall|spot|ad|advert|teaser|trailer|film|style|fast cuts?|quick cuts?|tvc|a|an|the)\b|縦型|横型|全体|세로|가로|총|en total|aproximadamente|formato",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"清晰|可读|字幕|落版|显示|文字|标题|片名|字样|车标|商标|品牌|产品|口号|标语|slogan|テロップ|タイトル|글자|자막|문구|제목|aparece|nombre|título|texto|legible|readable|on[- ]screen|"
    r"\b(?:title|logo|super|tagline|caption|end card|text)\b|^(?:show|display|end with|the (?:product )?name)\b",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(  # a sentence that only says what the film is
    r"(?:an? )?(?:[\w'-]+ ){0,4}(?:ads?|spot|advert|commercial|promo|trailer|teaser|music video|short film|film|video)"
    r"(?: (?:for|about|of)\b[^,;]*)?$",
    re.IGNORECASE,
)
_LEGIBLE = re.compile(
    r"^(?:(?:产品|品牌)?名[称字]?|文字|字幕|标题)?[^\s,\uff0c]{0,6}(?:清晰可读|清楚可读|清晰可见)$"
    r"|^(?:the |its )?(?:product )?(?:name|title|text)s? (?:must be |is |stays )?(?:legible|readable)$|^legible$"
    r"|^no (?:people|persons?|humans?|dialogue|text)$|^(?:没有|无|不要)(?:人物?|对白|文字)$",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(  # how the whole looks, told with what happens in it
    r"(?:背景|色调|光线|氛围|风格|画风|质感|光影|构图)$|\b(?:background|lighting|tones?|mood|atmosphere|studio|palette|light)$",
    re.IGNORECASE,
)
_ABOUT = re.compile(  # what a client wants said, not seen
    r"^(?:主打|卖点|主题|目标|受众|节奏|调性|情绪|要求|参考|适合|面向|target|audience|tone|mood)|^.{0,8}(?:广告片?|宣传片|短片|视频|TVC|片子)$|^(?:no|without) ",
    re.IGNORECASE,
)
_CUT = re.compile(  # how the telling goes on, which is no part of what is seen
    r"^\s*(?:(?:we )?(?:open|fade in|start|begin)s? on|(?:smash |match |hard )?cut(?:s|ting)? (?:back )?to|we see|fade to)\s*[:,]?\s*|^\s*(?:画面|镜头)?(?:切到|切至|转到|切换到)[:\uff1a]?",
    re.IGNORECASE,
)
_TOLD_AS = re.compile(r"^(?:讲述?|关于)(?:了|的是)?(.{4,}?)的?故事$")
_RATIO = re.compile(r"(?<![\d.])[\d.]{1,4}[:\uff1a]\d{1,2}(?![\d:\uff1a])")
_QUOTES = '“”"「」『』'


def picture_words(place: Place) -> str:
    """What of a scene's text can be seen: without craft words, orders, formats and lengths."""
    shown = [words for shot in place.shots for words in shot.onscreen_text]
    text = without_card(without_list(without_lead(place.text)), shown)
    out: list[str] = []
    about: list[str] = []
    for sentence in _sentences(text):
        clauses = [c for c in _clauses(sentence) if _seen(c, place)]
        joined = _TOLD_AS.sub(r"\1", _CUT.sub("", "".join(clauses)).strip(_MARKS))
        kept = capital(tidy(_RATIO.sub(" ", joined)).strip(_MARKS))
        if kept:
            (about if _OF_ITSELF.match(kept) else out).append(kept)
    joint = "" if re.search(r"[\u4e00-\u9fff]", text) else " "
    mark = "。" if not joint else "."
    joined = f"{mark}{joint}".join(out or map(_subject, about))
    return joined or place.text.strip(_MARKS) or place.heading


def _sentences(text: str) -> list[str]:
    """Sentences; a mark inside quotes ends none."""
    masked, held = hidden_quotes(text)
    return [with_quotes(part, held) for part in _SENTENCE.split(masked) if part and part.strip()]


def _clauses(sentence: str) -> list[str]:
    masked, held = hidden_quotes(sentence)
    return [with_quotes(part, held) for part in re.split(r"(?<=[,，;；])", masked)]


def hidden_quotes(text: str) -> tuple[str, list[str]]:
    """The text with every quote as one sign that no rule splits, and the quotes."""
    held: list[str] = []

    def hide(match: re.Match[str]) -> str:
        held.append(match.group())
        return f"\ue000{len(held) - 1}\ue001"

    return QUOTE.sub(hide, text), held


def with_quotes(text: str, held: Sequence[str]) -> str:
    """The quotes put back."""
    return re.sub("\ue000(\\d+)\ue001", lambda m: held[int(m.group(1))], text)


def _subject(sentence: str) -> str:
    """What a film is about or for, where a text says nothing else."""
    found = re.search(r"\b(?:for|about|of) (?:an? |the )?(.+)$", sentence)
    return capital(found.group(1).translate({ord(c): None for c in _QUOTES})) if found else sentence


def is_order(sentence: str) -> bool:
    """True for a sentence that only orders sizes, a length, a ratio and the like."""
    return not any(_seen(clause, Place()) for clause in _clauses(sentence))


def without_cards(text: str, shown: Sequence[str]) -> str:
    """The text without sentences that only order the words in `shown`, unless that is all."""
    place = Place(shots=(Asked(onscreen_text=tuple(shown)),)) if shown else Place()
    kept = [s.strip() for s in _sentences(text) if any(_seen(c, place) for c in _clauses(s))]
    return " ".join(kept) if kept and shown else text


def without_card(text: str, shown: Sequence[str]) -> str:
    """The text without `with the words "X"` where X is shown anyway."""
    for words in shown:
        text = re.sub(
            rf"(?i),? (?:with|showing|and|that reads|reading)? ?the (?:words?|text|name|title|tagline|line|slogan) [“\"]{re.escape(words)}[”\"]",
            "", text,
        )  # fmt: skip
    return text


def capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text.isascii() else text


def _seen(clause: str, place: Place) -> bool:
    """False for a clause that only orders sizes, a length, a ratio, or words on the screen."""
    bare = clause.strip(_MARKS)
    if (_LEGIBLE.search(bare) and len(bare) <= 60) or _ABOUT.search(bare):
        return False
    shown = [words for shot in place.shots for words in shot.onscreen_text]
    if _ORDER.search(bare) and (not bare.strip(_QUOTES) or any(w in bare for w in shown)):
        return False
    plain = _FORMAT.sub(" ", STYLE.sub(" ", without_lengths(bare)))
    if not re.search(r"\w", _RATIO.sub(" ", plain)) or is_only_craft(bare):
        return False
    measure = seconds_in(bare) or count_in(bare) or ratio_in(bare)
    return not (measure and len(re.findall(r"[\u3040-\u9fff\uac00-\ud7af]|[A-Za-z]+", bare)) <= 4)


def sentences_of(text: str) -> list[str]:
    """The maker's sentences, or the clauses of a single one when each says something."""
    sentences = _told(text)
    return clauses_of(text) if len(sentences) == 1 else sentences


def clauses_of(text: str) -> list[str]:
    """The clauses of every sentence, as far as each says something."""
    return [clause for sentence in _told(text) for clause in _clauses_that_say(sentence)]


def _told(text: str) -> list[str]:
    """The sentences; one that only describes goes with the one before."""
    out: list[str] = []
    for sentence in _sentences(text):
        bare = sentence.strip(_MARKS)
        if bare and out and _DESCRIBES.search(bare) and len(bare.split()) <= 4 and len(bare) < 24:
            out[-1] = f"{out[-1]}, {bare}" if bare.isascii() else f"{out[-1]}，{bare}"
        elif bare:
            out.append(bare)
    return out


def _clauses_that_say(sentence: str) -> list[str]:
    masked, held = hidden_quotes(sentence)
    parts = [with_quotes(part, held) for part in _CLAUSE.split(masked) if part]
    clauses = [part.strip(_MARKS) for part in parts if part.strip(_MARKS)]
    return _grown(clauses, "，" if re.search(r"[\u4e00-\u9fff]", sentence) else ", ")


def _grown(clauses: Sequence[str], mark: str) -> list[str]:
    """Clauses that each say something: 雨夜 goes with what follows, a last word with its clause."""
    out: list[str] = []
    before = ""
    for clause in clauses:
        whole = f"{before}{mark}{clause}" if before else clause
        before = "" if _says(clause) else whole
        if before and out:
            out[-1], before = f"{out[-1]}{mark}{clause}", ""
        elif not before:
            out.append(whole)
    return [*out, before] if before else out


def _says(clause: str) -> bool:
    if _DESCRIBES.search(clause):
        return False
    letters = len(re.findall(r"[\u3040-\u9fff\uac00-\ud7af]", clause))
    return letters >= 3 or len(clause.split()) >= 3
