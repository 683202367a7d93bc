"""468 points of a face (MediaPipe's face mesh, read by OpenCV): where it looks, how it smiles.

The model sees a square of one and a half face boxes turned upright by the eyes, as MediaPipe's own
graph face_detection_front_detection_to_roi cuts it.
"""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from studio.cast.faces import Bgr, Face, quiet
from studio.cast.loaded import Loaded

Mesh = npt.NDArray[np.float32]  # (468, 3): x and y in pixels of the picture, z at the same scale

_SIDE = 192  # what the model was trained on
_REACH = 1.5
# Numbers of points in the canonical face model of MediaPipe.
LIP_UPPER, LIP_LOWER, CORNER_LEFT, CORNER_RIGHT = 13, 14, 61, 291
_EYE_LEFT, _EYE_RIGHT = 33, 263
_CHEEK_LEFT, _CHEEK_RIGHT = 234, 454


def _network(files: tuple[Path, ...]) -> Any:
    return quiet(lambda: cv2.dnn.readNetFromTFLite(str(files[0])))


def mesh_of(picture: Bgr, face: Face, models: Loaded) -> Mesh:
    """The points of a face, in the picture's pixels; x grows to the right, z away from the camera.

    Raises NoModel.
    """
    turn = _square(picture, face)
    square = cv2.warpAffine(picture, turn, (_SIDE, _SIDE), borderMode=cv2.BORDER_REPLICATE)
    batch = cv2.dnn.blobFromImage(square, 1.0 / 255.0, swapRB=True)
    with models.use("mesh", _network) as network:
        network.setInput(batch)
        out = np.asarray(network.forward(), np.float32).reshape(-1, 3)
    back = np.asarray(cv2.invertAffineTransform(turn), np.float32)
    mesh = np.empty_like(out)
    mesh[:, :2] = out[:, :2] @ back[:, :2].T + back[:, 2]
    mesh[:, 2] = out[:, 2] * float(np.hypot(back[0, 0], back[1, 0]))
    return mesh


def _square(picture: Bgr, face: Face) -> npt.NDArray[np.float64]:
    """The affine map from the picture to the model's square."""
    rows, columns = picture.shape[:2]
    points = face.pixels(picture)
    across = points[1] - points[0]
    angle = float(np.degrees(np.arctan2(across[1], across[0])))
    side = _REACH * max(face.width * columns, face.height * rows)
    x, y = face.centre
    turn = cv2.getRotationMatrix2D((x * columns, y * rows), angle, _SIDE / max(1.0, side))
    turn[:, 2] += np.array([_SIDE / 2 - x * columns, _SIDE / 2 - y * rows])
    return np.asarray(turn, np.float64)


def openness(mesh: Mesh) -> float:
    """How far the mouth is open: the gap between the lips, in breadths of the mouth."""
    wide = float(np.linalg.norm(mesh[CORNER_LEFT] - mesh[CORNER_RIGHT]))
    gap = float(np.linalg.norm(mesh[LIP_UPPER] - mesh[LIP_LOWER]))
    return gap / wide if wide > 0.0 else 0.0


def turned(mesh: Mesh) -> float:
    """Degrees that the face is turned, positive to the right of the picture.

    From the depths of both sides of the face, where the mesh is most sure of them.
    """
    left, right = mesh[_CHEEK_LEFT], mesh[_CHEEK_RIGHT]
    across = float(np.hypot(right[0] - left[0], right[1] - left[1]))
    return float(np.degrees(np.arctan2(right[2] - left[2], max(1e-6, across))))


def smile(mesh: Mesh) -> float:
    """How much the mouth smiles: its breadth in eye distances, and how high its corners stand."""
    eyes = mesh[_EYE_RIGHT] - mesh[_EYE_LEFT]
    scale = float(np.linalg.norm(eyes))
    if scale <= 0.0:
        return 0.0
    wide = float(np.linalg.norm(mesh[CORNER_RIGHT] - mesh[CORNER_LEFT])) / scale
    down = np.array([-eyes[1], eyes[0]], np.float32) / max(1e-6, float(np.hypot(*eyes[:2])))
    corners = (mesh[CORNER_LEFT, :2] + mesh[CORNER_RIGHT, :2]) / 2.0
    middle = (mesh[LIP_UPPER, :2] + mesh[LIP_LOWER, :2]) / 2.0
    return wide + float((middle - corners) @ down) / scale


def eyes_open(mesh: Mesh) -> float:
    """How far the eyes are open: the mean gap between the lids, in breadths of the eye."""
    gaps = [
        float(np.linalg.norm(mesh[up] - mesh[down]) / max(1e-6, np.linalg.norm(mesh[a] - mesh[b])))
        for up, down, a, b in ((159, 145, 33, 133), (386, 374, 263, 362))
    ]
    return sum(gaps) / len(gaps)
