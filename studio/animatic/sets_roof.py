"""The set above the town: a roof and what stands on it."""

from dataclasses import replace

from studio.animatic.light import mix
from studio.animatic.scenery import Pieces, Place, floor
from studio.animatic.sets_town import skyline
from studio.animatic.svg import line, oval, path, poly, rect


def rooftop(place: Place) -> Pieces:
    """A roof above the town, with what stands on roofs: a tank, vents, a hatch, a washing line."""
    p, y, w = place.light, place.horizon, place.wide
    far = skyline(place, "far", y + 60, 420, mix(p.far, p.sky[1], 0.3))
    mid = skyline(place, "mid", y + 130, 300, p.mid, 28)
    low, dark = y + 90, mix(p.mid, p.dark, 0.6)
    ground = floor(replace(place, horizon=low), lines=9)
    ground += rect(-w, low - 70, 3 * w, 84, mix(p.mid, p.dark, 0.4)) + rect(
        -w, low - 78, 3 * w, 14, p.ground[0]
    )
    x = 0.82 * w
    ground += rect(x, low - 330, 150, 190, dark) + poly(
        ((x - 14, low - 330), (x + 75, low - 400), (x + 164, low - 330)), p.dark
    )
    ground += rect(x + 8, low - 140, 12, 150, p.dark) + rect(x + 130, low - 140, 12, 150, p.dark)
    return Pieces(far, mid, ground + _roofs_things(place, low, dark), "")


def _roofs_things(place: Place, low: float, dark: str) -> str:
    """A hatch with a lamp, vents, pots, and washing on a line, towards the viewer on both sides."""
    p, w = place.light, place.wide
    lit, pot = mix(dark, p.rim, 0.3), p.toned("#a8573b")
    x = 0.02 * w
    body = rect(x - 60, low - 190, 210, 260, dark) + rect(x + 150, low - 190, 26, 260, lit)
    body += rect(x + 2, low - 120, 92, 190, mix(p.glow, dark, 0.45)) + rect(
        x - 74, low - 206, 264, 18, p.dark
    )
    body += line((0.14 * w, low - 250), (0.14 * w, low + 70), p.dark, 8) + line(
        (0.42 * w, low - 230), (0.42 * w, low + 40), p.dark, 7
    )
    body += path(
        f"M {0.14 * w} {low - 244} Q {0.28 * w} {low - 196} {0.42 * w} {low - 226}",
        "none",
        f'stroke="{p.dark}" stroke-width="3"',
    )
    for index, cloth in enumerate(("#c9d3d8", "#b8584a", "#d8b468", "#6f93a8")):
        u = 0.175 + 0.06 * index
        body += path(
            f"M {u * w} {low - 222} h {0.042 * w} l 6 {86 + 14 * (index % 2)} q {-0.02 * w} 10 {-0.04 * w} 0 Z",
            p.toned(cloth),
        )
    for at, foot, size in ((0.67, 120, 1.0), (0.95, 210, 1.5), (-0.04, 250, 1.7)):
        u, v = at * w, low + foot
        body += rect(u - 55 * size, v - 84 * size, 110 * size, 84 * size, lit) + rect(
            u + 20 * size, v - 84 * size, 35 * size, 84 * size, dark
        )
        body += "".join(
            rect(u - 46 * size, v - (70 - 20 * row) * size, 58 * size, 9 * size, dark)
            for row in range(3)
        )
    for at, foot, size in ((0.2, 130, 1.0), (0.245, 150, 0.8), (0.74, 240, 1.4)):
        u, v = at * w, low + foot
        leaf = mix(p.toned("#5c8a4c"), p.dark, 0.15)
        body += oval(u, v - 74 * size, 42 * size, 40 * size, leaf) + oval(
            u + 22 * size, v - 96 * size, 26 * size, 26 * size, mix(leaf, p.rim, 0.2)
        )
        body += poly(
            (
                (u - 30 * size, v - 46 * size),
                (u + 30 * size, v - 46 * size),
                (u + 22 * size, v),
                (u - 22 * size, v),
            ),
            pot,
        )
    return body
