"""Sights: where the figures and the words of a drawn shot are, as its camera moves."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.animatic.camera import Path
from studio.animatic.planes import tight
from studio.animatic.projection import project
from studio.animatic.shoot import Draw, Material, Slate, staged
from studio.animatic.stage import Layer, Pixels, Stage

Box = tuple[float, float, float, float]  # left, top, right, bottom, as shares of the picture

_MOMENTS = 9  # at most, evenly over the shot, with its first and its last frame


@dataclass(frozen=True)
class Sight:
    """Something to be seen in a shot: at each of its moments (a frame) the box that it fills.

    `kind` is "face" (a head turned to us), "back" (one turned away), "body" (a creature or a
    thing) or "words"; boxes may reach beyond the picture. Who is `near` is out of focus.
    """

    kind: str
    figure: str
    boxes: tuple[tuple[int, Box], ...]
    near: bool = False


def sights(draw: Draw, slate: Slate) -> tuple[Sight, ...]:
    """What a shot that is drawn from words alone shows, from back to front, its words last.

    The shot is staged as it was for its take; a small size is as good as the take's. Blocking.
    """
    stage, path = staged(draw, Material(), slate)
    moments = np.unique(np.linspace(0, len(path) - 1, min(_MOMENTS, len(path))).astype(int))
    found = [*_heads(stage, path, moments, slate), *_bodies(stage, path, moments, slate)]
    words = _words(stage.overlay)
    if words is not None:
        found.append(Sight("words", "", tuple((int(at), words) for at in moments)))
    return tuple(found)


Moments = npt.NDArray[np.int_]


def _heads(stage: Stage, path: Path, moments: Moments, slate: Slate) -> Iterator[Sight]:
    for head in stage.heads:
        layer = stage.layers[head.layer]
        boxes = _moved(head.box, layer, stage, path, moments, slate)
        yield Sight("face" if head.face else "back", head.figure, boxes, head.near)


def _bodies(stage: Stage, path: Path, moments: Moments, slate: Slate) -> Iterator[Sight]:
    """Creatures and things: those whose layers carry no head, and have a name."""
    known = {head.layer for head in stage.heads}
    for index, layer in enumerate(stage.layers):
        if index in known or not layer.figure:
            continue
        rows, columns = layer.pixels.shape[:2]
        left, top, right, bottom = tight(layer.pixels)
        across = layer.width / columns
        down = across * slate.size[0] / slate.size[1]
        box = (
            layer.left + left * across, layer.top + top * down,
            layer.left + right * across, layer.top + bottom * down,
        )  # fmt: skip
        if rows and right > left:
            boxes = _moved(box, layer, stage, path, moments, slate)
            yield Sight("body", layer.figure, boxes)


def _moved(
    box: Box, layer: Layer, stage: Stage, path: Path, moments: Moments, slate: Slate
) -> tuple[tuple[int, Box], ...]:
    """A box of a layer as the camera sees it, moment by moment."""
    wide, tall = slate.size
    matrices = project(path[moments], layer.depth, slate.size, stage.focus, bool(layer.figure))
    left, top, right, bottom = box
    corners = np.array([[x * wide, y * tall, 1.0] for x in (left, right) for y in (top, bottom)])
    seen = np.einsum("nij,kj->nki", matrices, corners) / np.array([wide, tall])
    low, high = seen.min(axis=1), seen.max(axis=1)
    return tuple(
        (int(at), (float(a[0]), float(a[1]), float(b[0]), float(b[1])))
        for at, a, b in zip(moments, low, high, strict=True)
    )


def _words(overlay: Pixels | None) -> Box | None:
    if overlay is None:
        return None
    rows, columns = overlay.shape[:2]
    left, top, right, bottom = tight(overlay)
    return (left / columns, top / rows, right / columns, bottom / rows) if right else None
