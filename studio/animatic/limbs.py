"""Tubes with outlines: arms, legs, blades."""

from itertools import pairwise
from math import hypot

from studio.animatic.svg import Point, path


def limb(points: tuple[Point, ...], radii: tuple[float, ...], fill: str, ink: str) -> str:
    """A tapering tube through `points` with an outline, as one shape.

    The stroke is painted first, so that only its outer half is seen; all parts run the same way
    round, so that the non-zero rule fills where they lie over each other.
    """
    data = ""
    for (x, y), r in zip(points, radii, strict=True):
        arc = f"a{r:.1f} {r:.1f} 0 1 1"
        data += f"M{x - r:.1f} {y:.1f}{arc} {2 * r:.1f} 0{arc} {-2 * r:.1f} 0Z"
    for (a, ra), (b, rb) in pairwise(zip(points, radii, strict=True)):
        length = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
        nx, ny = -(b[1] - a[1]) / length, (b[0] - a[0]) / length
        corners = (
            (a[0] - nx * ra, a[1] - ny * ra),
            (b[0] - nx * rb, b[1] - ny * rb),
            (b[0] + nx * rb, b[1] + ny * rb),
            (a[0] + nx * ra, a[1] + ny * ra),
        )
        data += "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"
    return path(data, fill, f'stroke="{ink}" stroke-width="5" paint-order="stroke"')
