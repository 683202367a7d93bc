"""Rooms where somebody works: a workshop, a kitchen."""

from studio.animatic.light import mix
from studio.animatic.scenery import Pieces, Place, lantern
from studio.animatic.sets_indoor import room_floor, table, wall, window
from studio.animatic.svg import glow, line, oval, path, poly, rect


def workshop(place: Place) -> Pieces:
    """Shelves of work, tools on the wall, a bench under hanging lamps."""
    p, y, w = place.light, place.horizon, place.wide
    dice = place.dice("shelf")
    wood = p.toned("#6b4a30")
    far = wall(place, p.toned("#8a6b4c"), mix(wood, p.dark, 0.3))
    far += window(place, w * 0.5 - 150, y - 400, 300, 300, wood, 3)
    things = ("#b8453a", "#c99a4b", "#4f7f86", "#7d5a86", "#d8c9a4")
    for side in (-1, 1):
        x = w * 0.5 + side * 480 - 210
        for row in range(4):
            top = y - 420 + row * 116
            at = x + 16
            while at < x + 380:
                wide, tall = dice.uniform(26, 64), dice.uniform(40, 88)
                fill = mix(p.toned(dice.choice(things)), p.dark, 0.25)
                far += (
                    oval(at + wide / 2, top - tall / 2, wide / 2, tall / 2, fill)
                    if dice.random() < 0.5
                    else rect(at, top - tall, wide, tall, fill, 'rx="6"')
                )
                at += wide + dice.uniform(4, 26)
            far += rect(x, top, 420, 14, wood)
        far += rect(x - 10, y - 520, 14, 560, wood) + rect(x + 416, y - 520, 14, 560, wood)
    lights, mid = "", ""
    for index in range(-3, 4):
        at, drop = w * 0.5 + index * 300 + 40, y - 470 + 60 * (index % 2)
        if "lantern" in place.words.lower() or "灯" in place.words:
            mid += lantern(at, drop, 50, "#d8402e", p.glow)
            lights += glow(f"wl{index}", at, drop, 250, p.glow, 0.42)
        elif index % 2:
            mid += line((at, -800), (at, drop), p.dark, 5) + poly(
                (
                    (at - 60, drop + 26),
                    (at + 60, drop + 26),
                    (at + 20, drop - 26),
                    (at - 20, drop - 26),
                ),
                mix(p.dark, "#3f5a50", 0.5),
            )
            lights += glow(f"wl{index}", at, drop + 40, 300, p.glow, 0.5)
    ground = room_floor(place, "#8a6341", "#4a3220", 12)
    for at in (-0.02, 1.02):
        ground += table(w * at, y + 120, 480, wood, mix(wood, p.dark, 0.5))
    ground += table(w * 0.5, y + 160, 620, mix(wood, "#ffffff", 0.12), mix(wood, p.dark, 0.4))
    for index, (offset, tall) in enumerate(((-210, 60), (-120, 34), (150, 74), (230, 40))):
        ground += rect(w * 0.5 + offset, y + 176 - tall, 46, tall, p.toned(things[index]), 'rx="8"')
    return Pieces(far, mid, ground, lights=lights)


def kitchen(place: Place) -> Pieces:
    """Cupboards, tiles, a stove with a pot, a table."""
    p, y, w = place.light, place.horizon, place.wide
    front, tile = p.toned("#c9b48d"), p.toned("#d9d6c6")
    far = wall(place, tile, mix(front, p.dark, 0.35))
    grid = "".join(f"M{-w:.0f} {y - 330 + 52 * row:.0f}h{3 * w:.0f}" for row in range(6))
    grid += "".join(f"M{w / 2 + 74 * col:.0f} {y - 330:.0f}v300" for col in range(-24, 25))
    far += path(grid, "none", f'stroke="{mix(tile, p.dark, 0.28)}" stroke-width="3"')
    far += window(place, w * 0.5 - 170, y - 410, 340, 290, mix(front, "#ffffff", 0.5), 2)
    for side in (-1, 1):
        for index in range(4):
            x = w * 0.5 + side * (240 + 210 * index) - (200 if side < 0 else 0)
            far += rect(x, y - 560, 196, 190, front, 'rx="6"') + rect(
                x + 16, y - 544, 164, 158, mix(front, "#ffffff", 0.2), 'rx="4"'
            )
            far += oval(x + (170 if side < 0 else 26), y - 400, 8, 8, p.toned("#6b5a3a"))
    counter = mix(front, p.dark, 0.18)
    mid = rect(-w, y - 40, 3 * w, 150, counter) + rect(-w, y - 56, 3 * w, 24, p.toned("#6e5a48"))
    mid += "".join(
        rect(w / 2 + 190 * index, y - 24, 8, 134, mix(counter, p.dark, 0.3))
        for index in range(-9, 10)
    )
    stove = w * 0.76
    mid += rect(stove - 130, y - 66, 260, 180, p.toned("#3c4248"), 'rx="8"') + rect(
        stove - 96, y + 6, 192, 80, p.toned("#22262a"), 'rx="6"'
    )
    mid += path(
        f"M {stove - 74} {y - 150} h 148 v 70 q 0 16 -16 16 h -116 q -16 0 -16 -16 Z M {stove - 86} {y - 156} h 172 v 14 h -172 Z",
        p.toned("#8b9299"),
    )
    steam = glow("steam", stove, y - 220, 150, "#ffffff", 0.3)
    for index in range(5):
        mid += line(
            (w * 0.16 + index * 62, y - 250), (w * 0.16 + index * 62, y - 210), p.dark, 4
        ) + oval(w * 0.16 + index * 62, y - 180, 20, 32, p.toned("#9a6a3c"))
    ground = room_floor(place, "#b39a78", "#6a5540", 12)
    ground += table(w * 0.42, y + 170, 560, p.toned("#a9764a"), p.toned("#57391f"))
    ground += oval(w * 0.42 - 120, y + 190, 62, 15, p.toned("#e9e2d2")) + path(
        f"M {w * 0.42 + 50} {y + 196} q 60 -60 120 0 Z", p.toned("#c98f4c")
    )
    return Pieces(
        far, mid, ground, lights=steam + glow("hood", w * 0.42, y - 240, 420, p.glow, 0.35)
    )


WORK = {"workshop": workshop, "kitchen": kitchen}
