"""Heads: face and the seven mouths, in units of a hundredth of a head's height.

The origin is the middle of the head: its top is at -50, the chin at 50, the face looks at `turn`
(-1 left, 1 right, 0 straight); features are placed on a round head and turned with it.
"""

from math import cos, pi, sin

from studio.animatic.expressions import MOODS, brow, wrinkles
from studio.animatic.hair import behind, cap, swung
from studio.animatic.light import luminance, mix
from studio.animatic.looks import Look
from studio.animatic.svg import Point, line, oval, path, poly

MOUTH_BOX = (17.0, 11.0)  # half the width and height of a mouth's patch
_FRONT = (
    (0, -50), (20, -50), (34, -40), (33, -14), (33.5, -8), (32.5, -2), (32.5, 2), (32, 14),
    (30, 22), (26, 30), (16, 44), (8, 50), (0, 50), (-8, 50), (-16, 44), (-26, 30), (-31, 18),
    (-33, 4), (-33, -14), (-34, -40), (-20, -50), (0, -50),
)  # fmt: skip
_TURNED = (
    (2, -50), (20, -50), (34, -40), (34, -17), (34, -11), (30.5, -7), (30.5, -1), (33, 7),
    (32, 20), (28.5, 30), (26, 42), (20, 50), (12, 50), (2, 50), (-12, 44), (-22, 31), (-27, 24),
    (-29, 6), (-30, -14), (-31, -40), (-18, -50), (2, -50),
)  # fmt: skip


def mouth_at(turn: float) -> Point:
    """The middle of the mouth in the head."""
    return swung(0.0, 29.0, turn, 2.0)


def outline(look: Look, turn: float) -> list[Point]:
    """The face's contour: a start and the control points of cubic curves."""
    share, side = abs(turn), 1.0 if turn >= 0 else -1.0
    points: list[Point] = []
    for (ax, ay), (bx, by) in zip(_FRONT, _TURNED, strict=True):
        x, y = ax + (bx - ax) * share, ay + (by - ay) * share
        if y > 14:
            x = 12.0 * share + (x - 12.0 * share) * look.jaw / 26.0
        if look.child and y > 0:
            x, y = 12.0 * share + (x - 12.0 * share) * 1.08, y * 0.93
        points.append((side * x, y))
    return points


def _curve(points: list[Point]) -> str:
    """A start and cubic curves, not closed."""
    pairs = [f"{x:.1f} {y:.1f}" for x, y in points]
    data = f"M {pairs[0]}"
    for index in range(1, len(pairs) - 2, 3):
        data += f" C {' '.join(pairs[index : index + 3])}"
    return data


def head(look: Look, turn: float, detail: bool) -> str:
    """The head without its mouth."""
    edge = f'stroke="{look.ink}" stroke-width="1.6" stroke-linejoin="round"'
    contour = outline(look, turn)
    body = "".join(_ear(look, side, turn) for side in (-1, 1))
    body += path(_curve(contour) + " Z", look.skin, edge)
    if detail:
        body += _shading(look, turn, contour) + _features(look, turn)
    else:
        for side in (-1, 1):
            x, y = swung(side * 13, 2, turn)
            body += oval(x, y, 3.0, 3.6, look.ink)
        x, y = mouth_at(turn)
        body += line((x - 5, y), (x + 5, y), look.shade, 3)
        body += _beard(look, turn)
    body += cap(look, turn, detail)
    return body + _ear(look, -1 if turn > 0 else 1, turn) * (look.style == "bald")


def head_back(look: Look, turn: float) -> str:
    """Hair behind the neck and shoulders."""
    return behind(look, turn)


def _ear(look: Look, side: int, turn: float) -> str:
    if side * turn > 0.3:
        return ""
    x = side * (34.0 - 9.0 * abs(turn))
    body = oval(x, 6, 6.5, 11, look.skin, f'stroke="{look.ink}" stroke-width="1.4"')
    return body + oval(x + side * 0.5, 6, 3, 6.5, look.shade, 'fill-opacity="0.7"')


def _shading(look: Look, turn: float, contour: list[Point]) -> str:
    """The side away from the light, the shade of the hair, and cheeks."""
    front = turn < 0  # light comes from the right, so the left side of the frame is in shade
    left = contour[3:13][::-1] if front else contour[12:19]
    body = _curve(left)
    x = contour[12][0]
    body += f" L {left[-1][0] * 0.72:.1f} -20 C {left[-1][0] * 0.55:.1f} 0 {left[-1][0] * 0.62:.1f} 18 {x * 0.5 - 15:.1f} 26 Q {x - 8:.1f} 42 {x:.1f} 50 Z"
    body = path(body, look.shade, 'fill-opacity="0.45"')
    brow = "M -31 -22 Q 0 -13 31 -22 L 29 -36 L -29 -36 Z"
    cheeks = ""
    for s in (-1, 1):
        if s * turn < 0.3:
            x, y = swung(s * 18, 17, turn)
            cheeks += oval(x, y, 8.5, 5, "#e0605a", f'fill-opacity="{0.2 if look.woman else 0.1}"')
    if look.style != "bald":
        body += path(brow, look.shade, 'fill-opacity="0.4"')
    return body + cheeks


def _features(look: Look, turn: float) -> str:
    body = "".join(_eye(look, side, turn) for side in (-1, 1))
    side = 1.0 if turn >= 0 else -1.0
    bridge, tip = swung(side * 1.0, 1, turn, 3), swung(side * 1.5, 14.5, turn, 9)
    base, wing = swung(side * 1.0, 18.6, turn, 4), swung(-side * 5.5, 17.0, turn, 2)
    stroke = f'stroke="{look.shade}" stroke-width="2.1" stroke-linecap="round"'
    body += path(
        f"M {bridge[0]:.1f} {bridge[1]} Q {bridge[0] + side * 0.6:.1f} 8 {tip[0] + side * 1.2:.1f} {tip[1]} "
        f"Q {tip[0] + side:.1f} 18.6 {base[0]:.1f} {base[1]}",
        "none",
        stroke,
    )
    body += path(
        f"M {wing[0]:.1f} {wing[1]} Q {(wing[0] + base[0]) / 2:.1f} 20.6 {base[0]:.1f} 18.8 Q {(wing[0] + base[0]) / 2:.1f} 19.2 {wing[0]:.1f} {wing[1]} Z",
        mix(look.shade, look.ink, 0.35),
    )
    if look.old:
        body += wrinkles(look, turn)
    return body + _beard(look, turn) + glasses(look, turn)


def _beard(look: Look, turn: float) -> str:
    if not look.beard:
        return ""
    fill = mix(look.hair, look.ink, 0.2)

    def drawn(points: tuple[Point, ...], extra: str = "") -> str:
        return poly([swung(x, y, turn, 1.0) for x, y in points], fill, extra)

    lip = ((-12, 27), (-7, 23.5), (-2, 23.2), (0, 24), (2, 23.2), (7, 23.5), (12, 27), (5, 25.6), (0, 26.2), (-5, 25.6))  # fmt: skip
    chin = ((-8, 39), (0, 37.4), (8, 39), (7, 50), (0, 57), (-7, 50))
    jaw = ((-30, 6), (-25, 22), (-13, 24), (0, 23), (13, 24), (25, 22), (30, 6), (27, 31), (16, 47), (0, 54), (-16, 47), (-27, 31))  # fmt: skip
    hole = ((-11, 26), (0, 24.6), (11, 26), (9, 37), (0, 38), (-9, 37))
    if look.beard == "stubble":
        return drawn(jaw, 'fill-opacity="0.22"')
    if look.beard == "moustache":
        return drawn(lip)
    if look.beard == "goatee":
        return drawn(lip) + drawn(chin)
    if look.beard == "sage":
        long = ((-11, 39), (0, 37.4), (11, 39), (12, 62), (6, 92), (0, 112), (-6, 92), (-12, 62))
        return drawn(lip) + drawn(long)
    return drawn(jaw) + poly([swung(x, y, turn, 1.0) for x, y in hole], look.skin)


def glasses(look: Look, turn: float) -> str:
    """Spectacles, where the person wears any."""
    if not look.glasses:
        return ""
    ink = f'stroke="{look.ink}" stroke-width="1.8"'
    left, right = swung(-14.5, 1, turn, 2), swung(14.5, 1, turn, 2)
    widths = (9.6 * (1 - 0.2 * max(0.0, -turn)), 9.6 * (1 - 0.2 * max(0.0, turn)))
    body = "".join(
        oval(x, y + 1, w, 8.4, "#dff0f6", f'fill-opacity="0.18" {ink}')
        for (x, y), w in zip((left, right), widths, strict=True)
    )
    temple = (-31.0, -2.0) if turn >= 0 else (31.0, -2.0)
    near = (left[0] - widths[0], 1.0) if turn >= 0 else (right[0] + widths[1], 1.0)
    body += line((left[0] + widths[0], 0), (right[0] - widths[1], 0), look.ink, 1.8)
    return body + line(near, temple, look.ink, 1.6)


def lids(look: Look, side: int, turn: float) -> tuple[Point, float, float, float]:
    """An eye's middle, half its width, and how far its lids rise and fall."""
    middle = swung(side * 14.5, 0.6, turn)
    narrow = 1.0 - 0.26 * max(0.0, side * turn)
    high = (5.4 if look.woman else 4.3) * (1.15 if look.child else 0.8 if look.old else 1.0)
    high *= MOODS[look.mood].wide
    return middle, 8.2 * narrow, high * 1.15, high * 0.8


def _eye(look: Look, side: int, turn: float) -> str:
    (x, y), w, up, down = lids(look, side, turn)
    if look.shut:
        ink = f'stroke="{mix(look.ink, "#000000", 0.4)}" stroke-width="2.2" stroke-linecap="round"'
        lash = f"M {x - w:.1f} {y + 1:.1f} Q {x:.1f} {y + 5.5:.1f} {x + w:.1f} {y + 0.8:.1f}"
        return path(lash, "none", ink) + brow(look, side, turn)
    iris = mix(look.hair, "#4a2c1a", 0.55) if luminance(look.hair) < 0.6 else "#3d4a5c"
    white = mix("#fbf7f2", look.skin, 0.22)
    body = path(
        f"M {x - w:.1f} {y} Q {x:.1f} {y - 2 * up:.1f} {x + w:.1f} {y} Q {x:.1f} {y + 2 * down:.1f} {x - w:.1f} {y} Z",
        white,
    )
    gaze, r = x + turn * 1.9, up * 0.86
    for size, fill in ((1.0, iris), (0.5, "#140d0c")):
        ring: list[Point] = []
        for step in range(20):
            u = gaze + cos(step * pi / 10) * r * size * min(1.0, w / 7.4)
            bow = max(0.0, 1.0 - ((u - x) / w) ** 2)
            v = y - 0.6 + look.gaze * up * 0.55 + sin(step * pi / 10) * r * size
            ring.append((u, min(max(v, y - up * bow), y + down * bow)))
        body += poly(ring, fill)
    body += oval(gaze - 1.6, y - 2.2 + look.gaze * 1.6, 1.35, 1.35, "#ffffff")
    ink = mix(look.ink, "#000000", 0.4)
    out = side * (1.6 if look.woman else 0.9)
    a, b = (x - w + min(0.0, out), x + w + max(0.0, out))
    body += path(
        f"M {a:.1f} {y + 0.4} Q {x:.1f} {y - 2.1 * up:.1f} {b:.1f} {y + 0.2}",
        "none",
        f'stroke="{ink}" stroke-width="{2.5 if look.woman else 1.9}" stroke-linecap="round"',
    )
    body += path(
        f"M {x - w * 0.7:.1f} {y - up * 1.2:.1f} Q {x:.1f} {y - up * 2:.1f} {x + w * 0.8:.1f} {y - up * 1.1:.1f}",
        "none",
        f'stroke="{look.shade}" stroke-width="1.1"',
    )
    return body + brow(look, side, turn)
