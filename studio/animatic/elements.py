"""What a shot is drawn from: layers with matrices, joined where the camera cannot part them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from studio.animatic.alive import drifting, falling, sway
from studio.animatic.camera import Path
from studio.animatic.element import Element, Lips, Size
from studio.animatic.planes import over, shrunk, tight, to_yuva, warped
from studio.animatic.projection import Affine, chained, falls, on_lens, placed, project
from studio.animatic.settled import settled
from studio.animatic.stage import Layer, Mouth, Pixels, Stage

_HANDS = 4  # layers made ready at once, outside Python's lock
_STEP = 8  # pixels of a frame, six of one drawn at three quarters
_COARSE_FROM = 0.8  # pixels of a layer to one of the frame
JOIN_WITHIN = 0.6  # pixels; layers that never drift further apart are one layer


@dataclass(frozen=True)
class Sheet:
    """A layer made ready: its pixels (BGRA), their place at rest, and where the camera puts it."""

    pixels: Pixels
    place: Affine  # (1, 2, 3), from pixels to the frame at rest
    camera: Affine  # (frames, 2, 3), from the frame at rest to the screen
    layer: Layer
    mouths: tuple[Mouth, ...] = ()
    eyes: tuple[Mouth, ...] = ()

    @property
    def lives(self) -> bool:
        """Whether it moves of its own accord, so that it may not be joined with others."""
        return bool(self.layer.sway or any(self.layer.drift) or self.faces)

    @property
    def faces(self) -> tuple[Mouth, ...]:
        """What of it changes with speech and time; its pixels are then kept as they are."""
        return (*self.mouths, *self.eyes)


def _magnification(camera: Affine) -> float:
    return float(np.sqrt(np.abs(np.linalg.det(camera[:, :, :2]))).max())


def _sheet(stage: Stage, index: int, layer: Layer, camera: Affine, size: Size) -> Sheet:
    """Shrink what is much finer than the screen (it would glitter), crop the empty rim."""
    mouths = tuple(mouth for mouth in stage.mouths if mouth.layer == index)
    eyes = tuple(pair for pair in stage.eyes if pair.layer == index)
    pixels, scale = layer.pixels, layer.width * size[0] / layer.pixels.shape[1]
    left, top = layer.left * size[0], layer.top * size[1]
    if scale * _magnification(camera) < 0.75 and not (mouths or eyes):
        factor = scale * _magnification(camera)
        width = max(1, round(pixels.shape[1] * factor))
        height = max(1, round(pixels.shape[0] * factor))
        scale *= pixels.shape[1] / width
        pixels = shrunk(pixels, width, height)
    if not (layer.opaque or mouths or eyes or any(layer.drift)):
        x0, y0, x1, y1 = tight(pixels)
        pixels = pixels[y0:y1, x0:x1]
        left, top = left + x0 * scale, top + y0 * scale
    place = placed(left, top, scale)
    return Sheet(np.ascontiguousarray(pixels), place, camera, layer, mouths, eyes)


def _together(one: Sheet, two: Sheet, size: Size) -> bool:
    if one.lives or two.lives or one.camera.shape != two.camera.shape:
        return False
    corners = np.array([[0, 0, 1], [size[0], 0, 1], [0, size[1], 1], [*size, 1]], dtype=np.float64)
    gap = (one.camera - two.camera) @ corners.T
    return float(np.abs(gap).max()) < JOIN_WITHIN


def _single(sheet: Sheet, fps: float, size: Size, seed: int) -> Element:
    place, pixels, frames = sheet.place, to_yuva(sheet.pixels), len(sheet.camera)
    tiled, shown = False, None
    if sheet.layer.sway:
        tall = sheet.layer.sway * size[1] / max(1, pixels.shape[0])
        place = chained(place, sway(tall, frames, fps, pixels.shape[0], seed))
    if falls(sheet.layer):
        drift = sheet.layer.drift
        pixels, shown, place, tiled = falling(pixels, drift, place, frames, fps, size)
    elif any(sheet.layer.drift):
        step = sheet.layer.drift[0] * size[0], sheet.layer.drift[1] * size[1]
        scale = float(sheet.place[0, 0, 0])
        pixels, moved = drifting(pixels, (step[0] / scale, step[1] / scale), frames, fps)
        place = chained(place, moved)
    return Element(
        pixels,
        chained(sheet.camera, place),
        sheet.layer.opaque,
        bool(sheet.layer.figure),
        {mouth.figure: _lips(sheet, mouth) for mouth in sheet.mouths},
        {pair.figure: _lips(sheet, pair) for pair in sheet.eyes},
        tiled,
        shown,
    )


def _lips(sheet: Sheet, mouth: Mouth) -> Lips:
    shapes: dict[str, Pixels] = {}
    for name, patch in mouth.shapes.items():
        rows, columns = patch.shape[:2]
        region = sheet.pixels[mouth.y : mouth.y + rows, mouth.x : mouth.x + columns].copy()
        over(region, np.ascontiguousarray(patch[: region.shape[0], : region.shape[1]]))
        shapes[name] = to_yuva(region)
    return Lips(mouth.x, mouth.y, shapes)


def _joined(sheets: Sequence[Sheet], size: Size) -> Element:
    """One canvas for layers that move alike, as fine as the finest and no finer than the screen."""
    camera = sheets[0].camera
    finest = min(float(sheet.place[0, 0, 0]) for sheet in sheets)
    step = max(finest, 1.0 / _magnification(camera))
    box = _common_box(sheets, camera, size)
    width = max(1, int(np.ceil((box[2] - box[0]) / step)))
    height = max(1, int(np.ceil((box[3] - box[1]) / step)))
    place = placed(box[0], box[1], step)
    canvas = np.zeros((height, width, 4), np.uint8)
    for sheet in sheets:
        matrix = chained(_inverse(place), sheet.place)[0]
        border = cv2.BORDER_REPLICATE if sheet.layer.opaque else cv2.BORDER_CONSTANT
        over(canvas, warped(sheet.pixels, matrix, (width, height), border))
    return Element(to_yuva(canvas), chained(camera, place), bool(canvas[..., 3].min() == 255))


def _inverse(place: Affine) -> Affine:
    return np.asarray(cv2.invertAffineTransform(place[0]), np.float64)[None]


def _common_box(sheets: Sequence[Sheet], camera: Affine, size: Size) -> tuple[float, ...]:
    """The part of the plane at rest that holds the sheets and is ever on the screen."""
    corners = np.array([[0, 0], [size[0], 0], [0, size[1]], size], dtype=np.float64)
    seen = np.einsum(
        "nij,nkj->nki", np.linalg.inv(camera[:, :, :2]), corners[None] - camera[:, None, :, 2]
    )
    low, high = seen.min(axis=(0, 1)) - 2.0, seen.max(axis=(0, 1)) + 2.0
    boxes = np.array([_bounds(sheet) for sheet in sheets])
    left, top = np.maximum(boxes[:, :2].min(axis=0), low)
    right, bottom = np.minimum(boxes[:, 2:].max(axis=0), high)
    return float(left), float(top), float(right), float(bottom)


def _bounds(sheet: Sheet) -> tuple[float, float, float, float]:
    scale, left, top = sheet.place[0, 0, 0], sheet.place[0, 0, 2], sheet.place[0, 1, 2]
    rows, columns = sheet.pixels.shape[:2]
    half = (scale - 1.0) / 2.0
    left, top = left - half, top - half
    return left, top, left + columns * scale, top + rows * scale


def elements(stage: Stage, path: Path, size: Size, fps: float, seed: int) -> list[Element]:
    """The stage, back to front, as few elements as the camera's path allows."""
    sheets: list[Sheet] = []
    for index, layer in enumerate(stage.layers):
        moving = path * 0.0 if on_lens(stage.layers, index) else path
        camera = project(moving, layer.depth, size, stage.focus, bool(layer.figure))
        sheet = _sheet(stage, index, layer, camera, size)
        if sheet.pixels.size:
            sheets.append(sheet)
    groups: list[list[Sheet]] = []
    for sheet in sheets:
        if groups and _together(groups[-1][-1], sheet, size):
            groups[-1].append(sheet)
        else:
            groups.append([sheet])

    def make(index: int, group: Sequence[Sheet]) -> Element:
        alone = len(group) == 1
        made = _single(group[0], fps, size, seed + index) if alone else _joined(group, size)
        if falls(group[0].layer):  # what lies on the lens covers nothing
            return made
        made = settled(made, size)
        _ = made.coverage  # found here, side by side
        return made

    with ThreadPoolExecutor(_HANDS, "elements") as hands:  # the weather, in front, takes longest
        order = range(len(groups))[::-1]
        return list(hands.map(make, order, groups[::-1]))[::-1]


def drawn_at(stage: Stage, path: Path, size: Size) -> Size:
    """The size to draw at: `size`, or three quarters of it where no layer is finer than that."""
    if any(side % _STEP for side in size):
        return size
    for layer in stage.layers:
        camera = project(path, layer.depth, size, stage.focus, bool(layer.figure))
        finest = float(np.sqrt(np.abs(np.linalg.det(camera[:, :, :2]))).min())
        if layer.pixels.shape[1] / (layer.width * size[0] * finest) > _COARSE_FROM:
            return size
    return size[0] * 3 // 4, size[1] * 3 // 4
