"""A drawn stage takes on the colours of a style picture, half way."""

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from studio.animatic.stage import Layer, Pixels, Stage

Matrix = npt.NDArray[np.float64]  # (4, 4), for premultiplied B, G, R, A
Stats = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]  # mean and spread of B, G, R

_STRENGTH = 0.5
_STEP = 7  # every so many pixels are looked at


def graded(stage: Stage, style: Pixels) -> Stage:
    """The stage with mean and contrast of each colour moved half way to those of `style` (RGBA).

    Matching means and spreads is Reinhard's colour transfer (2001), here in the picture's own
    colours and as one matrix, so that it holds for premultiplied pixels. Text is left as it is.
    """
    matrix = _matrix(_stage_stats(stage), _stats(style[::_STEP, ::_STEP, 2::-1].reshape(-1, 3)))
    layers = tuple(_layer(layer, matrix) for layer in stage.layers)
    mouths = tuple(
        replace(mouth, shapes={name: _turned(p, matrix) for name, p in mouth.shapes.items()})
        for mouth in stage.mouths
    )
    return replace(stage, layers=layers, mouths=mouths)


def _stats(colours: npt.NDArray[np.uint8]) -> Stats:
    values = colours.astype(np.float64)
    return np.asarray(values.mean(axis=0)), np.asarray(values.std(axis=0))


def _stage_stats(stage: Stage) -> Stats:
    seen = [layer.pixels[::_STEP, ::_STEP].reshape(-1, 4) for layer in stage.layers]
    solid = [pixels[pixels[:, 3] > 250, :3] for pixels in seen]
    return _stats(np.concatenate([*solid, np.full((1, 3), 128, np.uint8)]))


def _matrix(now: Stats, wanted: Stats) -> Matrix:
    gain = np.clip(wanted[1] / np.maximum(now[1], 1.0), 0.6, 1.6)
    gain = 1.0 + _STRENGTH * (gain - 1.0)
    goal = now[0] + _STRENGTH * (wanted[0] - now[0])
    out = np.eye(4)
    out[:3, :3] = np.diag(gain)
    out[:3, 3] = (goal - gain * now[0]) / 255.0
    return out


def _layer(layer: Layer, matrix: Matrix) -> Layer:
    return replace(layer, pixels=_turned(layer.pixels, matrix))


def _turned(pixels: Pixels, matrix: Matrix) -> Pixels:
    out = np.asarray(cv2.transform(pixels, matrix), np.uint8)
    out[..., :3] = np.minimum(out[..., :3], out[..., 3:])  # colour never exceeds its alpha
    return out
