"""What sentences hold besides pictures: lines, words on the screen, effects and music."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from studio.script.people import nouns_in
from studio.script.speech import (
    LATIN_NAME,
    NAME,
    QUOTE,
    QUOTED,
    is_no_name,
    is_voice_over,
    said,
    spoken_in,
)
from studio.script.treatment import Heard, Said
from studio.timeline.story import CueKind

_LINE = re.compile(
    rf"^\s*(?:[-*•]\s*)?(?:\*\*)?({NAME}|(?:voice[ -]?over|voz en off|v\.?o\.?))(?:\*\*)?\s*(?:[(\uff08\[]([^)\uff09\]]{{1,60}})[)\uff09\]])?\s*[:\uff1a](?:\*\*)?\s*(\S.*)$",
    re.IGNORECASE,
)
_MANNER = re.compile(r"[(\uff08]([^)\uff09]{1,24})[)\uff09]\s*(\S.*)")
_NARRATED = re.compile(
    r"(?:^|(?<=[,\uff0c。;\uff1b\s]))(旁白|画外音|解说词?|ナレーション|내레이션|(?:narrator|voice[- ]?over|v\.?o\.?|voz en off))\s*[:\uff1a]\s*([^“”\"「」『』\n]{1,300}?)(?=$|\n|[\uff08(])",
    re.IGNORECASE,
)
_ON_SCREEN = re.compile(
    rf"(?:字幕|屏幕|画面上?|标题|片名|产品名称?|产品|品牌名?|品牌|文字|标语|口号|招牌|写着|显示|出现|打出|浮现|车标|"
    rf"title|text|caption|logo|product(?: name)?|brand|tagline|slogan|sign|reads?|words?|super|on[- ]screen|"
    rf"end card|card|called|named|テロップ|タイトル|文字|자막|제목|문구|título|texto|letrero)"
    rf"[^“\"「『\n。]{{0,28}}{QUOTED}"
    rf"|{QUOTED}[^“\"「『\n。.]{{0,24}}(?:清晰可读|清楚可读|on[- ]screen|in large letters|legible|的字样|字样|の文字|の字幕|のテロップ|글자|문구|running shoes)",
    re.IGNORECASE,
)
_MUSIC = re.compile(
    r"(?:^|(?<=\n))\s*(?:配乐|音乐(?!录影带|视频|片|家|会|厅)|背景乐|BGM|\bmusic\b(?! videos?| box)|音楽|음악|música)\s*[:\uff1a]\s*([^\n。|]{1,120})"
    r"|(?:配乐|背景乐|BGM)\s*(?:是|为|用)?\s*[:\uff1a]?\s*([^。.;\uff1b\n,\uff0c|]{1,80})"
    r"|(?:音乐|\bmusic|音楽|음악|música)\s*(?:是|为)?\s*[:\uff1a]\s*([^。.;\uff1b\n,\uff0c|]{1,80})",
    re.IGNORECASE,
)
_EFFECT = re.compile(
    r"(?:音效|效果音|\b(?:SFX|FX)|sound effects?|効果音|효과음)\s*[:\uff1a]\s*([^。.;\uff1b\n|]{1,80})",
    re.IGNORECASE,
)
# A speaker inside a line of prose: 侦探(粤语):你係边个? up to the sentence's end.
_INLINE = re.compile(
    rf"(?:(?:^|(?<=[。!\uff01?\uff1f;\uff1b\s]))([\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af·]{{1,8}})|(?:^|(?<=[.!?\uff01\uff1f。] ))((?-i:{LATIN_NAME})))"
    rf"(?:[(\uff08]([^)\uff09]{{1,20}})[)\uff09])?[:\uff1a](?![ ]?\d)([^。.!\uff01?\uff1f\n“「\"]{{1,200}}[。.!\uff01?\uff1f]?)"
)
_LOOSE = " ,\uff0c;\uff1b:\uff1a、-—–·|"


@dataclass(frozen=True)
class Findings:
    """What a piece of prose holds, and what is left of it as picture."""

    text: str
    dialogue: tuple[Said, ...] = ()
    onscreen: tuple[str, ...] = ()
    heard: tuple[Heard, ...] = ()
    music: str = ""
    loose: tuple[str, ...] = field(default=())  # quoted words that nobody says or shows


def spoken_line(line: str, language: str) -> Said | None:
    """`小明(粤语):你食咗饭未呀?` or `ANNA: Hello.` as dialogue; None when it is no such line."""
    found = _LINE.match(line)
    if found is None:
        return None
    name, note, words = found.group(1).strip(), found.group(2) or "", found.group(3).strip()
    manner = _MANNER.match(words)  # 小王：（笑着）你怎么才来
    if manner and not note:
        note, words = manner.groups()
    if not (name[:1].isupper() or not name.isascii() or is_voice_over(name)) or is_no_name(name):
        return None
    whole = QUOTE.fullmatch(words)
    return said(name, whole.group(1) if whole else words, note, language)


def findings(text: str, language: str) -> Findings:
    """Dialogue, on-screen words, effects and music taken out of a piece of prose."""
    lines: list[tuple[int, Said]] = []
    taken = bytearray(len(text))
    told: list[tuple[int, int]] = []
    for spoken in spoken_in(text, language):
        lines.append((spoken.words[0], spoken.line))
        _cover(taken, spoken.words)
        told.append(spoken.told)
    for start, line, span in _inline(text, language):
        if not taken[start]:
            lines.append((start, line))
            _cover(taken, span)
            told.append(span)
    onscreen = _on_screen(text, taken)
    loose = tuple(m.group(1) for m in QUOTE.finditer(text) if not taken[m.start(1)])
    effects = tuple(
        Heard(kind=CueKind.EFFECT, text=m.group(1).strip()) for m in _EFFECT.finditer(text)
    )
    music = _MUSIC.search(text)
    rest = _EFFECT.sub("", _cut(text, told))
    return Findings(
        tidy(_MUSIC.sub("", rest) if music else rest),
        tuple(line for _, line in sorted(lines, key=lambda item: item[0])),
        onscreen,
        effects,
        next(filter(None, music.groups())).strip() if music else "",
        loose,
    )


def _inline(text: str, language: str) -> list[tuple[int, Said, tuple[int, int]]]:
    """Speakers and their lines inside a line of prose, without quotes."""
    out: list[tuple[int, Said, tuple[int, int]]] = []
    for match in _NARRATED.finditer(text):
        out.append((match.start(2), said(None, match.group(2).strip(), "", language), match.span()))
    taken = bytearray(len(text))
    for _, _, span in out:
        _cover(taken, span)
    for match in _INLINE.finditer(text):
        name, note = match.group(1) or match.group(2), match.group(3) or ""
        words = match.group(4).strip()
        known = bool(match.group(2)) or len(name) <= 4 or any(True for _ in nouns_in(name))
        if taken[match.start()]:
            continue
        if words and (note or known) and not is_no_name(name):
            out.append((match.start(4), said(name, words, note, language), match.span()))
    return out


def _on_screen(text: str, taken: bytearray) -> tuple[str, ...]:
    """Words that are to be read in the picture; adds their places to `taken`."""
    out: list[str] = []
    for match in _ON_SCREEN.finditer(text):
        group = 1 if match.group(1) else 2
        if not taken[match.start(group)]:
            out.append(match.group(group))
            _cover(taken, match.span(group))
    return tuple(dict.fromkeys(out))


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without the spans; between Chinese letters nothing is left in their place."""
    out: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if start < at:
            continue
        before = text[at:start].rstrip(" ,\uff0c")
        out += [before, "" if re.search(r"[\u3000-\u9fff]$", before[-1:]) else " "]
        at = end
    return "".join([*out, text[at:]])


def _cover(taken: bytearray, span: tuple[int, int]) -> None:
    taken[span[0] : span[1]] = b"\1" * (span[1] - span[0])


def tidy(text: str) -> str:
    """Without doubled punctuation and loose marks at the ends."""
    text = re.sub(r"(?:\s*\.){2,}\s*$", ".", re.sub(r"\s+", " ", text))
    text = re.sub(r"。(?:\s*。)+", "。", text)
    text = re.sub(r"([,\uff0c;\uff1b:\uff1a、])\s*(?=[,\uff0c;\uff1b。.、])", "", text)
    return text.strip(_LOOSE)
