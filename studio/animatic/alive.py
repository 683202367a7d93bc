"""What moves of its own accord: figures that idle, rain that falls, eyes that blink."""

import hashlib

import cv2
import numpy as np
import numpy.typing as npt

from studio.animatic.easing import unrest
from studio.animatic.projection import Affine
from studio.animatic.stage import Pixels

_MIRRORED = 0.3  # of a layer: what drifts less in the whole shot is continued by its mirror image
_ON = 2  # frames a drawing is held, as in animation "on twos"; so slow a sway shows no step
# A person at rest blinks about 17 times a minute (Bentivoglio et al., Movement Disorders 12, 1997);
# the lids are down for an eighth of a second.
_BETWEEN = (1.8, 5.2)  # seconds
_SHUT = 0.125


def sway(tall: float, frames: int, fps: float, rows: int, seed: int) -> Affine:
    """Leaning from the foot and a little breathing, about the lower edge of a layer of `rows`.

    `tall` is how far the top goes, as a part of the layer's height; returns (frames, 2, 3).
    """
    clock = np.arange(frames) // _ON * _ON / fps
    lean = tall * unrest(clock, seed, 0.12, 0.7)
    breath = 0.25 * tall * np.sin(2 * np.pi * clock * 0.27 + seed)
    out = np.zeros((frames, 2, 3))
    out[:, 0, 0] = 1.0
    out[:, 0, 1], out[:, 0, 2] = -lean, lean * rows
    out[:, 1, 1], out[:, 1, 2] = 1.0 + breath, -breath * rows
    return out


def drifting(
    pixels: Pixels, speed: tuple[float, float], frames: int, fps: float
) -> tuple[Pixels, Affine]:
    """A layer that repeats itself, larger than before, and how it moves: (frames, 2, 3).

    `speed` is in the layer's pixels a second, across and down. Rain repeats without a seam; what
    drifts only a little (fog) is continued by its mirror image instead.
    """
    rows, columns = pixels.shape[:2]
    little, moves = _ways((columns, rows), speed, frames, fps)
    return _continued(pixels, speed, mirrored=little), moves


def _continued(pixels: Pixels, speed: tuple[float, float], *, mirrored: bool) -> Pixels:
    """Pixels followed by themselves, or by their mirror image, along the ways they drift."""
    for axis, rate in enumerate(speed):
        if rate != 0.0:
            side = 1 - axis
            again = np.asarray(cv2.flip(pixels, side), np.uint8) if mirrored else pixels
            pixels = np.concatenate([again, pixels], axis=side)
    return np.ascontiguousarray(pixels)


def _ways(
    size: tuple[int, int], speed: tuple[float, float], frames: int, fps: float
) -> tuple[bool, Affine]:
    """Whether what is so large drifts but a little in the shot, and where it is in each frame."""
    columns, rows = size
    travel = np.abs(speed) * np.float64(frames / fps) / size
    little = bool((travel < _MIRRORED).all())
    moves = np.zeros((frames, 2, 3))
    moves[:, 0, 0] = moves[:, 1, 1] = 1.0
    for axis, (length, rate) in enumerate(zip((columns, rows), speed, strict=True)):
        if rate != 0.0:
            way = np.arange(frames) / fps * rate
            moves[:, axis, 2] = (way % length if rate > 0 or not little else length + way) - length
    return little, moves


def falling(
    pixels: Pixels,
    drift: tuple[float, float],
    place: Affine,
    frames: int,
    fps: float,
    size: tuple[int, int],
) -> tuple[Pixels, tuple[int, int], Affine, bool]:
    """A sheet of weather, its size on the screen, and how it moves by whole pixels a frame.

    True as the fourth: the sheet is one tile, which repeats itself on all sides. What falls fast
    looks the same in whole pixels, and is laid over a frame without a warp.
    `drift` is in frames a second, `place` the layer's (1, 2, 3) to a screen of `size`.
    """
    rows, columns = pixels.shape[:2]
    scale = float(place[0, 0, 0])
    fine = max(1, round(columns * scale)), max(1, round(rows * scale))
    steps = np.rint(np.array(drift) * size / fps)
    speed = float(steps[0] * fps), float(steps[1] * fps)
    little, moves = _ways(fine, speed, frames, fps)
    if little:
        pixels = _continued(pixels, speed, mirrored=True)
        fine = fine[0] * (1 + (speed[0] != 0.0)), fine[1] * (1 + (speed[1] != 0.0))
    corner = place[0, :, 2] - (scale - 1.0) / 2.0
    moves[:, :, 2] = np.rint(moves[:, :, 2]) + np.rint(corner)
    return pixels, fine, moves, not little


def blinks(figure: str, seed: int, frames: int, fps: float) -> npt.NDArray[np.bool_]:
    """For every frame of a shot, whether the figure's eyes are shut."""
    digest = hashlib.sha256(f"{figure} {seed}".encode()).digest()
    chance = np.random.default_rng(int.from_bytes(digest[:8], "big"))
    shut = np.zeros(frames, np.bool_)
    at = float(chance.uniform(0.4, _BETWEEN[1]))
    while at * fps < frames:
        first = round(at * fps)
        shut[first : first + max(2, round(_SHUT * fps))] = True
        at += float(chance.uniform(*_BETWEEN))
    return shut
