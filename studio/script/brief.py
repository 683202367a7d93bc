"""Briefs: one sentence or many scenes, with shot lists, tables and dialogue where they have them."""

import re

from studio.script.characters import ADVERT, roles_of, with_named
from studio.script.lead import lead_of, without_lead
from studio.script.measures import count_in, ratio_in, seconds_in, without_lengths
from studio.script.places import place_in
from studio.script.prose import findings, spoken_line, tidy
from studio.script.screenplay import time_of
from studio.script.shotlist import read_shot, split_shots
from studio.script.table import is_table, read_table
from studio.script.told import narrated, told_shots
from studio.script.treatment import Asked, Place, Treatment
from studio.script.vocabulary import moves_in, pace_in, sizes_in

_SCENE = re.compile(
    r"^\s*(?:#{1,4}\s*|\*\*)?(?:(?:场景|場景|シーン|장면|escena|scene)\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3}|one|two|three|four|five)"
    r"|第\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[场場幕])\s*[:\uff1a.、\-—–]*\s*(.*?)(?:\*\*)?\s*$",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"^\s*#{2,4}\s+(.+)$")
_TITLE = re.compile(
    r"^\s*(?:#\s+|(?:片名|标题|title|タイトル|제목|título)\s*[:\uff1a]\s*)(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_STYLE = re.compile(
    r"动漫|动画|水墨|黑白|赛博朋克|油画|水彩|纪录片|胶片|复古|写实|像素|剪纸|皮影|anime|cartoon|ink wash|noir|watercolou?r|"
    r"documentary|cyberpunk|oil painting|pixel art|stop[- ]motion|claymation|film grain|アニメ|애니메이션",
    re.IGNORECASE,
)
_SETTING_LINE = re.compile(
    r"^\s*(?:片名|标题|时长|画幅|比例|风格|配乐|音乐|语言|title|length|duration|ratio|aspect(?: ratio)?|format|style|music|language)\s*[:\uff1a]",
    re.IGNORECASE,
)


def read_brief(text: str, language: str) -> Treatment:
    """A treatment of a brief in any of its forms."""
    head, blocks = _scenes(text)
    title = _TITLE.search(text)
    whole = findings(text, language)
    if is_table(text):
        places = read_table(text, language)
    elif blocks:
        places = [_place(heading, body, language) for heading, body in blocks]
    else:
        places = [_place("", _without_settings(text), language, only=True)]
    places = places or [Place(text=text)]
    roles = roles_of(text, places, language)
    places = [with_named(place, roles) for place in places]
    lead = head if blocks else text[: text.index("|")] if is_table(text) else _lead(text)
    total = seconds_in(lead)
    if not blocks and len(places) == 1:
        places, total = _measured(places[0], text, total)
    style = ", ".join(dict.fromkeys(m.group() for m in _STYLE.finditer(text)))
    return Treatment(
        title=title.group(1).strip(" *《》") if title else "",
        language="zh" if language == "yue" else language,
        ratio=ratio_in(text),
        seconds=total,
        style=style,
        roles=tuple(roles),
        music=whole.music,
        scenes=tuple(places),
    )


def _measured(place: Place, text: str, total: float | None) -> tuple[list[Place], float | None]:
    """One length in told sentences is the film's; several are the shots', as in a shot list."""
    lead, listed = split_shots(text)
    timed = [shot for shot in place.shots if shot.seconds is not None]
    if not timed or len(listed) >= 2 or (listed and not lead) or is_table(text):
        return [place], total
    opening = seconds_in(lead_of(_without_settings(text))) or next(
        filter(None, (seconds_in(x) for x in text.split("\n") if _SETTING_LINE.match(x))), None
    )
    if len(timed) > 1 or opening:
        return [place], opening
    shots = [shot.model_copy(update={"seconds": None}) for shot in place.shots]
    return [place.model_copy(update={"shots": tuple(shots)})], total


def _lead(text: str) -> str:
    """The part of a text in which a length means the whole film."""
    lead, shots = split_shots(text)
    return lead if len(shots) >= 2 else text


def _scenes(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first scene heading, and (heading, body) of each scene."""
    head: list[str] = []
    blocks: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        found = _SCENE.match(line) or _MARKDOWN.match(line)
        if found:
            heading, rest = _headed(found.group(1).strip(" *"))
            blocks.append((heading, rest))
        elif blocks:
            blocks[-1][1].append(line)
        else:
            head.append(line)
    return "\n".join(head), [(heading, "\n".join(body).strip()) for heading, body in blocks]


def _headed(line: str) -> tuple[str, list[str]]:
    """A heading and what the same line tells after its first full stop."""
    parts = re.split(r"(?<=[^\d][.。])\s*(?=\S)", line, maxsplit=1)
    if len(parts) == 1 or re.fullmatch(r"(?:INT|EXT|I/E|EST)\.?", parts[0].strip(), re.IGNORECASE):
        return line, []
    return parts[0].rstrip(".。 "), [parts[1]]


def _without_settings(text: str) -> str:
    lines = [
        x for x in text.split("\n") if not _SETTING_LINE.match(x) and not re.match(r"^\s*#\s", x)
    ]
    return "\n".join(lines).strip() or text


def _place(heading: str, body: str, language: str, *, only: bool = False) -> Place:
    """One scene: explicit shots where it lists them, else dialogue scenes, else text to break down."""
    lead, listed = split_shots(body)
    words = f"{heading} {lead or body}"
    common: dict[str, object] = {
        "heading": heading, "time": time_of(words),
        "place": _placename(heading) or _played_in(lead or body, language),
    }  # fmt: skip
    if len(listed) >= 2 or (listed and not lead):
        shots = tuple(read_shot(shot, language) for shot in listed)
        return Place.model_validate(
            {**common, "shots": shots, "seconds": None if only else seconds_in(heading)}
        )
    told = _as_told(body, language)
    if told:
        return Place.model_validate(
            {**common, "shots": tuple(told), "seconds": None if only else seconds_in(heading)}
        )
    found = findings(body, language)
    text = tidy(without_lengths(found.text)) or heading or body
    shown = found.onscreen or (found.loose if ADVERT.search(body) else ())
    base = {
        **common, "text": text, "sizes": tuple(sizes_in(body)), "moves": tuple(moves_in(body)),
        "pace": pace_in(body), "count": count_in(body), "seconds": None if only else seconds_in(words),
    }  # fmt: skip
    if shown or found.heard:
        ends = Asked(text=text, onscreen_text=shown, heard=found.heard)
        return Place.model_validate({**base, "shots": (ends,)})
    return Place.model_validate(base)


def _as_told(body: str, language: str) -> list[Asked]:
    """The shots of a text in which somebody speaks; none when nobody does."""
    told = without_lead(body)
    shots: list[Asked] = []
    if any(spoken_line(line, language) for line in body.split("\n")):
        shots = told_shots(told, language)
    elif findings(told, language).dialogue:
        shots = narrated(told, language)
    shown = findings(lead_of(body), language).onscreen if shots else ()
    if shown:
        shots[-1] = shots[-1].model_copy(
            update={"onscreen_text": (*shots[-1].onscreen_text, *shown)}
        )
    return shots


def _played_in(text: str, language: str) -> str:
    """A place the text tells of, outside of what is said; its opening words come last."""
    told = "\n".join(x for x in text.split("\n") if spoken_line(x, language) is None)
    return place_in(without_lead(told), language) or place_in(told, language)


def _placename(heading: str) -> str:
    name = re.sub(r"^(?:INT|EXT)[./ ]+|[(\uff08].*?[)\uff09]", "", heading, flags=re.IGNORECASE)
    return re.split(r"\s+[-–—]\s+|[,\uff0c。;\uff1b]", without_lengths(name))[0].strip()
