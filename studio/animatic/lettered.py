"""Words laid over the frames of any shot, without drawing those again."""

from collections.abc import Mapping

import cv2
import numpy as np

from studio.animatic.perform import Pictures
from studio.animatic.planes import Frame, empty_frame, pack, shrunk, to_yuva
from studio.animatic.stage import Pixels


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
