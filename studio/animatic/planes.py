"""Pictures as luma, chroma and alpha: the form in which layers are warped, blended and encoded."""

import cv2
import numpy as np
import numpy.typing as npt

from studio.animatic.stage import Pixels

Matrix = npt.NDArray[np.float64]  # (2, 3)
Box = tuple[int, int, int, int]  # left, top, right, bottom
Frame = npt.NDArray[np.uint8]  # I420: (height * 3 / 2, width), luma rows, then U, then V
Plane = npt.NDArray[np.uint8]  # (height, width)

# Rows: Y, U, V (BT.709, limited range) and alpha; columns: B, G, R premultiplied, and alpha. The
# offsets 16 and 128 are scaled by alpha, so the result is premultiplied as well.
_KR, _KB = 0.2126, 0.0722
_KG = 1.0 - _KR - _KB
_Y, _C = 219.0 / 255.0, 224.0 / 255.0
TO_YUVA = np.array(
    [
        [_Y * _KB, _Y * _KG, _Y * _KR, 16.0 / 255.0],
        [_C * 0.5, -_C * 0.5 * _KG / (1 - _KB), -_C * 0.5 * _KR / (1 - _KB), 128.0 / 255.0],
        [-_C * 0.5 * _KB / (1 - _KR), -_C * 0.5 * _KG / (1 - _KR), _C * 0.5, 128.0 / 255.0],
        [0.0, 0.0, 0.0, 1.0],
    ]
)
# The four bytes of a pixel as one number: alpha alone, whatever the order of bytes.
_ALPHA = np.array([0, 0, 0, 255], np.uint8).view(np.uint32)[0]


def to_yuva(pixels: Pixels) -> Pixels:
    """Premultiplied BGRA to premultiplied Y, U, V, A of the same shape."""
    return np.asarray(cv2.transform(pixels, TO_YUVA), dtype=np.uint8)


def to_bgr(frame: Frame) -> Pixels:
    """An encoded-form frame back as BGR (height, width, 3), for stills and tests."""
    rows, width = frame.shape
    height = rows * 2 // 3
    chroma = frame[height:].reshape(2, height // 2, width // 2)
    full = np.empty((height, width, 4), np.float32)
    full[..., 0], full[..., 3] = frame[:height], 255.0
    for index in (0, 1):
        full[..., index + 1] = cv2.resize(chroma[index], (width, height))
    bgra = np.asarray(cv2.transform(full, np.linalg.inv(TO_YUVA)), np.float32)
    return np.asarray(np.clip(np.rint(bgra[..., :3]), 0, 255), np.uint8)


def over(below: Pixels, above: Pixels) -> None:
    """Blend premultiplied `above` over `below`, in place; four channels each."""
    through = cv2.bitwise_not(cv2.extractChannel(above, 3))
    cv2.multiply(below, cv2.merge([through] * 4), dst=below, scale=1.0 / 255.0)
    cv2.add(below, above, dst=below)


def lay(below: Pixels, sheet: Pixels) -> None:
    """Blend a sheet (premultiplied Y, U, V, A) over an opaque canvas, in place; it stays opaque.

    OpenCV's own weighting of colour by alpha does it in half the time of a product of pictures. So
    alpha becomes for a moment what is seen through the sheet; that and the sheet's make it whole.
    """
    alpha = np.bitwise_and(sheet.view(np.uint32), _ALPHA).view(np.uint8)
    cv2.subtract(below, alpha, dst=below)
    cv2.cvtColor(below, cv2.COLOR_RGBA2mRGBA, dst=below)
    cv2.add(below, sheet, dst=below)


def shifted(pixels: Pixels, across: float, down: float, place: Pixels) -> bool:
    """Fill `place` with `pixels` moved by (across, down), bilinear; False when it is not covered.

    Where nothing grows or turns this is twice as fast as a warp, and exact.
    """
    rows, columns = place.shape[:2]
    x, y = int(np.floor(-across)), int(np.floor(-down))
    part_x, part_y = -across - x, -down - y
    if x < 0 or y < 0 or y + rows >= pixels.shape[0] or x + columns >= pixels.shape[1]:
        return False
    here = pixels[y : y + rows, x : x + columns]
    if part_y < 1e-3:
        beside = pixels[y : y + rows, x + 1 : x + 1 + columns]
        cv2.addWeighted(here, 1.0 - part_x, beside, part_x, 0.0, dst=place)
        return True
    weights = np.outer([1.0 - part_y, part_y], [1.0 - part_x, part_x])
    wider = pixels[y : y + rows + 1, x : x + columns + 1]
    mixed = cv2.filter2D(wider, -1, weights, anchor=(0, 0))
    np.copyto(place, mixed[:rows, :columns])
    return True


def warped(
    pixels: Pixels,
    matrix: Matrix,
    size: tuple[int, int],
    border: int = cv2.BORDER_CONSTANT,
) -> Pixels:
    """`pixels` carried to a new picture of (width, height) by a 2 x 3 matrix, bilinear."""
    carried = cv2.warpAffine(pixels, matrix, size, borderMode=border)
    return np.asarray(carried, np.uint8)


def shrunk(pixels: Pixels, width: int, height: int) -> Pixels:
    """`pixels` at another size, each new one the mean of those it covers."""
    small = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def tight(pixels: Pixels) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is not fully transparent; all zero when nothing is."""
    rows = np.flatnonzero(pixels[..., 3].max(axis=1))
    if not len(rows):
        return 0, 0, 0, 0
    columns = np.flatnonzero(pixels[rows[0] : rows[-1] + 1, :, 3].max(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def empty_frame(width: int, height: int) -> Frame:
    """Room for one I420 frame."""
    return np.empty((height * 3 // 2, width), np.uint8)


def bgr_to_yuva(picture: Pixels) -> Pixels:
    """Opaque BGR (height, width, 3) to Y, U, V and full alpha."""
    matrix = np.hstack([TO_YUVA[:, :3], TO_YUVA[:, 3:] * 255.0])
    return np.asarray(cv2.transform(picture, matrix), dtype=np.uint8)


def premultiplied(colour: Pixels, alpha: Pixels) -> Pixels:
    """BGR weighted by alpha, with alpha as the fourth channel."""
    weighted = (colour.astype(np.uint16) * alpha[..., None].astype(np.uint16) + 127) // 255
    return np.dstack([weighted.astype(np.uint8), alpha])
