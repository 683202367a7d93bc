"""Peaks brought under a limit, between samples too; one limiter for what is exported and played.

Its gain falls before a peak and rises slowly after it, and needs no past beyond `MARGIN`: a stretch
comes out the same wherever it is begun. So a film is limited block by block in flat memory, and the
player hears what the file will hold. Where nothing is near the limit, nothing is changed.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.errors import Cancelled
from studio.media.ffmpeg import Stop
from studio.render.recording import SAMPLE_RATE, Samples

STEP = SAMPLE_RATE // 1000  # samples of one value of the gain
MARGIN = 80 * STEP  # samples around a stretch that decide how it is limited
_ATTACK, _RELEASE = 2, 60  # steps
_BLOCK = 2_000 * STEP  # samples of a file limited together; a processor's cache holds them
_FRAME = 8  # bytes of a sample on both channels
# A signal between its samples, at quarters as ITU-R BS.1770-5 (Annex 2) has it, by a sinc under a
# Kaiser window; its own 12 taps read up to half a decibel too little near the highest tones.
_TAPS, _BETA = 24, 8.0
_TILE, _REACH = 16, 1  # samples looked at together; how many tiles to a side the sinc reaches
_ROWS = 64  # tiles of a product: small ones stay on one thread, where two wait for each other
_FEW = 16  # products at a time: those of a whole stretch take more memory than it does
_GRID = 1e-5  # of peaks, so that the order in which a processor adds up decides nothing

_Peaks = npt.NDArray[np.float64]  # one value a step


def limited(samples: Samples, ceiling: float) -> Samples:
    """Samples with no peak above `ceiling` dBTP. (n, 2), n a multiple of `STEP`.

    Each value of the gain is the least that any sample near must have, averaged over a window no
    wider than that nearness; so no sample is above the ceiling.
    """
    limit = 10 ** (ceiling / 20)
    peaks = _peaks(samples, limit)
    if peaks.max(initial=0) <= limit:
        return samples
    lowered = np.maximum(0.0, 1 - limit / np.maximum(peaks, 1e-9))
    windows = np.lib.stride_tricks.sliding_window_view
    fall = np.linspace(0, 1, _RELEASE + 1)  # of what a peak left, one value a step since then
    slow = (windows(np.pad(lowered, (_RELEASE, 0)), _RELEASE + 1) * fall).max(axis=1)
    reach = _ATTACK + 1  # a gain lies on the line between two values, and both see the peak
    most = windows(np.pad(slow, reach), 2 * reach + 1).max(axis=1)
    soft = np.hanning(2 * _ATTACK + 3)[1:-1]
    smooth = np.convolve(np.pad(most, _ATTACK, mode="edge"), soft / soft.sum(), "valid")
    middles = np.arange(len(smooth)) * STEP + STEP / 2
    gains = np.interp(np.arange(len(samples), dtype=np.float64), middles, smooth)
    np.subtract(1, gains, out=gains)
    # Multiplied in doubles all the same, some at a time.
    return np.multiply(samples, gains[:, None], out=np.empty_like(samples), casting="same_kind")


def true_peak(raw: Path, stretch: tuple[int, int], over: Stop | None = None) -> float:
    """The greatest amplitude of samples `stretch` (from, to) of a raw mix (stereo float32 at
    48 kHz), between samples too. Raises Cancelled, OSError.
    """
    most = 0.0
    for first, last, block in _blocks(raw, stretch, 0.0, over):
        own = block[first:last]
        most = max(most, float(own.max()), -float(own.min()))
        steps = _between_samples(block, most)[first // STEP : -(-last // STEP)]
        most = max(most, float(steps.max()))
    return most


def limited_blocks(
    raw: Path, stretch: tuple[int, int], gain: float, ceiling: float, over: Stop | None = None
) -> Iterator[Samples]:
    """Samples `stretch` (from, to) of a raw mix, `gain` dB louder and limited to `ceiling` dBTP, as
    they come out of the whole; all blocks may lie in the same memory. Raises Cancelled, OSError.
    """
    for first, last, block in _blocks(raw, stretch, gain, over):
        yield limited(block, ceiling)[first:last]


def _blocks(
    raw: Path, stretch: tuple[int, int], gain: float, over: Stop | None
) -> Iterator[tuple[int, int, Samples]]:
    """A stretch of a file, `gain` dB louder, in blocks of whole steps with what decides about them:
    those samples, and from which to which of them the block is. The next lie in the same memory.
    """
    factor = np.float32(10 ** (gain / 20))
    samples = raw.stat().st_size // _FRAME
    whole = np.empty((_BLOCK + 2 * (MARGIN + STEP), 2), np.float32)
    with raw.open("rb") as file:
        for begin in range(*stretch, _BLOCK):
            if over is not None and over():
                raise Cancelled("media.cancelled")
            end = min(begin + _BLOCK, stretch[1])
            low = max(0, begin - MARGIN) // STEP * STEP
            high = min(end + MARGIN, samples)
            block = whole[: -(-(high - low) // STEP) * STEP]
            block[high - low :] = 0
            file.seek(low * _FRAME)
            file.readinto(block[: high - low].data)
            block *= factor
            yield begin - low, end - low, block


@cache
def _between() -> tuple[Samples, float]:
    """What gives the three quarters behind each sample of a tile from it and its surroundings, as
    (samples, values), and the most that any of them can be of the greatest sample.
    """
    half = _TAPS // 2
    places = np.arange(_TAPS) - half + 1
    table = np.zeros((_TILE + _TAPS - 1, 3, _TILE), np.float32)
    most = 0.0
    for quarter in (1, 2, 3):
        away = quarter / 4 - places
        taps = np.sinc(away) * np.i0(_BETA * np.sqrt(np.maximum(0, 1 - (away / half) ** 2)))
        taps /= taps.sum()
        most = max(most, float(np.abs(taps).sum()))
        for sample in range(_TILE):
            table[sample : sample + _TAPS, quarter - 1, sample] = taps
    return table.reshape(len(table), -1), most


def _greatest(values: Samples, count: int) -> Samples:
    """The greatest of every `count` values, a power of two, in halves: short rows take four times
    as long.
    """
    while count > 1:
        values, count = np.maximum(values[::2], values[1::2]), count // 2
    return values


def _peaks(samples: Samples, limit: float) -> _Peaks:
    """As `_between_samples`, on a grid."""
    steps = _between_samples(samples, limit).astype(np.float64)
    return np.ceil(steps / _GRID) * _GRID


def _between_samples(samples: Samples, limit: float) -> Samples:
    """The true peak of each step; where none can be above the limit, that of its samples."""
    table, most = _between()
    windows = np.lib.stride_tricks.sliding_window_view
    peaks = _greatest(np.abs(samples).reshape(-1), 2 * _TILE)
    around = windows(np.pad(peaks, _REACH), 2 * _REACH + 1).max(axis=1)
    near = np.flatnonzero(around > limit / most)
    if len(near):
        near = np.resize(near, (-(-len(near) // _ROWS), _ROWS))  # the last are repeated
        for channel in samples.T:
            parts = windows(np.pad(channel, (_TAPS // 2 - 1, _TAPS // 2)), len(table))[::_TILE]
            for some in np.split(near, range(_FEW, len(near), _FEW)):
                found = parts[some] @ table
                peaks[some] = np.maximum(peaks[some], np.abs(found, out=found).max(axis=2))
    return peaks.reshape(-1, STEP // _TILE).max(axis=1)
