"""Sets of rooms: tea house, cafe, office, room."""

from studio.animatic.light import mix
from studio.animatic.scenery import Pieces, Place, floor, lantern, windows
from studio.animatic.sets_town import skyline
from studio.animatic.svg import bands, glow, line, oval, path, poly, rect


def wall(place: Place, fill: str, skirting: str) -> str:
    """A wall down to its skirting."""
    y, w = place.horizon, place.wide
    foot = y + 70
    fill = mix(fill, place.light.dark, place.dim)
    stops = ((0.0, mix(fill, place.light.dark, 0.35)), (0.8, fill), (1.0, fill))
    body = bands((-w, -1000.0, 3 * w, 1000.0 + foot), stops)
    return body + rect(-w, foot - 34, 3 * w, 34, skirting)


def window(place: Place, x: float, y: float, w: float, h: float, frame: str, bars: int) -> str:
    """A window over the town, with rain on the glass when it rains."""
    p = place.beyond
    body = rect(x - 12, y - 12, w + 24, h + 24, frame)
    body += bands((x, y, w, h), ((0.0, mix(p.sky[0], p.sky[1], 0.35)), (1.0, p.sky[1])), 24.0)
    dice = place.dice(f"view{bars}")
    for share in (0.0, 0.18, 0.4, 0.62, 0.82):
        tall = h * dice.uniform(0.18, 0.5)
        body += rect(x + w * share, y + h - tall, w * 0.18, tall, mix(p.far, p.sky[1], 0.25))
        box = (x + w * share + 6, y + h - tall + 8, w * 0.18 - 12, tall - 10)
        body += (
            windows(place, box, f"lit{share}", 24, mix(p.far, p.mid, 0.4)) if p.lit > 0.3 else ""
        )
    if place.wet:
        body += _wet(place, x, y, w, h)
    for index in range(1, bars):
        body += rect(x + w * index / bars - 4, y, 8, h, frame)
    return body + rect(x, y + h * 0.42, w, 8, frame) + rect(x - 24, y + h + 10, w + 48, 16, frame)


def _wet(place: Place, x: float, y: float, w: float, h: float) -> str:
    """Drops that run down a pane."""
    dice, data = place.dice("drops"), ""
    for _ in range(44):
        u, v = x + dice.uniform(4, w - 4), y + dice.uniform(0, h * 0.8)
        data += f"M{u:.0f} {v:.0f}l{dice.uniform(-4, 4):.0f} {dice.uniform(14, h * 0.2):.0f}"
    return path(data, "none", 'stroke="#e8f2ff" stroke-width="2.6" stroke-opacity="0.55"')


def room_floor(place: Place, top: str, low: str, lines: int) -> str:
    """The floor of a room from its wall, in local colours."""
    p = place.light
    return floor(
        Place(place.wide, place.horizon + 70, p, place.words),
        lines=lines,
        top=mix(p.toned(top), p.dark, place.dim),
        low=mix(p.toned(low), p.dark, place.dim),
    )


def _lattice(x: float, y: float, w: float, h: float, frame: str, paper: str) -> str:
    body = rect(x - 14, y - 14, w + 28, h + 28, frame) + rect(x, y, w, h, paper)
    for index in range(1, 6):
        body += rect(x + w * index / 6 - 3, y, 6, h, frame)
    for index in range(1, 8):
        body += rect(x, y + h * index / 8 - 3, w, 6, frame)
    return (
        body
        + rect(x + w * 0.28, y + h * 0.28, w * 0.44, h * 0.44, paper)
        + _frame(x + w * 0.28, y + h * 0.28, w * 0.44, h * 0.44, frame)
    )


def _frame(x: float, y: float, w: float, h: float, colour: str) -> str:
    return rect(x, y, w, h, "none", f'stroke="{colour}" stroke-width="8"')


def table(x: float, top: float, w: float, colour: str, dark: str) -> str:
    """A table seen from a little above; (x, top) is the middle of its far edge."""
    body = ""
    for sign in (-1, 1):
        body += rect(x + sign * w * 0.42 - 9, top + 20, 18, w * 0.42, dark)
    body += poly(
        (
            (x - w * 0.45, top),
            (x + w * 0.45, top),
            (x + w * 0.52, top + 46),
            (x - w * 0.52, top + 46),
        ),
        colour,
    )
    return body + rect(x - w * 0.52, top + 46, w * 1.04, 18, dark)


def _pot(x: float, foot: float, s: float, colour: str) -> str:
    dark = mix(colour, "#000000", 0.3)
    body = path(
        f"M {x + s * 0.5} {foot - s * 0.6} q {s * 0.5} {-s * 0.1} {s * 0.5} {-s * 0.45}",
        "none",
        f'stroke="{dark}" stroke-width="{s * 0.14}"',
    )
    body += oval(x, foot - s * 0.45, s * 0.6, s * 0.46, colour) + oval(
        x, foot - s * 0.88, s * 0.22, s * 0.09, dark
    )
    for offset in (-1.5, 1.7):
        body += path(
            f"M {x + s * (offset - 0.25)} {foot - s * 0.36} h {s * 0.5} q 0 {s * 0.36} {-s * 0.25} {s * 0.36} q {-s * 0.25} 0 {-s * 0.25} {-s * 0.36} Z",
            "#e9e2d2",
        )
    return body


def tea(place: Place) -> Pieces:
    """A tea house: lattice windows, pillars, lanterns, a table with a pot."""
    p, y, w = place.light, place.horizon, place.wide
    wood = p.toned("#5c3424")
    far = wall(place, p.toned("#c49a63"), wood)
    paper = mix(mix(p.glow, "#fff6df", 0.3), mix(place.beyond.sky[1], p.glow, 0.2), 1.6 * place.dim)
    for index in range(-4, 9):
        x = w / 2 + (index - 2) * 420 - 150
        far += _lattice(x, y - 390, 300, 330, wood, paper)
    far += rect(-w, y - 480, 3 * w, 46, wood)
    mid = "".join(
        rect(w / 2 + index * 840 - 470 + 20, -800, 46, y + 880, mix(wood, "#7c2a1e", 0.6))
        for index in range(-2, 4)
    )
    lights = ""
    for index in range(-3, 5):
        mid += lantern(w / 2 + index * 420 - 200, y - 420, 54, "#c8392b", p.glow)
        lights += glow(f"lan{index}", w / 2 + index * 420 - 200, y - 420, 260, p.glow, 0.4)
    ground = floor(
        Place(w, y + 70, p, place.words),
        lines=12,
        top=mix(p.toned("#96643c"), p.dark, place.dim),
        low=mix(p.toned("#55361f"), p.dark, place.dim),
    )
    ground += table(w * 0.5, y + 150, 520, p.toned("#7a4a2b"), p.toned("#40251a")) + _pot(
        w * 0.5, y + 176, 52, p.toned("#6d3a2a")
    )
    front = rect(1.04 * w, -600, w, 2600, mix(wood, p.dark, 0.7))
    return Pieces(far, mid, ground, front, lights=lights)


def cafe(place: Place) -> Pieces:
    """A cafe: large windows, pendant lamps, a counter."""
    p, y, w = place.light, place.horizon, place.wide
    frame = mix(p.dark, "#1e2b2a", 0.4)
    far = wall(place, p.toned("#8fa39a"), frame)
    for index in range(-3, 5):
        far += window(place, w / 2 + index * 520 - 210, y - 400, 420, 380, frame, 3)
    mid = rect(w * 0.62, y - 70, 2 * w, 190, p.toned("#6e4b35")) + rect(
        w * 0.6, y - 86, 2 * w, 22, p.toned("#d9c6a5")
    )
    lights = ""
    for index in range(-4, 7):
        x = w * 0.5 + index * 330
        mid += line((x, -700), (x, y - 420), p.dark, 4) + poly(
            ((x - 46, y - 390), (x + 46, y - 390), (x + 16, y - 432), (x - 16, y - 432)), p.dark
        )
        lights += glow(f"pend{index}", x, y - 384, 200, p.glow, 0.7)
    ground = floor(
        Place(w, y + 70, p, place.words),
        lines=10,
        top=mix(p.toned("#a98b69"), p.dark, place.dim),
        low=mix(p.toned("#5d4634"), p.dark, place.dim),
    )
    ground += table(w * 0.42, y + 160, 420, p.toned("#d2b48a"), p.toned("#4a3527")) + _pot(
        w * 0.42, y + 184, 36, "#f2efe6"
    )
    return Pieces(far, mid, ground, lights=lights)


def office(place: Place) -> Pieces:
    """An office: a glass front over the town, a desk with a screen."""
    p, y, w = place.light, place.horizon, place.wide
    out = place.beyond
    far = bands((-w, -1000, 3 * w, 1100 + y), ((0.0, out.sky[0]), (1.0, out.sky[1])))
    town = Place(w, y, out, place.words)
    lit = 24.0 if out.lit > 0.3 else 0.0
    far += skyline(town, "town", y + 70, 330, mix(out.far, out.sky[1], 0.3), lit)
    mid = rect(-w, y - 520, 3 * w, 40, p.toned("#53606a")) + rect(
        -w, y + 40, 3 * w, 40, p.toned("#53606a")
    )
    mid += rect(-w, -1200, 3 * w, 690 + y, mix(p.toned("#c7ccca"), p.dark, place.dim))
    for index in range(-6, 9):
        mid += rect(w / 2 + index * 300 - 8, y - 500, 16, 560, p.toned("#53606a"))
        mid += rect(w / 2 + index * 420, max(-200, y - 640), 240, 16, "#fffbea")
    ground = floor(
        Place(w, y + 76, p, place.words),
        lines=12,
        top=mix(p.toned("#a9adac"), p.dark, place.dim),
        low=mix(p.toned("#6c7275"), p.dark, place.dim),
    )
    ground += table(w * 0.5, y + 150, 640, p.toned("#dcd3c4"), p.toned("#5b5f63"))
    ground += (
        rect(w * 0.5 + 90, y + 30, 190, 112, "#20262c", 'rx="6"')
        + rect(w * 0.5 + 98, y + 38, 174, 92, "#7fb7d6")
        + rect(w * 0.5 + 175, y + 140, 20, 26, "#20262c")
    )
    return Pieces(far, mid, ground, "")


def room(place: Place) -> Pieces:
    """A room: a window with curtains, a picture, a lamp, a sofa."""
    p, y, w = place.light, place.horizon, place.wide
    paint, wood = p.toned("#b9a98f"), p.toned("#5b4433")
    far = wall(place, paint, mix(paint, "#ffffff", 0.35))
    x = w * 0.5 - 190
    far += window(place, x, y - 420, 380, 360, mix(paint, "#ffffff", 0.6), 2)
    for at, sign in ((x - 70, 1), (x + 450, -1)):
        far += path(
            f"M {at} {y - 460} h {-90 * sign} V {y + 30} h {130 * sign} Q {at + sign * 6} {y - 200} {at} {y - 460} Z",
            p.toned("#8a5a4a"),
        )
    for offset in (-1.3, 1.05, -2.4, 2.2):
        at = w * 0.5 + offset * 440
        far += (
            rect(at, y - 360, 180, 220, wood)
            + rect(at + 16, y - 344, 148, 188, mix(p.far, p.glow, 0.3))
            + poly(
                ((at + 16, y - 156), (at + 70, y - 260), (at + 110, y - 200), (at + 164, y - 156)),
                p.mid,
            )
        )
    sofa = p.toned("#5a7382")
    mid = (
        rect(w * 0.06, y - 90, 470, 190, sofa, 'rx="34"')
        + rect(w * 0.06 - 30, y - 20, 80, 140, mix(sofa, p.dark, 0.2), 'rx="26"')
        + rect(w * 0.06 + 30, y + 20, 410, 80, mix(sofa, "#ffffff", 0.1), 'rx="18"')
    )
    lamp = w * 0.88
    mid += rect(lamp - 5, y - 250, 10, 360, wood) + poly(
        (
            (lamp - 70, y - 240),
            (lamp + 70, y - 240),
            (lamp + 42, y - 350),
            (lamp - 42, y - 350),
        ),
        mix(p.glow, "#ffffff", 0.2),
    )
    ground = floor(
        Place(w, y + 70, p, place.words),
        lines=14,
        top=mix(p.toned("#a27e5b"), p.dark, place.dim),
        low=mix(p.toned("#5e4430"), p.dark, place.dim),
    )
    ground += oval(w / 2, y + 330, 560, 110, p.toned("#8c5148"), 'fill-opacity="0.8"')
    return Pieces(far, mid, ground, lights=glow("lamp", lamp, y - 260, 420, p.glow, 0.6))
