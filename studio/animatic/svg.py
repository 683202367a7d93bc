"""The few SVG shapes that panels are drawn with; numbers are drawing units."""

from collections.abc import Sequence
from itertools import pairwise

from studio.animatic.light import mix

Point = tuple[float, float]


def rect(x: float, y: float, w: float, h: float, fill: str, extra: str = "") -> str:
    """A rectangle."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{fill}" {extra}/>'


def slabs(boxes: Sequence[tuple[float, float, float, float]], fill: str, extra: str = "") -> str:
    """Many rectangles (x, y, width, height) of one colour as one shape."""
    data = "".join(f"M{x:.1f} {y:.1f}h{w:.1f}v{h:.1f}h{-w:.1f}Z" for x, y, w, h in boxes)
    return path(data, fill, extra) if data else ""


def poly(points: Sequence[Point], fill: str, extra: str = "") -> str:
    """A polygon."""
    listed = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polygon points="{listed}" fill="{fill}" {extra}/>'


def oval(x: float, y: float, rx: float, ry: float, fill: str, extra: str = "") -> str:
    """An ellipse about (x, y)."""
    return f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{fill}" {extra}/>'


def line(a: Point, b: Point, colour: str, width: float, extra: str = "") -> str:
    """A stroke from `a` to `b` with round ends."""
    extra = extra.replace("fill-opacity", "stroke-opacity")
    return (
        f'<line x1="{a[0]:.1f}" y1="{a[1]:.1f}" x2="{b[0]:.1f}" y2="{b[1]:.1f}" stroke="{colour}" '
        f'stroke-width="{width:.2f}" stroke-linecap="round" {extra}/>'
    )


def path(data: str, fill: str = "none", extra: str = "") -> str:
    """A path."""
    return f'<path d="{data}" fill="{fill}" {extra}/>'


def group(body: str, extra: str = "") -> str:
    """A group with attributes."""
    return f"<g {extra}>{body}</g>"


def fade(name: str, stops: Sequence[tuple[float, str, float]], *, across: bool = False) -> str:
    """A linear gradient, downwards or across; stops are (offset, colour, opacity)."""
    end = 'x2="1" y2="0"' if across else 'x2="0" y2="1"'
    return f'<linearGradient id="{name}" x1="0" y1="0" {end}>{_stops(stops)}</linearGradient>'


def halo(name: str, stops: Sequence[tuple[float, str, float]]) -> str:
    """A radial gradient."""
    return f'<radialGradient id="{name}">{_stops(stops)}</radialGradient>'


def _stops(stops: Sequence[tuple[float, str, float]]) -> str:
    return "".join(
        f'<stop offset="{at}" stop-color="{colour}" stop-opacity="{opacity}"/>'
        for at, colour, opacity in stops
    )


def bands(
    box: tuple[float, float, float, float], stops: Sequence[tuple[float, str]], step: float = 8.0
) -> str:
    """A gradient down `box` (x, y, width, height) in strips too close to be told apart.

    Many times faster than a gradient: what fills a strip is one colour. Strips have crisp edges,
    so that they meet without a seam.
    """
    x, y, w, h = box
    count = max(2, round(h / step))
    strips: list[tuple[float, str]] = []
    for index in range(count):
        colour = _between(stops, (index + 0.5) / count)
        if not strips or strips[-1][1] != colour:
            strips.append((y + h * index / count, colour))
    ends = [top for top, _ in strips[1:]] + [y + h]
    strips[0] = (y + min(6.0, ends[0] - y), strips[0][1])
    body = "".join(
        f'<path d="M{x:.1f} {top:.2f}h{w:.1f}V{end:.2f}h{-w:.1f}Z" fill="{colour}"/>'
        for (top, colour), end in zip(strips, ends, strict=True)
    )
    rim = rect(x, y, w, min(h, 12.0), strips[0][1])  # soft above, as the horizon may lean
    return f'{rim}<g shape-rendering="crispEdges">{body}</g>'


def _between(stops: Sequence[tuple[float, str]], at: float) -> str:
    for (a, one), (b, two) in pairwise(stops):
        if at <= b:
            return mix(one, two, 0.0 if b <= a else max(0.0, (at - a) / (b - a)))
    return stops[-1][1]


def glow(name: str, x: float, y: float, r: float, colour: str, strength: float = 0.8) -> str:
    """A soft light about (x, y)."""
    stops = ((0.0, colour, strength), (0.35, colour, strength * 0.35), (1.0, colour, 0.0))
    return halo(name, stops) + oval(x, y, r, r, f"url(#{name})")
