"""Sets for action: ground that breaks under two who fight."""

from studio.animatic.light import mix
from studio.animatic.scenery import Pieces, Place, floor, ridge
from studio.animatic.svg import glow, path, poly


def clash(place: Place) -> Pieces:
    """A broken plain between rocks; stones float, and the sky burns from two sides."""
    p, y, w = place.light, place.horizon, place.wide
    dice = place.dice("clash")
    far = ridge(place, "far", y + 6, 150, mix(p.far, p.sky[1], 0.3), 0.9)
    haze = _rays(place) + glow("burn", w * 0.2, y * 0.72, 620, p.accent, 0.55)
    haze += glow("cold", w * 0.82, y * 0.6, 620, p.rim, 0.5)
    rock, lit = mix(p.mid, p.dark, 0.35), mix(p.mid, p.rim, 0.28)
    mid = ""
    for sign in (-1, 1):
        for index in range(4):
            x = w / 2 + sign * (0.36 + 0.2 * index) * w * dice.uniform(0.95, 1.1)
            mid += _rock(
                x, y + 30 + 12 * index, dice.uniform(70, 120), dice.uniform(200, 420), rock, lit
            )
    ground = floor(place, joint=0.0) + _cracks(place)
    for _ in range(22):
        k = dice.random()
        x, at, size = dice.uniform(-0.2, 1.2) * w, y - 300 * dice.random() + 180 * k, 8 + 34 * k
        ground += _stone(x, at, size, rock, lit, dice.uniform(0, 6))
    return Pieces(far, "", mid + ground, "", haze)


def _rays(place: Place) -> str:
    """Broad rays from the middle of the horizon."""
    p, y, w, dice = place.light, place.horizon, place.wide, place.dice("rays")
    data = ""
    for index in range(-9, 10):
        x, half = index * 0.2 * w, dice.uniform(0.02, 0.06) * w
        data += f"M{w / 2:.0f} {y:.0f}L{w / 2 + x * 3 - half * 3:.0f} -1000L{w / 2 + x * 3 + half * 3:.0f} -1000Z"
    return path(data, mix(p.sky[1], "#ffffff", 0.25), 'fill-opacity="0.22"')


def _rock(x: float, foot: float, wide: float, tall: float, fill: str, lit: str) -> str:
    """A pillar of stone with a lit side."""
    body = poly(
        ((x - wide, foot), (x - wide * 0.7, foot - tall * 0.6), (x - wide * 0.2, foot - tall),
         (x + wide * 0.4, foot - tall * 0.82), (x + wide * 0.7, foot - tall * 0.4), (x + wide, foot)),
        fill,
    )  # fmt: skip
    side = (
        (x + wide * 0.4, foot - tall * 0.82),
        (x + wide * 0.7, foot - tall * 0.4),
        (x + wide, foot),
        (x + wide * 0.3, foot),
        (x + wide * 0.1, foot - tall * 0.5),
    )
    return body + poly(side, lit)


def _stone(x: float, y: float, r: float, fill: str, lit: str, turn: float) -> str:
    points = [(-1.0, 0.1), (-0.4, -0.7), (0.5, -0.6), (1.0, 0.0), (0.3, 0.7), (-0.6, 0.6)]
    lean = 0.25 * turn / 6
    at = [(x + (u + v * lean) * r, y + (v - u * lean) * r) for u, v in points]
    return poly(at, fill) + poly((at[1], at[2], at[3], (x, y)), lit)


def _cracks(place: Place) -> str:
    """Cracks that run from between the fighters to all sides."""
    p, y, w, dice = place.light, place.horizon, place.wide, place.dice("cracks")
    data, low = "", y + 250.0
    for index in range(15):
        x, at, way = w / 2, low, -1.4 + 2.8 * index / 14
        data += f"M{x:.0f} {at:.0f}"
        for step in range(6):
            x += way * (60 + 55 * step) * dice.uniform(0.7, 1.3)
            at += (34 + 26 * step) * dice.uniform(-0.2, 1.0) * (1.0 if index % 3 else -0.35)
            data += f"L{x:.0f} {max(at, y + 30):.0f}"
    return path(
        data,
        "none",
        f'stroke="{mix(p.ground[1], p.dark, 0.8)}" stroke-width="6" stroke-linejoin="bevel"',
    )
