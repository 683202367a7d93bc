"""Prints of faces and voices: unit vectors, compared by their cosine against measured limits."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from studio.cast.thresholds import threshold

FacePrint = tuple[float, ...]  # 128 values, of length 1
VoicePrint = tuple[float, ...]  # 256 values, of length 1


def unit(values: npt.NDArray[np.float64]) -> tuple[float, ...]:
    """The vector at length 1; zeros stay zeros."""
    length = float(np.linalg.norm(values))
    return tuple(float(each) for each in values / (length if length > 0.0 else 1.0))


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """How alike two prints of one kind are, -1 to 1."""
    a, b = np.asarray(one, np.float64), np.asarray(other, np.float64)
    both = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / both if both > 0.0 else 0.0


def mean(prints: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    """The print in the middle of several of one person. Raises ValueError for none."""
    if not prints:
        raise ValueError("no prints")
    return unit(np.asarray(prints, np.float64).mean(axis=0))


@cache
def face_limit() -> float:
    """The cosine from which two faces are one person's."""
    return threshold("face_same")


@cache
def voice_limit() -> float:
    """The cosine from which two voices are one person's."""
    return threshold("voice_same")
