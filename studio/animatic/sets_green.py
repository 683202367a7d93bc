"""Sets among trees and roofs: a park, a village; and a cave."""

from studio.animatic.light import mix
from studio.animatic.scenery import Pieces, Place, floor, ridge
from studio.animatic.sets_nature import grass
from studio.animatic.sets_town import skyline
from studio.animatic.svg import glow, line, oval, path, poly, rect


def crown(place: Place, x: float, foot: float, size: float, leaf: str, part: str) -> str:
    """A leafy tree; its leaves are one shape with a lit side."""
    p, dice = place.light, place.dice(part)
    trunk = mix(p.toned("#5b4433"), p.dark, 0.25)
    body = path(
        f"M{x - 16 * size:.0f} {foot:.0f}Q{x - 9 * size:.0f} {foot - 60 * size:.0f} {x - 8 * size:.0f} {foot - 150 * size:.0f}h{16 * size:.0f}Q{x + 9 * size:.0f} {foot - 60 * size:.0f} {x + 16 * size:.0f} {foot:.0f}Z",
        trunk,
    )
    leaves, lit = "", ""
    for _ in range(9):
        u, v = x + dice.uniform(-86, 86) * size, foot - dice.uniform(150, 290) * size
        r = dice.uniform(48, 78) * size
        arc = f"a{r:.0f} {r * 0.86:.0f} 0 1 1"
        leaves += f"M{u - r:.0f} {v:.0f}{arc} {2 * r:.0f} 0{arc} {-2 * r:.0f} 0Z"
        k = 0.5 * r
        lit += f"M{u + 2:.0f} {v - r * 0.3:.0f}a{k:.0f} {k * 0.7:.0f} 0 1 1 {2 * k:.0f} 0a{k:.0f} {k * 0.7:.0f} 0 1 1 {-2 * k:.0f} 0Z"
    return body + path(leaves, leaf) + path(lit, mix(leaf, p.rim, 0.22))


def park(place: Place) -> Pieces:
    """A lawn with a winding path, trees, a bench and flowers; the town behind."""
    p, y, w = place.light, place.horizon, place.wide
    dice = place.dice("park")
    leaf = mix(place.ground(p.toned("#5d8f4a")), p.toned("#5d8f4a"), 0.5)
    lawn = place.ground(p.toned("#86a857"))
    far = skyline(place, "far", y + 4, 230, mix(p.far, p.sky[1], 0.45))
    hedge = "".join(
        f"M{-w + 90 * i:.0f} {y + 30:.0f}a70 {dice.uniform(44, 84):.0f} 0 1 1 140 0Z"
        for i in range(round(3 * w / 90))
    )
    mid = path(hedge, mix(leaf, p.far, 0.35))
    ground = floor(place, top=mix(lawn, p.sky[1], 0.15), low=mix(lawn, p.dark, 0.42), joint=0.0)
    way = mix(p.toned("#d8c9a6"), p.ground[1], 0.2)
    ground += path(
        f"M {w * 0.56} {y + 12} C {w * 0.66} {y + 70} {w * 0.3} {y + 120} {w * 0.34} {y + 240} C {w * 0.36} {y + 330} {w * 0.1} {y + 420} {-w * 0.1} {y + 700} L {w * 0.86} {y + 700} C {w * 0.74} {y + 420} {w * 0.6} {y + 330} {w * 0.52} {y + 230} C {w * 0.46} {y + 130} {w * 0.72} {y + 76} {w * 0.585} {y + 12} Z",
        way,
    )
    for index, (at, foot, size) in enumerate(
        (
            (0.06, 60, 0.9),
            (0.3, 40, 0.62),
            (0.93, 70, 1.0),
            (0.74, 36, 0.6),
            (-0.2, 130, 1.5),
            (1.18, 150, 1.6),
        )
    ):
        ground += oval(
            at * w, y + foot, 110 * size, 16 * size, mix(lawn, p.dark, 0.6), 'fill-opacity="0.5"'
        ) + crown(
            place,
            at * w,
            y + foot,
            size,
            mix(leaf, p.dark, 0.1 + 0.07 * (index % 3)),
            f"tree{index}",
        )
    x, seat, wood = w * 0.8, y + 190, p.toned("#8a5f3d")
    for sign in (-1, 1):
        ground += rect(x + sign * 100 - 6, seat - 70, 12, 110, p.dark)
    ground += "".join(
        rect(x - 130, seat - 74 + 24 * row, 260, 15, wood) for row in range(2)
    ) + rect(x - 136, seat - 8, 272, 17, mix(wood, "#ffffff", 0.15))
    for _ in range(46):
        k = dice.random()
        u, v = (
            dice.choice((dice.uniform(-0.1, 0.26), dice.uniform(0.78, 1.1))) * w,
            y + 200 + 240 * k,
        )
        ground += oval(
            u,
            v,
            5 + 5 * k,
            4 + 4 * k,
            p.toned(dice.choice(("#e4586a", "#f2c14e", "#f4f0ea", "#a06cc4"))),
        )
    return Pieces(far, mid, ground, grass(place, 1040, 90, mix(leaf, p.dark, 0.6)))


def village(place: Place) -> Pieces:
    """Low houses with pitched roofs on both sides of a lane, hills and smoke behind."""
    p, y, w = place.light, place.horizon, place.wide
    dice = place.dice("village")
    far = ridge(place, "hill", y + 4, 210, mix(p.far, p.sky[1], 0.4), 0.6) + ridge(
        place, "near", y + 8, 90, mix(p.far, p.mid, 0.35), 0.5
    )
    green = place.ground(p.toned("#8b9a5c"))
    ground = floor(
        place, top=mix(green, p.ground[0], 0.35), low=mix(green, p.dark, 0.45), joint=0.0
    )
    lane = mix(place.ground(p.toned("#c9b48d")), p.ground[1], 0.25)
    ground += poly(
        ((w / 2 - 36, y + 8), (w / 2 + 36, y + 8), (w / 2 + 900, y + 900), (w / 2 - 900, y + 900)),
        lane,
    )
    lights = ""
    for depth, (foot, size) in enumerate(((34, 0.42), (62, 0.66), (120, 1.05))):
        for sign in (-1, 1):
            for index in range(2 - (depth == 2) * 1):
                x = w / 2 + sign * (130 + 330 * depth * 0.9 + 260 * size * index)
                ground += _house(place, x, y + foot, size, dice.random(), sign)
        if depth == 1:
            ground += crown(place, w * 0.16, y + 80, 0.7, mix(green, p.dark, 0.3), "oak")
    for x in (w * 0.36, w * 0.65):
        lights += glow(f"door{x:.0f}", x, y + 30, 120, p.glow, 0.4 if p.lit > 0.3 else 0.0)
    for index in range(-6, 8):
        at = w / 2 + index * 190
        if abs(at - w / 2) > 330:
            ground += rect(at - 7, y + 186, 14, 76, mix(p.toned("#7d5f43"), p.dark, 0.2)) + rect(
                at - 7, y + 204, 204, 10, mix(p.toned("#7d5f43"), p.dark, 0.1)
            )
    return Pieces(far, "", ground, grass(place, 1040, 100, mix(green, p.dark, 0.65)), lights=lights)


def _house(place: Place, x: float, foot: float, s: float, chance: float, side: int) -> str:
    """A cottage with a door, a window and a chimney."""
    p = place.light
    wall = mix(p.toned(("#e4d8bf", "#d9c3a0", "#c9b8a4")[int(chance * 3)]), p.mid, 0.12)
    tile = place.ground(p.toned(("#8c4b38", "#5d5148", "#7a5a3c")[int(chance * 2.9)]))
    lit = mix(p.glow, wall, 0.08) if p.lit > 0.3 else mix(p.mid, p.dark, 0.3)
    body = rect(x - 150 * s, foot - 170 * s, 300 * s, 170 * s, wall) + rect(
        x + (60 if side < 0 else -150) * s, foot - 170 * s, 90 * s, 170 * s, mix(wall, p.dark, 0.22)
    )
    body += rect(x + 70 * s, foot - 320 * s, 40 * s, 90 * s, mix(tile, p.dark, 0.3))
    body += poly(
        (
            (x - 190 * s, foot - 160 * s),
            (x - 110 * s, foot - 300 * s),
            (x + 110 * s, foot - 300 * s),
            (x + 190 * s, foot - 160 * s),
        ),
        tile,
    )
    body += rect(x - 34 * s, foot - 104 * s, 60 * s, 104 * s, mix(tile, p.dark, 0.45))
    for at in (-112, 74):
        body += rect(x + at * s, foot - 120 * s, 54 * s, 56 * s, lit) + line(
            (x + (at + 27) * s, foot - 120 * s), (x + (at + 27) * s, foot - 64 * s), wall, 5 * s
        )
    return body


def cave(place: Place) -> Pieces:
    """A cave: a bright mouth far off, stones that hang and stand, a pool."""
    p, y, w = place.light, place.horizon, place.wide
    dice, rock = place.dice("cave"), mix(p.mid, p.dark, 0.45)
    far = rect(-w, -1000, 3 * w, 3600, mix(p.dark, p.mid, 0.25))
    far += path(
        f"M {w * 0.5 - 250} {y + 30} Q {w * 0.5 - 270} {y - 260} {w * 0.5 - 40} {y - 330} Q {w * 0.5 + 240} {y - 320} {w * 0.5 + 260} {y + 30} Z",
        mix(p.sky[1], "#ffffff", 0.2),
    )
    haze = glow("mouth", w * 0.5, y - 120, 760, mix(p.sky[1], "#ffffff", 0.3), 0.6)
    mid = ""
    for depth, shade in ((0.0, 0.25), (0.5, 0.5), (1.0, 0.78)):
        fill, data = mix(rock, p.dark, shade), ""
        for index in range(15):
            x = w / 2 + (index - 7) * (150 + 110 * depth) + dice.uniform(-50, 50)
            near = min(1.0, abs(x - w / 2) / (0.5 * w))
            long, half = (
                (150 + 420 * near) * (0.7 + 0.6 * depth) * dice.uniform(0.6, 1.1),
                60 + 60 * depth,
            )
            data += f"M{x - half:.0f} -900L{x:.0f} {y - 560 + long - 120 * depth:.0f}L{x + half:.0f} -900Z"
            if near > 0.45:
                top = y - long * 0.55 * dice.random() + 60 * depth
                data += f"M{x - half * 1.2:.0f} {y + 900:.0f}L{x:.0f} {top:.0f}L{x + half * 1.2:.0f} {y + 900:.0f}Z"
        mid += path(data, fill)
    ground = floor(place, top=mix(rock, p.sky[1], 0.2), low=mix(rock, p.dark, 0.5), joint=0.0)
    pool = mix(p.sky[1], p.mid, 0.45)
    ground += oval(w * 0.56, y + 120, 360, 42, pool) + oval(
        w * 0.54, y + 114, 230, 18, mix(pool, "#ffffff", 0.3), 'fill-opacity="0.6"'
    )
    return Pieces(far, "", ground + mid, "", haze)


GREEN = {"park": park, "village": village, "cave": cave}
