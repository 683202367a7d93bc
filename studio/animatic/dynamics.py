"""Drawn speed and force: lines of focus, streaks of a rush, the burst of a blow."""

from dataclasses import dataclass
from math import cos, hypot, pi, sin
from random import Random

from studio.animatic.directions import fights, races
from studio.animatic.light import Palette, luminance, mix
from studio.animatic.marks import Mark, turned
from studio.animatic.poses import joints
from studio.animatic.sheets import UNIT, Board, raster
from studio.animatic.spec import PanelSpec
from studio.animatic.stage import Layer
from studio.animatic.svg import Point, path, poly

_FAST = ("dash", "run", "leap")
_BLOWS = ("dash", "punch", "kick", "strike", "fight")
_SPEED = 2.6  # frame widths a second at which streaks pass
_FOCUSED = ("medium", "medium_close", "close_up", "extreme_close_up")


@dataclass(frozen=True)
class Force:
    """Lines on the lens, before everything, and how fast they pass, in frames a second."""

    body: str = ""
    drift: tuple[float, float] = (0.0, 0.0)


def force(spec: PanelSpec, marks: list[Mark], board: Board, light: Palette) -> Force:
    """The lines a shot's action asks for; none where nothing is fast or hits."""
    fight, fast = fights(spec), races(spec)
    ink = "#ffffff" if luminance(light.sky[1]) < 0.8 else mix(light.dark, "#ffffff", 0.2)
    if fight:
        near = spec.size in _FOCUSED
        return Force(focus_lines(board, (board.wide / 2, UNIT * 0.42), ink)) if near else Force()
    runs = any(mark.pose in _FAST for mark in marks) or spec.size == "medium"
    if (
        fast
        and spec.pace == "fast"
        and marks
        and runs
        and spec.size not in ("extreme_long", "long")
    ):
        return Force(streaks(board, ink), (-marks[0].face * _SPEED, 0.0))
    return Force()


def tilt_of(spec: PanelSpec) -> float:
    """How far the horizon leans, in degrees: a dutch angle, and some for a fight."""
    if spec.angle == "dutch":
        return 8.0
    if not fights(spec) or spec.size in ("extreme_long", "long"):
        return 0.0
    return 5.0 if sum(spec.prompt.encode()) % 2 else -5.0


def focus_lines(board: Board, at: Point, ink: str) -> str:
    """Wedges from all sides that point to `at` and leave it free."""
    dice, data = Random(11), ""
    far = hypot(board.wide, UNIT) * (0.62 + max(board.room(1.0)))
    for index in range(64):
        angle = 2 * pi * (index + dice.uniform(0.0, 0.8)) / 64
        reach = hypot(cos(angle) * board.wide * 0.44, sin(angle) * UNIT * 0.5) * dice.uniform(
            0.82, 1.25
        )
        half = dice.uniform(0.003, 0.014)
        tip = at[0] + cos(angle) * reach, at[1] + sin(angle) * reach
        a = at[0] + cos(angle - half) * far, at[1] + sin(angle - half) * far
        b = at[0] + cos(angle + half) * far, at[1] + sin(angle + half) * far
        data += f"M{tip[0]:.0f} {tip[1]:.0f}L{a[0]:.0f} {a[1]:.0f}L{b[0]:.0f} {b[1]:.0f}Z"
    return path(data, ink, 'fill-opacity="0.5"')


def streaks(board: Board, ink: str) -> str:
    """Lines along the way, thick and thin, above and below the middle; they repeat across."""
    dice, thin, thick = Random(5), "", ""
    left, top, wide, tall = board.box(0.0)
    for index in range(46):
        share = dice.random()
        y = top + tall * (0.32 * share if index % 2 else 1.0 - 0.34 * share)
        x, long = left + dice.uniform(0, wide), dice.uniform(0.12, 0.4) * wide
        for over in (0.0, -wide):
            if x + over + long > left:
                part = f"M{x + over:.0f} {y:.0f}h{long:.0f}"
                thin, thick = (thin + part, thick) if index % 3 else (thin, thick + part)
    form = 'stroke="{}" stroke-width="{}" stroke-opacity="{}" stroke-linecap="round"'
    return path(thin, "none", form.format(ink, 2.4, 0.55)) + path(
        thick, "none", form.format(ink, 5, 0.4)
    )


def burst(spec: PanelSpec, marks: list[Mark], board: Board, light: Palette) -> Layer | None:
    """A star where a blow lands between two who fight, sparks about it; it goes along with them."""
    pair = [mark for mark in marks if mark.figure.kind == "person" and not mark.soft]
    hits = len(pair) == 2 and any(mark.pose in _BLOWS for mark in pair)
    if not hits or not fights(spec):
        return None
    one, two = sorted(pair, key=lambda mark: mark.x)
    hands = [turned(m, board, joints(m.pose, m.face, 68.0).arms[1][2]) for m in (one, two)]
    x, y = (hands[0][0] + hands[1][0]) / 2, (hands[0][1] + hands[1][1]) / 2
    size = (1.5 if spec.size in ("full", "long") else 0.85) * max(one.scale, two.scale) * 100
    if spec.size == "medium":  # below the faces
        y = max(y, UNIT * 0.5)
    body = _star(x, y, size, mix(light.accent, "#ff7a2e", 0.5), 21)
    body += _star(x, y, size * 0.72, "#ffe58a", 22) + _star(x, y, size * 0.42, "#ffffff", 23)
    dice, sparks = Random(9), ""
    for _ in range(26):
        angle, far = dice.uniform(0, 2 * pi), dice.uniform(0.9, 1.9) * size
        u, v = x + cos(angle) * far, y + sin(angle) * far
        sparks += f"M{u:.0f} {v:.0f}l{cos(angle) * size * 0.3:.0f} {sin(angle) * size * 0.3:.0f}"
    ink = f'stroke="#ffe58a" stroke-width="{size * 0.03:.1f}" stroke-linecap="round"'
    half = 2.3 * size
    box = (x - half, y - half, 2 * half, 2 * half)
    side = max(2, round(2 * half * board.height / UNIT * 0.7))
    pixels = raster(body + path(sparks, "none", ink), box, side, side)
    at = box[0] / board.wide, box[1] / UNIT, box[2] / board.wide
    return Layer(pixels, *at, 1.0, one.figure.key)


def _star(x: float, y: float, r: float, fill: str, seed: int) -> str:
    dice = Random(seed)
    points: list[Point] = []
    for index in range(24):
        reach = r * (dice.uniform(0.75, 1.15) if index % 2 else 0.42)
        angle = pi * index / 12 + 0.1
        points.append((x + cos(angle) * reach, y + sin(angle) * reach))
    return poly(points, fill)
