"""Which drawing a creature or a thing has, by the words about it."""

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
    return drawing(form(figure), figure.colour, light)


def drawing(name: str, colour: str, light: Palette) -> str:
    """The drawing called `name` in a colour, under this light."""
    return _DRAWN[name](light.toned(colour), mix(light.dark, "#0c0a10", 0.55))


def paint(name: str) -> str:
    """The colour of a drawing when nobody says another."""
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
