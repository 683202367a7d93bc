"""How alike the openness of a mouth and that of a sound are, at each offset of the two.

Both are brought to a hundred values a second, freed of what changes slower than in a second (that
somebody speaks at all is no agreement), and correlated.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.cast.mouth import Mouth
from studio.cast.openness import PER_SECOND

Floats = npt.NDArray[np.float64]

STEP = 1000 // PER_SECOND  # milliseconds between the offsets that are tried
_LEAST = 1.0  # seconds of a mouth that can be compared


@dataclass(frozen=True)
class Pair:
    """A mouth and a sound, as `quick` leaves them: PER_SECOND values a second, (n,) each.

    The first value of `opened` is of the same time as number `first` of `heard`.
    """

    opened: Floats
    heard: Floats
    first: int

    def alike(self, earliest: float, latest: float) -> Mapping[int, float]:
        """Correlation, -1..1, where the sound is so many milliseconds late (below 0: early).

        From `earliest` to `latest` seconds; without the offsets at which too little is left, or
        either does not change.
        """
        found: dict[int, float] = {}
        for shift in range(round(earliest * PER_SECOND), round(latest * PER_SECOND) + 1):
            begin = max(0, self.first + shift)
            end = min(len(self.heard), self.first + len(self.opened) + shift)
            shown = self.opened[begin - shift - self.first : max(0, end - shift - self.first)]
            each = _correlation(shown, self.heard[begin : max(0, end)])
            if each is not None:
                found[shift * STEP] = each
        return found

    @property
    def independent(self) -> float:
        """How many of the values tell something new, where nothing is moved."""
        beside = self.heard[self.first : self.first + len(self.opened)]
        return _independent(self.opened[: len(beside)], beside)


def paired(lips: Mouth, said: Floats) -> Pair | None:
    """A mouth beside a sound: `said` is how open it sounds, PER_SECOND times a second.

    None where the mouth is seen too shortly.
    """
    if len(lips.seconds) < 8 or lips.seconds[-1] - lips.seconds[0] < _LEAST:
        return None
    held = float(np.median(np.diff(lips.seconds))) / 2  # a picture is seen until the next one
    seen = np.asarray(lips.seconds) + held
    first, last = round(float(seen[0]) * PER_SECOND), round(float(seen[-1]) * PER_SECOND)
    opened = np.interp(np.arange(first, last) / PER_SECOND, seen, lips.openness)
    return Pair(quick(opened), quick(said), first)


def quick(values: Floats) -> Floats:
    """What is left when phonemes are smoothed (70 ms) and all slower than a second is gone."""
    return _calm(values, 7) - _calm(values, PER_SECOND + 1) if len(values) else values


def _calm(values: Floats, width: int) -> Floats:
    """Averaged over so many values."""
    padded = np.pad(values, width // 2, mode="edge")
    return np.convolve(padded, np.ones(width) / width, "valid")


def _correlation(one: Floats, other: Floats) -> float | None:
    """Pearson's; None where either does not change, or there is too little of them."""
    if len(one) < _LEAST * PER_SECOND / 2 or len(one) != len(other):
        return None
    a, b = one - one.mean(), other - other.mean()
    size = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / size if size > 1e-9 else None


def _independent(one: Floats, other: Floats) -> float:
    """How many values of two series are worth as much as if each told something new.

    After Bartlett, J. R. Stat. Soc. 98 (1935): what goes on in both counts once.
    """
    count = len(one)
    lags = [
        np.correlate(each - each.mean(), each - each.mean(), "full")[count - 1 :][:PER_SECOND]
        for each in (one, other)
    ]
    if count < 2 or any(lag[0] <= 0 for lag in lags):
        return 0.0
    alike = lags[0] / lags[0][0] * lags[1] / lags[1][0]
    weights = 1 - np.arange(len(alike)) / count
    return count / max(1.0, 2 * float(weights @ alike) - 1)
