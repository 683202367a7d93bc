"""Briefs: one sentence or many scenes, with shot lists, tables and dialogue where they have them."""

import re

from studio.script.characters import ADVERT, roles_of, with_named
from studio.script.lead import ONE_SHOT, lead_of, without_lead
from studio.script.measures import count_in, each_in, ratio_in, seconds_in, without_lengths
from studio.script.picture import STYLE
from studio.script.places import place_in
from studio.script.prose import findings, spoken_line, tidy
from studio.script.screenplay import time_of
from studio.script.sections import (
    Section,
    is_setting,
    placename,
    sections_of,
    set_in,
    settings_seconds,
    title_in,
    with_settings_apart,
    without_cast,
    without_settings,
)
from studio.script.shotlist import read_shots, split_shots
from studio.script.speech import QUOTE, is_no_name, is_surely_somebody, sounds_said
from studio.script.table import is_table, read_table, with_tabs_as_table
from studio.script.told import narrated, told_shots
from studio.script.treatment import Asked, Place, Treatment
from studio.script.vocabulary import angle_in, moves_in, pace_in, sizes_in, without_lead_craft

_LABEL_WORDS = 3  # more words before a colon tell something by themselves


def read_brief(text: str, language: str) -> Treatment:
    """A treatment of a brief in any of its forms."""
    text = with_settings_apart(with_tabs_as_table(text))
    head, sections = sections_of(text)
    whole = findings(text, language)
    if is_table(text):
        places = read_table(text, language)
    elif sections:
        told = _told_head(head, sections)
        places = [_place(section, language) for section in (*told, *sections)]
    else:
        places = [_place(Section("", text), language)]
    places = places or [Place(text=text)]
    roles = roles_of(_told_in(places) if is_table(text) else text, places, language)
    places = [with_named(place, roles) for place in places]
    lead = head if sections else text[: text.index("|")] if is_table(text) else _lead(text)
    total = settings_seconds(text) or seconds_in(without_cast(lead))
    if not sections and len(places) == 1:
        places, total = _measured(places[0], text, total)
    return Treatment(
        title=title_in(text),
        language="zh" if language == "yue" else language,
        ratio=ratio_in(text),
        seconds=total,
        style=", ".join(dict.fromkeys(m.group() for m in STYLE.finditer(text))),
        roles=tuple(roles),
        music=whole.music,
        scenes=tuple(places),
    )


def _told_in(places: list[Place]) -> str:
    return "\n".join(shot.text for place in places for shot in place.shots)


def _told_head(head: str, sections: list[Section]) -> list[Section]:
    """What is told before the end of a film has a heading (结尾：...) is a scene too."""
    told = without_settings(head).strip() if sections[0].ends else ""
    opens = sections[0].ends and not re.search(r"[^\W\d_]{2}", without_lead(told))
    return [] if not told or opens or is_setting(told) else [Section("", told)]


def _measured(place: Place, text: str, total: float | None) -> tuple[list[Place], float | None]:
    """One length in told sentences is the film's; several are the shots', as in a shot list."""
    lead, listed = split_shots(text)
    timed = [shot for shot in place.shots if shot.seconds is not None]
    if not timed or len(listed) >= 2 or (listed and not lead) or is_table(text):
        return [place], total
    opening = seconds_in(lead_of(without_settings(text))) or settings_seconds(text)
    if len(timed) > 1 or opening:
        return [place], opening
    shots = [shot.model_copy(update={"seconds": None}) for shot in place.shots]
    return [place.model_copy(update={"shots": tuple(shots)})], total


def _lead(text: str) -> str:
    """The part of a text in which a length means the whole film."""
    lead, shots = split_shots(text)
    return lead if len(shots) >= 2 or (shots and not lead) else text


def _place(section: Section, language: str) -> Place:
    """One scene: explicit shots where it lists them, else dialogue scenes, else text to break down."""
    heading, body = section.heading, section.body
    label = ""
    if not heading:
        heading, body = set_in(body), without_settings(body)
        if not lead_of(body) and not split_shots(body)[1]:
            label, body = _labelled(body, language)
    lead, listed = split_shots(body)
    common: dict[str, object] = {
        "heading": heading or label, "time": time_of(QUOTE.sub(" ", f"{heading} {lead or body}")), "seconds": section.seconds,
        "place": placename(heading) or _played_in(lead or body, language),
    }  # fmt: skip
    shots = read_shots(listed, language) if len(listed) >= 2 or (listed and not lead) else []
    shots = shots or _as_told(body, language)
    if shots:
        return Place.model_validate({**common, "shots": tuple(shots)})
    found = findings(body, language)
    told = body if body.strip() else heading
    lines = tuple(line for line in found.dialogue if line.speaker is None)
    shown = found.onscreen or (found.loose if ADVERT.search(body) else ())
    if not listed and lines == found.dialogue:
        told = found.text
    text = tidy(without_lengths(told)) or heading or body
    if heading and section.seconds is None:
        common["seconds"] = seconds_in(body)
    base = {
        **common, "text": text, "sizes": tuple(sizes_in(told)), "moves": tuple(moves_in(told)),
        "angle": angle_in(told), "pace": pace_in(told), "count": _count(f"{label}: {body}" if label else body), "each": each_in(body),
    }  # fmt: skip
    if shown or found.heard or lines:
        held = Asked(text=text, onscreen_text=shown, heard=found.heard, dialogue=lines)
        return Place.model_validate({**base, "shots": (held,)})
    return Place.model_validate(base)


def _labelled(body: str, language: str) -> tuple[str, str]:
    """A first word before a colon that names the film and nobody (萌宠：..., Three shots: ...), and
    what it stands before. Only where nobody else speaks, and the words are not said by anybody."""
    lines = [line for line in body.split("\n") if line.strip()]
    spoken = [line for line in lines if spoken_line(line, language)]
    found = re.match(r"\s*([^:\uff1a\n。.!?\uff01\uff1f,\uff0c]{1,30})[:\uff1a]\s*(?=\S)", body)
    if found is None or len(spoken) > 1 or (spoken and spoken[0] != lines[0]):
        return "", body
    name, told = found.group(1).strip(), body[found.end() :]
    if len(name.split()) > _LABEL_WORDS or is_no_name(name) or is_surely_somebody(name):
        return "", body
    return ("", body) if sounds_said(told.split("\n")[0]) else (name, told)


def _count(body: str) -> int | None:
    """Shots asked for: by number, or one where the brief speaks of a single shot or take."""
    told = without_lengths(without_lead(body)).strip()
    one = ONE_SHOT.search(body) or (
        without_lead_craft(told) != told and not re.search(r"[.。!?\uff01\uff1f]\s*\S", told)
    )
    return count_in(body) or (1 if one else None)


def _as_told(body: str, language: str) -> list[Asked]:
    """The shots of a text in which somebody seen speaks; none when nobody does."""
    told = without_lead(body)
    shots: list[Asked] = []
    lines = [spoken_line(line, language) for line in told.split("\n")]
    if any(lines):
        shots = told_shots(told, language)
    elif any(line.speaker for line in findings(told, language).dialogue):
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
