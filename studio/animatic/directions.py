"""Stage directions read from a shot's words: what is held, who else is there, who turns away."""

import re
from collections.abc import Sequence
from dataclasses import replace

from studio.animatic.light import best, mentions, vocabulary
from studio.animatic.spec import PanelFigure, PanelSpec
from studio.animatic.things import form, paint, portable, table
from studio.animatic.vehicles import VEHICLES

_SHOWN = {"harbour": ("boat",), "station": ("train",), "sea": ("boat",)}  # vehicles of sets
_NEAR = ("medium_close", "close_up", "extreme_close_up")


def lead_of(prompt: str, people: Sequence[PanelFigure]) -> PanelFigure | None:
    """Of whom the words tell: the one who is named first, else the first of all."""
    low = prompt.lower()
    named = [(low.find(f.name.lower()), f) for f in people if f.name and f.name.lower() in low]
    return min(named, key=lambda pair: pair[0])[1] if named else next(iter(people), None)


def props_of(spec: PanelSpec) -> dict[str, tuple[str, str]]:
    """What people hold: from a person's key to the name and colour of a drawing.

    Things of the shot that a hand can hold go to a hand; so does what the words say is held.
    """
    people = [f for f in spec.figures if f.kind == "person"]
    lead = lead_of(spec.prompt, people)
    if lead is None or len(people) > 3:
        return {}
    for figure in spec.figures:
        if figure.kind == "thing" and portable(form(figure)):
            return {lead.key: (form(figure), figure.colour)}
    name = _held(spec.prompt)
    return {lead.key: (name, paint(name, spec.prompt))} if name else {}


def _held(prompt: str) -> str:
    """The thing that the words put into a hand: a verb of holding, and close behind it a thing."""
    grasp = vocabulary("poses")["grasp"]
    spots = [
        match.end() for word in grasp["en"] for match in re.finditer(rf"\b{word}\b", prompt.lower())
    ]
    spots += [match.end() for word in grasp["zh"] for match in re.finditer(word, prompt)]
    for spot in sorted(spots):
        part = re.split(r"[.!?;。！？；]", prompt[spot : spot + 42])[0]
        name = best(
            part, {name: words for name, words in table("things").items() if portable(name)}
        )
        if name:
            return name
    return ""


def extras(spec: PanelSpec, *, indoor: bool = False, place: str = "") -> list[PanelFigure]:
    """Creatures and things that are named in the words, though they are no subjects of the film.

    Beside people only creatures and vehicles; alone, anything; never what the place (a set's name)
    shows anyway, and never more than three.
    """
    people = any(f.kind == "person" for f in spec.figures)
    if any(f.kind in ("creature", "thing") for f in spec.figures):
        return []
    if people and (spec.size in _NEAR or sum(f.kind == "person" for f in spec.figures) > 2):
        return []
    prompt = spec.prompt
    for text in spec.onscreen_text:  # words to be read are not things to be seen
        prompt = prompt.replace(text, " ")
    beast = best(prompt, _plain("creatures"))
    if beast:
        count = 3 if _many(prompt, beast) and beast in ("bird", "fish", "wolf", "horse") else 1
        return [_extra(beast, "creature", index, prompt) for index in range(count)]
    thing = best(prompt, _plain("things"))
    if not thing or thing == "bottle" or (people and thing not in VEHICLES):
        return []
    if thing in VEHICLES and (indoor or _aboard(prompt, thing) or thing in _SHOWN.get(place, ())):
        return []
    if spec.size in ("extreme_long", "long") and thing not in VEHICLES:
        return []
    return [_extra(thing, "thing", 0, prompt)]


def _aboard(prompt: str, name: str) -> bool:
    """Whether we are in the vehicle, so that it is not seen."""
    return any(
        re.search(
            rf"\b(?:on|in|into|inside|aboard|from) (?:the|a|an|his|her|their) (?:\w+ )?{word}\b",
            prompt.lower(),
        )
        if word.isascii()
        else re.search(f"{word}[上里内]", prompt)
        for word in table("things")[name]
    )


def _plain(kind: str) -> dict[str, list[str]]:
    """Words that are clear by themselves: a single Chinese character may be a part of others."""
    return {
        name: [word for word in words if word.isascii() or len(word) > 1]
        for name, words in table(kind).items()
    }


def _many(prompt: str, name: str) -> bool:
    words = [word for word in table("creatures")[name] if word.isascii() and word.endswith("s")]
    return "群" in prompt or mentions(prompt, words) > 0


def _extra(name: str, kind: str, index: int, prompt: str) -> PanelFigure:
    """`name` is the drawing's own word, so that `form` finds it again."""
    word = next(word for word in table(f"{kind}s")[name] if word.isascii())
    return PanelFigure("", f"{word}", kind, str(index), paint(name, prompt))


def seen(spec: PanelSpec) -> PanelSpec:
    """The shot without those who are only heard."""
    return replace(spec, figures=tuple(f for f in spec.figures if not unseen(f)))


def peopled(spec: PanelSpec, *, indoor: bool, place: str) -> PanelSpec:
    """The shot with its extras."""
    return replace(spec, figures=(*spec.figures, *extras(spec, indoor=indoor, place=place)))


def unseen(figure: PanelFigure) -> bool:
    """Whether a figure is a voice that nobody sees."""
    return figure.kind == "person" and mentions(figure.name, vocabulary("poses")["voices"]) > 0


def turned_away(spec: PanelSpec) -> bool:
    """Whether people look into the picture, so that we see their backs."""
    words = vocabulary("poses")["away"]
    if mentions(spec.prompt, words["always"]):
        return True
    far = spec.size in ("extreme_long", "long") and not spec.speakers
    return far and mentions(spec.prompt, words["far"]) > 0


def fights(spec: PanelSpec) -> bool:
    """Whether somebody exchanges blows."""
    alive = any(figure.kind in ("person", "creature") for figure in spec.figures)
    return alive and mentions(f"{spec.prompt} {spec.style}", vocabulary("poses")["fights"]) > 0


def rides(spec: PanelSpec) -> bool:
    """Whether somebody is on a horse."""
    return mentions(spec.prompt, vocabulary("poses")["rides"]) > 0


def races(spec: PanelSpec) -> bool:
    """Whether somebody or something moves fast."""
    return mentions(spec.prompt, vocabulary("poses")["races"]) > 0
