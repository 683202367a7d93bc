"""What is heard of a take's file, by its name; `render.recorded` decodes it.

Numpy is read only where there are samples: a film whose sound is kept has none.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]
else:
    Samples = Any

SAMPLE_RATE = 48_000
AS_TAKEN = Fraction(1)


@dataclass(frozen=True)
class Recording:
    """A take's sound, `tempo` times as fast at its own pitch.

    Its samples are counted from 0; `backwards` they go from the last one, at the lowest place,
    to sample 0, which is heard at place -1. So a place always grows with the film's time.
    """

    path: Path
    sha256: str
    tempo: Fraction = AS_TAKEN
    backwards: bool = False


# The sound of a recording in blocks of (n, 1) where it is mono, else (n, 2), each with the place of
# its first sample, from a place on (or from earlier); None for a file without sound.
Blocks = Callable[[Recording, int], Iterator[tuple[int, Samples]] | None]
