"""A real face that moves: one photograph, bent by its own mesh, spoken with our own voices.

The photograph is NASA's official portrait of Eileen Collins (public domain), from scikit-image.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from studio.cast.faces import faces_of
from studio.cast.loaded import Loaded
from studio.cast.mesh import CORNER_LEFT, CORNER_RIGHT, Mesh, mesh_of

Bgr = npt.NDArray[np.uint8]
ASTRONAUT = Path(__file__).parent / "media" / "astronaut.jpg"
_INNER_LIPS = [
    78,
    191,
    80,
    81,
    82,
    13,
    312,
    311,
    310,
    415,
    308,
    324,
    318,
    402,
    317,
    14,
    87,
    178,
    88,
    95,
]
_GRID = 4  # pixels of a cell in which all moves alike


@dataclass(frozen=True)
class Pose:
    """How the face is: degrees turned (to the right of the picture), how far the mouth opens and
    smiles (0 to 1), the size and place of the photograph, and light.
    """

    turn: float = 0.0
    open: float = 0.0
    smile: float = 0.0
    scale: float = 1.0
    x: float = 0.5
    light: float = 1.0
    blur: float = 0.0


class Puppet:
    """The photograph with its mesh found once."""

    def __init__(self, models: Loaded, picture: Bgr | None = None) -> None:
        self.picture = np.asarray(
            cv2.imread(str(ASTRONAUT)) if picture is None else picture, np.uint8
        )
        self._mesh = mesh_of(self.picture, faces_of(self.picture, models)[0], models)

    def drawn(self, pose: Pose, size: tuple[int, int] = (640, 480)) -> Bgr:
        """The picture of a pose, (height, width, 3), before a plain wall."""
        bent = self._bent(pose)
        if pose.blur:
            bent = cv2.GaussianBlur(bent, (0, 0), pose.blur)
        width, height = size
        side = round(height * pose.scale)
        small = cv2.resize(bent, (side, side), interpolation=cv2.INTER_AREA)
        wall = np.full((height, width, 3), (150, 140, 130), np.uint8)
        left = round(width * pose.x - side / 2)
        first, last = max(0, left), min(width, left + side)
        tall = min(height, side)
        if first < last:
            wall[height - tall :, first:last] = small[:tall, first - left : last - left]
        lit = np.clip(wall.astype(np.float32) * pose.light, 0, 255)
        return np.asarray(lit, np.uint8)

    def _bent(self, pose: Pose) -> Bgr:
        """The head in a pose, in the photograph."""
        whole = self.picture.copy()
        low, high = self._mesh[:, :2].min(axis=0) - 40, self._mesh[:, :2].max(axis=0) + 40
        left, top = (max(0, int(each)) for each in low)
        head = whole[top : int(high[1]), left : int(high[0])]
        mesh = self._mesh - np.array([left, top, 0], np.float32)
        target = _moved(mesh, pose)
        head[:] = _warped(head, mesh, target)
        if pose.open > 0.02:
            lips = np.asarray(target[_INNER_LIPS, :2] * 8, np.int32)
            cv2.fillPoly(head, [lips], (35, 25, 60), cv2.LINE_AA, 3)
        return whole


def _warped(picture: Bgr, mesh: Mesh, target: Mesh) -> Bgr:
    """Each place shows what lies where the points around it came from."""
    rows, columns = picture.shape[:2]
    y, x = np.mgrid[0:rows:_GRID, 0:columns:_GRID].astype(np.float32)
    shift = (mesh - target)[:, :2]
    away = np.square(x[..., None] - target[:, 0]) + np.square(y[..., None] - target[:, 1])
    near = np.exp(-away / (2 * 5.0**2)) + 1e-9 * np.exp(-away / (2 * 30.0**2))
    pull = near.sum(axis=-1)
    flow = (near @ shift) / np.maximum(1e-12, pull)[..., None]
    flow *= np.clip(np.sqrt(pull / 1e-9 / 20.0), 0, 1)[..., None]
    wide = cv2.resize(flow.astype(np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    return np.asarray(
        cv2.remap(
            picture, x + wide[..., 0], y + wide[..., 1], cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        ), np.uint8,
    )  # fmt: skip


def _moved(mesh: Mesh, pose: Pose) -> Mesh:
    """Where the points are in a pose."""
    out = mesh.copy()
    middle = mesh.mean(axis=0)
    wide = float(np.linalg.norm(mesh[CORNER_LEFT] - mesh[CORNER_RIGHT]))
    lips = (mesh[CORNER_LEFT] + mesh[CORNER_RIGHT]) / 2.0
    below = np.clip((mesh[:, 1] - mesh[13, 1]) / (0.25 * wide), 0, 1)
    inside = np.exp(-np.square((mesh[:, 0] - lips[0]) / (0.55 * wide)))
    out[:, 1] += pose.open * 0.5 * wide * below * inside
    for corner, way in ((CORNER_LEFT, -1.0), (CORNER_RIGHT, 1.0)):
        near = np.exp(-np.square(np.linalg.norm(mesh - mesh[corner], axis=1) / (0.35 * wide)))
        out[:, 0] += way * pose.smile * 0.16 * wide * near
        out[:, 1] -= pose.smile * 0.12 * wide * near
    angle = np.radians(pose.turn)
    x, z = out[:, 0] - middle[0], out[:, 2] - middle[2]
    out[:, 0] = middle[0] + x * np.cos(angle) - z * np.sin(angle)
    return out
