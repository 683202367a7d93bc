"""Large rooms: a hall with columns, a works, a library."""

from studio.animatic.light import mix
from studio.animatic.scenery import Pieces, Place
from studio.animatic.sets_indoor import room_floor, table, wall
from studio.animatic.svg import glow, line, oval, path, poly, rect, slabs


def hall(place: Place) -> Pieces:
    """Columns in two rows, tall windows, banners, and a throne on steps."""
    p, y, w = place.light, place.horizon, place.wide
    east = any(char in place.words for char in "殿宫庙祠朝堂") or "palace" in place.words.lower()
    stone = p.toned("#8e2f26" if east else "#b3aa9c")
    back = mix(p.toned("#6a3a2a" if east else "#8a8378"), p.dark, 0.25 + place.dim)
    far = wall(place, back, mix(back, p.dark, 0.4))
    for side in (-1, 1):
        for index in range(3):
            x = w / 2 + side * (300 + 330 * index) - 60
            pane = mix(place.beyond.sky[1], p.glow, 0.3)
            far += path(
                f"M {x} {y - 60} V {y - 380} Q {x + 60} {y - 480} {x + 120} {y - 380} V {y - 60} Z",
                pane,
                f'stroke="{mix(back, p.dark, 0.5)}" stroke-width="12"',
            )
            far += line((x + 60, y - 420), (x + 60, y - 60), mix(back, p.dark, 0.5), 7) + line(
                (x, y - 230), (x + 120, y - 230), mix(back, p.dark, 0.5), 7
            )
    gold, cloth = p.toned("#c9a24c"), p.toned("#8c2430")
    for side in (-1, 1):
        x = w / 2 + side * 185 - 45
        far += poly(
            ((x, y - 520), (x + 90, y - 520), (x + 90, y - 170), (x + 45, y - 120), (x, y - 170)),
            cloth,
        ) + oval(x + 45, y - 340, 26, 26, gold)
    mid, ground = "", room_floor(place, "#9a8a78" if not east else "#7d5a44", "#4a4038", 12)
    ground += poly(
        (
            (w / 2 - 120, y + 120),
            (w / 2 + 120, y + 120),
            (w / 2 + 520, y + 900),
            (w / 2 - 520, y + 900),
        ),
        cloth,
    ) + "".join(
        line((w / 2 + s * 112, y + 120), (w / 2 + s * 490, y + 900), gold, 8) for s in (-1, 1)
    )
    for step in range(3):
        ground += rect(
            w / 2 - 250 + 34 * step,
            y + 96 - 26 * step,
            500 - 68 * step,
            28,
            mix(stone, "#ffffff", 0.1 * step),
        )
    ground += (
        path(
            f"M {w / 2 - 74} {y + 46} V {y - 150} Q {w / 2} {y - 250} {w / 2 + 74} {y - 150} V {y + 46} Z",
            gold,
        )
        + rect(w / 2 - 52, y - 130, 104, 150, cloth, 'rx="14"')
        + rect(w / 2 - 92, y - 20, 184, 66, mix(gold, p.dark, 0.25), 'rx="8"')
    )
    for index in (3, 2, 1):
        k = 0.58**index
        for side in (-1, 1):
            x, half, foot = (
                w / 2 + side * (0.11 + 1.02 * k) * 0.9 * 1778 / 2,
                150 * k + 12,
                y + 70 + 420 * k,
            )
            shade = mix(stone, p.dark, 0.1 + 0.1 * index)
            ground += (
                rect(x - half, -900, 2 * half, 900 + foot, shade)
                + rect(x + half * 0.3, -900, half * 0.7, 900 + foot, mix(shade, p.dark, 0.3))
                + rect(
                    x - half * 1.3,
                    foot - half * 0.5,
                    half * 2.6,
                    half * 0.7,
                    mix(shade, "#ffffff", 0.12),
                )
            )
    return Pieces(far, mid, ground, lights=glow("throne", w / 2, y - 120, 420, p.glow, 0.45))


def works(place: Place) -> Pieces:
    """A factory, a gym or a warehouse: trusses, high windows, crates and machines."""
    p, y, w = place.light, place.horizon, place.wide
    steel = mix(p.toned("#5f6a70"), p.dark, 0.2)
    far = wall(place, p.toned("#98a09c"), mix(steel, p.dark, 0.3))
    panes = [
        (w / 2 + 130 * i - 56 + (i % 3 == 0) * 10, y - 430 + 76 * row, 112, 66)
        for i in range(-11, 12)
        for row in range(3)
    ]
    far += slabs(panes, mix(place.beyond.sky[1], p.glow, 0.2))
    mid, lights = "", ""
    for index in range(-3, 4):
        x = w / 2 + index * 420
        mid += (
            rect(x - 16, -900, 32, 960 + y, steel)
            + line((x, y - 520), (x + 420, y - 640), steel, 15)
            + line((x + 420, y - 520), (x, y - 640), steel, 15)
        )
        lights += glow(f"bay{index}", x + 210, y - 450, 260, p.glow, 0.35)
    mid += slabs([(-w, y - 660, 3 * w, 26), (-w, y - 520, 3 * w, 22)], steel)
    mid += "".join(
        rect(w / 2 + 420 * i + 180, y - 520, 60, 34, mix(p.glow, "#ffffff", 0.4))
        for i in range(-4, 4)
    )
    ground = room_floor(place, "#a8a79e", "#5b5d5c", 10)
    for at, foot, size in (
        (0.06, 110, 1.0),
        (0.16, 90, 0.7),
        (0.92, 130, 1.15),
        (0.83, 96, 0.75),
        (0.045, 20, 0.8),
    ):
        x, side, box = at * w, 150 * size, p.toned("#a97f4f")
        ground += (
            rect(x - side / 2, y + foot - side, side, side, box)
            + path(
                f"M {x - side / 2} {y + foot - side} l {side} {side} M {x + side / 2} {y + foot - side} l {-side} {side}",
                "none",
                f'stroke="{mix(box, p.dark, 0.4)}" stroke-width="9"',
            )
            + rect(
                x - side / 2,
                y + foot - side,
                side,
                side,
                "none",
                f'stroke="{mix(box, p.dark, 0.45)}" stroke-width="9"',
            )
        )
    ground += poly(
        ((w * 0.3, y + 74), (w * 0.33, y + 74), (w * 0.02, y + 900), (-w * 0.1, y + 900)),
        p.toned("#d9b53a"),
    )
    return Pieces(far, mid, ground, lights=lights)


def library(place: Place) -> Pieces:
    """Walls of books, a ladder, a reading table with a lamp."""
    p, y, w = place.light, place.horizon, place.wide
    dice, wood = place.dice("books"), p.toned("#6a4630")
    far = wall(place, mix(wood, p.dark, 0.35), wood)
    spines: dict[str, list[tuple[float, float, float, float]]] = {}
    inks = [
        mix(p.toned(c), p.dark, 0.12 + place.dim)
        for c in ("#9b3a32", "#2f5f6b", "#c19a4f", "#4f6b45", "#6a4a78", "#d8cdb4")
    ]
    for row in range(5):
        x, top = -0.5 * w, y - 480 + 112 * row
        while x < 1.5 * w:
            wide, tall = dice.uniform(14, 34), dice.uniform(62, 96)
            spines.setdefault(dice.choice(inks), []).append((x, top + 98 - tall, wide, tall))
            x += wide + (dice.random() < 0.06) * 60 + 2
        far += rect(-w, top + 98, 3 * w, 14, wood)
    far += "".join(slabs(boxes, ink) for ink, boxes in spines.items())
    mid = slabs([(w / 2 + 360 * i - 13, -900, 26, 980 + y) for i in range(-5, 6)], wood)
    x = w * 0.2
    mid += path(
        f"M {x} {y + 120} L {x + 90} {y - 470} M {x + 110} {y + 120} L {x + 190} {y - 470}",
        "none",
        f'stroke="{mix(wood, "#ffffff", 0.25)}" stroke-width="12"',
    )
    mid += "".join(
        line(
            (x + 15 * k + 8, y + 60 - 96 * k),
            (x + 122 + 13.5 * k, y + 60 - 96 * k),
            mix(wood, "#ffffff", 0.25),
            10,
        )
        for k in range(6)
    )
    ground = room_floor(place, "#7d5a3c", "#3f2c1d", 12) + table(
        w * 0.56, y + 160, 640, mix(wood, "#ffffff", 0.1), mix(wood, p.dark, 0.4)
    )
    ground += (
        path(f"M {w * 0.7 - 64} {y + 76} q 64 -70 128 0 Z", p.toned("#2f6b4f"))
        + rect(w * 0.7 - 5, y + 76, 10, 96, p.toned("#c9a24c"))
        + path(
            f"M {w * 0.46} {y + 182} q 40 -22 74 0 q 34 -22 74 0 v 10 q -40 -18 -74 2 q -34 -20 -74 -2 Z",
            "#f4eedf",
        )
    )
    return Pieces(far, mid, ground, lights=glow("desk", w * 0.7, y + 110, 330, p.glow, 0.55))


HALLS = {"hall": hall, "works": works, "library": library}
