"""A brief of many scenes: its headings in five languages, and what stands under each."""

import re
from dataclasses import dataclass

from studio.script.measures import ratio_in, seconds_in, without_lengths

_NUMBER = (
    r"(?:\d{1,3}|[一二三四五六七八九十]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)\b"
)
_ENDS = (
    r"片头|片尾|序幕|序章|尾声|开场|开头|结尾|intro|outro|prologue|epilogue|opening|ending|finale"
)
_SCENE = re.compile(
    r"^\s*(?:#{1,4}\s*|\*\*|[【\[])?"
    rf"(?:(?:(?:场景|場景|シーン|장면)\s*{_NUMBER[:-2]}|(?:escena|scene|act)\s*{_NUMBER}"
    r"|第\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[场場幕])"
    rf"|(?P<end>{_ENDS})(?=\s*(?:[(\uff08][^)\uff09]*[)\uff09])?\s*[:\uff1a]))"
    r"\s*[】\]]?\s*(?:[(\uff08](?P<note>[^)\uff09]{1,40})[)\uff09])?\s*[:\uff1a.、\-—–]*\s*(?P<rest>.*?)(?:\*\*)?\s*$",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    rf"(?<=[.!?。\uff01\uff1f;\uff1b])\s*(?=(?:(?:场景|場景|シーン|장면)\s*{_NUMBER[:-2]}|(?:scene|escena)\s+{_NUMBER}|第\s*[\d一二三四五六七八九十]{{1,3}}\s*[场場幕])\s*(?:[(\uff08][^)\uff09]{{1,20}}[)\uff09])?\s*[:\uff1a])",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"^\s*#{2,4}\s+(.+)$")
_TITLE = re.compile(
    r"^\s*(?:#\s+|(?:片名|标题|title|タイトル|제목|título)\s*[:\uff1a]\s*)(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_SETTING = re.compile(
    r"^\s*[-*]?\s*(?:\*\*)?(?:片名|标题|总?时长|全片|画幅|比例|风格|配乐|音乐|语言|title|(?:total )?length|duration|runtime|ratio|aspect(?: ratio)?|format|style|music|language|人物|角色|出场人物|地点|场景|场地|characters?|cast|setting|location|登場人物|場所|등장인물|장소|personajes|lugar"
    r"|長さ|尺|比率|音楽|길이|비율|음악|duración|formato|estilo|música)\s*(?:\*\*)?\s*[:\uff1a]",
    re.IGNORECASE,
)
_RUN_ON = re.compile(
    rf"({_SETTING.pattern}(?:[^。;\uff1b.\n]|\.(?!\s))+(?:[。;\uff1b]|\.(?=\s)))[ \t]*(?=\S)",
    re.IGNORECASE | re.MULTILINE,
)
_SET = re.compile(
    r"(?:^|(?<=[\n。;\uff1b]))\s*(?:地点|场景|场地|setting|location|場所|장소|lugar)\s*[:\uff1a]\s*([^。\n;\uff1b]{1,60}?)\.?(?=[。\n;\uff1b]|$)",
    re.IGNORECASE,
)
_CAST = re.compile(
    r"(?:^|(?<=[\n。]))\s*[-*]?\s*(?:人物|角色|出场人物|characters?|cast|登場人物|등장인물|personajes)\s*[:\uff1a]\s*([^\n]+)",
    re.IGNORECASE,
)
_MEMBER = re.compile(
    r"([A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)*|[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af·]{1,8})\s*[(\uff08]([^)\uff09]{1,80})[)\uff09]"
)
_WHOLE = re.compile(r"全片|总时长|总长|整片|\b(?:total|overall|in all|runtime)\b", re.IGNORECASE)
_DAYTIME = (
    r"(?:清晨|早晨|黄昏|傍晚|深夜|白天|夜晚|[日夜晨昏晚]|内景?|外景?|室内|室外|夜内|夜外|日内|日外)"
)


@dataclass(frozen=True)
class Section:
    """A scene of a brief: its heading, what stands below, and the length its heading names."""

    heading: str
    body: str
    seconds: float | None = None
    ends: bool = False  # only an opening or an end of a film told elsewhere


def sections_of(text: str) -> tuple[str, list[Section]]:
    """What stands before the first scene heading, with the film's settings, and every scene."""
    head: list[str] = []
    blocks: list[tuple[str, list[str], float | None, bool]] = []
    for line in (part for whole in text.split("\n") for part in _INSIDE.split(whole)):
        scene, markdown = _SCENE.match(line), _MARKDOWN.match(line)
        if scene:
            heading, rest = _headed(scene.group("rest").strip(" *】]"))
            length = seconds_in(f"{scene.group('note') or ''} , {heading}")
            blocks.append((heading, rest, length, bool(scene.group("end"))))
        elif markdown:
            heading, rest = _headed(markdown.group(1).strip(" *"))
            blocks.append((heading, rest, seconds_in(heading), False))
        elif blocks and not is_setting(line):
            blocks[-1][1].append(line)
        else:
            head.append(line)
    made = [Section(h, "\n".join(b).strip(), s, e) for h, b, s, e in blocks]
    return "\n".join(head), made


def with_settings_apart(text: str) -> str:
    """The text with every setting on a line of its own: `时长：30秒。海边，...` is two lines."""
    while True:
        parted = _RUN_ON.sub(r"\1\n", text)
        if parted == text:
            return text
        text = parted


def set_in(text: str) -> str:
    """Where a text says that it plays: 场景：咖啡馆，白天. Setting: a porch."""
    found = _SET.search(text)
    return found.group(1).strip() if found else ""


def cast_in(text: str) -> list[tuple[str, str]]:
    """(name, what is said of them) of everybody a line lists: Characters: Nora (60s, a pilot)."""
    return [member for line in _CAST.findall(text) for member in _MEMBER.findall(line)]


def without_cast(text: str) -> str:
    """The text without the lines that list who is in it."""
    return _CAST.sub("", text)


def is_setting(line: str) -> bool:
    """True for a line that only sets the whole film: `Length: 30 seconds`, 全片30秒."""
    if _SETTING.match(line):
        return True
    return bool(_WHOLE.search(line) and (seconds_in(line) or ratio_in(line)))


def title_in(text: str) -> str:
    """The title a brief names."""
    found = _TITLE.search(text)
    return found.group(1).strip(" *《》") if found else ""


def without_title(text: str) -> str:
    """The text without the line that names its title."""
    return _TITLE.sub("", text, count=1)


def without_settings(text: str) -> str:
    """The text without the lines that only set the film."""
    lines = [x for x in text.split("\n") if not is_setting(x) and not re.match(r"^\s*#\s", x)]
    return "\n".join(lines).strip() or text


def settings_seconds(text: str) -> float | None:
    """The film's length where a line of its own sets it."""
    lines = (x for x in text.split("\n") if is_setting(x) and not _CAST.search(x))
    return next(filter(None, map(seconds_in, lines)), None)


def _headed(line: str) -> tuple[str, list[str]]:
    """A heading and what the same line tells after its first full stop."""
    parts = re.split(r"(?<=[^\d][.。])\s*(?=\S)", line, maxsplit=1)
    if len(parts) == 1 or re.fullmatch(r"(?:INT|EXT|I/E|EST)\.?", parts[0].strip(), re.IGNORECASE):
        return line, []
    return parts[0].rstrip(".。 "), [parts[1]]


def placename(heading: str) -> str:
    """The place a heading names: `出租屋 夜 内` is 出租屋, `Kitchen - night` is Kitchen."""
    name = re.sub(r"^(?:INT|EXT)[./ ]+|[(\uff08].*?[)\uff09]", "", heading, flags=re.IGNORECASE)
    name = re.split(r"\s+[-–—]\s+|[,\uff0c。;\uff1b、]", without_lengths(name))[0].strip()
    name = re.sub(
        r"\s+(?:at|in the|by) (?:dawn|dusk|night|noon|midnight|sunset|sunrise|day|morning|afternoon|evening)$",
        "",
        name,
        flags=re.IGNORECASE,
    )
    return re.sub(rf"(?:[\s/]+{_DAYTIME})+$", "", name).strip(" :\uff1a.")
