"""Fronts of everyday garments: what is seen on the chest, in hundredths of a head."""

from studio.animatic.light import mix
from studio.animatic.looks import Look
from studio.animatic.svg import Point, line, oval, path, poly


def ink_of(look: Look, width: float) -> str:
    """The outline of a drawn part."""
    return f'stroke="{look.ink}" stroke-width="{width}" stroke-linejoin="round"'


def _lapels(n: Point, hip: Point, look: Look, deep: float) -> str:
    (nx, ny), dark = n, mix(look.cloth, look.ink, 0.32)
    body = ""
    for s in (-1, 1):
        body += path(
            f"M {nx + s * 25} {ny - 22} L {nx + s * 45} {ny - 8} L {nx + s * 38} {ny + 34} L {nx + s * 27} {ny + 38} L {nx + s * 33} {ny + 48} L {nx} {ny + deep} L {nx + s * 13} {ny + 16} Z",
            dark,
            ink_of(look, 2),
        )
    return body + line((nx, ny + deep), (hip[0], hip[1] + 30), dark, 3)


def vest(n: Point, look: Look, fill: str, deep: float) -> str:
    """What is seen between the sides of a jacket, down to `deep` below the neck."""
    nx, ny = n
    listed = (
        (nx - 26, ny - 18),
        (nx + 26, ny - 18),
        (nx + 22, ny + 20),
        (nx, ny + deep),
        (nx - 22, ny + 20),
    )
    return poly(listed, fill, ink_of(look, 2))


def _suit(n: Point, m: Point, hip: Point, look: Look) -> str:
    nx, ny = n
    tie = mix(look.lower, look.ink, 0.25)
    body = vest(n, look, mix("#f4f4f2", look.inner, 0.4), 104)
    body += poly(
        (
            (nx - 7, ny - 6),
            (nx + 7, ny - 6),
            (nx + 5, ny + 8),
            (nx + 9, ny + 74),
            (nx, ny + 92),
            (nx - 9, ny + 74),
            (nx - 5, ny + 8),
        ),
        tie,
        ink_of(look, 1.4),
    )
    for s in (-1, 1):
        body += poly(
            ((nx, ny - 4), (nx + s * 24, ny - 24), (nx + s * 20, ny + 10)),
            "#f4f4f2",
            ink_of(look, 1.4),
        )
    return body + _lapels(n, hip, look, 104) + oval(nx + 2, ny + 122, 4, 4, look.ink)


def _blazer(n: Point, m: Point, hip: Point, look: Look) -> str:
    return vest(n, look, mix(look.inner, "#ffffff", 0.3), 124) + _lapels(n, hip, look, 124)


def _jacket(n: Point, m: Point, hip: Point, look: Look) -> str:
    (nx, ny), (hx, hy) = n, hip
    tee, dark = mix(look.inner, "#ffffff", 0.25), mix(look.cloth, look.ink, 0.32)
    body = path(
        f"M {nx - 25} {ny - 18} L {nx + 25} {ny - 18} L {hx + 15} {hy + 34} L {hx - 15} {hy + 34} Z",
        tee,
        ink_of(look, 2),
    )
    body += path(
        f"M {nx - 20} {ny - 18} Q {nx} {ny + 14} {nx + 20} {ny - 18}", look.skin, ink_of(look, 1.6)
    )
    for s in (-1, 1):
        body += path(
            f"M {nx + s * 24} {ny - 24} L {nx + s * 40} {ny - 10} L {nx + s * 36} {ny + 22} L {nx + s * 19} {ny + 8} Z",
            dark,
            ink_of(look, 2),
        )
        body += line((m[0] + s * 34, m[1] + 10), (m[0] + s * 46, m[1] + 44), dark, 4)
    return body


def _hoodie(n: Point, m: Point, hip: Point, look: Look) -> str:
    (nx, ny), dark = n, mix(look.cloth, look.ink, 0.28)
    body = path(
        f"M {nx - 48} {ny - 6} C {nx - 44} {ny - 44} {nx + 44} {ny - 44} {nx + 48} {ny - 6} Q {nx} {ny + 64} {nx - 48} {ny - 6} Z",
        dark,
        ink_of(look, 2),
    )
    body += path(
        f"M {nx - 25} {ny - 20} Q {nx} {ny + 26} {nx + 25} {ny - 20} Z",
        look.inner,
        ink_of(look, 1.6),
    )
    for s in (-1, 1):
        body += line(
            (nx + s * 12, ny + 16), (nx + s * 14, ny + 66), mix(look.inner, "#ffffff", 0.4), 4
        )
    return body + path(f"M {m[0] - 36} {m[1] + 14} h 72 l 12 52 h -96 Z", dark, ink_of(look, 2))


def _shirt(n: Point, m: Point, hip: Point, look: Look) -> str:
    (nx, ny), dark, light = n, mix(look.cloth, look.ink, 0.3), mix(look.cloth, "#ffffff", 0.25)
    body = poly(
        ((nx - 20, ny - 18), (nx + 20, ny - 18), (nx, ny + 26)), look.skin, ink_of(look, 1.6)
    )
    for s in (-1, 1):
        body += poly(
            ((nx + s * 24, ny - 26), (nx + s * 32, ny + 8), (nx + s * 16, ny + 26), (nx, ny + 22)),
            light,
            ink_of(look, 2),
        )
    body += line((nx, ny + 26), (hip[0], hip[1] + 30), dark, 3)
    return body + "".join(
        oval(nx + (hip[0] - nx) * u, ny + 26 + (hip[1] - ny) * u, 3.6, 3.6, dark)
        for u in (0.14, 0.34, 0.54, 0.74)
    )


def _sweater(n: Point, m: Point, hip: Point, look: Look) -> str:
    (nx, ny), dark = n, mix(look.cloth, look.ink, 0.3)
    body = path(
        f"M {nx - 29} {ny - 22} Q {nx} {ny + 32} {nx + 29} {ny - 22} L {nx + 34} {ny - 8} Q {nx} {ny + 54} {nx - 34} {ny - 8} Z",
        dark,
        ink_of(look, 2),
    )
    for v in (52, 66):
        body += path(
            f"M {nx - 62} {ny + v} Q {nx} {ny + v + 16} {nx + 62} {ny + v}",
            "none",
            f'stroke="{look.inner}" stroke-width="6" stroke-opacity="0.6"',
        )
    return body


def _knit(n: Point, m: Point, hip: Point, look: Look) -> str:
    (nx, ny), soft = n, mix(look.cloth, "#ffffff", 0.14)
    return path(
        f"M {nx - 25} {ny - 34} Q {nx} {ny - 22} {nx + 25} {ny - 34} L {nx + 31} {ny - 4} Q {nx} {ny + 14} {nx - 31} {ny - 4} Z",
        soft,
        ink_of(look, 2),
    ) + "".join(
        line((nx + u, ny - 24), (nx + u * 1.2, ny + 2), mix(look.cloth, look.ink, 0.3), 1.6)
        for u in (-15, -5, 5, 15)
    )


def _coat(n: Point, m: Point, hip: Point, look: Look) -> str:
    (mx, my), dark = m, mix(look.cloth, look.ink, 0.4)
    scarf = (
        ""
        if not look.woman
        else path(
            f"M {n[0] - 30} {n[1] - 28} Q {n[0]} {n[1] + 6} {n[0] + 30} {n[1] - 28} L {n[0] + 36} {n[1] + 2} Q {n[0]} {n[1] + 34} {n[0] - 36} {n[1] + 2} Z",
            mix(look.inner, "#ffffff", 0.1),
            ink_of(look, 2),
        )
    )
    body = vest(n, look, mix(look.lower, "#ffffff", 0.1), 116) + _lapels(n, hip, look, 116) + scarf
    return (
        body
        + path(f"M {mx - 60} {my - 2} H {mx + 60} V {my + 16} H {mx - 60} Z", dark, ink_of(look, 2))
        + oval(mx, my + 7, 9, 9, look.gold)
    )


def _dress(n: Point, m: Point, hip: Point, look: Look) -> str:
    (nx, ny), (mx, my), dark = n, m, mix(look.cloth, look.ink, 0.35)
    body = path(
        f"M {nx - 34} {ny - 16} Q {nx} {ny + 62} {nx + 34} {ny - 16} Z", look.skin, ink_of(look, 2)
    )
    body += oval(nx, ny + 26, 3.4, 3.4, look.gold) + path(
        f"M {nx - 22} {ny - 10} Q {nx} {ny + 46} {nx + 22} {ny - 10}",
        "none",
        f'stroke="{look.gold}" stroke-width="1.6"',
    )
    return body + path(
        f"M {mx - 47} {my - 6} Q {mx} {my + 4} {mx + 47} {my - 6} V {my + 12} Q {mx} {my + 22} {mx - 47} {my + 12} Z",
        dark,
        ink_of(look, 2),
    )


def _blouse(n: Point, m: Point, hip: Point, look: Look) -> str:
    (nx, ny), bow = n, mix(look.inner, "#ffffff", 0.2)
    body = poly(
        ((nx - 22, ny - 18), (nx + 22, ny - 18), (nx, ny + 14)), look.skin, ink_of(look, 1.6)
    )
    for s in (-1, 1):
        body += path(
            f"M {nx} {ny + 14} C {nx + s * 14} {ny - 8} {nx + s * 40} {ny - 6} {nx + s * 38} {ny + 18} C {nx + s * 34} {ny + 34} {nx + s * 12} {ny + 26} {nx} {ny + 14} Z",
            bow,
            ink_of(look, 2),
        )
        body += path(
            f"M {nx} {ny + 18} L {nx + s * 22} {ny + 84} L {nx + s * 6} {ny + 80} Z",
            bow,
            ink_of(look, 2),
        )
    return body


FRONTS = {
    "suit": _suit, "blazer": _blazer, "jacket": _jacket, "hoodie": _hoodie, "shirt": _shirt,
    "sweater": _sweater, "knit": _knit, "coat": _coat, "dress": _dress, "blouse": _blouse,
}  # fmt: skip
