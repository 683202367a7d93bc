"""Heads: face, hair and the seven mouths, in units of a hundredth of a head's height.

The origin is the middle of the head: its top is at -50, the chin at 50, the face looks at `turn`
(-1 left, 1 right, 0 straight).
"""

from dataclasses import dataclass

from studio.animatic.light import luminance, mix
from studio.animatic.svg import group, halo, line, oval, path

FACE = "M -33 -14 C -34 -40 -20 -50 0 -50 C 20 -50 34 -40 33 -14 C 33 4 31 18 {j} 30 C 16 44 8 50 0 50 C -8 50 -16 44 -{j} 30 C -31 18 -33 4 -33 -14 Z"
MOUTH_AT = (0.0, 29.0)
MOUTH_BOX = (17.0, 11.0)  # half the width and height of a mouth's patch


@dataclass(frozen=True)
class Look:
    """What a person looks like: colours as the light shows them, hair and dress."""

    skin: str
    hair: str
    style: str
    cloth: str
    inner: str
    lower: str
    woman: bool
    ancient: bool
    old: bool
    ink: str
    armed: bool = False
    beard: bool = False
    helmet: bool = False

    @property
    def shade(self) -> str:
        """Skin in shadow."""
        return mix(self.skin, mix(self.ink, "#8a3a3a", 0.5), 0.32)


def head_back(look: Look, turn: float) -> str:
    """Hair behind the neck and shoulders."""
    x = -turn * 5
    fill = mix(look.hair, look.ink, 0.25)
    if look.style == "long":
        return path(
            f"M {x - 36} -20 C {x - 46} 40 {x - 44} 90 {x - 34} 118 Q {x} 130 {x + 34} 118 C {x + 44} 90 {x + 46} 40 {x + 36} -20 Z",
            fill,
        )
    if look.style == "bob":
        return path(
            f"M {x - 38} -16 C {x - 46} 20 {x - 44} 44 {x - 36} 56 Q {x} 64 {x + 36} 56 C {x + 44} 44 {x + 46} 20 {x + 38} -16 Z",
            fill,
        )
    if look.style == "tail":
        s = -1 if turn > 0 else 1
        return path(
            f"M {s * 22} -40 C {s * 62} -44 {s * 66} 10 {s * 50} 70 C {s * 50} 20 {s * 44} -4 {s * 20} -14 Z",
            fill,
        )
    if look.style in ("bun", "knot"):
        return oval(x, -58, 14, 13, fill) + oval(x, -49, 11, 5, mix(look.cloth, "#ffffff", 0.2))
    return ""


def head(look: Look, turn: float, detail: bool) -> str:
    """The head without its mouth."""
    jaw = 24 if look.woman else 27
    body = "".join(_ear(look, side, turn) for side in (-1, 1))
    outline = f'stroke="{look.ink}" stroke-width="1.6"'
    face = FACE.format(j=jaw)
    body += path(face, look.skin, outline)
    if detail:
        body += _shading(look, turn, face)
        body += group(_features(look, turn), f'transform="translate({turn * 5:.1f} 0)"')
    else:
        for side in (-1, 1):
            body += oval(side * 13 + turn * 6, 2, 3.2, 3.6, look.ink)
        body += line((turn * 6 - 6, 29), (turn * 6 + 6, 29), look.shade, 3)
    return body + _hair(look, turn, detail)


def _ear(look: Look, side: int, turn: float) -> str:
    x = side * 34 - turn * 3
    if side == turn:
        return ""
    body = oval(x, 6, 6.5, 11, look.skin, f'stroke="{look.ink}" stroke-width="1.4"')
    return body + oval(x + side * 0.5, 6, 3, 6.5, look.shade, 'fill-opacity="0.7"')


def _shading(look: Look, turn: float, face: str) -> str:
    side = -turn or -1
    clip = f'<clipPath id="face"><path d="{face}"/></clipPath>'
    soft = path(
        f"M {side * 40} -50 L {side * 20} -50 C {side * 27} -10 {side * 21} 16 {side * 23} 24 C {side * 18} 40 {side * 8} 46 0 52 L {side * 40} 60 Z",
        look.shade,
        'fill-opacity="0.55"',
    )
    brow = path("M -40 -50 H 40 V -26 Q 0 -16 -40 -26 Z", look.shade, 'fill-opacity="0.45"')
    cheeks = "".join(oval(s * 19 + turn * 4, 17, 11, 7, "url(#blush)") for s in (-1, 1))
    warm = halo("blush", ((0, "#e0605a", 0.32 if look.woman else 0.14), (1, "#e0605a", 0)))
    return clip + group(soft + brow + warm + cheeks, 'clip-path="url(#face)"')


def _features(look: Look, turn: float) -> str:
    body = "".join(_eye(look, side, turn) for side in (-1, 1))
    side = turn or 1
    nose = (
        f"M {side * 1.5} 2 Q {side * 3.5} 10 {side * 5} 15.5 Q {side * 3.5} 18.6 {-side * 2} 17.8"
    )
    body += path(
        nose,
        "none",
        f'stroke="{look.shade}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"',
    )
    body += path(
        f"M {-side * 5} 17.6 Q {-side * 1} 20.6 {side * 4} 18.4 Q {side * 1} 19.4 {-side * 5} 17.6 Z",
        mix(look.shade, look.ink, 0.35),
    )
    if look.beard:
        fill = mix(look.hair, look.ink, 0.2)
        body += path("M -11 25.5 Q -5 22 0 24 Q 5 22 11 25.5 Q 5 25 0 26 Q -5 25 -11 25.5 Z", fill)
        body += path("M -7 39.5 Q 0 37.5 7 39.5 Q 6 54 0 62 Q -6 54 -7 39.5 Z", fill)
    if look.old:
        for s in (-1, 1):
            body += path(
                f"M {s * 9} 20 Q {s * 14} 24 {s * 14} 30",
                "none",
                f'stroke="{look.shade}" stroke-width="1.4"',
            )
    return body


def _eye(look: Look, side: int, turn: float) -> str:
    near = 0.92 if side == turn else 1.0
    x, y, w = side * 14.5 * near, 0.5, 8.2 * near
    h = 5.4 if look.woman else 4.3
    iris = mix(look.hair, "#4a2c1a", 0.55) if luminance(look.hair) < 0.6 else "#3d4a5c"
    white = mix("#fbf7f2", look.skin, 0.22)
    shape = f"M {x - w} {y + 0.8} Q {x - w * 0.35} {y - h * 1.25} {x + w * 0.35} {y - h * 1.05} Q {x + w * 0.8} {y - h * 0.6} {x + w} {y + 0.4} Q {x + w * 0.3} {y + h * 0.85} {x - w * 0.35} {y + h * 0.8} Q {x - w * 0.8} {y + h * 0.5} {x - w} {y + 0.8} Z"
    name = f"eye{'l' if side < 0 else 'r'}"
    pupil = x + turn * 1.6
    inside = oval(pupil, y - 0.3, h * 0.95, h * 1.02, iris) + oval(
        pupil, y - 0.2, h * 0.48, h * 0.52, "#140d0c"
    )
    inside += path(
        f"M {x - w} {y - h * 1.3} h {2 * w} v {h * 0.62} h {-2 * w} Z",
        look.shade,
        'fill-opacity="0.55"',
    )
    body = f'<clipPath id="{name}"><path d="{shape}"/></clipPath>' + path(shape, white)
    body += group(inside, f'clip-path="url(#{name})"')
    body += oval(pupil - 1.7, y - 1.9, 1.35, 1.35, "#ffffff") + oval(
        pupil + 1.6, y + 1.5, 0.7, 0.7, "#ffffff", 'fill-opacity="0.7"'
    )
    lid = 2.5 if look.woman else 1.9
    lash = f"M {x - w - (side < 0) * 1.2} {y + 1} Q {x - w * 0.35} {y - h * 1.35} {x + w * 0.35} {y - h * 1.12} Q {x + w * 0.8} {y - h * 0.6} {x + w + (side > 0) * 1.2} {y + 0.4}"
    body += path(
        lash,
        "none",
        f'stroke="{mix(look.ink, "#000000", 0.4)}" stroke-width="{lid}" stroke-linecap="round" stroke-linejoin="round"',
    )
    body += path(
        f"M {x - w * 0.7} {y - h * 1.35} Q {x} {y - h * 1.85} {x + w * 0.8} {y - h * 1.25}",
        "none",
        f'stroke="{look.shade}" stroke-width="1.1"',
    )
    brow = mix(look.hair, look.ink, 0.35)
    inner, outer, thick = x - side * w * 0.95, x + side * w * 1.15, 2.2 if look.woman else 3.6
    body += path(
        f"M {inner} {y - 9.6} Q {x + side * 2} {y - 13.6} {outer} {y - 9.4} Q {x + side * 2} {y - 13 + thick} {inner} {y - 9.6 + thick * 0.85} Z",
        brow,
    )
    return body


def _hair(look: Look, turn: float, detail: bool) -> str:
    fill, dark = look.hair, mix(look.hair, look.ink, 0.5)
    edge = f'stroke="{look.ink}" stroke-width="1.5" stroke-linejoin="round"'
    t = turn * 5
    caps = {
        "short": f"M -36 2 C -42 -34 -26 -58 2 -57 C 30 -58 42 -34 36 2 L 32 -8 Q 31 -18 27 -24 Q 10 -20 {4 + t} -32 Q -10 -20 -27 -23 Q -31 -16 -32 -8 Z",
        "swept": "M -36 4 C -43 -36 -24 -62 6 -60 C 34 -58 42 -32 36 4 L 32 -10 Q 30 -22 24 -27 Q 2 -22 -14 -34 Q -20 -24 -29 -20 Q -31 -14 -32 -8 Z",
        "crop": "M -35 -4 C -39 -38 -22 -55 0 -55 C 22 -55 39 -38 35 -4 L 32 -14 Q 30 -26 25 -31 Q 0 -36 -25 -31 Q -30 -26 -32 -14 Z",
        "knot": "M -35 0 C -40 -38 -22 -56 0 -56 C 22 -56 40 -38 35 0 L 32 -10 Q 28 -28 8 -36 L 0 -31 L -8 -36 Q -28 -28 -32 -10 Z",
        "bun": f"M -36 6 C -41 -36 -24 -57 0 -57 C 24 -57 41 -36 36 6 L 33 -6 Q 30 -22 {2 + t} -36 Q -30 -24 -33 -6 Z",
        "tail": f"M -36 8 C -42 -36 -24 -58 0 -58 C 24 -58 42 -36 36 8 L 33 -8 Q 31 -20 24 -24 Q 12 -18 {8 + t} -34 Q -4 -18 -26 -18 Q -31 -14 -33 -6 Z",
        "long": f"M -37 34 C -44 -36 -26 -58 0 -58 C 26 -58 44 -36 37 34 Q 34 18 33 -4 Q 30 -22 {6 + t} -38 Q -24 -30 -32 -4 Q -34 20 -37 34 Z",
        "bob": "M -38 46 C -44 -36 -26 -58 0 -58 C 26 -58 44 -36 38 46 Q 32 30 32 -6 Q 28 -16 22 -20 Q 0 -15 -22 -20 Q -29 -16 -32 -6 Q -32 30 -38 46 Z",
    }
    body = path(caps[look.style], fill, edge)
    if detail:
        shine = mix(fill, "#ffffff", 0.22)
        body += path(f"M {-22 + t} -42 Q {t} -52 {20 + t} -43 Q {t} -47 {-22 + t} -42 Z", shine)
        for x, bend in ((-16, -6), (-4, -3), (10, 4), (20, 8)):
            body += path(
                f"M {x * 0.5} -55 Q {x + bend} -46 {x + bend} -37",
                "none",
                f'stroke="{dark}" stroke-width="1.1" stroke-opacity="0.7"',
            )
    return body


def mouth(shape: str, look: Look, turn: float) -> str:
    """One of MOUTH_SHAPES at its place in the head."""
    x, y = MOUTH_AT[0] + turn * 6, MOUTH_AT[1]
    lip = mix(look.skin, "#b03a44", 0.55 if look.woman else 0.3)
    ink, inside = mix(lip, look.ink, 0.62), "#4a1518"
    half, up, down = {
        "rest": (9.5, 0.0, 0.0),
        "closed": (8.5, 0.0, 0.0),
        "open": (9.0, 3.6, 7.4),
        "mid": (8.6, 2.2, 4.0),
        "wide": (11.0, 2.4, 4.4),
        "round": (5.2, 4.0, 5.2),
        "teeth": (9.6, 2.2, 3.0),
    }[shape]
    rim = down - 0.7 if up else down + 0.8
    lower = path(
        f"M {x - half * 0.6} {y + rim} Q {x} {y + rim + 4.2} {x + half * 0.6} {y + rim} Q {x} {y + rim + 1.4} {x - half * 0.6} {y + rim} Z",
        lip,
    )
    if not up:
        bow = 1.6 if shape == "rest" else 0.4
        upper = path(
            f"M {x - half * 0.8} {y} Q {x - 3} {y - 3} {x} {y - 1.8} Q {x + 3} {y - 3} {x + half * 0.8} {y} Q {x} {y + 1.4} {x - half * 0.8} {y} Z",
            lip,
        )
        seam = path(
            f"M {x - half} {y - bow * 0.5} Q {x} {y + bow} {x + half} {y - bow * 0.5}",
            "none",
            f'stroke="{ink}" stroke-width="1.7" stroke-linecap="round"',
        )
        return upper + lower + seam
    hole = f"M {x - half} {y} Q {x - half * 0.6} {y - up} {x} {y - up * 0.85} Q {x + half * 0.6} {y - up} {x + half} {y} Q {x + half * 0.55} {y + down} {x} {y + down} Q {x - half * 0.55} {y + down} {x - half} {y} Z"
    parts = (
        oval(x, y + down * 0.95, half * 0.55, down * 0.4, "#b5484c")
        if shape in ("open", "wide", "mid")
        else ""
    )
    if shape != "round":
        deep = y + down if shape == "teeth" else y - up + 2.6 + down * 0.15
        parts += path(f"M {x - half} {y - up} H {x + half} V {deep} H {x - half} Z", "#f6f1ea")
    clip = f'<clipPath id="lips"><path d="{hole}"/></clipPath>'
    body = lower + clip + path(hole, inside) + group(parts, 'clip-path="url(#lips)"')
    return body + path(
        hole,
        "none",
        f'stroke="{mix(lip, look.ink, 0.3)}" stroke-width="1.7" stroke-linejoin="round"',
    )
