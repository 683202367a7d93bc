"""Sheets: drawings in SVG on a board of frame heights, rasterised to layers."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import resvg_py

from studio.animatic.stage import Layer, Pixels

UNIT = 1000.0  # drawing units in a frame height


@dataclass(frozen=True)
class Board:
    """A frame of width x height pixels drawn with `over` of it beyond each edge."""

    width: int
    height: int
    over: float = 0.0
    tilt: float = 0.0  # degrees; a dutch angle

    @property
    def wide(self) -> float:
        """The frame's width in drawing units; its height is UNIT."""
        return UNIT * self.width / self.height

    @property
    def reach(self) -> float:
        """How many times the frame the board is."""
        return 1.0 + 2.0 * self.over

    def sheet(self, body: str, depth: float, *, fine: float = 1.0, blur: float = 0.0) -> Layer:
        """A layer over the whole board. `fine` is its resolution, `blur` in frame heights."""
        if blur > 0.004:
            fine = min(fine, 0.4)
        columns = max(2, round(self.width * self.reach * fine))
        rows = max(2, round(self.height * self.reach * fine))
        box = (
            -self.over * self.wide,
            -self.over * UNIT,
            self.wide * self.reach,
            UNIT * self.reach,
        )
        pixels = raster(self.tilted(body), box, columns, rows)
        if blur > 0:
            pixels = blurred(pixels, blur * self.height * fine)
        return Layer(pixels, -self.over, -self.over, self.reach, depth)

    def solid(self, body: str, depth: float, *, fine: float = 0.5, blur: float = 0.0) -> Layer:
        """A sheet without any transparency: what is missing shows the mean colour."""
        layer = self.sheet(body, depth, fine=fine, blur=blur)
        pixels = layer.pixels.copy()
        pixels[..., 3] = 255
        return replace(layer, pixels=pixels, opaque=True)

    def tilted(self, body: str) -> str:
        """`body` turned about the frame's middle."""
        if not self.tilt:
            return body
        middle = f"{self.wide / 2:.1f} {UNIT / 2:.1f}"
        return f'<g transform="rotate({self.tilt} {middle})">{body}</g>'


def raster(body: str, box: tuple[float, float, float, float], columns: int, rows: int) -> Pixels:
    """The part `box` (x, y, width, height) of a drawing as premultiplied BGRA."""
    view = " ".join(f"{v:.3f}" for v in box)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{columns}" height="{rows}" '
        f'viewBox="{view}" preserveAspectRatio="none">{body}</svg>'
    )
    png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    straight = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    return premultiplied(np.asarray(straight, np.uint8))


def premultiplied(straight: Pixels) -> Pixels:
    """Straight BGRA (or BGR) as premultiplied BGRA."""
    if straight.shape[2] == 3:
        return np.dstack([straight, np.full(straight.shape[:2], 255, np.uint8)])
    alpha = cv2.cvtColor(np.ascontiguousarray(straight[..., 3]), cv2.COLOR_GRAY2BGR)
    colour = cv2.multiply(np.ascontiguousarray(straight[..., :3]), alpha, scale=1 / 255.0)
    return np.dstack([colour, straight[..., 3]]).astype(np.uint8)


def blurred(pixels: Pixels, sigma: float) -> Pixels:
    """Out of focus by `sigma` pixels; edges are continued."""
    if sigma < 0.3:
        return pixels
    out = cv2.GaussianBlur(pixels, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(out, np.uint8)
