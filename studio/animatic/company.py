"""Company: where creatures and things are, beside people or alone in the frame."""

from collections.abc import Sequence
from dataclasses import replace

from studio.animatic.acts import TIGHT
from studio.animatic.directions import rides
from studio.animatic.marks import Mark
from studio.animatic.sheets import UNIT, Board
from studio.animatic.spec import PanelFigure, PanelSpec
from studio.animatic.things import PERSON, beside_people, breadth, form
from studio.animatic.vehicles import VEHICLES

# How high a thing alone is, in frame heights.
_THINGS = {
    "extreme_long": 0.1,
    "long": 0.22,
    "full": 0.42,
    "medium": 0.5,
    "medium_close": 0.6,
    "close_up": 0.72,
    "extreme_close_up": 1.25,
}


def beside(
    spec: PanelSpec, board: Board, marks: list[Mark], others: Sequence[PanelFigure]
) -> list[Mark]:
    """Creatures and things at their size beside people; vehicles behind them, birds above."""
    tallest = max(marks, key=lambda mark: mark.scale)
    small, large = list[Mark](), list[Mark]()
    for index, figure in enumerate(others[:3]):
        name = form(figure)
        side = 1 if index % 2 else -1
        if name == "horse" and rides(spec):
            marks, mount = _mounted(marks, figure, tallest)
            large.append(mount)
            continue
        x = board.wide * (0.5 + (0.17 + 0.12 * index) * side)
        scale = tallest.scale * PERSON * beside_people(name) / 300.0
        foot = min(tallest.y + tallest.scale * 24, UNIT * 0.985)
        if name in VEHICLES or name in ("horse", "dragon"):
            spot = board.wide * (0.5 + (0.0 if name == "dragon" else 0.1 * side))
            large.append(Mark(figure, spot, tallest.y - tallest.scale * 40, scale, -side, ""))
        elif name == "bird":
            high = max(UNIT * 0.3, tallest.y - tallest.scale * (620 + 120 * index))
            small.append(Mark(figure, x, high, scale * 1.6, -side, "fly"))
        else:
            if spec.size == "medium":  # its head looks into the frame from below
                x, foot = board.wide * (0.5 + 0.32 * side), UNIT * 1.1
            small.append(Mark(figure, x, foot, scale, -side, ""))
    return [*large, *marks, *small]


def _mounted(marks: list[Mark], horse: PanelFigure, rider: Mark) -> tuple[list[Mark], Mark]:
    """The people, one of them on the horse, and the horse's mark."""
    scale = rider.scale * 0.94
    up = replace(rider, pose="ride", scale=scale, rush=0.0)
    mount = Mark(
        horse,
        rider.x + rider.face * 62.0 * scale,
        rider.y,
        scale * PERSON * beside_people("horse") / 300.0,
        rider.face,
        "",
    )
    return [up if mark is rider else mark for mark in marks], mount


def alone(spec: PanelSpec, board: Board, listed: Sequence[PanelFigure], stand: float) -> list[Mark]:
    """Things and creatures alone in the frame."""
    shown = listed[:4]
    count = max(1, len(shown))
    close = spec.size == "extreme_close_up" and count == 1
    across = max((breadth(form(figure)) for figure in shown), default=300.0) / 300.0
    room = (1.5 if close else 0.84) * board.wide / UNIT / count / across
    tall = min(_THINGS.get(spec.size, 0.5), room)
    if any(text.strip() for text in spec.onscreen_text):
        tall = min(tall, 0.56)  # below the words
    marks: list[Mark] = []
    for index, figure in enumerate(shown):
        x = board.wide * (index + 0.5) / count
        foot = UNIT * max(stand, 0.5 + tall * 0.42 if spec.size in TIGHT else stand)
        fly = form(figure) in ("bird", "ship") and spec.size not in TIGHT
        foot = UNIT * (0.52 + 0.1 * (index % 2)) if fly else foot
        if form(figure) == "boat" and spec.size not in TIGHT:  # on the water, before the shore
            foot = UNIT * 0.74
        face = 1.0 if index % 2 == 0 or figure.key == "" else -1.0
        scale = tall * UNIT / 310.0 * (0.7 if fly else 1.0)
        marks.append(Mark(figure, x, foot, scale, face, "fly" if fly else ""))
    return marks
