"""From camera poses to pictures: where a layer at some depth lands, and how far a camera may go."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from studio.animatic.camera import COLUMN, Path, still
from studio.animatic.stage import Layer, Room

Affine = npt.NDArray[np.float64]  # (frames, 2, 3)
Point = tuple[float, float]

_FALLS = 0.05  # frames a second
_AIM = (0.5, 0.45)  # about where pushes and zooms aim, before the stage is known
_SPARE = 0.01  # frame sizes
CROP_MOST = 1.12  # how far a shot may be cropped to give a move its room


def project(path: Path, depth: float, size: tuple[int, int], focus: Point, walks: bool) -> Affine:
    """Matrices from the frame at rest to the screen, in pixels, for a plane at `depth`.

    A pinhole camera: a plane at distance 1/depth grows by 1/(1 - dolly*depth) about `focus`;
    turning moves all planes alike; an orbit turns the others about the subject's plane. `walks`:
    the plane carries a figure that goes along with a following camera.
    """
    width, height = size
    pose = {name: path[:, column] for name, column in COLUMN.items()}
    turn = depth + (1.0 - depth) * np.cos(pose["orbit"])
    scale = 1.0 / ((1.0 - np.minimum(pose["dolly"] * depth, 0.75)) * turn)
    along = pose["follow"] if walks else 0.0
    shift_x = (along - pose["x"]) * depth * width
    shift_y = -(pose["y"] * depth + (pose["bob"] if walks else 0.0)) * height
    aside = -(np.sin(pose["orbit"]) * (1.0 - depth) / turn + pose["pan"]) * width
    down = -pose["tilt"] * height
    lens = np.exp(pose["zoom"])
    fx, fy = focus[0] * width, focus[1] * height
    grow = lens * scale
    move_x = fx - grow * fx + grow * shift_x + lens * aside
    move_y = fy - grow * fy + grow * shift_y + lens * down
    return _rolled(grow, move_x, move_y, pose["roll"], size)


def _rolled(grow: Path, move_x: Path, move_y: Path, roll: Path, size: tuple[int, int]) -> Affine:
    cos, sin = np.cos(roll), np.sin(roll)
    cx, cy = size[0] / 2.0, size[1] / 2.0
    out = np.empty((len(grow), 2, 3))
    out[:, 0, 0], out[:, 0, 1] = grow * cos, -grow * sin
    out[:, 1, 0], out[:, 1, 1] = grow * sin, grow * cos
    out[:, 0, 2] = cos * (move_x - cx) - sin * (move_y - cy) + cx
    out[:, 1, 2] = sin * (move_x - cx) + cos * (move_y - cy) + cy
    return out


def chained(second: Affine, first: Affine) -> Affine:
    """Matrices that do `first` and then `second`; either may be one for all frames."""
    out = np.empty((max(len(second), len(first)), 2, 3))
    out[:, :, :2] = second[:, :, :2] @ first[:, :, :2]
    out[:, :, 2] = (second[:, :, :2] @ first[:, :, 2:])[..., 0] + second[:, :, 2]
    return out


def placed(left: float, top: float, scale: float) -> Affine:
    """From pixel centres of a layer to pixel centres of the frame at rest."""
    half = (scale - 1.0) / 2.0
    return np.array([[[scale, 0.0, left + half], [0.0, scale, top + half]]])


def seen(path: Path, depth: float, size: tuple[int, int], focus: Point, walks: bool) -> Path:
    """What the camera sees of the plane at rest, a frame: left, top, right, bottom in pixels."""
    matrices = project(path, depth, size, focus, walks)
    corners = np.array([[0, 0], [size[0], 0], [0, size[1]], size], dtype=np.float64)
    inverse = np.linalg.inv(matrices[:, :, :2])
    at = np.einsum("nij,nkj->nki", inverse, corners[None] - matrices[:, None, :, 2])
    return np.concatenate([at.min(axis=1), at.max(axis=1)], axis=1)


def room_for(path: Path, least: float = 0.0) -> Room:
    """How far beyond each edge layers should reach so that no pose of `path` is cut.

    What is far moves less than what is near, and a move across needs nothing above and below: what
    nobody will see need not be drawn. What is nearer than the subject has the subject's room.
    """
    spare = 0.0 if still(path) and not path.any() else _SPARE

    def room(depth: float) -> tuple[float, float]:
        boxes = seen(path, min(depth, 1.0), (1, 1), _AIM, False)
        beyond = np.maximum(-boxes[:, :2], boxes[:, 2:] - 1.0).max(axis=0)
        across, down = (max(0.0, least, float(side) + spare) for side in beyond)
        return across, down

    return room


Edges = tuple[bool, bool, bool, bool]


def cut_edges(layer: Layer, size: tuple[int, int]) -> Edges:
    """Which edges (left, top, right, bottom) of a layer are cuts that must stay out of the picture.

    A cut is an edge that lies outside the frame at rest while the layer is not transparent there.
    """
    rows, columns = layer.pixels.shape[:2]
    height = layer.width * rows / columns * size[0] / size[1]
    outside = (
        layer.left <= 0.002,
        layer.top <= 0.002,
        layer.left + layer.width >= 0.998,
        layer.top + height >= 0.998,
    )
    alpha = layer.pixels[..., 3]
    rims = (alpha[:, 0], alpha[0], alpha[:, -1], alpha[-1])
    cut = [out and int(rim.max()) > 24 for out, rim in zip(outside, rims, strict=True)]
    return cut[0], cut[1], cut[2], cut[3]


def on_lens(layers: Sequence[Layer], index: int) -> bool:
    """Whether a layer stays on the screen whatever the camera does.

    Nothing infinitely far can be in front of something near: a layer of depth 0 above a nearer one
    is a vignette, a filter or dust, and belongs to the lens. Rain and snow fall all around it.
    """
    return falls(layers[index]) or (
        layers[index].depth == 0.0 and any(layer.depth > 0.0 for layer in layers[:index])
    )


def falls(layer: Layer) -> bool:
    """Whether a layer is weather that falls, not fog that drifts."""
    return fast(layer.drift)


def fast(drift: tuple[float, float]) -> bool:
    """Whether what drifts so (frames a second) falls rather than hangs in the air."""
    return max(map(abs, drift)) >= _FALLS


class Limits:
    """What a camera over some layers may see."""

    def __init__(self, layers: Sequence[Layer], size: tuple[int, int], focus: Point) -> None:
        self._size = size
        self._focus = focus
        self._cuts = [
            (layer, cut_edges(layer, size))
            for index, layer in enumerate(layers)
            if not on_lens(layers, index)
        ]

    def kept(self, path: Path) -> bool:
        """Whether no frame of `path` shows a cut edge."""
        return all(self._layer_kept(path, layer, cut) for layer, cut in self._cuts if any(cut))

    def _layer_kept(self, path: Path, layer: Layer, cut: Edges) -> bool:
        width, height = self._size
        box = seen(path, layer.depth, self._size, self._focus, bool(layer.figure))
        rows, columns = layer.pixels.shape[:2]
        left, top = layer.left * width, layer.top * height
        right = left + layer.width * width
        bottom = top + layer.width * width * rows / columns
        slack = 0.6  # pixels; bilinear sampling at the rim repeats it
        inside = (box[:, 0] >= left - slack, box[:, 1] >= top - slack,
                  box[:, 2] <= right + slack, box[:, 3] <= bottom + slack)  # fmt: skip
        return all(bool(good.all()) for good, matters in zip(inside, cut, strict=True) if matters)

    def fit(self, path: Path) -> Path:
        """`path`, cropped a little and then calmed as far as needed to keep every edge out."""
        if self.kept(path):
            return path
        zoom = np.log(CROP_MOST)
        if self.kept(_closer(path, zoom)):
            return _closer(path, _least(lambda part: self.kept(_closer(path, part)), zoom))
        calm = 1.0 - _least(lambda part: self.kept(_closer(path * (1.0 - part), zoom)), 1.0)
        return _closer(path * calm, zoom)


def _closer(path: Path, zoom: float) -> Path:
    out = path.copy()
    out[:, COLUMN["zoom"]] += zoom
    return out


def _least(good: Callable[[float], bool], most: float) -> float:
    """The smallest value up to `most` that is good, where `most` is taken to be."""
    low, high = 0.0, most
    for _ in range(12):
        middle = (low + high) / 2.0
        low, high = (low, middle) if good(middle) else (middle, high)
    return high
