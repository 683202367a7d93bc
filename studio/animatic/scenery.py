"""What builders of sets are given and give, and the parts that several sets share."""

import hashlib
from dataclasses import dataclass
from random import Random

from studio.animatic.light import Palette, mix
from studio.animatic.svg import bands, fade, line, path, poly, rect, slabs


@dataclass(frozen=True)
class Place:
    """A set's frame: its width (its height is 1000), where the horizon is, light, and its words."""

    wide: float
    horizon: float
    light: Palette
    words: str = ""
    wet: bool = False
    theme: str = ""  # colour of the product that is shown, if any
    snowy: bool = False
    outside: Palette | None = None  # the light beyond the windows of a room

    def ground(self, colour: str) -> str:
        """A colour of the ground, under snow where there is any."""
        if not self.snowy:
            return colour
        return mix(colour, mix("#f2f6fa", self.light.tint, self.light.amount * 1.3), 0.78)

    @property
    def beyond(self) -> Palette:
        """The light out of doors."""
        return self.outside or self.light

    @property
    def dim(self) -> float:
        """How much darker than by day a room is."""
        return 0.4 if self.beyond.name in ("night", "neon") else 0.0

    @property
    def left(self) -> float:
        """Where drawing starts, far outside the frame."""
        return -self.wide

    @property
    def across(self) -> float:
        """How wide drawing is."""
        return 3.0 * self.wide

    def dice(self, part: str) -> Random:
        """Chance for a part of the set, the same in every shot of it."""
        digest = hashlib.sha256(f"{self.words}|{part}".encode()).digest()
        return Random(int.from_bytes(digest[:8], "big"))


@dataclass(frozen=True)
class Pieces:
    """SVG of a set; the horizon is where `ground` starts.

    `far` and the sky are one layer, `mid` and `ground` another, and `front` a third. `haze` lies
    softly over `far`, `lights` over `ground`: what has no edges is drawn coarsely.
    """

    far: str = ""
    mid: str = ""
    ground: str = ""
    front: str = ""
    haze: str = ""
    lights: str = ""


def floor(
    place: Place, *, lines: int = 14, top: str = "", low: str = "", joint: float = 0.3
) -> str:
    """Ground to below the frame, with lines to the vanishing point."""
    p = place.light
    top, low = place.ground(top or p.ground[0]), place.ground(low or p.ground[1])
    y = place.horizon
    stops = ((0.0, top), (0.45, low), (1.0, mix(low, p.dark, 0.4)))
    body = bands((place.left, y, place.across, 1500.0), stops)
    if not joint:
        return body
    middle, wide = place.wide / 2, 3200.0 / lines
    data = "".join(
        f"M{middle + index * 14:.0f} {y:.0f}L{middle + index * wide:.0f} {y + 1200:.0f}"
        for index in range(-lines, lines + 1)
    )
    for row in range(1, 9):
        data += f"M{place.left:.0f} {y + 1100 * (row / 9) ** 2.4:.1f}h{place.across:.0f}"
    ink = f'stroke="{mix(low, p.dark, 0.6)}" stroke-width="1.9" stroke-opacity="{joint * 0.9:.2f}"'
    return body + path(data, "none", ink)


def reflections(place: Place, colours: tuple[str, ...], part: str = "wet") -> str:
    """Upright streaks of light on wet ground."""
    dice, body = place.dice(part), ""
    for index in range(18):
        x, w = dice.uniform(-0.3, 1.3) * place.wide, dice.uniform(10, 46)
        y, h = place.horizon + dice.uniform(4, 140), dice.uniform(90, 320)
        name = f"{part}{index}"
        colour = dice.choice(colours)
        body += fade(name, ((0, colour, 0.0), (0.2, colour, 0.4), (1, colour, 0)))
        body += rect(x, y, w, h, f"url(#{name})")
    return body


def ridge(place: Place, part: str, base: float, rise: float, fill: str, rough: float = 1.0) -> str:
    """A range of hills about `rise` high, standing on `base`."""
    dice = place.dice(part)
    count = 26
    step = place.across / count
    points = [(place.left, base + 800.0)]
    height = 0.5
    for index in range(count + 1):
        height = min(1.0, max(0.08, height + dice.uniform(-0.42, 0.42) * rough))
        points.append((place.left + index * step, base - rise * height))
    return poly([*points, (place.left + place.across, base + 800.0)], fill)


def lantern(x: float, y: float, r: float, colour: str, light: str) -> str:
    """A round paper lantern hung from above."""
    edge = mix(colour, "#000000", 0.35)
    body = line((x, y - 2.4 * r), (x, y - r), edge, r * 0.08)
    body += f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{2.6 * r:.0f}" ry="{2.6 * r:.0f}" fill="{light}" fill-opacity="0.16"/>'
    body += f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{1.1 * r:.0f}" ry="{r:.0f}" fill="{colour}"/>'
    body += f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{0.5 * r:.0f}" ry="{r:.0f}" fill="{light}" fill-opacity="0.55"/>'
    for sign in (-1, 1):
        body += rect(x - 0.45 * r, y + sign * r - 0.12 * r, 0.9 * r, 0.24 * r, "#caa14a")
    return body + line((x, y + r), (x, y + 1.9 * r), "#caa14a", r * 0.12)


def windows(
    place: Place, box: tuple[float, float, float, float], part: str, cell: float, dark: str
) -> str:
    """Rows of windows inside `box` (x, y, w, h), some with light."""
    dice = place.dice(part)
    shades = [mix(place.light.glow, dark, share) for share in (0.04, 0.2, 0.34)]
    seen: dict[str, list[tuple[float, float, float, float]]] = {}
    x, y, w, h = box
    columns, rows = max(1, int(w / cell)), max(1, int(h / (cell * 1.3)))
    step, rise = w / columns, cell * 1.3
    for row in range(min(rows, 16)):
        for column in range(min(columns, 16)):
            lit = dice.random() < place.light.lit * 0.7
            fill = dice.choice(shades) if lit else dark
            left, top = x + (column + 0.22) * step, y + (row + 0.25) * rise
            seen.setdefault(fill, []).append((left, top, step * 0.56, rise * 0.55))
    return "".join(slabs(boxes, fill) for fill, boxes in seen.items())
