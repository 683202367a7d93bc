"""Fronts of what people wear to work, to fight, to run and in old age, in hundredths of a head."""

from studio.animatic.garments import ink_of, vest
from studio.animatic.light import mix
from studio.animatic.looks import Look
from studio.animatic.svg import Point, line, oval, path, poly


def _yoke(n: Point, look: Look) -> str:
    """Cloth over the foot of the throat, under a standing collar."""
    (nx, ny) = n
    return path(f"M {nx - 32} {ny - 8} Q {nx} {ny + 62} {nx + 32} {ny - 8} Z", look.cloth)


def gi(n: Point, m: Point, hip: Point, look: Look) -> str:
    """A fighter's crossed jacket, open over the chest, with a tied belt."""
    (nx, ny), (mx, my), dark = n, m, mix(look.cloth, look.ink, 0.38)
    body = poly(
        ((nx - 26, ny - 18), (nx + 26, ny - 18), (nx + 2, ny + 96)), look.skin, ink_of(look, 2)
    )
    body += path(
        f"M {nx - 10} {ny + 22} Q {nx} {ny + 40} {nx + 12} {ny + 22} M {nx + 1} {ny + 34} V {ny + 70}",
        "none",
        f'stroke="{look.shade}" stroke-width="2.4"',
    )
    for s in (1, -1):
        body += path(
            f"M {nx + s * 27} {ny - 20} L {mx - s * 40} {my - 4} L {mx - s * 18} {my} L {nx + s * 46} {ny - 8} Z",
            dark,
            ink_of(look, 2),
        )
    belt = mix(look.ink, look.lower, 0.3)
    body += path(
        f"M {mx - 62} {my - 8} Q {mx} {my + 8} {mx + 62} {my - 8} V {my + 18} Q {mx} {my + 34} {mx - 62} {my + 18} Z",
        belt,
        ink_of(look, 2),
    )
    for s, long in ((-1, 74), (1, 92)):
        body += path(
            f"M {mx + s * 4} {my + 16} L {mx + s * 26} {my + long} l {s * 16} -5 L {mx + s * 16} {my + 10} Z",
            belt,
            ink_of(look, 2),
        )
    return body + oval(mx, my + 12, 12, 11, belt, ink_of(look, 2))


def sport(n: Point, m: Point, hip: Point, look: Look) -> str:
    """A running shirt with flashes at the sides and a number."""
    (nx, ny), (mx, my), pale = n, m, mix(look.inner, "#ffffff", 0.45)
    body = path(
        f"M {nx - 26} {ny - 20} Q {nx} {ny + 30} {nx + 26} {ny - 20} Z", look.skin, ink_of(look, 2)
    )
    body += path(
        f"M {nx - 29} {ny - 22} Q {nx} {ny + 40} {nx + 29} {ny - 22}",
        "none",
        f'stroke="{pale}" stroke-width="6"',
    )
    for s in (-1, 1):
        body += path(
            f"M {nx + s * 66} {ny + 10} Q {nx + s * 46} {ny + 70} {mx + s * 40} {my} L {mx + s * 50} {my - 4} Q {nx + s * 62} {ny + 70} {nx + s * 80} {ny + 24} Z",
            pale,
        )
    return body


def white(n: Point, m: Point, hip: Point, look: Look) -> str:
    """A white coat over a shirt, a pen in its pocket."""
    (nx, ny), (hx, hy), coat = n, hip, mix("#f3f5f4", look.ink, 0.12)
    body = vest(n, look, look.cloth, 116)
    for s in (-1, 1):
        body += path(
            f"M {nx + s * 25} {ny - 22} L {nx + s * 70} {ny + 6} Q {nx + s * 58} {ny + 90} {m[0] + s * 56} {m[1]} L {hx + s * 62} {hy + 34} L {hx + s * 3} {hy + 34} L {nx + s * 2} {ny + 116} Z",
            coat,
            ink_of(look, 2),
        )
        body += poly(
            ((nx + s * 25, ny - 22), (nx + s * 46, ny - 4), (nx + s * 34, ny + 40), (nx, ny + 116)),
            mix(coat, look.ink, 0.12),
            ink_of(look, 2),
        )
    body += path(f"M {nx + 30} {ny + 78} h 26 v 26 h -26 Z", "none", ink_of(look, 2))
    return body + line((nx + 40, ny + 68), (nx + 40, ny + 82), look.cloth, 4)


def uniform(n: Point, m: Point, hip: Point, look: Look) -> str:
    """A buttoned tunic with shoulder boards, pockets and a belt."""
    (nx, ny), (mx, my), dark = n, m, mix(look.cloth, look.ink, 0.34)
    body = _yoke(n, look) + path(
        f"M {nx - 30} {ny - 26} Q {nx} {ny - 6} {nx + 30} {ny - 26} L {nx + 33} {ny - 4} Q {nx} {ny + 16} {nx - 33} {ny - 4} Z",
        dark,
        ink_of(look, 2),
    )
    body += line((nx, ny + 10), (hip[0], hip[1] + 30), dark, 3)
    for s in (-1, 1):
        body += poly(
            (
                (nx + s * 44, ny - 6),
                (nx + s * 84, ny + 12),
                (nx + s * 78, ny + 24),
                (nx + s * 40, ny + 6),
            ),
            look.gold,
            ink_of(look, 2),
        )
        body += path(
            f"M {nx + s * 36 - 16} {ny + 54} h 32 v 8 h -32 Z M {nx + s * 36 - 13} {ny + 62} h 26 v 26 h -26 Z",
            dark,
            ink_of(look, 1.6),
        )
    body += "".join(oval(nx + 8, ny + v, 4, 4, look.gold) for v in (30, 62, 94))
    return (
        body
        + path(f"M {mx - 60} {my - 6} H {mx + 60} V {my + 16} H {mx - 60} Z", dark, ink_of(look, 2))
        + path(f"M {mx - 11} {my - 8} h 22 v 26 h -22 Z", look.gold, ink_of(look, 2))
    )


def apron(n: Point, m: Point, hip: Point, look: Look) -> str:
    """A bibbed apron over a shirt."""
    (nx, ny), (mx, my), (hx, hy) = n, m, hip
    cloth = mix("#e9e2d2", look.ink, 0.1)
    body = poly(
        ((nx - 22, ny - 18), (nx + 22, ny - 18), (nx, ny + 22)), look.skin, ink_of(look, 1.6)
    )
    for s in (-1, 1):
        body += line((nx + s * 30, ny - 10), (nx + s * 36, ny + 56), cloth, 8)
    return (
        body
        + path(
            f"M {nx - 40} {ny + 52} H {nx + 40} L {mx + 54} {my} L {hx + 64} {hy + 34} H {hx - 64} L {mx - 54} {my} Z",
            cloth,
            ink_of(look, 2),
        )
        + path(f"M {mx - 26} {my + 22} h 52 v 34 h -52 Z", "none", ink_of(look, 2))
    )


def cardigan(n: Point, m: Point, hip: Point, look: Look) -> str:
    """A woollen jacket with large buttons over a shirt."""
    (nx, ny), (hx, hy) = n, hip
    shirt, dark = mix(look.inner, "#f4f0e6", 0.5), mix(look.cloth, look.ink, 0.3)
    body = vest(n, look, shirt, 120)
    for s in (-1, 1):
        body += poly(
            ((nx, ny + 2), (nx + s * 25, ny - 24), (nx + s * 24, ny + 12)), shirt, ink_of(look, 1.6)
        )
        body += path(
            f"M {nx + s * 26} {ny - 20} L {nx + s * 36} {ny - 10} L {nx + s * 10} {ny + 128} L {hx + s * 7} {hy + 34} h {-s * 14} L {nx - s * 4} {ny + 118} Z",
            dark,
            ink_of(look, 1.8),
        )
        body += path(
            f"M {m[0] + s * 40 - 18} {m[1] + 20} h 36", "none", f'stroke="{dark}" stroke-width="5"'
        )
    return body + "".join(
        oval(nx + 1, ny + v, 5, 5, mix(look.gold, look.ink, 0.3)) for v in (134, 164, 194)
    )


def tang(n: Point, m: Point, hip: Point, look: Look) -> str:
    """A jacket with a standing collar and knotted loops."""
    (nx, ny), dark = n, mix(look.cloth, look.ink, 0.34)
    body = _yoke(n, look) + path(
        f"M {nx - 27} {ny - 34} Q {nx} {ny - 18} {nx + 27} {ny - 34} L {nx + 32} {ny - 4} Q {nx} {ny + 18} {nx - 32} {ny - 4} Z",
        dark,
        ink_of(look, 2),
    )
    body += line((nx, ny + 6), (hip[0], hip[1] + 30), dark, 3.4)
    for v in (20, 62, 104, 146, 188):
        body += line((nx - 20, ny + v), (nx + 20, ny + v), look.gold, 4.4) + oval(
            nx, ny + v, 5.2, 5.2, look.gold
        )
    return body


def space(n: Point, m: Point, hip: Point, look: Look) -> str:
    """A spacesuit: a ring at the neck, a box of instruments, hoses."""
    (nx, ny), (mx, my), dark = n, m, mix(look.cloth, look.ink, 0.3)
    body = oval(nx, ny - 12, 46, 20, mix("#aeb6bd", look.ink, 0.15), ink_of(look, 2.4))
    for s in (-1, 1):
        body += path(
            f"M {nx + s * 40} {ny + 4} Q {nx + s * 70} {ny + 60} {nx + s * 30} {ny + 84}",
            "none",
            f'stroke="{dark}" stroke-width="11"',
        )
        body += path(
            f"M {nx + s * 72} {ny + 10} L {mx + s * 56} {my}",
            "none",
            f'stroke="{look.lower}" stroke-width="7"',
        )
    body += path(
        f"M {nx - 44} {ny + 70} h 88 v 62 h -88 Z",
        mix("#dfe4e8", look.ink, 0.12),
        ink_of(look, 2.4),
    )
    lamps = zip((-24, 0, 24), ("#e05a4a", "#f2c14e", "#5fb87a"), strict=True)
    body += "".join(oval(nx + x, ny + 90, 7, 7, fill, ink_of(look, 1.4)) for x, fill in lamps)
    return body + path(
        f"M {mx - 62} {my} H {mx + 62} V {my + 20} H {mx - 62} Z", dark, ink_of(look, 2)
    )


WORN = {
    "gi": gi, "sport": sport, "white": white, "uniform": uniform, "apron": apron,
    "cardigan": cardigan, "tang": tang, "space": space,
}  # fmt: skip
