"""Small stages that the tests of this folder share."""

import cv2
import numpy as np

from studio.animatic.planes import premultiplied
from studio.animatic.stage import MOUTH_SHAPES, Layer, Mouth, Pixels, Stage

SIZE = (320, 180)


def noise(width: int, height: int, grain: int = 6, seed: int = 3) -> Pixels:
    """Soft coloured noise, opaque BGRA."""
    dice = np.random.default_rng(seed)
    small = dice.integers(30, 226, (height // grain, width // grain, 3)).astype(np.uint8)
    colour = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
    return np.dstack([colour, np.full((height, width), 255, np.uint8)])


def disc(width: int, height: int, colour: tuple[int, int, int]) -> Pixels:
    """A filled ellipse on nothing, premultiplied BGRA."""
    alpha = np.zeros((height, width), np.uint8)
    axes = (width // 2 - 2, height // 2 - 2)
    cv2.ellipse(alpha, (width // 2, height // 2), axes, 0, 0, 360, 255, -1, cv2.LINE_AA)
    return premultiplied(np.full((height, width, 3), colour, np.uint8), alpha)


def stage(over: float = 0.2, mouths: bool = False, sway: float = 0.0) -> Stage:
    """A far wall, a nearer strip of ground and a figure."""
    reach = 1.0 + 2.0 * over
    wall = noise(round(SIZE[0] * reach), round(SIZE[1] * reach))
    ground = noise(round(SIZE[0] * reach), round(SIZE[1] * (0.3 + over)), seed=5)
    figure = disc(60, 110, (40, 60, 220))
    patches = {
        shape: np.full((8, 14, 4), (20 * index, 0, 0, 255), np.uint8)
        for index, shape in enumerate(MOUTH_SHAPES)
    }
    layers = (
        Layer(wall, -over, -over, reach, 0.15, opaque=True),
        Layer(ground, -over, 0.7, reach, 0.7),
        Layer(figure, 0.4, 0.2, 60 / SIZE[0], 1.0, figure="ann", sway=sway),
    )
    return Stage(layers, (Mouth("ann", 2, 23, 30, patches),) if mouths else ())
