"""Loudness and peaks of a sound after EBU R 128, by FFmpeg's filter in this process.

A program of its own reads and hands on every fiftieth of a second: for a film's sound that takes as
long as measuring it.
"""

import math
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import av
import av.error
import av.filter
from av.audio.stream import AudioStream

from studio.errors import Cancelled, RenderError
from studio.media.ffmpeg import Stop

SAMPLE_RATE = 48_000
SILENCE = -70.0  # LUFS, the gate of the measure
_FRAME = 8  # bytes of a sample of raw stereo
_BLOCK = SAMPLE_RATE  # samples heard together
_STEP = SAMPLE_RATE // 10  # samples after which the filter tells how loud it was
_BEFORE = 9 * _STEP  # samples that decide the first loudness of a stretch: of 0.4 s, and its filter
_RELATIVE = 10.0  # LU below the mean: what is quieter does not count
_LOUD = 0.05  # the filter tells a true peak in thousandths: from here on to a tenth of a decibel


def of_raw(path: Path, over: Stop | None = None) -> tuple[float, float]:
    """Integrated loudness in LUFS and greatest sample in dBFS of raw stereo float32 at 48 kHz.

    Raises Cancelled, OSError.
    """
    import numpy as np  # which a sound that was measured needs not

    meter, peak = _Meter(None), 0.0
    samples = path.stat().st_size // _FRAME
    for at in range(0, samples, _BLOCK):
        _go_on(over)
        count = min(_BLOCK, samples - at)
        block = np.fromfile(path, np.float32, 2 * count, offset=at * _FRAME)
        peak = max(peak, float(block.max()), -float(block.min()))
        frame = av.AudioFrame.from_ndarray(block[None], format="flt", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE, Fraction(1, SAMPLE_RATE), at
        meter.hear(frame)
    return meter.end()[0], _decibels(peak)


def of_file(path: Path, over: Stop | None = None) -> tuple[float, float] | None:
    """Integrated loudness in LUFS and true peak in dBTP of the first sound of a file.

    None where it is too quiet for its peak to be told to a tenth of a decibel. Raises RenderError
    for a file that cannot be decoded, Cancelled.
    """
    loudness, peak = _listened(path, over).end()
    return (loudness, _decibels(peak)) if peak >= _LOUD else None


@dataclass(frozen=True)
class Steps:
    """A stretch of a sound: its loudness over 0.4 seconds (LUFS) at each tenth of a second of the
    whole sound, and its true peak as an amplitude.
    """

    momentary: tuple[float, ...]
    peak: float


def steps_of(path: Path, begin: int, span: tuple[int, int], over: Stop | None = None) -> Steps:
    """The stretch `span` (from, to) of a sound at 48 kHz, by a file that begins with its sample
    `begin`: at 0, or a second before the stretch at the latest. Raises as `of_file`.
    """
    first, last = span
    low = max(begin, first // _STEP * _STEP - _BEFORE)  # on the grid, as 0 is
    meter = _listened(path, over, low - begin)
    peak = meter.end()[1]
    ends = (low + _STEP * (n + 1) for n in range(len(meter.momentary)))
    told = zip(ends, meter.momentary, strict=True)
    return Steps(tuple(loud for end, loud in told if first < end <= last), peak)


def together(stretches: Iterable[Steps]) -> tuple[float, float] | None:
    """What `of_file` tells of a sound, by all its stretches: gated as ITU-R BS.1770-5 has it."""
    loud: list[float] = []
    peak = 0.0
    for each in stretches:
        loud += each.momentary
        peak = max(peak, each.peak)
    if peak < _LOUD:
        return None
    powers = [10 ** (each / 10) for each in loud if each >= SILENCE]
    if not powers:
        return SILENCE, _decibels(peak)
    gate = fmean(powers) / 10 ** (_RELATIVE / 10)
    return 10 * math.log10(fmean(each for each in powers if each >= gate)), _decibels(peak)


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
        silence = self._graph.add("apad", f"pad_len={_STEP}")
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
                if frame.duration >= _STEP:
                    self._last = frame
                    self.momentary.append(self._told("lavfi.r128.M", SILENCE))

    def _told(self, name: str, nothing: float) -> float:
        told = nothing if self._last is None else float(self._last.metadata.get(name, nothing))
        return told if math.isfinite(told) else nothing


def _decibels(amplitude: float) -> float:
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf


def _go_on(over: Callable[[], bool] | None) -> None:
    if over is not None and over():
        raise Cancelled("media.cancelled")
