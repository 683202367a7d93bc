"""Sound out of files, as float samples at one rate and channel count."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from studio.errors import BadInput
from studio.media.probe import opened

Samples = npt.NDArray[np.float32]

_LAYOUTS = {1: "mono", 2: "stereo"}
MAX_SECONDS = 6 * 3600


def sound_blocks(
    path: Path, *, track: int = 0, sample_rate: int = 48_000, channels: int = 2
) -> Iterator[Samples]:
    """The sound in blocks of (n, channels) float32 in -1..1. Raises BadInput when it has none."""
    with opened(path) as container:
        if track >= len(container.streams.audio):
            raise BadInput("media.no_sound", name=path.name)
        stream = container.streams.audio[track]
        convert = av.AudioResampler(format="flt", layout=_LAYOUTS[channels], rate=sample_rate)
        total = 0
        for frame in container.decode(stream):
            for out in convert.resample(frame):
                total += out.samples
                if total > MAX_SECONDS * sample_rate:
                    raise BadInput("media.file_too_long", name=path.name)
                yield _samples(out, channels)
        for out in convert.resample(None):
            yield _samples(out, channels)


def _samples(frame: av.AudioFrame, channels: int) -> Samples:
    return np.asarray(frame.to_ndarray(), np.float32).reshape(-1, channels)


def read_sound(
    path: Path, *, track: int = 0, sample_rate: int = 48_000, channels: int = 2
) -> Samples:
    """The whole sound as (n, channels) float32. Raises BadInput when it has none."""
    blocks = list(sound_blocks(path, track=track, sample_rate=sample_rate, channels=channels))
    return np.concatenate(blocks) if blocks else np.zeros((0, channels), np.float32)
