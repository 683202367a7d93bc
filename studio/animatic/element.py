"""An element: a sheet of pixels that a camera moves over the screen, and what changes in it."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import cv2
import numpy as np

from studio.animatic.coverage import Coverage
from studio.animatic.projection import Affine
from studio.animatic.stage import Pixels

_LEVEL = 1e-7  # the most by which what only slides differs from a plain shift
Size = tuple[int, int]


@dataclass
class Element:
    """A sheet (premultiplied Y, U, V, A) and, for every frame, its matrix to the screen."""

    pixels: Pixels
    matrices: Affine
    opaque: bool = False
    walks: bool = False
    mouths: dict[str, "Lips"] = field(default_factory=dict[str, "Lips"])
    eyes: dict[str, "Lips"] = field(default_factory=dict[str, "Lips"])
    tiled: bool = False  # its pixels repeat themselves on all sides

    shown: Size | None = None  # how large its pixels are on the screen, if not as they are

    def spread(self) -> "Element":
        """The same as it is shown, and as large as a screen needs that its tile moves over."""
        pixels = self.pixels
        if self.shown:
            pixels = np.asarray(cv2.resize(pixels, self.shown), np.uint8)
        if self.tiled:
            pixels = np.tile(pixels, (2, 2, 1))
        return (
            self if pixels is self.pixels else replace(self, pixels=pixels, tiled=False, shown=None)
        )

    @cached_property
    def slides(self) -> list[bool]:
        """For every frame, whether it is only shifted: it neither grows nor turns."""
        off = np.abs(self.matrices[:, :, :2] - np.eye(2)).max(axis=(1, 2))
        return [bool(level) for level in off < _LEVEL]

    @cached_property
    def coverage(self) -> Coverage:
        """What of the screen it hides and paints."""
        return Coverage(self.pixels, self.opaque)


@dataclass
class Lips:
    """A mouth or the eyes in an element's pixels, for each shape; drawn in when that changes."""

    left: int
    top: int
    shapes: dict[str, Pixels]
    now: str = ""

    def show(self, pixels: Pixels, shape: str) -> bool:
        """Put `shape` into `pixels`; whether that changed anything."""
        if shape == self.now or shape not in self.shapes:
            return False
        patch = self.shapes[shape]
        rows, columns = patch.shape[:2]
        pixels[self.top : self.top + rows, self.left : self.left + columns] = patch
        self.now = shape
        return True
