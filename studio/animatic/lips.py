"""Mouth shapes from loudness alone, for a voice that comes without its phonemes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_STEP = 0.08  # seconds a shape is held at least: two frames at 24
_SHAPES = ("rest", "closed", "mid", "open", "wide")
_LEVELS = (0.06, 0.16, 0.42, 0.75)  # parts of the loudest, from one shape to the next


@dataclass(frozen=True)
class LipKey:
    """One shape, held from `start` for `seconds`."""

    start: float
    seconds: float
    shape: str


def keys_from_sound(samples: npt.NDArray[np.float32], sample_rate: int) -> tuple[LipKey, ...]:
    """Keys that open the mouth as far as a mono sound is loud; equal neighbours are joined."""
    length = max(1, round(_STEP * sample_rate))
    count = len(samples) // length
    if count == 0:
        return ()
    blocks = samples[: count * length].reshape(count, length).astype(np.float64)
    loud = np.sqrt(np.mean(np.square(blocks), axis=1))
    top = float(np.quantile(loud, 0.95))
    if top < 1e-4:
        return ()
    steps = np.searchsorted(_LEVELS, loud / top)
    keys: list[LipKey] = []
    for index, step in enumerate(steps.tolist()):
        shape = _SHAPES[step]
        if keys and keys[-1].shape == shape:
            keys[-1] = LipKey(keys[-1].start, keys[-1].seconds + _STEP, shape)
        elif shape != "rest" or keys:
            keys.append(LipKey(index * _STEP, _STEP, shape))
    return tuple(keys)
