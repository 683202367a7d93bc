"""Which set the words ask for, and the drawings of its layers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import cast

from studio.animatic import sets_indoor, sets_nature, sets_stage, sets_town
from studio.animatic.light import best, mentions, mix, vocabulary
from studio.animatic.scenery import Pieces, Place
from studio.animatic.svg import fade, glow, oval, rect

Builder = Callable[[Place], Pieces]

_BUILDERS: Mapping[str, Builder] = {
    "street": sets_town.street,
    "alley": sets_town.alley,
    "market": sets_town.market,
    "rooftop": sets_town.rooftop,
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
    "mountain": sets_nature.mountain,
    "sea": sets_nature.sea,
    "desert": sets_nature.desert,
    "abstract": sets_nature.abstract,
}


@dataclass(frozen=True)
class Scene:
    """What the words say about the place."""

    kind: str
    indoor: bool
    weather: tuple[str, ...]


def read_scene(setting: str, prompt: str, *, people: bool = False) -> Scene:
    """The set, and weather of the place; the setting's words count before the prompt's.

    With `people`, a place that is named wins over the photo studio: in an advert the studio is for
    the product alone.
    """
    words = vocabulary("sets")
    table = cast(Mapping[str, Sequence[str]], words["sets"])
    kind = best(setting, table) or best(prompt, table) or "abstract"
    if people and kind == "studio":
        places = {name: listed for name, listed in table.items() if name != "studio"}
        kind = best(setting, places) or best(prompt, places) or kind
    weather = cast(Mapping[str, Sequence[str]], words["weather"])
    short = cast(Mapping[str, Sequence[str]], words["setting_weather"])
    indoor = kind in words["indoor"]
    said = f"{setting} {prompt}"
    seen = tuple(
        name
        for name, listed in weather.items()
        if mentions(said, listed) or mentions(setting, short.get(name, ()))
    )
    return Scene(kind, indoor, () if indoor or kind in ("studio", "space") else seen)


def build(kind: str, place: Place) -> Pieces:
    """The drawings of set `kind`."""
    return _BUILDERS[kind](place)


def sky(place: Place, kind: str) -> str:
    """The sky, or the darkness or the wall behind everything."""
    p = place.light
    top, low = ("#04060f", "#141a36") if kind == "space" else p.sky
    body = fade("sky", ((0.0, top, 1), (0.85, low, 1), (1.0, low, 1)))
    body += rect(place.left, -1000, place.across, 1000 + place.horizon, "url(#sky)")
    body += rect(place.left, place.horizon - 1, place.across, 3000, low)
    if kind in ("studio", *vocabulary("sets")["indoor"]):
        return body
    return body + _stars(place, kind) + _sun(place)


def _stars(place: Place, kind: str) -> str:
    if kind != "space" and place.light.name != "night":
        return ""
    dice = Random(7)
    body = ""
    for _ in range(230 if kind == "space" else 110):
        x = dice.uniform(place.left, place.left + place.across)
        y = dice.uniform(-400, 1300 if kind == "space" else place.horizon * 0.8)
        body += oval(x, y, r := dice.choice((1.0, 1.4, 2.2)), r, "#ffffff", 'fill-opacity="0.75"')
    return body


def _sun(place: Place) -> str:
    p = place.light
    if not p.sun:
        return ""
    x = place.wide * (0.76 if place.dice("sun").random() < 0.5 else 0.24)
    low = p.sun == "low"
    y = place.horizon - (60 if low else min(place.horizon * 0.72, 420))
    colour = {"sun": "#fffbe8", "low": "#ffe9bd", "moon": "#eef4ff"}[p.sun]
    disc = oval(x, y, 62 if low else 44, 62 if low else 44, colour)
    return glow("sunlight", x, y, 420 if low else 300, mix(colour, p.glow, 0.4), 0.7) + disc


def weather(place: Place, name: str) -> str:
    """A sheet of rain, snow, fog or embers before everything."""
    dice = place.dice(name)
    spots = [
        (dice.uniform(place.left, 2 * place.wide), dice.uniform(-400, 1400))
        for _ in range(420 if name == "rain" else 170)
    ]
    if name == "rain":
        return "".join(
            f'<line x1="{x:.0f}" y1="{y:.0f}" x2="{x - s * 14:.0f}" y2="{y + s * 60:.0f}" '
            f'stroke="#e8f2ff" stroke-width="{1.2 + s:.1f}" stroke-opacity="{0.2 + 0.14 * s:.2f}"/>'
            for x, y in spots
            for s in (dice.uniform(0.5, 1.6),)
        )
    if name == "snow":
        return "".join(
            oval(x, y, r, r, "#ffffff", 'fill-opacity="0.8"')
            for x, y in spots
            for r in (dice.uniform(1.5, 6.0),)
        )
    if name == "embers":
        return "".join(
            oval(
                x,
                y,
                r,
                r * 0.7,
                dice.choice(("#ffb14a", "#ff7a2e", "#ffd88a")),
                'fill-opacity="0.85"',
            )
            for x, y in spots[:80]
            for r in (dice.uniform(1.2, 4.0),)
        )
    body = fade("fog", ((0, "#dfe8ec", 0), (0.5, "#dfe8ec", 0.5), (1, "#dfe8ec", 0.12)))
    return body + rect(place.left, place.horizon - 330, place.across, 800, "url(#fog)")
