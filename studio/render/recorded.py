"""A take's file decoded: 48 kHz, at the clip's tempo, forwards or backwards."""

from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np

from studio.errors import BadInput
from studio.media.sound import sound_blocks
from studio.media.tempo import at_tempo
from studio.render.recording import AS_TAKEN, SAMPLE_RATE, Recording, Samples

_BLOCK = 1 << 14  # samples


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
