"""Loudness and peaks of a sound after EBU R 128, by FFmpeg's filter in this process.

A program of its own reads and hands on every fiftieth of a second: for a film's sound that takes as
long as measuring it.
"""

import math
from array import array
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

import av
import av.error
import av.filter
from av.audio.stream import AudioStream

from studio.errors import Cancelled, RenderError
from studio.media.ffmpeg import Stop

if TYPE_CHECKING:  # what was measured needs no samples, and no numpy
    from studio.media.sound import Samples

SAMPLE_RATE = 48_000
SILENCE = -70.0  # LUFS, the gate of the measure
STEP = SAMPLE_RATE // 10  # samples after which the filter tells how loud it was
_BEFORE = 9 * STEP  # samples that decide the first loudness of a stretch: of 0.4 s, and its filter
_RELATIVE = 10.0  # LU below the mean: what is quieter does not count
_LOUD = 0.05  # the filter tells a true peak in thousandths: from here on to a tenth of a decibel


def of_file(path: Path, over: Stop | None = None) -> tuple[float, float] | None:
    """Integrated loudness in LUFS and true peak in dBTP of the first sound of a file.

    None where it is too quiet for its peak to be told to a tenth of a decibel. Raises RenderError
    for a file that cannot be decoded, Cancelled.
    """
    loudness, peak = _listened(path, over).end()
    return (loudness, decibels(peak)) if peak >= _LOUD else None


@dataclass(frozen=True)
class Steps:
    """A stretch of a sound: its loudness over 0.4 seconds (LUFS) at each tenth of a second of the
    whole sound, and its true peak as an amplitude.
    """

    momentary: Sequence[float]
    peak: float


def steps_of(path: Path, begin: int, span: tuple[int, int], over: Stop | None = None) -> Steps:
    """The stretch `span` (from, to) of a sound at 48 kHz, by a file that begins with its sample
    `begin`: at 0, or a second before the stretch at the latest. Raises as `of_file`.
    """
    low = begins(begin, span)
    meter = _listened(path, over, low - begin)
    peak = meter.end()[1]
    return Steps(_within(meter, low, span), peak)


def momentary(blocks: Iterable["Samples"], begin: int, span: tuple[int, int]) -> Sequence[float]:
    """How loud each tenth of a second in the stretch `span` of a sound is, by samples of it that
    begin with its sample `begin`, as for `steps_of`; each block is (n, 2) float32 at 48 kHz.
    """
    low = begins(begin, span)
    meter, at = _Meter(None, low - begin), 0
    for block in blocks:
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="flt", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE, Fraction(1, SAMPLE_RATE), at
        meter.hear(frame)
        at += len(block)
    return _within(meter, low, span)


def begins(begin: int, span: tuple[int, int]) -> int:
    """The sample from which on a stretch is heard, by samples from `begin` on: on the grid of all
    stretches, as 0 is.
    """
    return max(begin, span[0] // STEP * STEP - _BEFORE)


def _within(meter: "_Meter", low: int, span: tuple[int, int]) -> Sequence[float]:
    """What a meter that began at sample `low` told of a stretch."""
    first, last = span
    ends = range(low + STEP, low + STEP * (len(meter.momentary) + 1), STEP)
    told = zip(ends, meter.momentary, strict=True)
    return array("d", (loud for end, loud in told if first < end <= last))


def together(stretches: Sequence[Steps]) -> tuple[float, float] | None:
    """What `of_file` tells of a sound, by all its stretches."""
    peak = max((each.peak for each in stretches), default=0.0)
    return None if peak < _LOUD else (loudness_of(stretches), decibels(peak))


def loudness_of(stretches: Iterable[Steps]) -> float:
    """The integrated loudness of a sound in LUFS by all its stretches: gated as ITU-R BS.1770-5 has
    it.
    """
    powers = array("d")
    for each in stretches:
        powers.extend(10 ** (loud / 10) for loud in each.momentary if loud >= SILENCE)
    if not powers:
        return SILENCE
    gate = fmean(powers) / 10 ** (_RELATIVE / 10)
    return 10 * math.log10(fmean(each for each in powers if each >= gate))


def _listened(path: Path, over: Stop | None, skip: int = 0) -> "_Meter":
    """The first sound of a file, all of it but `skip` samples at its beginning."""
    try:
        with av.open(str(path), options={"protocol_whitelist": "file"}) as container:
            stream = container.streams.audio[0]
            meter = _Meter(stream, skip)
            for packet in container.demux(stream):
                _go_on(over)
                for frame in packet.decode():
                    meter.hear(frame)
    except av.error.FFmpegError as error:
        raise RenderError("media.ffmpeg_failed", detail=str(error)) from error
    return meter


class _Meter:
    """Hears frames of a `stream`, and its true peak; of None raw stereo, and no peak."""

    def __init__(self, stream: AudioStream | None, skip: int = 0) -> None:
        self.momentary: list[float] = []  # of each step so far, in LUFS
        self._graph = av.filter.Graph()
        self._last: av.AudioFrame | av.VideoFrame | None = None
        if stream is not None:
            source = self._graph.add_abuffer(template=stream)
        else:
            source = self._graph.add_abuffer(
                sample_rate=SAMPLE_RATE, format="flt", layout="stereo",
                time_base=Fraction(1, SAMPLE_RATE),
            )  # fmt: skip
        peak = "none" if stream is None else "true"
        # Silence behind the end, so that the peak of its last moment is told; it comes after the
        # loudness is asked for.
        begin = self._graph.add("atrim", f"start_sample={skip}")
        silence = self._graph.add("apad", f"pad_len={STEP}")
        meter = self._graph.add("ebur128", f"metadata=1:framelog=quiet:peak={peak}")
        sink = self._graph.add("abuffersink")
        for before, after in pairwise((source, begin, silence, meter, sink)):
            before.link_to(after)
        self._graph.configure()

    def hear(self, frame: av.AudioFrame) -> None:
        """Go on with a frame."""
        self._graph.push(frame)
        self._pull()

    def end(self) -> tuple[float, float]:
        """The loudness in LUFS, and the peak as an amplitude."""
        loudness = self._told("lavfi.r128.I", SILENCE)
        self._graph.push(None)
        self._pull()
        return loudness, self._told("lavfi.r128.true_peak", 0.0)

    def _pull(self) -> None:
        """The filter tells all so far every tenth of a second, and with less than that nothing."""
        with suppress(BlockingIOError, av.error.EOFError):
            while True:
                frame = self._graph.pull()
                if frame.duration >= STEP:
                    self._last = frame
                    self.momentary.append(self._told("lavfi.r128.M", SILENCE))

    def _told(self, name: str, nothing: float) -> float:
        told = nothing if self._last is None else float(self._last.metadata.get(name, nothing))
        return told if math.isfinite(told) else nothing


def decibels(amplitude: float) -> float:
    """An amplitude in decibels."""
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf


def _go_on(over: Callable[[], bool] | None) -> None:
    if over is not None and over():
        raise Cancelled("media.cancelled")
