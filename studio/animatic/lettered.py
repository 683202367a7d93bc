"""Words laid over the frames of any shot, without drawing those again."""

from collections.abc import Mapping

import cv2
import numpy as np

from studio.animatic.perform import Pictures
from studio.animatic.planes import Frame, empty_frame, pack, premultiplied, shrunk, to_yuva
from studio.animatic.stage import Pixels


def note(text: str, width: int, height: int) -> Pixels:
    """A frame-sized overlay with a small dark label in the lower right corner (Latin letters)."""
    tall = max(12, height // 24)
    scale = tall / 40.0
    weight = max(1, round(scale * 2))
    (wide, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, scale, weight)
    wide = min(width, wide + tall)
    ink, ground = np.zeros((height, width), np.uint8), np.zeros((height, width), np.uint8)
    edge = height // 40
    left, top = max(0, width - edge - wide), max(0, height - edge - tall)
    ground[top : top + tall, left : left + wide] = 150
    spot = (left + tall // 2, top + round(tall * 0.72))
    cv2.putText(ink, text, spot, cv2.FONT_HERSHEY_DUPLEX, scale, 255, weight, cv2.LINE_AA)
    return premultiplied(np.dstack([ink, ink, ink]), np.maximum(ground, ink))


class Lettered:
    """The frames of `pictures` under a frame-sized overlay (premultiplied BGRA)."""

    def __init__(self, pictures: Pictures, overlay: Pixels) -> None:
        height, width = overlay.shape[:2]
        self._pictures = pictures
        self._ink = empty_frame(width, height)
        pack(to_yuva(overlay), self._ink)
        self._through = empty_frame(width, height)
        alpha = np.ascontiguousarray(overlay[..., 3])
        half = 255 - shrunk(alpha, width // 2, height // 2)
        self._through[:height] = 255 - alpha
        self._through[height:] = np.concatenate([half.ravel(), half.ravel()]).reshape(-1, width)

    def frame(self, index: int, mouths: Mapping[str, str] | None = None) -> Frame:
        """Frame `index` with the words on it."""
        shown = self._pictures.frame(index, mouths)
        dimmed = cv2.multiply(shown, self._through, scale=1.0 / 255.0)
        return np.asarray(cv2.add(dimmed, self._ink), np.uint8)
