"""Sets by the water: a harbour with its quay, a rocky coast with a lighthouse."""

from studio.animatic.light import mix
from studio.animatic.scenery import Pieces, Place, floor, reflections, ridge
from studio.animatic.sets_town import skyline
from studio.animatic.svg import Point, bands, glow, line, oval, path, poly, rect


def water(place: Place, low: float) -> str:
    """The sea from the horizon on, with glints; `low` is how far below it they reach."""
    p, y, w, dice = place.light, place.horizon, place.wide, place.dice("water")
    deep = mix(p.toned("#3f7f96"), p.mid, 0.3)
    stops = ((0.0, mix(deep, p.sky[1], 0.55)), (0.3, deep), (1.0, mix(deep, p.dark, 0.5)))
    body, glints = bands((-w, y, 3 * w, 1600), stops), ""
    for _ in range(90):
        k = dice.random()
        x, at, half = dice.uniform(-0.6, 1.6) * w, y + 6 + low * k * k, 16 + 70 * k
        glints += f"M{x - half:.0f} {at:.0f}Q{x:.0f} {at - 4 - 5 * k:.0f} {x + half:.0f} {at:.0f}Q{x:.0f} {at + 2 + 3 * k:.0f} {x - half:.0f} {at:.0f}Z"
    return body + path(glints, p.rim, 'fill-opacity="0.4"')


def _ferry(x: float, foot: float, s: float, hull: str, deck: str, lit: str) -> str:
    """A ferry from the side."""
    body = path(
        f"M {x - 300 * s} {foot - 70 * s} H {x + 310 * s} L {x + 250 * s} {foot} H {x - 250 * s} Z",
        hull,
    )
    body += rect(x - 230 * s, foot - 130 * s, 420 * s, 62 * s, deck) + rect(
        x - 180 * s, foot - 184 * s, 300 * s, 56 * s, mix(deck, "#ffffff", 0.15)
    )
    body += rect(x - 30 * s, foot - 240 * s, 60 * s, 60 * s, mix(hull, "#b0402f", 0.6)) + line(
        (x + 130 * s, foot - 184 * s), (x + 130 * s, foot - 280 * s), hull, 7 * s
    )
    for index in range(9):
        body += rect(x - 210 * s + index * 44 * s, foot - 116 * s, 24 * s, 26 * s, lit)
    return body + "".join(
        rect(x - 160 * s + index * 46 * s, foot - 170 * s, 26 * s, 24 * s, lit)
        for index in range(6)
    )


def harbour(place: Place) -> Pieces:
    """A quay with bollards and lamps; a ferry lies at it, the town lies across the water."""
    p, y, w = place.light, place.horizon, place.wide
    cell = 22.0 if p.lit > 0.3 else 0.0
    far = ridge(place, "hills", y + 4, 150, mix(p.far, p.sky[1], 0.45), 0.6) + skyline(
        place, "across", y + 4, 130, mix(p.far, p.mid, 0.3), cell
    )
    mid = water(place, 190)
    lit = mix(p.glow, p.mid, 0.1 if p.lit > 0.3 else 0.65)
    mid += _ferry(
        w * 0.74, y + 86, 0.9, mix(p.mid, p.dark, 0.6), mix(p.toned("#dfe3df"), p.mid, 0.2), lit
    )
    for x, tall in ((0.12, 210), (0.2, 160), (0.31, 190)):
        foot = y + 60
        mid += path(f"M {x * w - 70} {foot - 18} h 140 l -26 30 h -90 Z", p.dark) + line(
            (x * w, foot - 18), (x * w, foot - tall), p.dark, 5
        )
        mid += poly(
            ((x * w, foot - tall + 14), (x * w + 52, foot - 34), (x * w, foot - 34)),
            mix(p.toned("#e6dfcf"), p.mid, 0.35),
        )
    quay = y + 124
    ground = floor(
        Place(w, quay, p, place.words, place.wet, snowy=place.snowy), lines=10, joint=0.26
    )
    ground += rect(-w, quay - 12, 3 * w, 24, mix(p.ground[0], "#ffffff", 0.18)) + rect(
        -w, quay + 10, 3 * w, 9, mix(p.ground[1], p.dark, 0.6)
    )
    lights = ""
    for index in range(-4, 6):
        x = w / 2 + index * 330 + 90
        ground += path(
            f"M {x - 26} {quay + 36} v -40 q 0 -22 26 -22 q 26 0 26 22 v 40 Z M {x - 36} {quay - 8} h 72 v 13 h -72 Z",
            mix(p.mid, p.dark, 0.75),
        )
    for x, tall in ((0.07 * w, 560), (0.93 * w, 470)):
        ground += rect(x - 5, quay + 110 - tall, 10, tall, p.dark) + oval(
            x, quay + 100 - tall, 24, 15, p.glow
        )
        lights += glow(
            f"quay{tall}", x, quay + 100 - tall, 240, p.glow, 0.6 if p.lit > 0.3 else 0.15
        )
    ground += path(
        f"M {w * 0.16 - 110} {quay + 150} h 130 v -96 h -130 Z M {w * 0.16 - 60} {quay + 54} h 90 v -74 h -90 Z",
        p.toned("#7d5a3a"),
        f'stroke="{p.dark}" stroke-width="4"',
    )
    if place.wet or p.lit > 0.5:
        lights += reflections(place, (p.glow, p.accent, p.rim))
    return Pieces(far, mid, ground, lights=lights)


def _crag(points: list[Point], fill: str, lit: str) -> str:
    """A rock with a lit left face."""
    top = min(points, key=lambda point: point[1])
    foot = max(points, key=lambda point: point[0])
    face = [point for point in points if point[0] <= top[0] + 1]
    return poly(points, fill) + poly([*face, (top[0] + (foot[0] - top[0]) * 0.18, foot[1])], lit)


def coast(place: Place) -> Pieces:
    """Black rocks and white surf under a headland with a lighthouse."""
    p, y, w = place.light, place.horizon, place.wide
    dice = place.dice("coast")
    rock, lit = mix(p.mid, p.dark, 0.5), mix(p.mid, p.rim, 0.26)
    far = ridge(place, "isle", y + 4, 70, mix(p.far, p.sky[1], 0.4))
    mid = water(place, 330)
    x = w * 0.73
    mid += path(
        f"M {x - 380} {y + 90} L {x - 300} {y + 10} L {x - 190} {y - 50} L {x - 60} {y - 96} L {x + 90} {y - 104} L {x + 230} {y - 70} L {x + 2 * w} {y - 180} V {y + 120} H {x - 380} Z",
        rock,
    )
    mid += poly(
        (
            (x - 380, y + 90),
            (x - 300, y + 10),
            (x - 190, y - 50),
            (x - 60, y - 96),
            (x - 130, y + 20),
            (x - 200, y + 90),
        ),
        lit,
    )
    stone = mix(p.toned("#e4ddcf"), p.mid, 0.25)
    mid += poly(
        ((x - 42, y - 98), (x - 27, y - 330), (x + 27, y - 330), (x + 42, y - 98)), stone
    ) + poly(
        ((x + 6, y - 98), (x + 4, y - 330), (x + 27, y - 330), (x + 42, y - 98)),
        mix(stone, p.dark, 0.3),
    )
    mid += (
        slab_bands(x, y, p.toned("#b3402f"))
        + rect(x - 38, y - 346, 76, 16, p.dark)
        + rect(x - 22, y - 392, 44, 46, mix(p.glow, "#ffffff", 0.3))
        + path(f"M {x - 30} {y - 392} Q {x} {y - 432} {x + 30} {y - 392} Z", p.dark)
    )
    mid += (
        rect(x + 60, y - 160, 130, 66, stone)
        + poly(((x + 46, y - 160), (x + 125, y - 214), (x + 204, y - 160)), p.toned("#7d3f34"))
        + rect(x + 84, y - 140, 26, 26, mix(p.glow, p.mid, 0.1 if p.lit > 0.3 else 0.6))
    )
    lights = glow("beacon", x, y - 370, 330, p.glow, 0.75 if p.lit > 0.3 else 0.25)
    ground, shore = "", y + 230
    for index in range(9):
        at, size = dice.uniform(-0.1, 1.1) * w, dice.uniform(60, 150)
        foot = y + 90 + 24 * index
        foam = f"M {at - size * 1.7} {foot + 10} Q {at - size} {foot - 34} {at} {foot - 8} T {at + size * 1.7} {foot + 8} Q {at} {foot + 34} {at - size * 1.7} {foot + 10} Z"
        points = [
            (at - size, foot),
            (at - size * 0.6, foot - size * 0.5),
            (at - size * 0.1, foot - size * dice.uniform(0.6, 1.0)),
            (at + size * 0.5, foot - size * 0.45),
            (at + size, foot),
        ]
        ground += _crag(points, rock, lit) + path(foam, "#ffffff", 'fill-opacity="0.72"')
    edge = f"M {-w} {shore + 20} " + "".join(
        f"l {w / 11:.0f} {dice.uniform(-34, 34):.0f} " for _ in range(33)
    )
    ground += path(
        edge + f"V 2400 H {-w} Z",
        mix(place.ground(mix(p.toned("#6d675f"), p.ground[1], 0.4)), p.dark, 0.12),
    )
    ground += path(
        edge,
        "none",
        'stroke="#ffffff" stroke-width="13" stroke-opacity="0.6" stroke-linejoin="round"',
    )
    for _ in range(30):
        k = dice.random()
        at, foot, size = dice.uniform(-0.3, 1.3) * w, shore + 70 + 330 * k, 14 + 46 * k
        ground += poly(
            (
                (at - size, foot),
                (at - size * 0.5, foot - size * 0.5),
                (at + size * 0.4, foot - size * 0.44),
                (at + size, foot),
            ),
            mix(rock, p.ground[1], 0.35),
        )
    return Pieces(far, mid, ground, lights=lights)


def slab_bands(x: float, y: float, red: str) -> str:
    """The painted bands of a lighthouse that stands at (x, y)."""
    body = ""
    for low, high in ((140, 180), (225, 265)):
        a, b = 42 - 15 * (low - 98) / 232, 42 - 15 * (high - 98) / 232
        body += poly(
            ((x - a, y - low), (x - b, y - high), (x + b, y - high), (x + a, y - low)), red
        )
    return body


COAST = {"harbour": harbour, "coast": coast}
