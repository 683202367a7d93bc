"""Which set the words ask for, and the drawings of its layers."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import cast

from studio.animatic import (
    sets_action,
    sets_indoor,
    sets_nature,
    sets_open,
    sets_roof,
    sets_stage,
    sets_town,
)
from studio.animatic.light import mentions, mix, vocabulary
from studio.animatic.scenery import Pieces, Place
from studio.animatic.sets_aboard import ABOARD
from studio.animatic.sets_coast import COAST
from studio.animatic.sets_duty import DUTY
from studio.animatic.sets_green import GREEN
from studio.animatic.sets_halls import HALLS
from studio.animatic.sets_work import WORK
from studio.animatic.svg import bands, fade, glow, halo, oval, path, rect, slabs

_INDOORS = re.compile(r"\bINT\b(?!\./EXT)|内景|\binterior\b|室内", re.IGNORECASE)

Builder = Callable[[Place], Pieces]
Box = tuple[float, float, float, float]  # x, y, width, height in drawing units

_BUILDERS: Mapping[str, Builder] = {
    "street": sets_town.street,
    "alley": sets_town.alley,
    "market": sets_town.market,
    "rooftop": sets_roof.rooftop,
    "bridge": sets_town.bridge,
    "palace": sets_town.palace,
    "station": sets_stage.station,
    "tea": sets_indoor.tea,
    "cafe": sets_indoor.cafe,
    "office": sets_indoor.office,
    "room": sets_indoor.room,
    "studio": sets_stage.studio,
    "space": sets_nature.space,
    "battle": sets_nature.battle,
    "forest": sets_nature.forest,
    "mountain": sets_open.mountain,
    "sea": sets_open.sea,
    "desert": sets_open.desert,
    "clash": sets_action.clash,
    **WORK,
    **ABOARD,
    **COAST,
    **GREEN,
    **HALLS,
    **DUTY,
    "abstract": sets_nature.abstract,
}


@dataclass(frozen=True)
class Scene:
    """What the words say about the place."""

    kind: str
    indoor: bool
    weather: tuple[str, ...]
    rainy: bool = False  # within doors, too: it is seen on the windows


def read_scene(setting: str, prompt: str, *, people: bool = False) -> Scene:
    """The set, and weather of the place; the setting's words count before the prompt's.

    With `people`, a place that is named wins over the photo studio: in an advert the studio is for
    the product alone.
    """
    words = vocabulary("sets")
    table = cast(Mapping[str, Sequence[str]], words["sets"])
    if _INDOORS.search(setting):
        table = {name: listed for name, listed in table.items() if name in words["indoor"]}
        kind = _place(setting, table) or "room"
    else:
        kind = _place(setting, table) or _place(prompt, table) or "abstract"
    if people and kind == "studio":
        places = {name: listed for name, listed in table.items() if name != "studio"}
        kind = _place(setting, places) or _place(prompt, places) or kind
    weather = cast(Mapping[str, Sequence[str]], words["weather"])
    short = cast(Mapping[str, Sequence[str]], words["setting_weather"])
    indoor = kind in words["indoor"]
    said = f"{setting} {prompt}"
    seen = tuple(
        name
        for name, listed in weather.items()
        if mentions(said, listed) or mentions(setting, short.get(name, ()))
    )
    roofed = indoor or kind in ("studio", "space")
    return Scene(kind, indoor, () if roofed else seen, rainy="rain" in seen)


def _place(text: str, table: Mapping[str, Sequence[str]]) -> str:
    """The set that `text` names most, the first of equals; "tea house" counts for more than "house"."""
    phrases = {name: [word for word in words if " " in word] for name, words in table.items()}
    scores = {
        name: mentions(text, words) + 1.5 * mentions(text, phrases[name])
        for name, words in table.items()
    }
    name = max(scores, key=lambda n: scores[n])
    return name if scores[name] else ""


def build(kind: str, place: Place) -> Pieces:
    """The drawings of set `kind`."""
    return _BUILDERS[kind](place)


def sky(place: Place, kind: str) -> tuple[str, str]:
    """The sky, or the darkness or the wall behind everything; and its soft lights."""
    p = place.light
    top, low = ("#04060f", "#141a36") if kind == "space" else p.sky
    stops = ((0.0, top), (0.85, low), (1.0, low))
    body = bands((place.left, -1000.0, place.across, 1000.0 + place.horizon), stops)
    body += rect(place.left, place.horizon - 1, place.across, 3000, low)
    if kind in ("studio", *vocabulary("sets")["indoor"]):
        return body, ""
    disc, shine = _sun(place)
    return body + _stars(place, kind) + disc, shine + ("" if kind == "space" else _clouds(place))


def _stars(place: Place, kind: str) -> str:
    if kind != "space" and place.light.name != "night":
        return ""
    dice, sizes = Random(7), (1.0, 1.4, 2.2)
    spots: dict[float, list[tuple[float, float, float, float]]] = {}
    for _ in range(230 if kind == "space" else 110):
        x = dice.uniform(place.left, place.left + place.across)
        y = dice.uniform(-400, 1300 if kind == "space" else place.horizon * 0.8)
        r = dice.choice(sizes)
        spots.setdefault(r, []).append((x, y, 1.7 * r, 1.7 * r))
    return "".join(slabs(listed, "#dfe6f4") for listed in spots.values())


def _clouds(place: Place) -> str:
    """Soft banks of cloud, flat below; none at night."""
    p, dice = place.light, place.dice("clouds")
    if p.name in ("night", "neon", "warm"):
        return ""
    lit = mix("#ffffff", p.glow, 0.35) if p.sun else mix(p.sky[0], p.mid, 0.25)
    body = halo("cloud", ((0, lit, 0.6), (0.5, lit, 0.34), (1, lit, 0)))
    for _ in range(7):
        x, y = dice.uniform(-0.3, 1.3) * place.wide, dice.uniform(0.0, 0.48) * place.horizon
        size = 60 + 120 * (1 - y / place.horizon)
        for _ in range(4):
            u, v = x + dice.uniform(-1.6, 1.6) * size, y - dice.uniform(0, 0.22) * size
            body += oval(u, v, dice.uniform(1.2, 2.4) * size, 0.34 * size, "url(#cloud)")
    return body


def _sun(place: Place) -> tuple[str, str]:
    p = place.light
    if not p.sun:
        return "", ""
    x = place.wide * (0.76 if place.dice("sun").random() < 0.5 else 0.24)
    low = p.sun == "low"
    y = place.horizon - (150 if low else min(place.horizon * 0.72, 420))
    colour = {"sun": "#fffbe8", "low": "#ffe9bd", "moon": "#eef4ff"}[p.sun]
    size = {"sun": 44.0, "low": 74.0, "moon": 34.0}[p.sun]
    return oval(x, y, size, size, colour), glow(
        "sunlight", x, y, 420 if low else 300, mix(colour, p.glow, 0.4), 0.7
    )


_DRIFTS = {
    "rain": (-0.22, 1.5),
    "snow": (-0.02, 0.09),
    "embers": (0.03, -0.08),
    "fog": (0.012, 0.0),
}


def drift(names: Sequence[str]) -> tuple[float, float]:
    """How fast the weather moves, in frames a second: that of the quickest of `names`."""
    ways = [_DRIFTS[name] for name in names]
    return max(ways, key=lambda way: abs(way[0]) + abs(way[1]), default=(0.0, 0.0))


def weather(place: Place, name: str, box: Box) -> str:
    """A sheet of rain, snow or embers before everything in `box`; it repeats beyond its edges."""
    dice = place.dice(name)
    left, top, wide, tall = box
    drops: dict[str, str] = {}
    for _ in range(round({"rain": 230, "snow": 130, "embers": 60}[name] * wide * tall / 1.8e6)):
        x, y, step = dice.uniform(0, wide), dice.uniform(0, tall), dice.choice((0, 1, 2))
        ink, dx, dy = _drop(name, step)
        for over_x, over_y in product((0.0, wide, -wide), (0.0, -tall)):
            u, v = x + over_x, y + over_y
            if min(u, u + dx) < wide + 9 and max(u, u + dx) > -9 and v + dy > -9:
                drops[ink] = drops.get(ink, "") + f"M{left + u:.0f} {top + v:.0f}l{dx:g} {dy:g}"
    return "".join(path(data, "none", ink) for ink, data in drops.items())


def _drop(name: str, step: int) -> tuple[str, float, float]:
    """The stroke of a drop, flake or spark of size `step` (0 to 2), and how far it reaches."""
    if name == "rain":
        size = (0.5, 0.9, 1.5)[step]
        return _stroke("#e8f2ff", 1.2 + size, 0.2 + 0.14 * size), -14.0 * size, 62.0 * size
    if name == "snow":
        return _stroke("#ffffff", (4.0, 7.0, 12.0)[step], (0.9, 0.8, 0.6)[step]), 0.1, 0.1
    colour = ("#ffb14a", "#ff7a2e", "#ffd88a")[step]
    return _stroke(colour, (3.0, 4.5, 7.0)[step], 0.85), 2.0, -1.0


def _stroke(colour: str, width: float, opacity: float) -> str:
    return (
        f'stroke="{colour}" stroke-width="{width:g}" stroke-opacity="{opacity:.2f}" '
        'stroke-linecap="round"'
    )


def fog(place: Place, part: str = "fog") -> str:
    """Banks of fog about the horizon, soft; thinner where figures stand."""
    pale, dice = mix(place.light.sky[1], "#e9eff1", 0.6), place.dice(part)
    thick = 1.0 if part == "fog" else 0.5  # before people it is thin
    stops = ((0, pale, 0), (0.45, pale, 0.62 * thick), (0.62, pale, 0.5 * thick), (1, pale, 0.1))
    body = fade(part, stops) + halo(f"{part}s", ((0, pale, 0.5 * thick), (1, pale, 0)))
    body += rect(place.left, place.horizon - 420, place.across, 900, f"url(#{part})")
    for _ in range(9):
        x, y = dice.uniform(-0.4, 1.4) * place.wide, place.horizon + dice.uniform(-160, 260)
        body += oval(x, y, dice.uniform(300, 620), dice.uniform(40, 110), f"url(#{part}s)")
    return body
