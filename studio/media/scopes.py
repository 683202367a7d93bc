"""Scopes: what a picture's colours are, measured as a colourist reads them.

All take a picture as (height, width, 4) BGRA bytes of full range and look at a part of its pixels,
evenly spread. A trace is (levels, columns) or (256, 256) of brightness from 0 to 1, top row first.
"""

from enum import StrEnum

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Trace = npt.NDArray[np.float32]

WIDE, TALL = 240, 180  # pixels of a picture that are looked at, at most
LEVELS = 256
# ITU-R BT.709: the shares of red, green and blue in luma, and twice what is left of blue and red.
_LUMA = np.array([0.0722, 0.7152, 0.2126], np.float32)  # of blue, green, red
_BLUE, _RED = 1.8556, 1.5748
SKIN = 123.0  # degrees from the blue axis on which skin of every colour lies, near


class Scope(StrEnum):
    """Which scope."""

    WAVEFORM = "waveform"
    PARADE = "parade"
    VECTORSCOPE = "vectorscope"
    HISTOGRAM = "histogram"


def measured(scope: Scope, picture: Pixels) -> tuple[Trace, ...]:
    """The traces of a scope: one of luma or colour, three of red, green and blue.

    A histogram has three rows of shares, (256,), the highest of all being 1.
    """
    small = _reduced(picture)
    if scope is Scope.WAVEFORM:
        return (_columns(_luma(small)),)
    if scope is Scope.PARADE:
        return tuple(_columns(small[..., channel]) for channel in (2, 1, 0))
    if scope is Scope.VECTORSCOPE:
        return (_vectors(small),)
    return _shares(small)


def chroma(red: float, green: float, blue: float) -> tuple[float, float]:
    """Where a colour (0 to 1) lies on the vectorscope, -0.5 to 0.5 to the right and upwards."""
    luma = float(np.dot(_LUMA, (blue, green, red)))
    return (blue - luma) / _BLUE, (red - luma) / _RED


def _reduced(picture: Pixels) -> Pixels:
    rows, columns = (
        max(1, -(-side // most)) for side, most in zip(picture.shape[:2], (TALL, WIDE), strict=True)
    )
    return np.ascontiguousarray(picture[::rows, ::columns, :3])


def _luma(small: Pixels) -> Pixels:
    return np.asarray(small @ _LUMA + 0.5, np.uint8)


def _columns(values: Pixels) -> Trace:
    """How often each level comes in each column."""
    wide = values.shape[1]
    rows = np.asarray(LEVELS - 1 - values.astype(np.int64), np.int64)
    places = np.asarray(rows * wide + np.arange(wide), np.int64)
    counts = np.bincount(places.ravel(), minlength=LEVELS * wide).reshape(LEVELS, wide)
    return _glow(counts, values.shape[0] / 24)


def _vectors(small: Pixels) -> Trace:
    luma = small @ _LUMA
    across = (small[..., 0] - luma) / _BLUE + 127.5
    up = 127.5 - (small[..., 2] - luma) / _RED
    places = np.rint(up).astype(np.intp) * LEVELS + np.rint(across).astype(np.intp)
    counts = np.bincount(places.ravel(), minlength=LEVELS * LEVELS).reshape(LEVELS, LEVELS)
    return _glow(counts, 3)


def _shares(small: Pixels) -> tuple[Trace, ...]:
    counts = [np.bincount(small[..., channel].ravel(), minlength=LEVELS) for channel in (2, 1, 0)]
    inner = max(int(each[1:-1].max()) for each in counts)  # clipped pixels would dwarf all others
    highest = max(1, inner or max(int(each.max()) for each in counts))
    return tuple(np.minimum(each / highest, 1).astype(np.float32) for each in counts)


def _glow(counts: npt.NDArray[np.intp], half: float) -> Trace:
    """Brightness that tells one pixel, and does not burn out where there are many."""
    seen = 1 - np.exp(-counts / half)
    return np.where(counts > 0, 0.3 + 0.7 * seen, 0).astype(np.float32)
