"""Looks: what a subject looks like, the same in every shot of a film."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from studio.animatic.light import Palette, mentions, mix, palette, vocabulary
from studio.animatic.spec import PanelFigure

_AGE = re.compile(r"\d+[ -]years?[ -]old", re.IGNORECASE)  # says nothing of being old
_SKINS = ("#f2cdb0", "#eabf9c", "#dcab86", "#f5d6be", "#c9946c")
_HAIRS = ("#1d1a20", "#241b18", "#3a2519", "#15161c", "#5a3a22")
_MEN = ("short", "swept", "crop", "curly", "parted", "mop")
_WOMEN = ("long", "bob", "tail", "bun", "wavy", "braid", "pixie")
_SUITS = ("suit", "jacket", "hoodie", "shirt", "sweater", "coat")
_DRESSES = ("dress", "blouse", "sweater", "blazer", "coat", "knit")
_BEARDS = ("", "", "", "", "stubble", "moustache", "goatee", "full")


@dataclass(frozen=True)
class Look:
    """What a person looks like: colours as the light shows them, hair, dress and build.

    `beard` is a kind or empty; `build` and `tall` are shares of the usual breadth and height.
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
    build: float = 1.0
    tall: float = 1.0
    jaw: float = 26.0

    @property
    def shade(self) -> str:
        """Skin in shadow."""
        return mix(self.skin, mix(self.ink, "#8a3a3a", 0.5), 0.32)

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
    words = _AGE.sub(" ", f"{figure.name} {figure.description}")
    people = vocabulary("sets")["people"]
    child = mentions(words, people["child"]) > 0
    old = not child and mentions(words, people["old"]) > 0
    female = figure.gender in ("female", "woman") or (
        not figure.gender and mentions(words, people["woman"]) > 0
    )
    ancient = mentions(f"{words} {style}", vocabulary("sets")["ancient"]) > 0
    fighter = mentions(words, people["fighter"]) > 0
    skin, hair = dice.choice(_SKINS), dice.choice(_HAIRS)
    cut = dice.choice(_WOMEN if female else _MEN)
    garment = dice.choice(_DRESSES if female else _SUITS)
    beard, glasses = dice.choice(_BEARDS), dice.random() < (0.5 if old else 0.16)
    build, tall = dice.uniform(0.93, 1.1), dice.uniform(0.95, 1.03)
    jaw = dice.uniform(21, 25) if female else dice.uniform(24.5, 29)
    armoured = mentions(words, people["armour"]) > 0
    if ancient:
        cut = dice.choice(("long", "bun", "braid")) if female else "knot"
        garment = "armour" if armoured else "robe"
        beard = dice.choice(("", "moustache", "goatee", "full"))
    if old:
        hair = "#b9b7b6"
        cut = (
            cut
            if ancient
            else dice.choice(("bun", "bob", "pixie") if female else ("bald", "parted", "short"))
        )
        beard = (
            ("sage" if ancient else dice.choice(("", "moustache", "full"))) if not female else ""
        )
    if child:
        garment, cut = dice.choice(("sweater", "hoodie", "shirt")), cut if female else "mop"
        garment = "robe" if ancient else garment
        build, tall, jaw = 0.82, 0.66, 25.0
    cloth = figure.colour
    return Look(
        light.toned(skin),
        light.toned(hair),
        cut,
        light.toned(cloth),
        light.toned(mix(cloth, "#ffffff", 0.75)),
        light.toned(mix(cloth, "#20242e", 0.72)),
        female,
        ancient,
        old,
        mix(light.dark, "#0c0a10", 0.55),
        garment=garment,
        armed=fighter or mentions(words, vocabulary("sets")["things"]["sword"]) > 0,
        beard="" if female or child else beard,
        glasses=glasses and not ancient and not child,
        child=child,
        crown=_crown(words, people["royal"]) if ancient else "",
        build=build * (0.94 if old else 1.0),
        tall=tall * (0.97 if old else 1.0),
        jaw=jaw,
    )
