"""Costumes of old times: robes and armour, in hundredths of a head."""

from studio.animatic.garments import ink_of
from studio.animatic.light import mix
from studio.animatic.looks import Look
from studio.animatic.svg import Point, line, oval, path, poly


def robe(n: Point, m: Point, hip: Point, look: Look) -> str:
    """Crossed collars and a sash; `n`, `m` and `hip` are neck, waist and hips."""
    (nx, ny), (mx, my) = n, m
    trim = look.gold if look.crown else mix(look.cloth, look.ink, 0.4)
    ink = ink_of(look, 2)
    body = poly(((nx - 26, ny - 18), (nx + 26, ny - 18), (nx + 4, ny + 62)), look.inner, ink)
    body += path(
        f"M {nx + 27} {ny - 20} L {mx - 40} {my - 10} L {mx - 18} {my - 6} L {nx + 44} {ny - 10} Z",
        trim,
        ink,
    )
    body += path(
        f"M {nx - 27} {ny - 20} L {mx + 40} {my - 10} L {mx + 18} {my - 6} L {nx - 44} {ny - 10} Z",
        trim,
        ink,
    )
    if look.crown:
        body += oval(nx + 50, ny + 62, 15, 15, look.gold, ink) + oval(
            nx - 50, ny + 62, 15, 15, look.gold, ink
        )
    sash = mix(look.inner, trim, 0.45)
    body += path(
        f"M {mx - 62} {my - 16} Q {mx} {my} {mx + 62} {my - 16} V {my + 20} Q {mx} {my + 34} {mx - 62} {my + 20} Z",
        sash,
        ink,
    )
    return body + path(
        f"M {mx - 10} {my + 24} L {mx - 16} {my + 150} h 20 L {mx + 8} {my + 24} Z", sash, ink
    )


def armour(n: Point, m: Point, hip: Point, look: Look) -> str:
    """A cuirass of scales with shoulder plates."""
    (nx, ny), (mx, my) = n, m
    steel, ink = mix(mix("#8b8f98", look.cloth, 0.25), look.ink, 0.12), ink_of(look, 2)
    body = path(
        f"M {nx - 66} {ny + 4} Q {nx} {ny + 30} {nx + 66} {ny + 4} L {mx + 56} {my + 10} Q {mx} {my + 26} {mx - 56} {my + 10} Z",
        steel,
        ink,
    )
    rows = [(ny + 34 + 22 * row, 64 - 3 * row) for row in range(int((my - ny - 34) / 22))]
    scales = "".join(
        f"M {nx - w:.0f} {y - 14:.0f} Q {nx:.0f} {y + 12:.0f} {nx + w:.0f} {y - 14:.0f}"
        for y, w in rows
    )
    scales += "".join(
        f"M {nx + u:.0f} {ny + 24:.0f} L {mx + u * 0.86:.0f} {my + 16:.0f}"
        for u in (-44, -22, 0, 22, 44)
    )
    body += path(scales, "none", f'stroke="{mix(steel, look.ink, 0.55)}" stroke-width="2.4"')
    body += oval(nx, ny + 64, 17, 17, look.gold, ink)
    for s in (-1, 1):
        body += path(
            f"M {nx + s * 40} {ny - 6} Q {nx + s * 92} {ny - 6} {nx + s * 108} {ny + 46} Q {nx + s * 84} {ny + 62} {nx + s * 62} {ny + 44} Z",
            steel,
            ink,
        )
        body += path(
            f"M {nx + s * 56} {ny + 8} Q {nx + s * 84} {ny + 12} {nx + s * 94} {ny + 48}",
            "none",
            f'stroke="{look.gold}" stroke-width="4"',
        )
    body += path(
        f"M {nx - 32} {ny - 26} Q {nx} {ny + 2} {nx + 32} {ny - 26} L {nx + 40} {ny + 6} Q {nx} {ny + 36} {nx - 40} {ny + 6} Z",
        look.cloth,
        ink,
    )
    belt = path(
        f"M {mx - 62} {my - 2} Q {mx} {my + 14} {mx + 62} {my - 2} V {my + 26} Q {mx} {my + 42} {mx - 62} {my + 26} Z",
        mix(look.lower, look.ink, 0.4),
        ink,
    )
    return body + belt + oval(mx, my + 22, 15, 13, look.gold, ink)


def hem(hip: Point, left: float, right: float, foot: float, look: Look, fill: str) -> str:
    """What a robe or armour shows over the legs, between `left` and `right` down to `foot`."""
    (hx, hy), body = hip, ""
    if look.garment == "robe":
        trim = look.gold if look.crown else mix(fill, look.ink, 0.4)
        body += path(
            f"M {left} {foot} Q {hx} {foot + 22} {right} {foot} L {right - 2} {foot - 22} Q {hx} {foot} {left + 2} {foot - 22} Z",
            trim,
        )
    if look.garment == "armour":
        steel = mix(mix("#8b8f98", look.cloth, 0.25), look.ink, 0.12)
        for s in (-1, 1):
            body += path(
                f"M {hx + s * 10} {hy - 20} L {hx + s * 66} {hy - 26} L {hx + s * 84} {hy + 90} Q {hx + s * 44} {hy + 112} {hx + s * 8} {hy + 100} Z",
                steel,
                ink_of(look, 2),
            )
            body += "".join(
                line(
                    (hx + s * 12, hy + v),
                    (hx + s * (70 + v * 0.12), hy + v - 8),
                    mix(steel, look.ink, 0.5),
                    2.4,
                )
                for v in (10, 38, 66)
            )
    return body


def sleeve(elbow: Point, wrist: Point, look: Look, fill: str) -> str:
    """The wide hanging part of a robe's sleeve."""
    drop = min(72.0, max(20.0, abs(wrist[0] - elbow[0]) * 0.7))
    mx = (elbow[0] + wrist[0]) / 2
    data = (
        f"M {elbow[0]:.1f} {elbow[1] - 20:.1f} L {wrist[0]:.1f} {wrist[1] - 18:.1f} L {wrist[0]:.1f} {wrist[1] + drop:.1f} "
        f"Q {mx:.1f} {max(wrist[1], elbow[1]) + drop * 0.9:.1f} {elbow[0]:.1f} {elbow[1] + 24:.1f} Z"
    )
    return path(data, fill, ink_of(look, 2.6))
