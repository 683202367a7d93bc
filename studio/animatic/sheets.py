"""Sheets: drawings in SVG on a board of frame heights, rasterised to layers."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from studio.animatic.light import rgb
from studio.animatic.planes import over
from studio.animatic.rasters import SHARED
from studio.animatic.stage import Layer, Pixels, Room, even

UNIT = 1000.0  # drawing units in a frame height
LATE = 1  # rank of what covers a board: there is more to do with a figure once it is drawn
SOON = -1  # of what would be drawn last and alone, while other processes are idle
_LARGE = 1280  # pixels; the longer side of a frame that is not drawn at its full resolution
_NO_ROOM = even(0.0)
_COARSE = 0.15  # resolution of what is soft, as a share of its sheet's


@dataclass(frozen=True)
class Board:
    """A frame of width x height pixels drawn with some room beyond each edge."""

    width: int
    height: int
    room: Room = _NO_ROOM
    tilt: float = 0.0  # degrees; a dutch angle

    @property
    def wide(self) -> float:
        """The frame's width in drawing units; its height is UNIT."""
        return UNIT * self.width / self.height

    def reach(self, depth: float) -> tuple[float, float]:
        """How many times as wide and as high as the frame a layer at `depth` is."""
        across, down = self.room(depth)
        return 1.0 + 2.0 * across, 1.0 + 2.0 * down

    def box(self, depth: float) -> tuple[float, float, float, float]:
        """The x, y, width and height of a layer at `depth`, in drawing units."""
        (across, down), (wide, high) = self.room(depth), self.reach(depth)
        return -across * self.wide, -down * UNIT, self.wide * wide, UNIT * high

    @property
    def finest(self) -> float:
        """The finest resolution anything is drawn at: what a large frame is put together at."""
        return 0.75 if max(self.width, self.height) >= _LARGE else 1.0

    def sheet(
        self,
        body: str,
        depth: float,
        *,
        fine: float = 1.0,
        blur: float = 0.0,
        soft: str = "",
        shade: str = "",
        rank: int = LATE,
    ) -> Layer:
        """A layer over the whole board. `fine` is its resolution, `blur` in frame heights.

        `soft` lies over `body` and is drawn coarsely: glows and smoke, which have no edges. `shade`
        is the colour that the frame's corners fade to; `rank` as for `raster`.
        """
        if blur > 0.004:
            fine = min(fine, 0.4)
        reach, box = self.reach(depth), self.box(depth)
        columns = max(2, round(self.width * reach[0] * fine))
        rows = max(2, round(self.height * reach[1] * fine))
        coarse = (max(2, round(columns * _COARSE)), max(2, round(rows * _COARSE)))
        # What is small comes first: while what is large is drawn nothing waits for it.
        mist = raster(self.tilted(soft), box, *coarse, rank) if soft else None
        pixels = raster(self.tilted(body), box, columns, rows, rank)
        if mist is not None:
            over(pixels, grown(mist, columns, rows))
        if shade:
            cv2.multiply(
                pixels, self._vignette((columns, rows), reach, shade), dst=pixels, scale=1 / 255.0
            )
        if blur > 0:
            pixels = blurred(pixels, blur * self.height * fine)
        across, down = self.room(depth)
        return Layer(pixels, -across, -down, reach[0], depth)

    def solid(
        self,
        body: str,
        depth: float,
        *,
        fine: float = 0.5,
        blur: float = 0.0,
        soft: str = "",
        shade: str = "",
    ) -> Layer:
        """A sheet without any transparency; `body` fills the board."""
        layer = self.sheet(body, depth, fine=fine, blur=blur, soft=soft, shade=shade)
        layer.pixels[..., 3] = 255
        return replace(layer, opaque=True)

    def _vignette(self, size: tuple[int, int], reach: tuple[float, float], shade: str) -> Pixels:
        """What colours are multiplied by: white in the middle of the frame, `shade` outside."""
        across = np.linspace(-reach[0], reach[0], 64, dtype=np.float32)[None, :]
        down = np.linspace(-reach[1], reach[1], 64, dtype=np.float32)[:, None]
        far = np.clip((np.hypot(across, down) - 0.75) / 0.85, 0.0, 1.0)
        share = (far * far * (3.0 - 2.0 * far))[..., None]
        low = np.array([*rgb(shade)[::-1], 255], np.float32)
        small = np.asarray(np.rint(255.0 + (low - 255.0) * share), np.uint8)
        return grown(small, *size)

    def tilted(self, body: str) -> str:
        """`body` turned about the frame's middle."""
        if not self.tilt:
            return body
        middle = f"{self.wide / 2:.1f} {UNIT / 2:.1f}"
        return f'<g transform="rotate({self.tilt} {middle})">{body}</g>'


def raster(
    body: str, box: tuple[float, float, float, float], columns: int, rows: int, rank: int = 0
) -> Pixels:
    """The part `box` (x, y, width, height) of a drawing as premultiplied BGRA. Blocking.

    Of all that waits to be drawn, lower ranks come first.
    """
    view = " ".join(f"{v:.5f}" for v in box)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{columns}" height="{rows}" '
        f'viewBox="{view}" preserveAspectRatio="none">{body}</svg>'
    )
    return SHARED.draw(svg, rank)


def grown(pixels: Pixels, columns: int, rows: int) -> Pixels:
    """Coarse premultiplied pixels made finer."""
    out = cv2.resize(pixels, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(out, np.uint8)


def blurred(pixels: Pixels, sigma: float) -> Pixels:
    """Out of focus by `sigma` pixels; edges are continued."""
    if sigma < 0.3:
        return pixels
    out = cv2.GaussianBlur(pixels, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(out, np.uint8)
