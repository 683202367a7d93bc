"""What is heard of a take's file: decoded to 48 kHz, at the clip's tempo, forwards or backwards."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.errors import BadInput
from studio.media.sound import sound_blocks
from studio.media.tempo import at_tempo

SAMPLE_RATE = 48_000
AS_TAKEN = Fraction(1)
_BLOCK = 1 << 14  # samples

Samples = npt.NDArray[np.float32]


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


def decoded(recording: Recording) -> Iterator[Samples] | None:
    """Its samples from 0 on, forwards whatever it is; None for a file without sound.

    Raises BadInput for a file that is missing or cannot be read, here or on the way.
    """
    blocks = sound_blocks(recording.path, sample_rate=SAMPLE_RATE, channels=None)
    try:
        first = next(blocks, None)
    except BadInput as error:
        if error.key == "media.no_sound":
            return None
        raise
    if first is None:
        return None
    whole = _gathered(chain([first], blocks))
    return whole if recording.tempo == AS_TAKEN else at_tempo(whole, recording.tempo)


def _gathered(blocks: Iterable[Samples]) -> Iterator[Samples]:
    """The same in larger blocks: a decoder's are a fiftieth of a second."""
    held: list[Samples] = []
    for block in blocks:
        held.append(block)
        if sum(map(len, held)) >= _BLOCK:
            yield np.concatenate(held)
            held.clear()
    if held:
        yield np.concatenate(held)


def from_files(recording: Recording, _place: int) -> Iterator[tuple[int, Samples]] | None:
    """The blocks of a recording from its beginning, straight from the decoder.

    Backwards all of it is in memory: `heard.HeardTakes` is for long ones.
    """
    blocks = decoded(recording)
    if blocks is None:
        return None
    if recording.backwards:
        whole = np.concatenate(list(blocks))
        return iter([(-len(whole), whole[::-1])])
    return _counted(blocks)


def _counted(blocks: Iterator[Samples]) -> Iterator[tuple[int, Samples]]:
    at = 0
    for block in blocks:
        yield at, block
        at += len(block)
