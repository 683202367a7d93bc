"""Sets where people are on duty: a classroom, a hospital ward, the bridge of a starship."""

from studio.animatic.light import mix
from studio.animatic.scenery import Pieces, Place
from studio.animatic.sets_indoor import room_floor, table, wall, window
from studio.animatic.svg import glow, line, oval, path, poly, rect, slabs


def classroom(place: Place) -> Pieces:
    """A blackboard, a clock, windows, rows of desks."""
    p, y, w = place.light, place.horizon, place.wide
    frame = p.toned("#7a5a3c")
    far = wall(place, p.toned("#d5cda9"), frame)
    far += (
        rect(w / 2 - 330, y - 420, 660, 300, frame, 'rx="6"')
        + rect(w / 2 - 312, y - 402, 624, 264, mix(p.toned("#2f5a48"), p.dark, 0.1))
        + rect(w / 2 - 330, y - 124, 660, 16, frame)
    )
    chalk = f"M {w / 2 - 260} {y - 340} q 40 -30 80 0 t 80 0 t 80 0 M {w / 2 - 260} {y - 280} h 200 M {w / 2 - 260} {y - 230} h 280 M {w / 2 + 120} {y - 330} l 90 0 l -45 80 Z"
    far += path(chalk, "none", 'stroke="#e9efe6" stroke-width="6" stroke-opacity="0.75"')
    far += oval(
        w / 2 + 420, y - 470, 46, 46, "#f4f1e6", f'stroke="{p.dark}" stroke-width="7"'
    ) + path(
        f"M {w / 2 + 420} {y - 502} v 32 l 22 12", "none", f'stroke="{p.dark}" stroke-width="6"'
    )
    for side in (-1, 1):
        for index in range(2):
            far += window(
                place, w / 2 + side * (560 + 340 * index) - 120, y - 430, 240, 330, frame, 2
            )
    ground = room_floor(place, "#b8935f", "#6b5236", 14) + table(
        w / 2, y + 66, 300, p.toned("#a87a4a"), p.toned("#5a3f27")
    )
    for row, size in ((0, 0.7), (1, 1.1)):
        for index in range(-3, 4):
            if index:
                x, top = (
                    w / 2 + index * 250 * size + (60 if index > 0 else -60),
                    y + 130 + 130 * row,
                )
                ground += table(x, top, 190 * size, p.toned("#c79a62"), p.toned("#5a4a3a"))
    return Pieces(far, "", ground)


def ward(place: Place) -> Pieces:
    """A hospital room: a bed, a drip, a monitor, a curtain."""
    p, y, w = place.light, place.horizon, place.wide
    pale, steel = p.toned("#cfdfdd"), p.toned("#8fa0a6")
    far = wall(place, pale, mix(pale, p.dark, 0.25)) + rect(
        -w, y - 120, 3 * w, 18, p.toned("#7fb0ad")
    )
    far += window(place, w * 0.5 - 180, y - 420, 360, 270, "#f2f5f4", 2)
    folds = "".join(f"M{w * 0.06 + 34 * i:.0f} {y - 520:.0f}q17 330 0 640" for i in range(8))
    mid = (
        path(f"M {w * 0.05} {y - 520} h 270 q 12 330 -6 650 h -262 Z", p.toned("#8cbcb6"))
        + path(folds, "none", f'stroke="{mix(p.toned("#8cbcb6"), p.dark, 0.3)}" stroke-width="6"')
        + rect(-w, y - 530, 3 * w, 12, steel)
    )
    x = w * 0.78
    ground = room_floor(place, "#b9c4c2", "#6f7d7e", 12)
    ground += (
        line((x - 290, y - 330), (x - 290, y + 160), steel, 9)
        + path(
            f"M {x - 312} {y - 330} h 44 v 84 q -22 26 -44 0 Z",
            mix("#e6f4f6", p.toned("#ffffff"), 0.5),
        )
        + rect(x + 190, y - 260, 170, 124, "#20282c", 'rx="10"')
        + path(
            f"M {x + 204} {y - 190} h 40 l 14 -40 l 20 80 l 16 -40 h 52",
            "none",
            'stroke="#5fe0a0" stroke-width="6"',
        )
        + rect(x + 266, y - 136, 14, 280, steel)
    )
    ground += (
        rect(x - 230, y - 80, 22, 260, steel)
        + rect(x + 236, y - 10, 22, 190, steel)
        + rect(x - 226, y + 40, 480, 70, "#f3f6f5", 'rx="20"')
        + path(f"M {x - 60} {y + 30} h 316 v 92 q -160 22 -316 0 Z", p.toned("#9cc3d6"))
        + rect(x - 214, y + 4, 130, 48, "#ffffff", 'rx="22"')
    )
    return Pieces(far, mid, ground, lights=glow("lamp", w * 0.5, y - 480, 460, "#ffffff", 0.25))


def cockpit(place: Place) -> Pieces:
    """The bridge of a ship in space: a wide window on stars and a planet, consoles, ribs of light."""
    y, w = place.horizon, place.wide
    dice, hull, cold = place.dice("hull"), "#39435a", "#6fd3f2"
    far = rect(-w, -1000, 3 * w, 3600, "#070b1a")
    far += slabs(
        [(dice.uniform(-w, 2 * w), dice.uniform(-200, y + 60), 3.2, 3.2) for _ in range(150)],
        "#dfe6f4",
    )
    far += oval(w * 0.68, y + 10, 330, 330, "#4b86b8") + oval(
        w * 0.68 + 70, y + 60, 320, 320, "#0a1230", 'fill-opacity="0.55"'
    )
    mid = path(
        f"M {-w} -1400 H {2 * w} V {y + 400} H {-w} Z M {w / 2 - 720} {y - 60} L {w / 2 - 520} {y - 440} H {w / 2 + 520} L {w / 2 + 720} {y - 60} L {w / 2 + 560} {y + 40} H {w / 2 - 560} Z",
        hull,
        'fill-rule="evenodd"',
    )
    mid += path(
        f"M {w / 2 - 720} {y - 60} L {w / 2 - 520} {y - 440} H {w / 2 + 520} L {w / 2 + 720} {y - 60} L {w / 2 + 560} {y + 40} H {w / 2 - 560} Z M {w / 2 - 190} {y - 440} L {w / 2 - 220} {y + 40} M {w / 2 + 190} {y - 440} L {w / 2 + 220} {y + 40}",
        "none",
        'stroke="#5a6680" stroke-width="22" stroke-linejoin="round"',
    )
    mid += slabs(
        [(w / 2 + s * (790 + 130 * i) - 6, y - 520, 12, 620) for s in (-1, 1) for i in range(5)],
        cold,
        'fill-opacity="0.6"',
    )
    ground = rect(-w, y + 76, 3 * w, 1600, "#2a3144") + poly(
        (
            (w / 2 - 300, y + 76),
            (w / 2 + 300, y + 76),
            (w / 2 + 1500, y + 1100),
            (w / 2 - 1500, y + 1100),
        ),
        "#353e55",
    )
    lights = glow("screen", w / 2, y + 60, 560, cold, 0.35)
    for at in (-560, -190, 190, 560):
        x = w / 2 + at
        ground += poly(
            ((x - 160, y + 60), (x + 160, y + 60), (x + 190, y + 170), (x - 190, y + 170)),
            "#4a5670",
        ) + poly(
            ((x - 130, y + 72), (x + 130, y + 72), (x + 148, y + 128), (x - 148, y + 128)),
            "#12303f",
        )
        ground += path(
            f"M {x - 110} {y + 104} l 40 -18 l 40 12 l 50 -16 l 60 20",
            "none",
            f'stroke="{cold}" stroke-width="5"',
        ) + "".join(
            oval(x - 120 + 40 * i, y + 150, 8, 6, ("#ff8a5a", cold, "#f2c14e")[i % 3])
            for i in range(7)
        )
    return Pieces(far, mid, ground, lights=lights)


DUTY = {"classroom": classroom, "ward": ward, "cockpit": cockpit}
