"""Looks: what a subject looks like, the same in every shot of a film."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from studio.animatic.casting import Age, age_of, is_woman, trade_of
from studio.animatic.light import Palette, mentions, mix, palette, vocabulary
from studio.animatic.spec import PanelFigure

_SKINS = ("#f2cdb0", "#eabf9c", "#dcab86", "#f5d6be", "#c9946c")
_HAIRS = ("#1d1a20", "#241b18", "#3a2519", "#15161c", "#5a3a22")
_MEN = ("short", "swept", "crop", "curly", "parted", "mop")
_WOMEN = ("long", "bob", "tail", "bun", "wavy", "braid")
_SUITS = ("suit", "jacket", "hoodie", "shirt", "sweater", "coat")
_DRESSES = ("dress", "blouse", "knit", "blazer", "coat")
_ACTIVE = ("tail", "braid", "bun")
# Breadth and height as shares of the usual, and the jaw of those who are still growing.
_GROWN: dict[Age, tuple[float, float, float]] = {
    "child": (0.82, 0.66, 25.0),
    "teen": (0.9, 0.94, 24.0),
    "adult": (1.0, 1.0, 0.0),
    "old": (0.92, 0.94, 0.0),
}
_BEARDS = ("", "", "", "", "stubble", "moustache", "goatee", "full")


@dataclass(frozen=True)
class Look:
    """What a person looks like: colours as the light shows them, hair, dress and build.

    `beard` is a kind or empty; `build` and `tall` are shares of the usual breadth and height.
    What a shot adds: `helmet`, `mood` (see expressions), `gaze`, from 1 (down) to -1 (up),
    `shut` eyes, and `lens`, how large the head is to a camera from above (more than 1) or below.
    """

    skin: str
    hair: str
    style: str
    cloth: str
    inner: str
    lower: str
    woman: bool
    ancient: bool
    old: bool
    ink: str
    garment: str = "suit"
    armed: bool = False
    beard: str = ""
    helmet: bool = False
    glasses: bool = False
    child: bool = False
    crown: str = ""
    band: bool = False
    mood: str = ""
    gaze: float = 0.0
    shut: bool = False
    lens: float = 1.0
    build: float = 1.0
    tall: float = 1.0
    jaw: float = 26.0

    @property
    def shade(self) -> str:
        """Skin in shadow."""
        return mix(self.skin, mix(self.ink, "#8a3a3a", 0.5), 0.32)

    @property
    def head(self) -> float:
        """How large the head is; a child's is larger than its body asks."""
        return self.lens * (1.22 if self.child else 1.0)

    @property
    def gold(self) -> str:
        """Metal and trimmings as this light shows them."""
        return mix("#c9a24c", self.ink, 0.12)


def _crown(words: str, royal: Sequence[str]) -> str:
    """The crown of a sovereign: "east", "west", or none."""
    return ("west" if words.isascii() else "east") if mentions(words, royal) else ""


def stature(figure: PanelFigure) -> float:
    """How tall a person is beside others, as a share of the usual height."""
    return look_of(figure, palette("day"), "").tall


def look_of(figure: PanelFigure, light: Palette, style: str) -> Look:
    """Skin, hair and clothes: chance from the key, corrected by words and the subject's colour.

    Nothing of the shot decides but its light, so that a figure looks the same all through a film;
    `style` is the film's.
    """
    dice = Random(int.from_bytes(hashlib.sha256(figure.key.encode()).digest()[:8], "big"))
    words = f"{figure.name} {figure.description}"
    people = vocabulary("sets")["people"]
    age, female = age_of(figure), is_woman(figure)
    ancient = mentions(f"{words} {style}", vocabulary("sets")["ancient"]) > 0
    trade = "" if ancient else trade_of(figure)
    skin, hair = dice.choice(_SKINS), dice.choice(_HAIRS)
    cut = dice.choice(_WOMEN if female else _MEN)
    garment = dice.choice(_DRESSES if female else _SUITS)
    beard, glasses = dice.choice(_BEARDS), dice.random() < (0.5 if age == "old" else 0.16)
    build, tall = dice.uniform(0.93, 1.1), dice.uniform(0.95, 1.03)
    jaw = dice.uniform(21, 25) if female else dice.uniform(24.5, 29)
    if ancient:
        cut = dice.choice(("long", "bun", "braid")) if female else "knot"
        garment = "armour" if mentions(words, people["armour"]) > 0 else "robe"
        beard = dice.choice(("", "moustache", "goatee", "full"))
    if age == "old":
        hair, garment, cut, beard = _aged(dice, garment, cut, female=female, ancient=ancient)
    if age in ("child", "teen"):
        garment, beard = "robe" if ancient else dice.choice(("sweater", "hoodie", "shirt")), ""
        cut = cut if female else "mop"
    if trade:
        garment = trade
        cut, glasses = (dice.choice(_ACTIVE), False) if trade in ("gi", "sport") else (cut, glasses)
        cut = "swept" if trade == "gi" and not female else cut if female else _short(cut)
    wide, high, face = _GROWN[age]
    cloth = figure.colour
    return Look(
        light.skin(skin),
        light.toned(hair),
        cut,
        light.toned(cloth),
        light.toned(mix(cloth, "#ffffff", 0.75)),
        light.toned(mix(cloth, "#20242e", 0.72)),
        female,
        ancient,
        age == "old",
        mix(light.dark, "#0c0a10", 0.55),
        garment=garment,
        armed=mentions(words, people["fighter"]) > 0
        or mentions(words, vocabulary("sets")["things"]["sword"]) > 0,
        beard="" if female else beard,
        glasses=glasses and not ancient and age != "child",
        child=age == "child",
        crown=_crown(words, people["royal"]) if ancient else "",
        band=trade == "gi",
        build=wide if age == "child" else build * wide,
        tall=high if age == "child" else tall * high,
        jaw=face or jaw,
    )


def _short(cut: str) -> str:
    return cut if cut in _MEN else "short"


def _aged(
    dice: Random, garment: str, cut: str, *, female: bool, ancient: bool
) -> tuple[str, str, str, str]:
    """Hair, garment, cut and beard of somebody old."""
    hair = dice.choice(("#c9c7c6", "#b2b0b1", "#e2dfda"))
    if ancient:
        return hair, garment, cut, "" if female else "sage"
    if female:
        return hair, dice.choice(("cardigan", "tang")), dice.choice(("bun", "bob", "pixie")), ""
    beard = dice.choice(("moustache", "full", "goatee"))
    return hair, dice.choice(("cardigan", "tang")), dice.choice(("receding", "bald")), beard
