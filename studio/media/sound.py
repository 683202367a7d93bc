"""Sound out of files, as float samples at one rate and channel count."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import av.container
import numpy as np
import numpy.typing as npt
from av.stream import Discard

from studio.errors import BadInput
from studio.media.probe import opened

Samples = npt.NDArray[np.float32]

_LAYOUTS = {1: "mono", 2: "stereo"}
MAX_SECONDS = 6 * 3600
_LEAST = Fraction(1, 1000)  # seconds: containers round times to that
_HARDLY = Fraction(1, 50)
_HOLE = 0.015  # seconds: less than any coder's frame, more than times jitter in live recordings


def sound_blocks(
    path: Path, *, track: int = 0, sample_rate: int = 48_000, channels: int | None = 2
) -> Iterator[Samples]:
    """The sound in blocks of (n, channels) float32 in -1..1; `channels` None: one of mono, else 2.

    It begins where its picture does: sound that starts later in the file is led by silence, and
    what comes before the first picture is left out. Where packets are missing it is silent, so that
    what follows keeps its time. More channels are mixed down as swresample does it, after
    ITU-R BS.775: left + 0.707 centre + 0.707 left surround, and so on the right, without the
    low-frequency channel, nothing turned down; one channel goes to both sides, 3 dB lower on each.
    Raises BadInput when there is no sound.
    """
    with opened(path, pictures=False) as container:
        if track >= len(container.streams.audio):
            raise BadInput("media.no_sound", name=path.name)
        stream = container.streams.audio[track]
        for other in container.streams:
            if other.index != stream.index:
                other.discard = Discard.all  # pictures are most of a film, and are not read
        convert, shape, clock = _Converter(sample_rate), None, _Clock()
        count, total, early = channels or 2, 0, 0
        for frame in container.decode(stream):
            if shape is None:
                count = channels or min(2, frame.layout.nb_channels)
                shape = _LAYOUTS[count]
                late = round(_lateness(container, frame) * sample_rate)
                early = max(0, -late)
                yield from _silence(late, count)
            gap: Iterable[Samples] = ()
            due = clock.hole_before(frame)
            if due is not None:
                held = convert.rest(count)
                done = total + sum(map(len, held))
                gap = chain(held, _silence(round(due * sample_rate) - done, count))
            for out in chain(gap, convert.put(frame, shape, count)):
                total += len(out)
                if total > MAX_SECONDS * sample_rate:
                    raise BadInput("media.file_too_long", name=path.name)
                if total > early:
                    yield out[-(total - early) :]
        yield from convert.rest(count)


class _Converter:
    """Brings frames to one rate and layout, also where those of a file change on the way."""

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._convert: av.AudioResampler | None = None
        self._kind: tuple[str, str, int] | None = None

    def put(self, frame: av.AudioFrame, layout: str, channels: int) -> list[Samples]:
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        before: list[Samples] = []
        if kind != self._kind:
            before = self.rest(channels)
            self._kind = kind
            if kind != ("fltp", layout, self._rate):
                self._convert = av.AudioResampler("flt", layout, self._rate)
        if self._convert is None:
            return [*before, _beside(frame, channels)]
        return [*before, *(_samples(out, channels) for out in self._convert.resample(frame))]

    def rest(self, channels: int) -> list[Samples]:
        """What was held back; the next frame begins anew."""
        convert, self._convert, self._kind = self._convert, None, None
        if convert is None:
            return []
        return [_samples(out, channels) for out in convert.resample(None)]


class _Clock:
    """Tells where frames of a sound are missing, by the times of those that are there."""

    def __init__(self) -> None:
        self._first: float | None = None
        self._end = 0.0

    def hole_before(self, frame: av.AudioFrame) -> float | None:
        """Seconds from the first frame to one before which some are missing; else None."""
        at = frame.time
        if at is None or not frame.sample_rate:
            return None
        gap = 0.0 if self._first is None else at - self._end
        first = at if self._first is None else self._first
        if abs(gap) > MAX_SECONDS:  # a clock that was set anew
            first, gap = first + gap, 0.0
        self._first, self._end = first, at + frame.samples / frame.sample_rate
        return at - first if gap >= _HOLE else None


def _silence(samples: int, channels: int) -> Iterator[Samples]:
    """That many samples, a second at a time: a file may claim hours."""
    for left in range(samples, 0, -48_000):
        yield np.zeros((min(left, 48_000), channels), np.float32)


def _lateness(container: av.container.InputContainer, first: av.AudioFrame) -> Fraction:
    """Seconds from a file's first picture to its first sound, where they are a millisecond or more.

    ffmpeg's graph counts pictures from the start of the file, and brings the first one there where
    it is hardly later. A file of sound alone begins with its sound.
    """
    pictures = [s for s in container.streams.video if s.start_time is not None and s.time_base]
    if not pictures or first.pts is None or first.time_base is None:
        return Fraction(0)
    start = Fraction(container.start_time or 0, av.time_base)
    picture = Fraction(pictures[0].start_time or 0) * (pictures[0].time_base or 1)
    begins = picture if picture - start < _HARDLY else start
    late = first.pts * first.time_base - begins
    return late if _LEAST <= abs(late) <= MAX_SECONDS else Fraction(0)


def _beside(frame: av.AudioFrame, channels: int) -> Samples:
    """The channels of a frame, of which each lies by itself as AAC gives them, beside each other.

    A sound has fifty such frames a second: PyAV's own way takes twice as long.
    """
    out = np.empty((frame.samples, channels), np.float32)
    for channel, plane in enumerate(frame.planes):
        out[:, channel] = np.frombuffer(bytes(plane), np.float32, frame.samples)
    return out


def _samples(frame: av.AudioFrame, channels: int) -> Samples:
    return np.asarray(frame.to_ndarray(), np.float32).reshape(-1, channels)


def read_sound(
    path: Path, *, track: int = 0, sample_rate: int = 48_000, channels: int = 2
) -> Samples:
    """The whole sound as (n, channels) float32. Raises BadInput when it has none."""
    blocks = list(sound_blocks(path, track=track, sample_rate=sample_rate, channels=channels))
    return np.concatenate(blocks) if blocks else np.zeros((0, channels), np.float32)
