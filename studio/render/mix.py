"""The sound of the cut: clips placed by the sample, music ducked, any stretch of it or all.

The exporter writes the whole mix to a file, the player asks for stretches from any sample on;
both are made by `_fill`, sample for sample the same.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np
import numpy.typing as npt

from studio.media.probe import probe
from studio.media.sound import sound_blocks
from studio.render.delivery import Span
from studio.timeline.cut import Track, TrackKind
from studio.timeline.project import Project
from studio.timeline.take import Take

SAMPLE_RATE = 48_000
FADE = 0.006  # seconds at each hard cut: short enough not to be heard, long enough to kill a click
DUCK = -11.0  # decibels of music under dialogue
_STEP = SAMPLE_RATE // 100  # samples of one value of the ducking envelope
_CHUNK = 1000  # steps looked at together: ten seconds
_FRAME = 8  # bytes of a sample on both channels
_SPEECH = 10 ** (-38 / 20)  # RMS above which the dialogue track counts as speaking
_HOLD, _SLOPE = 60, 41  # steps: a third of a second before and after speech, and the way there
_REACH = 100  # steps around a stretch that decide its ducking: half of both, and to spare

Samples = npt.NDArray[np.float32]
Envelope = npt.NDArray[np.float64]
# The sound of a file in blocks, each with the take's sample it begins at, from a sample on (or
# from earlier); None for a file without sound.
Blocks = Callable[[Path, int], Iterator[tuple[int, Samples]] | None]


@dataclass(frozen=True)
class Placed:
    """A clip's sound: film samples `start` to `end`, from sample `skip` of its take."""

    path: Path
    start: int
    end: int
    skip: int
    gain: float


def placed(
    project: Project, track: Track, shown: Mapping[str, Take], folder: Path
) -> Iterator[Placed]:
    """What is heard on a track, in order."""
    rate = project.rate
    for clip in track.clips:
        take = shown.get(clip.owner)
        if take is None or not (take.has_sound or take.kind == "sound"):
            continue
        gain = 10 ** ((clip.gain + track.gain) / 20)
        path = folder / take.files[0].path
        start, end, skip = (rate.samples(n, SAMPLE_RATE) for n in (clip.start, clip.end, clip.skip))
        yield Placed(path, start, end, skip, gain)


class _Sum(Protocol):
    """Film samples `first` to `last` as (samples, 2) float32, to be added to."""

    first: int
    last: int

    def part(self, first: int, last: int) -> Samples:
        """Film samples `first` to `last`; what is written into them stays."""
        ...


class _Bus:
    """A stretch of the film's sound in a file, of which only parts are in memory."""

    def __init__(self, path: Path, last: int, first: int = 0) -> None:
        self.first, self.last = first, last
        self._path = path
        with path.open("wb") as file:
            _reserve(file, max(1, last - first) * _FRAME)

    def part(self, first: int, last: int) -> Samples:
        """Film samples `first` to `last`; what is written into them is in the file."""
        shape = (last - first, 2)
        offset = (first - self.first) * _FRAME
        return np.memmap(self._path, np.float32, "r+", offset=offset, shape=shape)


def _reserve(file: BinaryIO, size: int) -> None:
    """Make a file of zeros that has its room on the disk: writing into the memory map of one with
    holes would kill the process when the disk is full. Raises OSError.
    """
    blank = bytes(1 << 20)
    for begin in range(0, size, len(blank)):
        file.write(blank[: size - begin])


class _Stretch:
    """A stretch of the film's sound in memory."""

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        self._samples = np.zeros((last - first, 2), np.float32)

    def part(self, first: int, last: int) -> Samples:
        """A view of film samples `first` to `last`."""
        return self._samples[first - self.first : last - self.first]


class Mix:
    """The film's sound as data: what is heard where, for stretches of any place and length."""

    def __init__(self, project: Project, shown: Mapping[str, Take], folder: Path) -> None:
        tracks = project.cut.active(TrackKind.SOUND)
        self.samples = project.rate.samples(project.cut.frames, SAMPLE_RATE)
        self.music: tuple[Placed, ...] = ()
        self.others: tuple[Placed, ...] = ()
        for track in tracks:
            heard = tuple(placed(project, track, shown, folder))
            if track.role == "music":
                self.music += heard
            else:
                self.others += heard
        has_music = any(track.role == "music" for track in tracks)
        self.ducks = has_music and any(track.role == "dialogue" for track in tracks)

    def needed(self, first: int, last: int) -> tuple[int, int]:
        """The film samples that decide how film samples `first` to `last` sound."""
        if not self.ducks:
            return first, last
        low = max(0, first // _STEP - _REACH) * _STEP
        return low, min(self.samples, (last // _STEP + _REACH) * _STEP)

    def stretch(self, first: int, last: int, blocks: Blocks) -> Samples:
        """Film samples `first` to `last` as (samples, 2) float32; silence outside the film."""
        begin, end = max(0, first), min(last, self.samples)
        whole = np.zeros((max(0, last - first), 2), np.float32)
        if begin >= end:
            return whole
        bus = _Stretch(*self.needed(begin, end))
        _fill(bus, self, begin, end, blocks)
        whole[begin - first : end - first] = bus.part(begin, end)
        return whole


def mix(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    target: Path,
    span: Span | None = None,
) -> int:
    """Write the mix to `target` as raw interleaved stereo float32; returns its samples per channel.

    `span` is the part of the cut, in frames; its samples are those of the whole mix. Memory stays
    flat: the film's sound lives in files, one block of a take at a time in memory.
    """
    whole = Mix(project, shown, folder)
    first, last = (
        min(whole.samples, project.rate.samples(n, SAMPLE_RATE))
        for n in span or (0, project.cut.frames)
    )
    low, high = whole.needed(first, last)
    wide = target if (low, high) == (first, last) else target.with_suffix(".wide")
    _fill(_Bus(wide, high, low), whole, first, last, from_files)
    if wide is not target:
        _copy_part(wide, (first - low) * _FRAME, (last - first) * _FRAME, target)
        wide.unlink()
    return last - first


def _copy_part(source: Path, offset: int, length: int, target: Path) -> None:
    with source.open("rb") as file, target.open("wb") as out:
        file.seek(offset)
        while length > 0 and (block := file.read(min(length, 1 << 20))):
            out.write(block)
            length -= len(block)


def from_files(path: Path, _sample: int) -> Iterator[tuple[int, Samples]] | None:
    """The blocks of a file's sound from its beginning, straight from the decoder."""
    return _counted(path) if probe(path).sound_tracks else None


def _counted(path: Path) -> Iterator[tuple[int, Samples]]:
    at = 0
    for block in sound_blocks(path, sample_rate=SAMPLE_RATE):
        yield at, block
        at += len(block)


def _fill(bus: _Sum, whole: Mix, first: int, last: int, blocks: Blocks) -> None:
    """Mix into a bus; what it holds outside `first` to `last` only decides the ducking."""
    for clip in whole.others:
        _add(bus, clip, bus.first, bus.last, blocks, None)
    envelope = _Ducking(bus, whole.samples) if whole.ducks else None
    for clip in whole.music:
        _add(bus, clip, first, last, blocks, envelope)


def _add(
    bus: _Sum,
    clip: Placed,
    first: int,
    last: int,
    blocks: Blocks,
    envelope: "_Ducking | None",
) -> None:
    """Add what is heard of a clip in film samples `first` to `last`."""
    low, high = max(clip.start, first), min(clip.end, last)
    if low >= high:
        return
    offset = clip.start - clip.skip
    for at, block in blocks(clip.path, low - offset) or ():
        begin, end = max(offset + at, low), min(offset + at + len(block), high)
        if begin < end:
            piece = block[begin - offset - at : end - offset - at] * clip.gain
            piece *= _fades(begin, end, clip)[:, None]
            if envelope is not None:
                piece *= envelope.gains(begin, end)[:, None]
            bus.part(begin, end)[:] += piece
        if offset + at + len(block) >= high:
            break


def _fades(first: int, last: int, clip: Placed) -> Samples:
    """Gain of each sample: up over FADE at the clip's start, down at its end."""
    places = np.arange(first, last, dtype=np.float64)
    length = FADE * SAMPLE_RATE
    rise = (places - clip.start + 1) / length
    fall = (clip.end - places) / length
    return np.clip(np.minimum(rise, fall), 0, 1).astype(np.float32)


class _Ducking:
    """Music gain over time, one value a hundredth of a second, from what speaks on a bus."""

    def __init__(self, bus: _Sum, samples: int) -> None:
        steps = samples // _STEP  # of the whole film; its last values are those of silence
        self._begin = bus.first // _STEP
        self._total = steps + 2
        ends = bus.last == samples
        count = (self._total if ends else bus.last // _STEP) - self._begin
        spoken = np.zeros(count, np.float64)
        for first in range(0, min(steps, self._begin + count) - self._begin, _CHUNK):
            last = min(steps - self._begin, count, first + _CHUNK)
            low, high = ((self._begin + n) * _STEP for n in (first, last))
            part = bus.part(low, high).reshape(last - first, 2 * _STEP)
            power = np.square(part, dtype=np.float64).mean(axis=1)
            spoken[first:last] = np.sqrt(power) > _SPEECH
        held = np.convolve(spoken, np.ones(_HOLD), "same") > 0
        window: Envelope = np.hanning(_SLOPE)
        smooth = np.convolve(held.astype(np.float64), window / window.sum(), "same").real
        self._values = np.asarray(10 ** (smooth * DUCK / 20), np.float32)

    def gains(self, first: int, last: int) -> Samples:
        """The gain of each sample, straight between the values."""
        begin, end = first // _STEP, last // _STEP + 2
        steps = np.arange(begin, end)
        places = np.minimum(steps - self._begin, len(self._values) - 1)
        values = self._values[places]
        return np.interp(np.arange(first, last) / _STEP, steps, values).astype(np.float32)
