"""Portrayal: a figure on its mark, from what it looks like to its layer."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from studio.animatic.directions import fights
from studio.animatic.figures import person
from studio.animatic.light import Palette, mentions, mix, vocabulary
from studio.animatic.looks import Look, look_of
from studio.animatic.marks import Mark, box_of, placed, turned
from studio.animatic.planes import over
from studio.animatic.props import HELD, LIT
from studio.animatic.rims import darker, relit
from studio.animatic.sheets import UNIT, Board, blurred
from studio.animatic.sparse import sparse
from studio.animatic.spec import PanelSpec
from studio.animatic.stage import Head as HeadBox
from studio.animatic.stage import Layer, Pixels
from studio.animatic.svg import Point, group, oval
from studio.animatic.things import drawing, form, silhouette
from studio.animatic.vehicles import VEHICLES

Head = tuple[float, float, float]  # the head's middle in the figure's units, and its turn
_SUITED = ("宇航", "太空服", "月球", "火星", "astronaut", "spacesuit", "moon base", "mars")
_HEAD_WIDE, _HEAD_HIGH, _HEAD_LOW = 52.0, 66.0, 60.0  # from its middle; hair counts
_TRACES = ((1.0, 0.16), (0.5, 0.3))  # how far behind, and how solid


@dataclass(frozen=True)
class Portrait:
    """A figure ready to be drawn: its SVG `body` and the `box` of the board that it fills.

    `box` is x, y, width, height in drawing units. `head`, `look` and the `middle` of the head, in
    the figure's units, are known of persons only, and `head` where the face is seen.
    """

    mark: Mark
    board: Board
    light: Palette
    body: str
    box: tuple[float, float, float, float]
    head: Head | None
    look: Look | None
    middle: Point | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows of its layer."""
        fine = self._fine * self.board.height / UNIT
        return max(2, round(self.box[2] * fine)), max(2, round(self.box[3] * fine))

    @property
    def _fine(self) -> float:
        """Its resolution as a share of the frame's."""
        mark = self.mark
        close = max(0.66, 0.17 * UNIT / (100 * mark.scale))
        fine = 0.4 if mark.soft else min(self.board.finest, close)
        return fine * 0.8 if mark.rush else fine  # who is a blur needs no fine lines

    def draw(self) -> Layer:
        """Its layer, without mouth. Blocking."""
        mark, box, tall = self.mark, self.box, self.board.height * self._fine
        columns, rows = self.size
        pixels = sparse(group(self.body, placed(mark, self.board)), box, columns, rows)
        pixels = relit(pixels, self.light, 0.012 * mark.scale * 100 / UNIT * tall)
        if mark.rush:
            pixels = _traced(pixels, -mark.face * mark.rush * mark.scale * columns / box[2])
        if mark.soft:
            pixels = blurred(darker(pixels, 0.35), mark.soft * tall)
        left, top, width = box[0] / self.board.wide, box[1] / UNIT, box[2] / self.board.wide
        depth = 1.25 if mark.soft else 1.0
        return Layer(pixels, left, top, width, depth, mark.figure.key, sway=0.0022)


def portrayed(mark: Mark, board: Board, light: Palette, spec: PanelSpec) -> Portrait:
    """The figure as the shot shows it."""
    look, head, middle = None, None, None
    if mark.figure.kind == "person":
        look = _look(mark, light, spec)
        detail = mark.scale * 100 * board.height / UNIT >= 34
        turn = mark.face * mark.turn
        behind = mark.away or mark.soft > 0
        held = _held(mark, light)
        body, middle = person(look, mark.pose, mark.face, turn, detail, behind=behind, held=held)
        head = None if behind else (middle[0], middle[1], turn)
    else:
        body = group(silhouette(mark.figure, light), f'transform="scale({mark.face} 1)"')
    body = _shadow(mark, light) + body
    box = box_of(mark, board, _spare(mark, look))
    return Portrait(mark, board, light, body, box, head, look, middle)


def head_of(portrait: Portrait, layer: int) -> HeadBox | None:
    """Where the head of a person is, whose drawing is layer `layer`; None of others."""
    mark, board, middle = portrait.mark, portrait.board, portrait.middle
    if portrait.look is None or middle is None:
        return None
    x, y = turned(mark, board, middle)
    grown = portrait.look.head * mark.scale
    left, right = ((x + side * _HEAD_WIDE * grown) / board.wide for side in (-1, 1))
    box = left, (y - _HEAD_HIGH * grown) / UNIT, right, (y + _HEAD_LOW * grown) / UNIT
    return HeadBox(mark.figure.key, layer, box, portrait.head is not None, mark.soft > 0)


def _look(mark: Mark, light: Palette, spec: PanelSpec) -> Look:
    suited = mentions(f"{spec.setting} {spec.prompt}", _SUITED) > 0
    look = look_of(mark.figure, light, spec.style)
    if mark.prop[0]:
        look = replace(look, armed=mark.prop[0] == "sword")
    elif fights(spec) and mentions(spec.prompt, vocabulary("sets")["things"]["sword"]):
        look = replace(look, armed=True)
    if suited:
        look = replace(look, garment="space", cloth=mix(look.cloth, "#e9edf0", 0.7))
    return replace(
        look, helmet=suited, mood=mark.mood, gaze=mark.gaze, shut=mark.shut, lens=mark.lens
    )


def _held(mark: Mark, light: Palette) -> tuple[str, float, tuple[float, float]] | None:
    name, colour = mark.prop
    if not name or name == "sword":  # a sword goes on where the arm ends, see figures
        return None
    return drawing(name, colour, light), *HELD[name]


def _spare(mark: Mark, look: Look | None) -> float:
    """How far something reaches beyond the joints, in the figure's units."""
    if mark.prop[0]:
        tall = HELD[mark.prop[0]][0]
        return tall * (1.25 if mark.prop[0] in LIT else 0.9) + 40.0
    if mark.figure.kind != "person":
        return 220.0 if form(mark.figure) in LIT else 0.0
    return 300.0 if look is not None and look.armed else 75.0


def _shadow(mark: Mark, light: Palette) -> str:
    if mark.pose in ("fly", "leap"):
        return ""
    wide = 290 if form(mark.figure) in VEHICLES else 150
    return oval(0, 2, wide, 15, light.dark, 'fill-opacity="0.42"')


def _traced(pixels: Pixels, across: float) -> Pixels:
    """Fainter copies behind who moves too fast for the eye; `across` is the farthest, in pixels."""
    out = np.zeros_like(pixels)
    for far, solid in _TRACES:
        step = round(across * far)
        faint = cv2.convertScaleAbs(pixels, alpha=solid)
        here, there = (np.s_[:, step:], np.s_[:, : pixels.shape[1] - step])
        if step < 0:
            here, there = np.s_[:, :step], np.s_[:, -step:]
        behind = np.ascontiguousarray(out[here])
        over(behind, np.ascontiguousarray(faint[there], np.uint8))
        out[here] = behind
    over(out, pixels)
    return out
