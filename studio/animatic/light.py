"""The palette of a panel: a few designed colours for each kind of light, chosen by words."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, cast

from studio.paths import resource


@dataclass(frozen=True)
class Palette:
    """Colours "#rrggbb"; `lit` is the share of lit windows; `sun` is sun, low, moon or empty."""

    name: str
    sky: tuple[str, str]
    far: str
    mid: str
    dark: str
    ground: tuple[str, str]
    glow: str
    accent: str
    rim: str
    tint: str
    amount: float
    lit: float
    sun: str

    def toned(self, colour: str) -> str:
        """A local colour as this light shows it."""
        return mix(colour, self.tint, self.amount)

    def skin(self, colour: str) -> str:
        """Skin as this light shows it: warm and alive in the bluest night."""
        return mix(mix(colour, self.tint, self.amount * 0.2), "#4a1c1c", self.amount * 0.42)


@cache
def vocabulary(name: str) -> Mapping[str, Any]:
    """resources/animatic/<name>.json."""
    text = resource("animatic", f"{name}.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Any], json.loads(text))


def mentions(text: str, words: Sequence[str]) -> int:
    """How many of `words` stand in `text`: Chinese anywhere, others as whole words."""
    low = text.lower()  # looking for the bare word first is many times faster
    return sum(w in low and (not w.isascii() or bool(_whole(w).search(low))) for w in words)


@cache
def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}\b")


def best(text: str, table: Mapping[str, Sequence[str]]) -> str:
    """The entry of `table` that `text` mentions most, the first of equals; "" when none."""
    counts = {name: mentions(text, words) for name, words in table.items()}
    name = max(counts, key=lambda n: counts[n], default="")
    return name if name and counts[name] else ""


def palette(name: str) -> Palette:
    """The palette called `name` in resources/animatic/lights.json."""
    entry = cast(Mapping[str, Any], vocabulary("lights")["palettes"][name])
    known = {field.name for field in fields(Palette)} & entry.keys()
    given = {key: _pair(entry[key]) if key in ("sky", "ground") else entry[key] for key in known}
    return Palette(**cast(Any, {"name": name, **given}))


def _pair(colours: Sequence[str]) -> tuple[str, str]:
    return colours[0], colours[1]


def choose_light(setting: str, prompt: str, style: str, indoor: bool) -> Palette:
    """The light the words ask for; indoors warm, else day, when they ask for none."""
    words = cast(Mapping[str, Sequence[str]], vocabulary("lights")["words"])
    found = best(setting, words) or best(prompt, words) or best(style, words)
    if indoor and found in ("", "day", "night", "dusk"):
        return palette("warm")
    return palette(found or "day")


def rgb(colour: str) -> tuple[int, int, int]:
    """The parts of "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: str, two: str, share: float) -> str:
    """`one` with `share` of `two`."""
    parts = [round(a + (b - a) * share) for a, b in zip(rgb(one), rgb(two), strict=True)]
    return "#{:02x}{:02x}{:02x}".format(*(min(255, max(0, p)) for p in parts))


def luminance(colour: str) -> float:
    """Perceived lightness from 0 to 1 (Rec. 709 weights, no linearisation)."""
    red, green, blue = rgb(colour)
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255.0
