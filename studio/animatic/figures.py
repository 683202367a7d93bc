"""Figures: what a subject looks like and its drawing, the same in every shot."""

import hashlib
from math import hypot
from random import Random

from studio.animatic.faces import Look, head, head_back
from studio.animatic.light import Palette, mentions, mix, vocabulary
from studio.animatic.limbs import limb
from studio.animatic.poses import WIDE_POSES, Joints, joints
from studio.animatic.spec import PanelFigure
from studio.animatic.svg import Point, group, line, oval, path, poly

_SKINS = ("#f2cdb0", "#eabf9c", "#dcab86", "#f5d6be", "#c9946c")
_HAIRS = ("#1d1a20", "#241b18", "#3a2519", "#15161c", "#4c3020")
_MEN, _WOMEN = ("short", "swept", "crop"), ("long", "bob", "tail", "bun")


def look_of(figure: PanelFigure, light: Palette, style: str) -> Look:
    """Skin, hair and clothes: chance from the key, corrected by words and the subject's colour.

    Nothing of the shot decides but its light, so that a figure looks the same all through a film;
    `style` is the film's.
    """
    dice = Random(int.from_bytes(hashlib.sha256(figure.key.encode()).digest()[:8], "big"))
    words = f"{figure.name} {figure.description}"
    people = vocabulary("sets")["people"]
    female = figure.gender in ("female", "woman") or (
        not figure.gender and mentions(words, people["woman"]) > 0
    )
    old = mentions(words, people["old"]) > 0
    ancient = mentions(f"{words} {style}", vocabulary("sets")["ancient"]) > 0
    skin, hair = dice.choice(_SKINS), dice.choice(_HAIRS)
    cut = dice.choice(_WOMEN if female else _MEN)
    if ancient:
        cut = dice.choice(("long", "bun")) if female else "knot"
    if old:
        hair = "#b9b7b6"
    cloth = figure.colour
    return Look(
        light.toned(skin),
        light.toned(hair),
        cut,
        light.toned(cloth),
        light.toned(mix(cloth, "#ffffff", 0.75)),
        light.toned(mix(cloth, "#20242e", 0.72)),
        female,
        ancient,
        old,
        mix(light.dark, "#0c0a10", 0.55),
        armed=mentions(words, (*vocabulary("sets")["things"]["sword"], *people["fighter"])) > 0,
        beard=not female and (old or (ancient and dice.random() < 0.55)),
    )


def _hand(at: Point, before: Point, look: Look) -> str:
    length = hypot(at[0] - before[0], at[1] - before[1]) or 1.0
    dx, dy = (at[0] - before[0]) / length, (at[1] - before[1]) / length
    tip = (at[0] + dx * 26, at[1] + dy * 26)
    return limb((at, tip), (13, 11), look.skin, look.ink)


def _arm(arm: tuple[Point, Point, Point], look: Look, fill: str) -> str:
    shoulder, elbow, wrist = arm
    wide = (27.0, 27.0, 33.0) if look.ancient else (26.0, 22.0, 17.0)
    return _hand(wrist, elbow, look) + limb((shoulder, elbow, wrist), wide, fill, look.ink)


def _leg(leg: tuple[Point, Point, Point], look: Look, fill: str, face: float) -> str:
    hip, knee, ankle = leg
    shoe = mix(look.lower, look.ink, 0.7)
    foot = limb((ankle, (ankle[0] + face * 34, ankle[1] + 12)), (19, 13), shoe, look.ink)
    return foot + limb((hip, knee, ankle), (46.0, 32.0, 21.0), fill, look.ink)


def _torso(j: Joints, look: Look, broad: float) -> str:
    (nx, ny), (hx, hy) = j.neck, j.hip
    waist, hips = (50 if look.woman else 62), (66 if look.woman else 64)
    mx, my = nx + (hx - nx) * 0.62, ny + (hy - ny) * 0.62
    s = broad + 24
    body = (
        f"M {nx - 24} {ny - 16} Q {nx - s * 0.7} {ny - 4} {nx - s} {ny + 18} Q {nx - s * 0.86} {ny + 80} {mx - waist} {my} "
        f"Q {hx - hips} {hy - 40} {hx - hips} {hy + 34} L {hx + hips} {hy + 34} Q {hx + hips} {hy - 40} {mx + waist} {my} "
        f"Q {nx + s * 0.86} {ny + 80} {nx + s} {ny + 18} Q {nx + s * 0.7} {ny - 4} {nx + 24} {ny - 16} Z"
    )
    return path(body, look.cloth, f'stroke="{look.ink}" stroke-width="2.6" stroke-linejoin="round"')


def _collar(j: Joints, look: Look) -> str:
    (nx, ny), (hx, hy) = j.neck, j.hip
    dark = mix(look.cloth, look.ink, 0.35)
    mx, my = nx + (hx - nx) * 0.62, ny + (hy - ny) * 0.62
    ink = f'stroke="{look.ink}" stroke-width="2" stroke-linejoin="round"'
    if look.ancient:
        body = poly(((nx - 26, ny - 18), (nx + 26, ny - 18), (nx + 4, ny + 62)), look.inner, ink)
        body += path(
            f"M {nx + 27} {ny - 20} L {nx - 26} {ny + 96} L {nx - 10} {ny + 104} L {nx + 43} {ny - 10} Z",
            dark,
            ink,
        )
        body += path(
            f"M {nx - 27} {ny - 20} L {nx + 30} {ny + 112} L {nx + 14} {ny + 118} L {nx - 43} {ny - 10} Z",
            dark,
            ink,
        )
        return body + path(
            f"M {mx - 62} {my - 16} Q {mx} {my} {mx + 62} {my - 16} V {my + 20} Q {mx} {my + 34} {mx - 62} {my + 20} Z",
            mix(look.inner, dark, 0.45),
            ink,
        )
    if look.woman:
        body = path(f"M {nx - 34} {ny - 16} Q {nx} {ny + 62} {nx + 34} {ny - 16} Z", look.skin, ink)
        return body + path(
            f"M {nx - 38} {ny - 14} Q {nx} {ny + 74} {nx + 38} {ny - 14}",
            "none",
            f'stroke="{dark}" stroke-width="5"',
        )
    body = poly(
        (
            (nx - 26, ny - 18),
            (nx + 26, ny - 18),
            (nx + 22, ny + 20),
            (nx, ny + 96),
            (nx - 22, ny + 20),
        ),
        look.inner,
        ink,
    )
    for s in (-1, 1):
        body += path(
            f"M {nx + s * 25} {ny - 22} L {nx + s * 44} {ny - 8} L {nx + s * 36} {ny + 40} L {nx} {ny + 104} L {nx + s * 14} {ny + 20} Z",
            dark,
            ink,
        )
    return body + line((nx, ny + 104), (hx, hy + 30), dark, 3)


def _skirt(j: Joints, look: Look, active: bool) -> str:
    """A robe or skirt from the hips over the legs."""
    (hx, hy), feet = j.hip, [leg[2] for leg in j.legs]
    knees = [leg[1] for leg in j.legs]
    low = feet if look.ancient and not active else knees
    foot = max(point[1] for point in low) + (-10 if low is feet else 50)
    left = max(hx - 150, min(hx - 84, *(point[0] - 46 for point in low)))
    right = min(hx + 150, max(hx + 84, *(point[0] + 46 for point in low)))
    data = f"M {hx - 62} {hy - 60} Q {left} {(hy + foot) / 2} {left} {foot} Q {hx} {foot + 22} {right} {foot} Q {right} {(hy + foot) / 2} {hx + 62} {hy - 60} Z"
    fill = mix(look.cloth, look.ink, 0.1)
    body = path(data, fill, f'stroke="{look.ink}" stroke-width="2.6" stroke-linejoin="round"')
    for u in (-0.5, 0.05, 0.55):
        x = hx + u * (right - hx)
        body += line((hx + u * 40, hy), (x, foot), mix(fill, look.ink, 0.35), 2.5)
    return body


def person(look: Look, pose: str, face: float, turn: float, detail: bool) -> tuple[str, Point]:
    """A person's drawing without mouth (head units x 100, feet at y = 0) and its head's middle."""
    broad = 54.0 if look.woman else 68.0
    j = joints(pose, face, broad)
    far, near = (0, 1) if face > 0 else (1, 0)
    dim, bright = mix(look.cloth, look.ink, 0.28), mix(look.cloth, "#ffffff", 0.05)
    at = f'transform="translate({j.head[0]:.1f} {j.head[1]:.1f}) rotate({j.lean * 0.4:.1f})"'
    hangs = j.arms[near][1][1] > j.arms[near][0][1] + 100
    arm = _arm(j.arms[near], look, bright)
    if look.armed and pose in ("strike", "fight", "run", "point", "stand"):
        arm = _sword(j.arms[near], look) + arm
    body = _seat(j, look) if pose == "sit" else ""
    body += group(head_back(look, turn), at) + _arm(j.arms[far], look, dim) + arm * hangs
    body += _leg(j.legs[far], look, mix(look.lower, look.ink, 0.3), face)
    body += _leg(j.legs[near], look, look.lower, face)
    skirted = look.ancient or (look.woman and look.style in ("long", "bun"))
    if skirted and pose not in ("kick", "fall", "sit"):
        body += _skirt(j, look, pose in WIDE_POSES)
    neck = (j.head[0], j.head[1] + 34), (j.neck[0], j.neck[1] + 4)
    thick = (15.5, 18.0) if look.woman else (20.0, 24.0)
    body += _torso(j, look, broad) + limb(neck, thick, look.shade, look.ink)
    body += _collar(j, look) + group(head(look, turn, detail), at)
    if look.helmet:
        body += _helmet(j.head, look)
    return body + arm * (not hangs), j.head


def _seat(j: Joints, look: Look) -> str:
    """A stool from under the hips to the ground."""
    x, y = j.hip[0], j.hip[1] + 44
    wood = mix(look.lower, "#6b4a33", 0.6)
    ink = f'stroke="{look.ink}" stroke-width="3"'
    legs = "".join(
        path(f"M {x + s * 60} {y} L {x + s * 84} 0 h {-s * 20} L {x + s * 40} {y} Z", wood, ink)
        for s in (-1, 1)
    )
    return legs + path(f"M {x - 96} {y} h 192 v 26 h -192 Z", wood, ink)


def _helmet(at: Point, look: Look) -> str:
    x, y = at
    glass = oval(x, y, 66, 68, "#cfe6f5", 'fill-opacity="0.16"')
    glass += oval(
        x, y, 66, 68, "none", f'stroke="{mix(look.inner, "#ffffff", 0.4)}" stroke-width="6"'
    )
    shine = f"M {x - 48} {y - 8} Q {x - 44} {y - 44} {x - 10} {y - 54}"
    return glass + path(shine, "none", 'stroke="#ffffff" stroke-width="5" stroke-opacity="0.7"')


def _sword(arm: tuple[Point, Point, Point], look: Look) -> str:
    (ex, ey), (wx, wy) = arm[1], arm[2]
    length = hypot(wx - ex, wy - ey) or 1.0
    dx, dy = (wx - ex) / length, (wy - ey) / length
    if dy > 0.8:  # a hanging arm holds it low and forward
        dx, dy = (0.35 if dx >= 0 else -0.35), 0.9
    x, y = wx + dx * 14, wy + dy * 14
    tip, guard = (x + dx * 270, y + dy * 270), (x + dx * 26, y + dy * 26)
    body = limb(((x - dx * 20, y - dy * 20), tip), (6.0, 3.0), "#d5dde4", look.ink)
    cross = (guard[0] - dy * 22, guard[1] + dx * 22), (guard[0] + dy * 22, guard[1] - dx * 22)
    return body + limb(cross, (5.0, 5.0), "#b98a35", look.ink)
