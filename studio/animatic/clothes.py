"""Clothes: torsos, what is worn on them, skirts and sleeves, in hundredths of a head."""

from studio.animatic.costumes import armour, hem, robe
from studio.animatic.garments import FRONTS, ink_of
from studio.animatic.light import mix
from studio.animatic.looks import Look
from studio.animatic.poses import Joints
from studio.animatic.svg import line, path
from studio.animatic.workwear import WORN

LONG = ("robe", "armour", "dress", "coat", "white")  # garments that reach over the legs


def torso(j: Joints, look: Look, broad: float) -> str:
    """The upper body without its collar."""
    (nx, ny), (hx, hy) = j.neck, j.hip
    k = look.build * (0.88 if look.child else 1.0)
    waist, hips = (50 * k if look.woman else 62 * k), (66 * k if look.woman else 64 * k)
    mx, my = nx + (hx - nx) * 0.62, ny + (hy - ny) * 0.62
    s = broad + 24 * k
    body = (
        f"M {nx - 24} {ny - 16} Q {nx - s * 0.7} {ny - 4} {nx - s} {ny + 18} Q {nx - s * 0.86} {ny + 80} {mx - waist} {my} "
        f"Q {hx - hips} {hy - 40} {hx - hips} {hy + 34} L {hx + hips} {hy + 34} Q {hx + hips} {hy - 40} {mx + waist} {my} "
        f"Q {nx + s * 0.86} {ny + 80} {nx + s} {ny + 18} Q {nx + s * 0.7} {ny - 4} {nx + 24} {ny - 16} Z"
    )
    return path(body, look.cloth, ink_of(look, 2.6))


def back(j: Joints, look: Look, broad: float) -> str:
    """The upper body from behind: a yoke and a seam."""
    (nx, ny), (hx, hy) = j.neck, j.hip
    dark = mix(look.cloth, look.ink, 0.35)
    body = torso(j, look, broad)
    body += path(
        f"M {nx - 27} {ny - 20} Q {nx} {ny - 2} {nx + 27} {ny - 20} L {nx + 30} {ny - 4} Q {nx} {ny + 18} {nx - 30} {ny - 4} Z",
        dark,
        ink_of(look, 2),
    )
    body += line((nx, ny + 14), (hx, hy + 30), dark, 3)
    return body + path(
        f"M {nx - broad} {ny + 60} Q {nx} {ny + 84} {nx + broad} {ny + 60}",
        "none",
        f'stroke="{dark}" stroke-width="3"',
    )


def collar(j: Joints, look: Look, turn: float) -> str:
    """What the garment shows on the chest; it turns a little with the head."""
    (nx, ny), (hx, hy) = j.neck, j.hip
    nx += turn * 7.0
    mx, my = nx + (hx - nx) * 0.62, ny + (hy - ny) * 0.62
    draw = {**FRONTS, **WORN, "robe": robe, "armour": armour}[look.garment]
    return draw((nx, ny), (mx, my), (hx + turn * 4.0, hy), look)


def skirt(j: Joints, look: Look, active: bool) -> str:
    """A robe, coat or dress from the hips over the legs."""
    (hx, hy), feet = j.hip, [leg[2] for leg in j.legs]
    knees = [leg[1] for leg in j.legs]
    full = look.garment == "robe" and not active
    low = feet if full else knees
    foot = max(point[1] for point in low) + (-10 if full else 46)
    flare = 66 if look.garment == "coat" and not look.woman else 78
    left = max(hx - 150, min(hx - flare, *(point[0] - 46 for point in low)))
    right = min(hx + 150, max(hx + flare, *(point[0] + 46 for point in low)))
    data = f"M {hx - 60} {hy - 60} Q {left} {(hy + foot) / 2} {left} {foot} Q {hx} {foot + 22} {right} {foot} Q {right} {(hy + foot) / 2} {hx + 60} {hy - 60} Z"
    cloth = "#e6e9e8" if look.garment == "white" else look.cloth
    fill = mix(cloth, look.ink, 0.1)
    body = path(data, fill, ink_of(look, 2.6))
    for u in (-0.5, 0.05, 0.55):
        body += line(
            (hx + u * 40, hy), (hx + u * (right - hx), foot + 4), mix(fill, look.ink, 0.35), 2.5
        )
    return body + hem(j.hip, left, right, foot, look, fill)
