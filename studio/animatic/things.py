"""Which drawing a creature or a thing has, by the words about it."""

import re
from collections.abc import Mapping, Sequence
from typing import cast

from studio.animatic.creatures import COAT, CREATURES, TALL
from studio.animatic.light import Palette, best, mix, vocabulary
from studio.animatic.props import HELD, PROPS
from studio.animatic.spec import PanelFigure
from studio.animatic.vehicles import LOFTY, VEHICLES

PERSON = 720.0  # how high a person is, in a figure's units
_DRAWN = {**CREATURES, **VEHICLES, **PROPS}
_PAINT = {
    "lantern": "#d8402e", "radio": "#8a5a36", "book": "#8c3b2e", "phone": "#3f6fb0",
    "cup": "#d9d2c3", "sword": "#8a94a6", "umbrella": "#b23a48", "boat": "#8a6a4a",
    "vehicle": "#c0392b", "bag": "#7a4f33", "torch": "#8a5a36", "flower": "#d64c6f",
    "watch": "#b98a35", "train": "#3a6ea5", "ship": "#8fa3b5", "shoe": "#d9583b",
    "bicycle": "#2f7f6b", "box": "#b98a55", "bottle": "#3f8f8a",
}  # fmt: skip


_COLOURS = {
    "black": "#2b2c33", "white": "#e9e7e1", "red": "#c8372d", "blue": "#2f6fb5",
    "green": "#3f8a4f", "yellow": "#e3b93c", "golden": "#d0a13a", "orange": "#e07b2e",
    "purple": "#7a4a9a", "pink": "#e28aa6", "grey": "#8a8f96", "gray": "#8a8f96",
    "brown": "#7a4f33", "silver": "#b9c0c7", "黑": "#2b2c33", "白": "#e9e7e1",
    "红": "#c8372d", "蓝": "#2f6fb5", "绿": "#3f8a4f", "黄": "#e3b93c",
    "金": "#d0a13a", "紫": "#7a4a9a", "粉": "#e28aa6", "灰": "#8a8f96",
    "棕": "#7a4f33", "银": "#b9c0c7",
}  # fmt: skip


def table(kind: str) -> Mapping[str, Sequence[str]]:
    """The words for drawings of a kind, "creatures" or "things"."""
    return cast(Mapping[str, Sequence[str]], vocabulary("sets")[kind])


def form(figure: PanelFigure) -> str:
    """Which drawing a creature or a thing has; "" for a person."""
    if figure.kind not in ("creature", "thing"):
        return ""
    listed = table("creatures" if figure.kind == "creature" else "things")
    found = best(figure.name, listed) or best(figure.description, listed)
    return found or ("wolf" if figure.kind == "creature" else "bottle")


def silhouette(figure: PanelFigure, light: Palette) -> str:
    """A creature or a thing, 300 high, standing on y = 0."""
    name = form(figure)
    if figure.kind != "creature":
        return drawing(name, figure.colour, light)
    coat = paint(name, f"{figure.name} {figure.description}")  # no green dogs, but two may differ
    return drawing(name, mix(coat, figure.colour, 0.15), light)


def drawing(name: str, colour: str, light: Palette) -> str:
    """The drawing called `name` in a colour, under this light."""
    return _DRAWN[name](light.toned(colour), mix(light.dark, "#0c0a10", 0.55))


def paint(name: str, words: str = "") -> str:
    """The colour of a drawing: what `words` say just before it is named, else its usual one."""
    kind = "creatures" if name in CREATURES else "things"
    for noun in table(kind).get(name, ()):
        gap = r"[ -](?:\w+ )?" if noun.isascii() else "色?的?"
        found = re.search(f"({'|'.join(_COLOURS)}){gap}{re.escape(noun)}", words.lower())
        if found:
            return _COLOURS[found[1]]
    return COAT.get(name) or _PAINT.get(name, "#8a94a6")


def beside_people(name: str) -> float:
    """How high a drawing is beside a person, as a share of the person."""
    if name in TALL:
        return TALL[name] / PERSON
    return LOFTY.get(name, HELD.get(name, (150.0, (0.0, 0.0)))[0] * 1.25) / PERSON


def breadth(name: str) -> float:
    """How wide a drawing is when it is 300 high."""
    if name in VEHICLES or name in CREATURES:
        return 290.0 if name == "cat" else 640.0
    return {"shoe": 530.0, "radio": 390.0, "book": 390.0, "umbrella": 400.0}.get(name, 300.0)


def portable(name: str) -> bool:
    """Whether a hand can hold it."""
    return name in HELD
