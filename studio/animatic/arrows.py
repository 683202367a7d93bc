"""Slim arrows that say how the camera moves."""

from math import atan2, cos, pi, sin

from PIL import ImageDraw

_WAYS: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "pan_left": ((1, 0, -1, 0),),
    "pan_right": ((-1, 0, 1, 0),),
    "truck_left": ((1, 0, -1, 0),),
    "truck_right": ((-1, 0, 1, 0),),
    "tilt_up": ((0, 1, 0, -1),),
    "tilt_down": ((0, -1, 0, 1),),
    "crane_up": ((-0.7, 0.9, 0.7, -0.9),),
    "crane_down": ((-0.7, -0.9, 0.7, 0.9),),
    "push_in": ((-1, 0, -0.15, 0), (1, 0, 0.15, 0)),
    "zoom_in": ((-1, 0, -0.15, 0), (1, 0, 0.15, 0)),
    "pull_out": ((-0.15, 0, -1, 0), (0.15, 0, 1, 0)),
    "zoom_out": ((-0.15, 0, -1, 0), (0.15, 0, 1, 0)),
    "follow": ((-1, 0, 0.1, 0), (-0.1, 0, 1, 0)),
}
_INK = (255, 255, 255, 225)


def arrow(
    pen: ImageDraw.ImageDraw, move: str, at: tuple[float, float], reach: float, thick: int
) -> None:
    """The glyph of a Move about `at`, `reach` pixels to each side; a wave for any other move."""
    ways = _WAYS.get(move)
    if ways is None:
        box = (at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach)
        pen.arc(box, 30, 330, fill=_INK, width=thick)
        return
    for x0, y0, x1, y1 in ways:
        start = (at[0] + x0 * reach, at[1] + y0 * reach)
        end = (at[0] + x1 * reach, at[1] + y1 * reach)
        pen.line((*start, *end), fill=_INK, width=thick)
        angle = atan2(end[1] - start[1], end[0] - start[0])
        for turn in (0.8 * pi, -0.8 * pi):
            tip = (
                end[0] + cos(angle + turn) * reach * 0.55,
                end[1] + sin(angle + turn) * reach * 0.55,
            )
            pen.line((*end, *tip), fill=_INK, width=thick)
