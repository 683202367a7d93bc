"""The sound of the cut: clips placed by the sample, music ducked, one stereo file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from studio.media.probe import probe
from studio.media.sound import sound_blocks
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

Samples = npt.NDArray[np.float32]
Envelope = npt.NDArray[np.float64]


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


class _Bus:
    """The film's sound in a file of (samples, 2) float32, of which only parts are in memory."""

    def __init__(self, path: Path, samples: int) -> None:
        self.samples = samples
        self._path = path
        with path.open("wb") as file:
            _reserve(file, max(1, samples) * _FRAME)

    def part(self, first: int, last: int) -> Samples:
        """Samples `first` to `last`; what is written into them is in the file."""
        shape = (last - first, 2)
        return np.memmap(self._path, np.float32, "r+", offset=first * _FRAME, shape=shape)


def _reserve(file: BinaryIO, size: int) -> None:
    """Make a file of zeros that has its room on the disk: writing into the memory map of one with
    holes would kill the process when the disk is full. Raises OSError.
    """
    blank = bytes(1 << 20)
    for begin in range(0, size, len(blank)):
        file.write(blank[: size - begin])


def mix(project: Project, shown: Mapping[str, Take], folder: Path, target: Path) -> int:
    """Write the mix to `target` as raw interleaved stereo float32; returns its samples per channel.

    Memory stays flat: the film's sound lives in files, one block of a take at a time in memory.
    """
    bus = _Bus(target, project.rate.samples(project.cut.frames, SAMPLE_RATE))
    tracks = project.cut.active(TrackKind.SOUND)
    music = [track for track in tracks if track.role == "music"]
    for track in (t for t in tracks if t.role != "music"):
        _add(bus, project, track, shown, folder, None)
    spoken = any(track.role == "dialogue" for track in tracks)
    envelope = _ducking(bus) if spoken and music else None
    for track in music:
        _add(bus, project, track, shown, folder, envelope)
    return bus.samples


def _add(
    bus: _Bus,
    project: Project,
    track: Track,
    shown: Mapping[str, Take],
    folder: Path,
    envelope: Samples | None,
) -> None:
    for clip in placed(project, track, shown, folder):
        if not _has_sound(clip.path):
            continue
        at = clip.start - clip.skip
        for block in sound_blocks(clip.path, sample_rate=SAMPLE_RATE):
            first, last = max(at, clip.start), min(at + len(block), clip.end, bus.samples)
            if first < last:
                piece = block[first - at : last - at] * clip.gain
                piece *= _fades(first, last, clip)[:, None]
                if envelope is not None:
                    piece *= _ducked(envelope, first, last)[:, None]
                bus.part(first, last)[:] += piece
            at += len(block)
            if at >= clip.end:
                break


def _ducked(envelope: Samples, first: int, last: int) -> Samples:
    """The envelope's gain for each sample, straight between its values."""
    begin, end = first // _STEP, last // _STEP + 2
    steps = np.arange(begin, end)
    values = envelope[np.minimum(steps, len(envelope) - 1)]
    return np.interp(np.arange(first, last) / _STEP, steps, values).astype(np.float32)


def _has_sound(path: Path) -> bool:
    return probe(path).sound_tracks > 0


def _fades(first: int, last: int, clip: Placed) -> Samples:
    """Gain of each sample: up over FADE at the clip's start, down at its end."""
    places = np.arange(first, last, dtype=np.float64)
    length = FADE * SAMPLE_RATE
    rise = (places - clip.start + 1) / length
    fall = (clip.end - places) / length
    return np.clip(np.minimum(rise, fall), 0, 1).astype(np.float32)


def _ducking(bus: _Bus) -> Samples:
    """Music gain over time, one value a hundredth of a second, from what speaks."""
    steps = bus.samples // _STEP
    spoken = np.zeros(steps + 2, np.float64)
    for first in range(0, steps, _CHUNK):
        last = min(steps, first + _CHUNK)
        part = bus.part(first * _STEP, last * _STEP).reshape(last - first, 2 * _STEP)
        power = np.square(part, dtype=np.float64).mean(axis=1)
        spoken[first:last] = np.sqrt(power) > _SPEECH
    held = np.convolve(spoken, np.ones(60), "same") > 0  # a third of a second before and after
    window: Envelope = np.hanning(41)
    smooth = np.convolve(held.astype(np.float64), window / window.sum(), "same").real
    return np.asarray(10 ** (smooth * DUCK / 20), np.float32)
