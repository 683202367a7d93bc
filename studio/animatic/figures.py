"""Figures: a person drawn in a pose, from before or behind."""

from math import hypot

from studio.animatic.clothes import LONG, back, collar, skirt, torso
from studio.animatic.costumes import sleeve
from studio.animatic.faces import head, head_back
from studio.animatic.hair import nape
from studio.animatic.light import mix
from studio.animatic.limbs import limb
from studio.animatic.looks import Look
from studio.animatic.poses import STOOP, WIDE_POSES, Joints, joints, legs_of
from studio.animatic.svg import Point, group, line, oval, path

_ARMED = (
    "strike", "fight", "run", "point", "stand", "guard", "dash", "punch", "block", "leap", "stagger",
)  # fmt: skip


def _hand(at: Point, before: Point, look: Look) -> str:
    """A palm, fingers and a thumb."""
    length = hypot(at[0] - before[0], at[1] - before[1]) or 1.0
    dx, dy = (at[0] - before[0]) / length, (at[1] - before[1]) / length
    side = 1.0 if dx > 0 else -1.0
    palm, tip = (at[0] + dx * 14, at[1] + dy * 14), (at[0] + dx * 36, at[1] + dy * 36)
    if look.mood == "fierce":
        return _fist(palm, (dx, dy), look)
    root = (at[0] + dx * 8, at[1] + dy * 8)
    thumb = (root[0] + dx * 18 + dy * 13 * side, root[1] + dy * 18 - dx * 13 * side)
    body = limb((root, thumb), (6, 4.5), look.skin, look.ink)
    body += limb((at, palm, tip), (10, 13, 8), look.skin, look.ink)
    split = (tip[0] + dx * 6, tip[1] + dy * 6)
    return body + line(palm, split, look.shade, 2)


def _fist(at: Point, way: Point, look: Look) -> str:
    """A closed hand: knuckles across the end of the arm, the thumb over them."""
    (x, y), (dx, dy) = at, way
    body = limb(((x - dx * 8, y - dy * 8), (x + dx * 7, y + dy * 7)), (14, 19), look.skin, look.ink)
    for step in (-9, -1, 7):
        a = x + dx * 8 - dy * step, y + dy * 8 + dx * step
        body += line(a, (a[0] + dx * 14, a[1] + dy * 14), look.shade, 2.6)
    thumb = (x - dy * 11, y + dx * 11), (x + dx * 9 - dy * 4, y + dy * 9 + dx * 4)
    return body + limb(thumb, (6, 5), look.skin, look.ink)


def _arm(arm: tuple[Point, Point, Point], look: Look, fill: str) -> str:
    shoulder, elbow, wrist = arm
    k = look.build * (0.8 if look.child else 1.0)
    wide = tuple(
        k * r for r in ((27.0, 27.0, 25.0) if look.garment == "robe" else (26.0, 22.0, 17.0))
    )
    body = _hand(wrist, elbow, look)
    if look.garment == "robe":
        body += sleeve(elbow, wrist, look, fill)
    body += limb((shoulder, elbow, wrist), wide, fill, look.ink)
    if look.garment in ("suit", "blazer", "sweater", "shirt", "armour"):
        dx, dy = wrist[0] - elbow[0], wrist[1] - elbow[1]
        length = hypot(dx, dy) or 1.0
        nx, ny = -dy / length * wide[2], dx / length * wide[2]
        cuff = look.gold if look.garment == "armour" else look.inner
        body += line((wrist[0] + nx, wrist[1] + ny), (wrist[0] - nx, wrist[1] - ny), cuff, 5)
    return body


def _leg(leg: tuple[Point, Point, Point], look: Look, fill: str, face: float) -> str:
    hip, knee, ankle = leg
    k = look.build * (0.8 if look.child else 1.0)
    shoe = mix(look.lower, look.ink, 0.7)
    foot = limb((ankle, (ankle[0] + face * 34, ankle[1] + 12)), (19, 13), shoe, look.ink)
    bare = look.garment in ("dress", "sport") and not look.ancient
    shin = limb((knee, ankle), (24.0, 17.0), look.skin, look.ink) if bare else ""
    hips = 33.0 if look.garment in LONG else 37.0  # never wider than what hangs over them
    lower = (hips * k, 29.0 * k) if bare else (hips * k, 31.0 * k, 21.0 * k)
    points = (hip, knee) if bare else (hip, knee, ankle)
    return foot + shin + limb(points, lower, fill, look.ink)


Held = tuple[str, float, Point]  # a drawing 300 high, how high it is held, where the hand grips it


def person(
    look: Look,
    pose: str,
    face: float,
    turn: float,
    detail: bool,
    *,
    behind: bool = False,
    held: Held | None = None,
) -> tuple[str, Point]:
    """A person's drawing without mouth (head units x 100, feet at y = 0) and its head's middle.

    `behind`: seen from behind, the head turned a little to `turn`'s side. `held` is in the near
    hand.
    """
    broad = (54.0 if look.woman else 68.0) * look.build * (0.86 if look.child else 1.0)
    j = joints(pose, face, broad, stoop=STOOP if look.old else 0.0, long=legs_of(look.lens))
    far, near = 0, 1
    dim, bright = mix(look.cloth, look.ink, 0.28), mix(look.cloth, "#ffffff", 0.05)
    at = (
        f'transform="translate({j.head[0]:.1f} {j.head[1]:.1f}) '
        f'rotate({j.lean * 0.4:.1f}) scale({look.head:.3f})"'
    )
    hangs = j.arms[near][1][1] > j.arms[near][0][1] + 100
    arm = _arm(j.arms[near], look, bright)
    if held:
        arm = _grip(j.arms[near], face, held) + arm
    elif look.armed and pose in _ARMED:
        arm = _sword(j.arms[near], look) + arm
    body = _seat(j, look) if pose == "sit" else ""
    if not behind:
        body += group(head_back(look, turn), at)
    body += _arm(j.arms[far], look, dim) + arm * hangs
    cloth = mix(look.cloth, look.ink, 0.2) if look.garment in ("dress", "robe") else look.lower
    body += _leg(j.legs[far], look, mix(cloth, look.ink, 0.3), face)
    body += _leg(j.legs[near], look, cloth, face)
    if look.garment in LONG and pose not in ("kick", "fall", "sit", "ride", "leap"):
        body += skirt(j, look, pose in WIDE_POSES)
    neck = (j.head[0], j.head[1] + 34), (j.neck[0], j.neck[1] - 6)
    thick = (15.5, 18.0) if look.woman or look.child else (20.0 * look.build, 24.0 * look.build)
    throat = limb(neck, thick, look.shade, look.ink)
    if behind:
        body += throat + back(j, look, broad) + group(nape(look, turn), at)
    else:
        body += torso(j, look, broad) + throat + collar(j, look, turn)
        body += group(head(look, turn, detail), at)
    if look.helmet:
        body += _helmet(j.head, look)
    return body + arm * (not hangs), j.head


def _grip(arm: tuple[Point, Point, Point], face: float, held: Held) -> str:
    """What a hand holds, upright, its own right side where the figure faces."""
    drawn, tall, (gx, gy) = held
    (ex, ey), (wx, wy) = arm[1], arm[2]
    length = hypot(wx - ex, wy - ey) or 1.0
    x, y, k = wx + (wx - ex) / length * 18, wy + (wy - ey) / length * 18, tall / 300.0
    at = f'transform="translate({x - face * k * gx:.1f} {y - k * gy:.1f}) scale({face * k:.3f} {k:.3f})"'
    return group(drawn, at)


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
