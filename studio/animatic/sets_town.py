"""Sets of towns: street, alley, market, rooftop, bridge, palace."""

from dataclasses import replace

from studio.animatic.light import mix
from studio.animatic.scenery import Pieces, Place, floor, lantern, reflections, ridge, windows
from studio.animatic.svg import glow, line, oval, path, poly, rect


def skyline(place: Place, part: str, base: float, tall: float, fill: str, cell: float = 0) -> str:
    """Towers side by side on `base`."""
    dice, body, x = place.dice(part), "", place.left
    while x < 2 * place.wide:
        w, h = dice.uniform(70, 190), tall * dice.uniform(0.35, 1.0)
        body += rect(x, base - h, w, h + 40, mix(fill, place.light.sky[1], dice.uniform(0, 0.2)))
        if dice.random() < 0.3:
            body += rect(x + w * 0.45, base - h - 60, 6, 60, fill)
        if cell:
            box = (x + 8, base - h + 12, w - 16, h - 20)
            body += windows(place, box, f"{part}{x:.0f}", cell, mix(fill, place.light.dark, 0.35))
        x += w + dice.uniform(0, 24)
    return body


def _row(place: Place, side: int, part: str, gap: float, tall: float, near: float = 1.9) -> str:
    """House fronts receding to the vanishing point on one side (-1 left, 1 right)."""
    p, dice, body = place.light, place.dice(part), ""
    middle, y = place.wide / 2, place.horizon
    near *= place.wide
    for index in range(5, -1, -1):
        k0, k1 = 0.62**index, 0.62 ** (index + 1)
        x0, x1 = middle + side * (gap + near * k0), middle + side * (gap + near * k1)
        h = tall * dice.uniform(0.8, 1.25)
        t0, t1, b0, b1 = y - h * k0 * 2.1, y - h * k1 * 2.1, y + 620 * k0, y + 620 * k1
        wall = mix(mix(p.mid, p.dark, 0.35 - 0.05 * index), p.sky[1], 0.07 * index)
        body += poly(((x0, t0), (x1, t1), (x1, b1), (x0, b0)), wall)
        rows, columns = 6, 4
        for row in range(rows):
            for column in range(columns):
                lit = dice.random() < p.lit
                fill = (
                    mix(p.glow, wall, dice.uniform(0.05, 0.5)) if lit else mix(wall, p.dark, 0.45)
                )
                u0, u1 = (column + 0.2) / columns, (column + 0.72) / columns
                v0, v1 = (row + 0.2) / (rows + 1), (row + 0.75) / (rows + 1)
                body += poly(
                    [
                        (
                            x0 + (x1 - x0) * u,
                            (t0 + (t1 - t0) * u) * (1 - v) + (b0 + (b1 - b0) * u) * v,
                        )
                        for u, v in ((u0, v0), (u1, v0), (u1, v1), (u0, v1))
                    ],
                    fill,
                )
        sign = dice.choice((p.accent, p.glow, mix(p.accent, p.rim, 0.5)))
        sx = x1 + (x0 - x1) * 0.2
        body += rect(sx - 16 * k0 * 4, y - 160 * k0 * 2, 70 * k0, 250 * k0, sign, 'rx="4"')
    return body


def _lamp(x: float, foot: float, tall: float, place: Place, name: str) -> tuple[str, str]:
    p = place.light
    top = foot - tall
    body = rect(x - tall * 0.008, top, tall * 0.016, tall, p.dark)
    body += line((x, top), (x + tall * 0.09, top - tall * 0.02), p.dark, tall * 0.014)
    body += oval(x + tall * 0.1, top - tall * 0.008, tall * 0.035, tall * 0.014, p.glow)
    return body, glow(name, x + tall * 0.1, top, tall * 0.32, p.glow, 0.55 if p.lit > 0.3 else 0.1)


def street(place: Place) -> Pieces:
    """A street between lit houses, towers behind."""
    p, y, w = place.light, place.horizon, place.wide
    far = skyline(place, "far", y + 4, 420, mix(p.far, p.sky[1], 0.35))
    far += skyline(place, "far2", y + 4, 280, p.far, 26)
    mid = skyline(place, "mid", y + 4, 190, mix(p.far, p.mid, 0.5), 22)
    ground = floor(place, lines=7, joint=0.22)
    ground += _row(place, -1, "l", 0.06 * w, 420) + _row(place, 1, "r", 0.06 * w, 420)
    middle = w / 2
    for row in range(6):
        a, b = 0.02 + 0.16 * row, 0.09 + 0.16 * row
        ground += poly(
            [(middle + s * 26 * t, y + 800 * t * t) for t, s in ((a, -1), (a, 1), (b, 1), (b, -1))],
            mix(p.ground[0], "#ffffff", 0.4),
            'fill-opacity="0.6"',
        )
    lamps = _lamp(w * 0.1, y + 240, 640, place, "la"), _lamp(w * 0.84, y + 130, 400, place, "lb")
    ground += "".join(post for post, _ in lamps)
    lights = "".join(shine for _, shine in lamps)
    if place.wet or p.lit > 0.5:
        lights += reflections(place, (p.glow, p.accent, p.rim))
    front = rect(-0.9 * w, -600, 0.83 * w, 2400, p.dark)
    return Pieces(far + mid, "", ground, front, lights=lights)


def alley(place: Place) -> Pieces:
    """A narrow way between walls, signs and wires."""
    p, y, w = place.light, place.horizon, place.wide
    far = skyline(place, "far", y + 4, 380, p.far, 24)
    walls = "".join(_row(place, s, f"w{s}", 0.07 * w, 900, 0.75) for s in (-1, 1))
    mid = ""
    for index in range(5):
        top = 60 + index * 70
        mid += path(
            f"M {-0.2 * w:.0f} {top} Q {w / 2:.0f} {top + 150} {1.2 * w:.0f} {top - 30}",
            "none",
            f'stroke="{p.dark}" stroke-width="4"',
        )
    lights = reflections(place, (p.glow, p.accent)) if place.wet or p.lit > 0.3 else ""
    front = rect(1.08 * w, -600, 0.8 * w, 2400, p.dark)
    return Pieces(far, mid, floor(place, lines=5) + walls, front, lights=lights)


def market(place: Place) -> Pieces:
    """Stalls with awnings and strings of lanterns."""
    p, y, w = place.light, place.horizon, place.wide
    far = skyline(place, "far", y + 4, 240, p.far)
    mid, dice = "", place.dice("stalls")
    for index in range(-4, 9):
        x, cloth = index * 330.0 + w * 0.1 - 200, dice.choice((p.accent, p.mid, "#b8893d"))
        mid += rect(x, y - 130, 300, 225, mix(p.dark, p.mid, 0.3))
        mid += rect(x + 20, y - 110, 260, 120, mix(p.glow, p.mid, 0.35), 'fill-opacity="0.85"')
        mid += poly(
            ((x - 24, y - 120), (x + 324, y - 120), (x + 280, y - 220), (x + 20, y - 220)),
            p.toned(cloth),
        )
        mid += rect(x - 10, y + 30, 320, 60, mix(cloth, p.dark, 0.5))
    strings = ""
    for row, (top, r) in enumerate(((150, 30), (250, 22))):
        for index in range(-8, 20):
            x = index * 170 + row * 80
            strings += lantern(x, top + 40 * ((index * 7) % 3), r, "#d8402e", p.glow)
    front = lantern(0.04 * w, 60, 95, "#a82a20", p.glow)
    lights = reflections(place, (p.glow, "#d8402e")) if p.lit > 0.3 else ""
    return Pieces(far, floor(place) + mid, strings, front, lights=lights)


def bridge(place: Place) -> Pieces:
    """A bridge towards the other side, water below."""
    p, y, w = place.light, place.horizon, place.wide
    far = ridge(place, "far", y + 4, 200, p.far) + skyline(
        place, "far", y + 4, 160, mix(p.far, p.mid, 0.3)
    )
    mid = rect(-w, y, 3 * w, 1500, mix(p.sky[1], p.mid, 0.45))
    for sign in (-1, 1):
        x = w / 2 + sign * 210
        mid += rect(x - 22, y - 470, 44, 560, p.mid)
        for index in range(12):
            mid += line(
                (x, y - 450), (w / 2 + sign * (60 + index * 130), y + 20 + index * 14), p.mid, 3
            )
    deck = ((w / 2 - 40, y), (w / 2 + 40, y), (w / 2 + 1500, y + 1100), (w / 2 - 1500, y + 1100))
    ground = poly(deck, p.ground[1])
    for sign in (-1, 1):
        for k in (0.02, 0.05, 0.1, 0.18, 0.3, 0.48, 0.75):
            x, foot = w / 2 + sign * (40 + 1460 * k), y + 1100 * k
            ground += line((x, foot), (x, foot - 60 - 420 * k), p.dark, 4 + 22 * k)
        for lift in (60, 30):
            end = (w / 2 + sign * 1500, y + 1100 - lift * 8)
            ground += line((w / 2 + sign * 40, y - lift), end, p.dark, 9)
    return Pieces(far, mid, ground, "")


def roof(x: float, y: float, w: float, h: float, tile: str, edge: str) -> str:
    """A Chinese roof with raised corners; (x, y) is the middle of its eaves."""
    a, k = w / 2, h * 0.3
    body = path(
        f"M {x - a} {y - k} Q {x - a * 0.78} {y} {x - a * 0.6} {y} L {x + a * 0.6} {y} "
        f"Q {x + a * 0.78} {y} {x + a} {y - k} Q {x + a * 0.6} {y - h * 0.5} {x + a * 0.5} {y - h} "
        f"L {x - a * 0.5} {y - h} Q {x - a * 0.6} {y - h * 0.5} {x - a} {y - k} Z",
        tile,
    )
    for index in range(-9, 10):
        u = index / 10
        body += (
            line(
                (x + u * a * 0.95, y - h), (x + u * a * 1.2, y - 4), edge, 3, 'fill-opacity="0.35"'
            )
            if abs(u) < 0.5
            else ""
        )
    body += rect(x - a * 0.54, y - h - 12, a * 1.08, 20, edge, 'rx="8"')
    return body + rect(x - a * 0.64, y - 4, a * 1.28, 12, edge)


def palace(place: Place) -> Pieces:
    """A hall with red pillars under two roofs, on a terrace with steps."""
    p, y, w = place.light, place.horizon, place.wide
    red, tile, gold = p.toned("#a5352a"), p.toned("#b98a35"), p.toned("#3f5a4a")
    far = ridge(place, "far", y + 4, 260, mix(p.far, p.sky[1], 0.4)) + ridge(
        place, "far2", y + 4, 130, p.far
    )
    for sign in (-1, 1):
        far += roof(w / 2 + sign * 760, y - 60, 420, 90, mix(p.far, p.mid, 0.5), p.mid)
        far += rect(w / 2 + sign * 760 - 150, y - 60, 300, 80, mix(p.far, p.mid, 0.35))
    x = w / 2
    mid = rect(x - 430, y - 210, 860, 200, mix(red, p.dark, 0.55))
    for index in range(-5, 6, 2):
        mid += rect(
            x + index * 72 - 42, y - 180, 84, 170, mix(p.glow, red, 0.55 if p.lit > 0.3 else 0.8)
        )
        for bar in range(4):
            mid += rect(x + index * 72 - 42 + bar * 25, y - 180, 5, 170, mix(red, p.dark, 0.5))
    for index in range(-4, 5):
        mid += rect(x + index * 104 - 13, y - 215, 26, 215, red)
    mid += roof(x, y - 205, 1240, 110, tile, gold) + rect(x - 260, y - 372, 520, 62, red)
    mid += roof(x, y - 365, 880, 130, tile, gold)
    mid += rect(x - 620, y - 14, 1240, 60, mix(p.ground[0], "#ffffff", 0.25))
    for step in range(5):
        mid += rect(
            x - 170 - step * 16,
            y + 4 + step * 11,
            340 + step * 32,
            10,
            mix(p.ground[0], "#ffffff", 0.4 - 0.06 * step),
        )
    ground = floor(replace(place, horizon=y + 46), lines=9)
    front = rect(-0.2 * w - 60, -600, 0.2 * w + 100, 2400, mix(red, p.dark, 0.7))
    return Pieces(far, mid, ground, front)
