"""Tubes with outlines: arms, legs, blades."""

from math import hypot

from studio.animatic.svg import Point, oval, poly


def limb(points: tuple[Point, ...], radii: tuple[float, ...], fill: str, ink: str) -> str:
    """A tapering tube through `points` with an outline."""
    shapes: list[tuple[str, Point | None, float, list[Point]]] = []
    for (a, ra), (b, rb) in zip(
        zip(points, radii, strict=True), list(zip(points, radii, strict=True))[1:], strict=False
    ):
        length = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
        nx, ny = -(b[1] - a[1]) / length, (b[0] - a[0]) / length
        quad = [
            (a[0] + nx * ra, a[1] + ny * ra),
            (b[0] + nx * rb, b[1] + ny * rb),
            (b[0] - nx * rb, b[1] - ny * rb),
            (a[0] - nx * ra, a[1] - ny * ra),
        ]
        shapes.append(("quad", None, 0.0, quad))
    rounds = list(zip(points, radii, strict=True))
    out = ""
    for extra in (f'stroke="{ink}" stroke-width="5" stroke-linejoin="round"', ""):
        body = "".join(poly(quad, fill, extra) for *_, quad in shapes)
        out += body + "".join(oval(p[0], p[1], r, r, fill, extra) for p, r in rounds)
    return out
