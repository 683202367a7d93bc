"""A person cut out of a still by u2netp, as the network's authors feed it (MIT U-2-Net)."""

import cv2
import numpy as np
import numpy.typing as npt

from studio.cast.faces import Bgr, Face
from studio.cast.loaded import Loaded, onnx

Mask = npt.NDArray[np.uint8]  # (height, width), 255 is the person

_SIDE = 320  # what the network was trained on
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_SPREAD = np.array([0.229, 0.224, 0.225], np.float32)
_CRUMB = 0.04  # of the largest piece, below which another one is none of the person


def cut_out(picture: Bgr, face: Face, models: Loaded) -> Bgr | None:
    """The person as (height, width, 4) BGRA, not premultiplied.

    None when what the network finds is not clearly the one of that face: less than 70 % of the
    face, or nearly the whole picture. Raises NoModel.
    """
    mask = _mask(picture, models)
    rows, columns = mask.shape
    top, left = max(0, round(face.top * rows)), max(0, round(face.left * columns))
    bottom, right = (
        round((face.top + face.height) * rows),
        round((face.left + face.width) * columns),
    )
    head = mask[top:bottom, left:right]
    if not head.size or float((head > 127).mean()) < 0.7 or float((mask > 127).mean()) > 0.92:
        return None
    return np.dstack([picture, _of_face(mask, (left + right) // 2, (top + bottom) // 2)])


def _mask(picture: Bgr, models: Loaded) -> Mask:
    small = cv2.resize(picture, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    values = np.asarray(small, np.float32)[..., ::-1]
    scaled = (values / max(1.0, float(values.max())) - _MEAN) / _SPREAD
    batch = np.asarray(scaled.transpose(2, 0, 1)[None], np.float32)
    with models.use("cutout", lambda files: onnx(files[0])) as network:
        first = network.get_inputs()[0].name
        raw = np.asarray(network.run(None, {first: batch})[0][0, 0], np.float32)
    low, high = float(raw.min()), float(raw.max())
    found = (raw - low) / max(1e-6, high - low)
    size = (picture.shape[1], picture.shape[0])
    wide = np.asarray(cv2.resize(found, size, interpolation=cv2.INTER_CUBIC), np.float32)
    return np.asarray(np.rint(np.clip((wide - 0.25) / 0.5, 0.0, 1.0) * 255.0), np.uint8)


def _of_face(mask: Mask, x: int, y: int) -> Mask:
    """The mask less what does not hang together with the face, but for large pieces."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((mask > 30).astype(np.uint8))
    areas = np.asarray(stats, np.int64)[:count, cv2.CC_STAT_AREA]
    places = np.asarray(labels, np.int64)
    areas[0] = 0
    kept = areas >= max(1.0, _CRUMB * float(areas.max()))
    kept[int(places[min(y, places.shape[0] - 1), min(x, places.shape[1] - 1)])] = True
    kept[0] = False
    return np.asarray(np.where(kept[places], mask, 0), np.uint8)
