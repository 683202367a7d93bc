"""What sentences hold besides pictures: quoted words, who says them, who appears."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from studio.script.lead import is_label
from studio.script.measures import language_named, language_of, without_language
from studio.script.people import people_words
from studio.script.treatment import Heard, Said
from studio.timeline.story import CueKind

_QUOTED = r"[“\"「『]([^“”\"「」『』\n]{1,500})[”\"」』]"
QUOTE = re.compile(_QUOTED)
_NAME = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}|[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af·]{1,8}"
_LINE = re.compile(
    rf"^\s*(?:[-*•]\s*)?({_NAME})\s*(?:[(\uff08\[]([^)\uff09\]]{{1,60}})[)\uff09\]])?\s*[:\uff1a]\s*(\S.*)$"
)
_NOT_NAMES = re.compile(
    r"^(?:镜头|分镜|场景|第.{1,3}场|画面|景别|运镜|时长|音效|音乐|配乐|字幕|标题|风格|画幅|比例|文字|产品名?|品牌|"
    r"地点|时间|备注|广告|动作|台词|对白|内容|语言|"
    r"Shots?|Scenes?|Title|Music|SFX|Sound|Style|Ratio|Length|Duration|Text|Note|Caption|Super|Format|"
    r"Brief|Product|Setting|Time|Place|Camera|Dialogue|Action|Logline|Language|Aspect(?: Ratio)?|"
    r"ELS|EWS|LS|WS|FS|MS|MCU|CU|ECU|POV|OTS|INT|EXT|[远全中近特大]{1,3}景?|特写|シーン|カット|音楽|장면|음악|Escena|Plano|Música)\s*\d*$",
    re.IGNORECASE,
)
_SAYS = re.compile(
    rf"({_NAME})?(?:[^“\"「『。.!\uff01?\uff1f\n]{{0,24}}?)"
    rf"(?:说道?|喊道?|问道?|答道?|叫道?|低语|大喊|回答|says?|asks?|shouts?|whispers?|replies|answers|cries|"
    rf"と言う|と言った|が言う|말한다|말했다|dice|pregunta|responde)"
    rf"[^“\"「『。.!\uff01?\uff1f\n]{{0,24}}?[:\uff1a,\uff0c]?\s*{_QUOTED}"
)
_SAID_AFTER = re.compile(
    rf"{_QUOTED}[,\uff0c]?\s*(?:(?:says|asks|shouts|whispers|said|asked)\s+)({_NAME})"
    rf"|{_QUOTED}\s*[,\uff0c]?\s*({_NAME})(?:说|问|喊|答)"
)
_ON_SCREEN = re.compile(
    rf"(?:字幕|屏幕|画面上?|标题|片名|产品名称?|品牌名?|文字|标语|口号|招牌|写着|显示|出现|"
    rf"title|text|caption|logo|product(?: name)?|brand|tagline|slogan|sign|reads?|words?|super|on[- ]screen|"
    rf"end card|called|named|テロップ|タイトル|文字|자막|제목|título|texto|letrero)"
    rf"[^“\"「『\n。]{{0,28}}{_QUOTED}"
    rf"|{_QUOTED}[^“\"「『\n。.]{{0,24}}(?:清晰可读|清楚可读|on[- ]screen|in large letters|legible|的字样|字样|の文字|の字幕|のテロップ|글자|문구|running shoes)",
    re.IGNORECASE,
)
_MUSIC = re.compile(
    r"(?:^|(?<=\n))\s*(?:配乐|音乐(?!录影带|视频|片|家|会|厅)|背景乐|BGM|\bmusic\b(?! videos?| box)|音楽|음악|música)\s*[:\uff1a]\s*([^\n。]{1,120})"
    r"|(?:配乐|背景乐|BGM)\s*(?:是|为|用)?\s*[:\uff1a]?\s*([^。.;\uff1b\n,\uff0c]{1,80})"
    r"|(?:音乐|\bmusic|音楽|음악|música)\s*(?:是|为)?\s*[:\uff1a]\s*([^。.;\uff1b\n,\uff0c]{1,80})",
    re.IGNORECASE,
)
_EFFECT = re.compile(
    r"(?:音效|效果音|SFX|FX|sound effects?|効果音|효과음)\s*[:\uff1a]\s*([^。.;\uff1b\n]{1,80})",
    re.IGNORECASE,
)
_LATIN_NAME = r"[A-ZÀ-Þ][\w'’-]{0,20}(?: [A-ZÀ-Þ][\w'’-]{0,20})?"
# A speaker inside a line of prose: 侦探(粤语):你係边个? up to the sentence's end.
_INLINE = re.compile(
    rf"(?:^|(?<=[。!\uff01?\uff1f;\uff1b\s]))([\u4e00-\u9fff·]{{1,8}}|(?:^|(?<=[.!?] )){_LATIN_NAME})(?:[(\uff08]([^)\uff09]{{1,20}})[)\uff09])?[:\uff1a](?![ ]?\d)([^。.!\uff01?\uff1f\n“「\"]{{1,200}}[。.!\uff01?\uff1f]?)"
)
_SAYS_TAIL = re.compile(
    r"(?:^|(?<=[.!?] ))[,\s]*(?:says|asks|shouts|whispers|said|asked)\s+[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*\.?"
)
_COMMAS = " ,\uff0c"
_LOOSE = " ,\uff0c;\uff1b:\uff1a、-—–·|"
_VOICE_OVER = re.compile(
    r"^(?:旁白|画外音|解说|narrator|v\.?o\.?|voice[- ]?over|ナレーション|내레이션|narrador)$",
    re.IGNORECASE,
)
_VERBS_TAIL = re.compile(r"(?:大声|轻声|小声|低声|冷冷地|笑着|哭着|对.{1,6})?$")


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
    if found is None or _no_name(found.group(1).strip()):
        return None
    name, note, words = found.group(1).strip(), found.group(2) or "", found.group(3).strip()
    whole = QUOTE.fullmatch(words)
    return said(name, whole.group(1) if whole else words, note, language)


def _no_name(name: str) -> bool:
    return bool(_NOT_NAMES.match(name)) or is_label(name)


def said(name: str | None, words: str, note: str = "", language: str = "en") -> Said:
    """A line with its speaker; the language is the one noted, else the one it is written in."""
    tongue = language_named(note) or language_of(words, language)
    speaker = None if not name or _VOICE_OVER.match(name) else name
    if "v.o" in note.lower() or "旁白" in note:
        note = re.sub(r"v\.o\.?|旁白", "", note, flags=re.IGNORECASE)
    emotion = without_language(note).strip(_COMMAS)
    return Said(text=words, speaker=speaker, language=tongue, emotion=emotion)


def _speaker(name: str | None) -> str | None:
    if not name:
        return None
    known = [n for n, _, _ in people_words() if n in name]
    return known[-1] if known and not name.isascii() else name.strip().rstrip(".")


def findings(text: str, language: str) -> Findings:
    """Dialogue, on-screen words, effects and music taken out of a piece of prose."""
    dialogue: list[tuple[int, Said]] = []
    taken: list[tuple[int, int]] = []
    for match in _SAYS.finditer(text):
        note = match.group()[: match.start(2) - match.start()]
        named = match.group(1) or next(iter(re.findall(_NAME, note)), None)
        line = said(_speaker(named), match.group(2), "", language)
        tongue = language_named(note)
        dialogue.append((match.start(2), replace_language(line, tongue)))
        taken.append(match.span(2))
    for match in _SAID_AFTER.finditer(text):
        words, name = (
            (match.group(1), match.group(2)) if match.group(1) else (match.group(3), match.group(4))
        )
        place = match.start(1) if match.group(1) else match.start(3)
        if not _covered(place, taken):
            dialogue.append((place, said(_speaker(name), words, "", language)))
            taken.append((place, place + len(words)))
    inline: list[str] = []
    for match in _INLINE.finditer(text):
        name, note, words = match.group(1), match.group(2) or "", match.group(3).strip()
        short = name.isascii() or len(name) <= 4
        if not _no_name(name) and words and (note or short):
            dialogue.append((match.start(3), said(name, words, note, language)))
            taken.append(match.span(3))
            inline.append(match.group())
    onscreen: list[str] = []
    for match in _ON_SCREEN.finditer(text):
        group = 1 if match.group(1) else 2
        if not _covered(match.start(group), taken):
            onscreen.append(match.group(group))
            taken.append(match.span(group))
    loose = [m.group(1) for m in QUOTE.finditer(text) if not _covered(m.start(1), taken)]
    effects = tuple(
        Heard(kind=CueKind.EFFECT, text=m.group(1).strip()) for m in _EFFECT.finditer(text)
    )
    music = _MUSIC.search(text)
    rest = _EFFECT.sub("", text)
    rest = _MUSIC.sub("", rest) if music else rest
    said_words = {line.text for _, line in dialogue}
    for part in inline:
        rest = rest.replace(part, " ")
    rest = QUOTE.sub(lambda m: "" if m.group(1) in said_words else m.group(), rest)
    rest = _SAYS_TAIL.sub("", rest.strip()) if dialogue else rest
    lines = tuple(line for _, line in sorted(dialogue, key=lambda item: item[0]))
    return Findings(
        tidy(rest), lines, tuple(dict.fromkeys(onscreen)), effects,
        next(filter(None, music.groups())).strip() if music else "", tuple(loose),
    )  # fmt: skip


def replace_language(line: Said, tongue: str | None) -> Said:
    """The line in the language that was named, if one was."""
    return line if tongue is None else line.model_copy(update={"language": tongue})


def _covered(place: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in taken)


def tidy(text: str) -> str:
    """Without doubled punctuation and loose marks at the ends."""
    text = re.sub(r"(?:\s*\.){2,}\s*$", ".", re.sub(r"\s+", " ", text))
    text = re.sub(r"。(?:\s*。)+", "。", text)
    text = re.sub(r"([,\uff0c;\uff1b:\uff1a、])\s*(?=[,\uff0c;\uff1b。.、])", "", text)
    return text.strip(_LOOSE)
