"""A subject taken off its background by u2netp where installed, and the hole behind it filled."""

import importlib
from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from studio.animatic.interest import Bgr, faces
from studio.animatic.models import can_run, find_model
from studio.animatic.planes import premultiplied, shrunk
from studio.animatic.stage import Pixels

Mask = npt.NDArray[np.uint8]  # (height, width), 255 is subject

_SIDE = 320  # what u2netp was trained on
_MEAN, _SPREAD = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
_INPAINT_SIDE = 400
_FADE = 0.08  # part of a picture's breadth in which a subject cut by its side fades out
_REACH = (
    0.010  # of the longer side: how far beyond its rim a subject's edge still colours a picture
)


@cache
def _network() -> Any:
    """The loaded network, or None where the model or the runtime is not installed."""
    model = find_model("u2netp")
    if model is None or not can_run():
        return None
    runtime: Any = importlib.import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1  # the same sums on every machine
    return runtime.InferenceSession(model.read_bytes(), options, providers=["CPUExecutionProvider"])


def subject_mask(picture: Bgr) -> Mask | None:
    """What stands in front, as a mask of the picture's size.

    None when the model is not installed, or when it finds nothing that is clearly one subject: less
    than 1 % or more than 80 % of the picture, or mostly uncertain.
    """
    network = _network()
    if network is None:
        return None
    small = shrunk(picture, _SIDE, _SIDE)[..., ::-1].astype(np.float64)
    scaled = (small / max(1.0, float(small.max())) - _MEAN) / _SPREAD
    batch = np.asarray(scaled.transpose(2, 0, 1)[None], np.float32)
    raw = np.asarray(network.run(None, {network.get_inputs()[0].name: batch})[0][0, 0], np.float32)
    low, high = float(raw.min()), float(raw.max())
    found = np.asarray((raw - low) / max(1e-6, high - low), np.float32)
    if high < 0.4 or not _clear(found):
        return None
    rows, columns = picture.shape[:2]
    wide = cv2.resize(found, (columns, rows), interpolation=cv2.INTER_CUBIC)
    sharp = np.clip((np.asarray(wide, np.float32) - 0.25) / 0.5, 0.0, 1.0)
    return _without_crumbs(np.asarray(np.rint(sharp * 255.0), np.uint8))


def _without_crumbs(mask: Mask) -> Mask:
    """The mask less pieces that are small beside the largest one."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((mask > 30).astype(np.uint8))
    areas = np.asarray(stats, np.int64)[1:count, cv2.CC_STAT_AREA]
    if len(areas) < 2:
        return mask
    kept = np.concatenate([[False], areas >= 0.04 * areas.max()])
    return np.asarray(np.where(kept[np.asarray(labels, np.int64)], mask, 0), np.uint8)


def _clear(found: npt.NDArray[np.float32]) -> bool:
    sure = float((found > 0.75).mean())
    unsure = float(((found > 0.25) & (found <= 0.75)).mean())
    return 0.01 < sure < 0.8 and unsure < 0.5 * sure + 0.02


def portrait_mask(picture: Bgr) -> Mask | None:
    """A subject that can stand before another background.

    None when there is none, when the picture's upper edge cuts through it, or when the mask is no
    more than a scrap of it.
    """
    mask = subject_mask(picture)
    if mask is None or _beheaded(mask) or not _plausible(mask, picture):
        return None
    return _fading_at_sides(mask)


def _beheaded(mask: Mask) -> bool:
    """Whether a good part of the subject's breadth lies on the picture's upper edge."""
    across = int((mask.max(axis=0) > 127).sum())
    return int((mask[:2].max(axis=0) > 127).sum()) > 0.12 * max(1, across)


def _plausible(mask: Mask, colour: Bgr) -> bool:
    """Whether a mask is of what the picture shows: it holds the face, or is not a mere scrap."""
    rows, columns = mask.shape
    found = faces(colour)
    if not found:
        return float((mask > 127).mean()) > 0.04
    x, y = int(found[0].left * columns), int(found[0].top * rows)
    wide, tall = int(found[0].width * columns), int(found[0].height * rows)
    head = mask[max(0, y) : y + max(1, tall), max(0, x) : x + max(1, wide)]
    return bool(head.size) and float((head > 127).mean()) > 0.7


def _fading_at_sides(mask: Mask) -> Mask:
    """The mask, softly ending where the picture's left or right edge cuts through the subject."""
    columns = mask.shape[1]
    ramp = np.ones(columns, np.float32)
    rise = np.linspace(0.0, 1.0, max(2, round(columns * _FADE)), dtype=np.float32) ** 2
    if int(mask[:, :2].max()) > 127:
        ramp[: len(rise)] = rise
    if int(mask[:, -2:].max()) > 127:
        ramp[-len(rise) :] = rise[::-1]
    return np.asarray(np.rint(mask * ramp), np.uint8)


def lifted(picture: Bgr, mask: Mask) -> Pixels:
    """The subject alone, premultiplied BGRA; the rim is drawn in by a pixel against halos."""
    alpha = np.asarray(cv2.erode(mask, np.ones((3, 3), np.uint8)), np.uint8)
    alpha = np.asarray(cv2.GaussianBlur(alpha, (3, 3), 0), np.uint8)
    return premultiplied(picture, alpha)


def behind(picture: Bgr, mask: Mask) -> Bgr:
    """The picture without its subject: the hole is filled from around it, at reduced size."""
    rows, columns = picture.shape[:2]
    factor = min(1.0, _INPAINT_SIDE / max(rows, columns))
    width, height = max(1, round(columns * factor)), max(1, round(rows * factor))
    reach = max(2, round(max(width, height) * _REACH))
    kernel = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    hole = cv2.dilate((shrunk(mask, width, height) > 20).astype(np.uint8) * 255, kernel)
    filled = cv2.inpaint(shrunk(picture, width, height), hole, 4, cv2.INPAINT_TELEA)
    soft = cv2.GaussianBlur(filled, (0, 0), max(1.0, reach * 0.8))
    large = np.asarray(cv2.resize(soft, (columns, rows), interpolation=cv2.INTER_CUBIC), np.uint8)
    blend = cv2.resize(cv2.GaussianBlur(hole, (0, 0), max(0.8, reach * 0.35)), (columns, rows))
    weight = np.asarray(blend, np.float32)[..., None] / 255.0
    return np.asarray(np.rint(picture * (1.0 - weight) + large * weight), np.uint8)
