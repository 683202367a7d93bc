"""Hair: drawn from the front and turned with the head, and from behind."""

import re
from math import cos, radians, sin, sqrt

from studio.animatic.light import mix
from studio.animatic.looks import Look
from studio.animatic.svg import Point, line, oval, path

YAW = 23.0  # degrees that a head turns when it looks fully to one side

# Caps as seen from the front, absolute coordinates; the sides lie at about x = -36 and 36.
_CAPS = {
    "short": "M -36 2 C -42 -34 -26 -58 2 -57 C 30 -58 42 -34 36 2 L 32 -8 Q 31 -18 27 -24 Q 10 -20 4 -32 Q -10 -20 -27 -23 Q -31 -16 -32 -8 Z",
    "swept": "M -36 4 C -43 -36 -24 -62 6 -60 C 34 -58 42 -32 36 4 L 32 -10 Q 30 -22 24 -27 Q 2 -22 -14 -34 Q -20 -24 -29 -20 Q -31 -14 -32 -8 Z",
    "crop": "M -35 -4 C -39 -38 -22 -55 0 -55 C 22 -55 39 -38 35 -4 L 32 -14 Q 30 -26 25 -31 Q 0 -36 -25 -31 Q -30 -26 -32 -14 Z",
    "curly": "M -36 4 C -44 0 -44 -14 -39 -20 C -46 -30 -38 -46 -28 -46 C -26 -58 -10 -62 -2 -56 C 8 -64 24 -58 26 -48 C 38 -46 44 -32 39 -20 C 44 -14 42 0 36 4 L 32 -10 Q 26 -18 20 -22 Q 12 -30 4 -22 Q -4 -30 -12 -22 Q -20 -28 -26 -18 Q -30 -14 -32 -8 Z",
    "parted": "M -36 6 C -42 -34 -26 -57 -4 -56 C 26 -60 42 -36 36 6 L 32 -8 Q 32 -26 20 -32 Q 2 -32 -12 -40 Q -18 -28 -28 -22 Q -32 -14 -32 -6 Z",
    "mop": "M -37 8 C -45 -36 -28 -60 0 -59 C 28 -60 45 -36 37 8 L 32 -4 Q 30 -14 24 -15 L 16 -18 L 10 -12 L 0 -18 L -8 -12 L -16 -18 L -22 -13 Q -30 -12 -32 -4 Z",
    "bald": "M -33 14 C -37 4 -37 -14 -33 -26 Q -28 -30 -25 -22 Q -29 -10 -27 6 Z",
    "receding": "M -36 12 C -41 -4 -41 -28 -33 -40 Q -22 -52 -4 -53 Q 18 -54 32 -42 C 41 -28 41 -4 36 12 Q 31 2 31 -12 Q 29 -24 24 -33 Q 12 -42 -2 -42 Q -16 -42 -25 -33 Q -30 -24 -31 -12 Q -31 2 -36 12 Z",
    "knot": "M -35 0 C -40 -38 -22 -56 0 -56 C 22 -56 40 -38 35 0 L 32 -10 Q 28 -28 8 -36 L 0 -31 L -8 -36 Q -28 -28 -32 -10 Z",
    "bun": "M -36 6 C -41 -36 -24 -57 0 -57 C 24 -57 41 -36 36 6 L 33 -6 Q 30 -22 2 -36 Q -30 -24 -33 -6 Z",
    "tail": "M -36 8 C -42 -36 -24 -58 0 -58 C 24 -58 42 -36 36 8 L 33 -8 Q 31 -20 24 -24 Q 12 -18 8 -34 Q -4 -18 -26 -18 Q -31 -14 -33 -6 Z",
    "braid": "M -36 6 C -42 -36 -24 -58 0 -58 C 24 -58 42 -36 36 6 L 33 -6 Q 30 -24 -6 -38 Q -28 -28 -33 -6 Z",
    "pixie": "M -37 10 C -43 -34 -28 -58 0 -58 C 28 -58 43 -34 36 6 L 32 -6 Q 32 -20 26 -24 Q 4 -16 -20 -32 Q -24 -16 -31 -6 Q -31 6 -37 10 Z",
    "long": "M -37 34 C -44 -36 -26 -58 0 -58 C 26 -58 44 -36 37 34 Q 34 18 33 -4 Q 30 -22 6 -38 Q -24 -30 -32 -4 Q -34 20 -37 34 Z",
    "wavy": "M -40 40 C -36 26 -46 16 -40 0 C -46 -36 -26 -60 0 -59 C 26 -60 46 -36 40 0 C 46 16 36 26 40 40 Q 32 28 33 -4 Q 30 -24 -8 -38 Q -26 -28 -32 -4 Q -32 28 -40 40 Z",
    "bob": "M -38 46 C -44 -36 -26 -58 0 -58 C 26 -58 44 -36 38 46 Q 32 30 32 -6 Q 28 -16 22 -20 Q 0 -15 -22 -20 Q -29 -16 -32 -6 Q -32 30 -38 46 Z",
}  # fmt: skip
_PAIR = re.compile(r"(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)")


def swung(x: float, y: float, turn: float, out: float = 0.0) -> Point:
    """A point of the face, `out` before its surface, when the head is turned about its axis."""
    angle = radians(YAW * turn)
    deep = 27.0 * sqrt(max(0.0, 1.0 - (x / 38.0) ** 2)) + out
    return x * cos(angle) + deep * sin(angle), y


def wrapped_round(data: str, turn: float) -> str:
    """Hair as the head turns: what lies on the face goes along, the skull shows behind."""

    def moved(x: float) -> float:
        side = x * turn
        edge = min(1.0, max(0.0, (abs(x) - 22.0) / 12.0))
        rim = x * (1.0 + 0.13 * abs(turn)) if side < 0 else x * (1.0 - 0.04 * abs(turn))
        return swung(x, 0.0, turn)[0] * (1.0 - edge) + rim * edge

    return _PAIR.sub(lambda m: f"{moved(float(m[1])):.1f} {m[2]}", data)


def cap(look: Look, turn: float, detail: bool) -> str:
    """Hair before the face."""
    fill, dark = look.hair, mix(look.hair, look.ink, 0.5)
    edge = f'stroke="{look.ink}" stroke-width="1.5" stroke-linejoin="round"'
    data = _CAPS[look.style]
    if look.style == "bald" and turn < 0:
        data = _PAIR.sub(lambda m: f"{-float(m[1])} {m[2]}", data)
    body = path(wrapped_round(data, turn), fill, edge)
    if detail and look.style not in ("bald", "receding"):
        shine = mix(fill, "#ffffff", 0.2)
        body += path(wrapped_round("M -22 -42 Q 0 -53 20 -43 Q 0 -48 -22 -42 Z", turn), shine)
        strands = "".join(
            f"M {x * 0.5} -55 Q {x + bend} -46 {x + bend} -37 "
            for x, bend in ((-20, -7), (-12, -5), (-4, -3), (10, 4), (20, 8))
        )
        body += path(
            wrapped_round(strands, turn),
            "none",
            f'stroke="{dark}" stroke-width="1.1" stroke-opacity="0.7"',
        )
    return body + _band(look, turn) + _crown(look, turn)


def _band(look: Look, turn: float) -> str:
    """A fighter's headband; its ends fly behind."""
    if not look.band:
        return ""
    ink = f'stroke="{look.ink}" stroke-width="1.6" stroke-linejoin="round"'
    cloth = mix(look.cloth, "#ffffff", 0.3)
    data = "M -35 -24 Q 0 -34 35 -24 L 35 -15 Q 0 -25 -35 -15 Z"
    s = -1.0 if turn >= 0 else 1.0
    tails = f"M {s * 33} -22 C {s * 60} -30 {s * 70} -6 {s * 104} -18 C {s * 92} -4 {s * 66} 4 {s * 34} -14 Z"
    return path(tails, cloth, ink) + path(wrapped_round(data, turn), cloth, ink)


def _crown(look: Look, turn: float) -> str:
    if not look.crown:
        return ""
    ink = f'stroke="{look.ink}" stroke-width="1.6" stroke-linejoin="round"'
    if look.woman and look.crown == "east":
        data = "M -32 -40 Q -40 -62 -24 -64 Q -20 -78 -8 -72 Q 0 -90 8 -72 Q 20 -78 24 -64 Q 40 -62 32 -40 Q 0 -58 -32 -40 Z"
    elif look.woman:
        data = "M -30 -44 L -34 -62 L -18 -56 L -10 -74 L 0 -60 L 10 -74 L 18 -56 L 34 -62 L 30 -44 Q 0 -54 -30 -44 Z"
    else:
        data = "M -14 -52 L -16 -74 L -8 -70 L 0 -80 L 8 -70 L 16 -74 L 14 -52 Q 0 -56 -14 -52 Z"
    body = path(wrapped_round(data, turn), look.gold, ink)
    x = swung(0, 0, turn)[0] * 0.7
    body += oval(x, -61, 3.4, 4.2, "#c0392b", ink)
    if look.woman and look.crown == "east":
        for s in (-1, 1):
            u = swung(s * 33, 0, turn)[0]
            body += line((u, -44), (u + s * 3, 2), look.gold, 1.6) + oval(
                u + s * 3, 5, 3, 4, look.gold
            )
    return body


def behind(look: Look, turn: float) -> str:
    """Hair behind the neck and shoulders, and the back of a turned skull."""
    x = -turn * 7
    fill = mix(look.hair, look.ink, 0.25)
    skull = oval(-turn * 6, -12, 36, 40, fill) if look.style != "bald" else ""
    if look.style in ("long", "wavy"):
        wave = 10 if look.style == "wavy" else 0
        return skull + path(
            f"M {x - 36} -20 C {x - 46 - wave} 40 {x - 44 + wave} 90 {x - 34 - wave} 118 Q {x} 130 {x + 34 + wave} 118 C {x + 44 - wave} 90 {x + 46 + wave} 40 {x + 36} -20 Z",
            fill,
        )
    if look.style == "bob":
        return skull + path(
            f"M {x - 38} -16 C {x - 46} 20 {x - 44} 44 {x - 36} 56 Q {x} 64 {x + 36} 56 C {x + 44} 44 {x + 46} 20 {x + 38} -16 Z",
            fill,
        )
    if look.style in ("tail", "braid"):
        s = -1 if turn > 0 else 1
        low, thick = (150, 22) if look.style == "braid" else (74, 20)
        return skull + path(
            f"M {s * 20} -42 C {s * 62} -46 {s * 66} 10 {s * 50} {low} C {s * 50} 20 {s * (44 - thick * 0.6)} -4 {s * 20} -14 Z",
            fill,
        )
    if look.style in ("bun", "knot"):
        tie = look.gold if look.crown else mix(look.cloth, "#ffffff", 0.2)
        return skull + oval(x, -58, 14, 13, fill) + oval(x, -49, 11, 5, tie)
    return skull


def nape(look: Look, turn: float) -> str:
    """A head seen from behind, three quarters turned away; a little cheek shows on `turn`'s side."""
    side = turn or 1.0
    edge = f'stroke="{look.ink}" stroke-width="1.8" stroke-linejoin="round"'
    cheek = f"M {side * 20} -24 C {side * 38} -20 {side * 36} 4 {side * 34} 12 C {side * 35} 24 {side * 30} 38 {side * 18} 42 Q {side * 8} 42 {side * 4} 22 Z"
    body = path(cheek, look.skin, edge)
    low = {"long": 124, "wavy": 118, "bob": 58, "mop": 36, "curly": 30}.get(look.style, 27)
    wide = 42 if low > 40 else 37
    fill = look.skin if look.style == "bald" else look.hair
    skull = f"M {-side * wide} -6 C {-side * 46} -44 {-side * 20} -60 {side * 4} -57 C {side * 30} -55 {side * 36} -32 {side * 31} -12 C {side * 27} 0 {side * 24} 8 {side * 22} {low * 0.7} Q {-side * 4} {low + 8} {-side * (wide - 6)} {low * 0.9} C {-side * (wide + 2)} 20 {-side * (wide + 2)} 8 {-side * wide} -6 Z"
    body += path(skull, fill, edge)
    body += oval(side * 22, 8, 7, 12, look.skin, edge)
    if look.style == "bald":
        ring = f"M {-side * 37} -10 C {-side * 42} 6 {-side * 40} 20 {-side * 31} 27 Q 0 36 {side * 21} 22 L {side * 27} -6 Q {-side * 4} 4 {-side * 37} -10 Z"
        body += path(ring, look.hair, edge)
    else:
        body += path(
            f"M {-side * 20} -46 Q {-side * 30} -20 {-side * 24} {low * 0.6} M 0 -52 Q {-side * 6} -20 {-side * 4} {low * 0.7} M {side * 14} -50 Q {side * 16} -26 {side * 12} {low * 0.4}",
            "none",
            f'stroke="{mix(fill, look.ink, 0.5)}" stroke-width="1.6" stroke-opacity="0.7"',
        )
    if look.style in ("bun", "knot", "tail", "braid"):
        top = -58 if look.style in ("bun", "knot") else -30
        body += oval(-side * 4, top, 15, 14, look.hair, edge)
        body += oval(-side * 4, top + 10, 11, 5, mix(look.cloth, "#ffffff", 0.2))
    if look.style in ("tail", "braid"):
        body += path(
            f"M {-side * 14} -24 C {-side * 22} 20 {-side * 18} 70 {-side * 4} 110 C {side * 12} 70 {side * 10} 20 {side * 6} -24 Z",
            look.hair,
            edge,
        )
    return body
