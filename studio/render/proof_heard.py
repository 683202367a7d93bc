"""Silent and clipped places of a film's mix, in one pass over its samples."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.media.ffmpeg import Stop
from studio.render.proof_limits import limits
from studio.render.proof_sync import RATE

_FRAME = 8  # bytes of a sample of the mix
_STEP = RATE // 20  # samples that are silent or not together
_BLOCK = 40 * _STEP  # two seconds read at a time: more of it would be most of what a proof holds


@dataclass(frozen=True)
class Places:
    """`silent` stretches as (from, to) and `clipped` seconds, in film seconds."""

    silent: tuple[tuple[float, float], ...] = ()
    clipped: tuple[float, ...] = ()


def places(mix: Path, cancelled: Stop | None = None) -> Places:
    """Those of a mix of raw stereo float32 at 48 kHz."""
    quiet: list[bool] = []
    clipped: list[float] = []
    at = 0
    with mix.open("rb") as file:
        while data := file.read(_BLOCK * _FRAME):
            if cancelled is not None and cancelled():
                break
            block = np.frombuffer(data[: len(data) // _FRAME * _FRAME], np.float32).reshape(-1, 2)
            quiet += _quiet(block)
            clipped += [at / RATE + second for second in _clipped(block)]
            at += len(block)
    return Places(_silent(quiet), tuple(clipped))


def sounding(
    silent: Sequence[tuple[float, float]], heard: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """The silent stretches, or parts of them, in which clips lie that are to be heard.

    `heard` are the stretches of the clips, in film seconds.
    """
    least = limits().silence.seconds
    parts = [
        (max(low, begin), min(high, end)) for low, high in silent for begin, end in _union(heard)
    ]
    return [(low, high) for low, high in parts if high - low >= least]


def _union(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    whole: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if whole and low <= whole[-1][1] + 1e-6:
            whole[-1] = (whole[-1][0], max(high, whole[-1][1]))
        else:
            whole.append((low, high))
    return whole


def _quiet(block: "np.ndarray[tuple[int, int], np.dtype[np.float32]]") -> list[bool]:
    whole = len(block) // _STEP * _STEP
    steps = block[:whole].reshape(-1, 2 * _STEP)
    peaks = np.maximum(steps.max(axis=1), -steps.min(axis=1))
    return [bool(peak < 10 ** (limits().silence.level / 20)) for peak in peaks]


def _silent(quiet: Sequence[bool]) -> tuple[tuple[float, float], ...]:
    found: list[tuple[float, float]] = []
    begin: int | None = None
    for n, silent in enumerate([*quiet, False]):
        if silent and begin is None:
            begin = n
        elif not silent and begin is not None:
            low, high = begin * _STEP / RATE, n * _STEP / RATE
            if high - low >= limits().silence.seconds:
                found.append((low, high))
            begin = None
    return tuple(found)


def _clipped(block: "np.ndarray[tuple[int, int], np.dtype[np.float32]]") -> list[int]:
    """Seconds of a block in which samples stand still near the top, again and again."""
    table = limits().silence
    if not len(block) or max(float(block.max()), -float(block.min())) < table.clipped_level:
        return []
    found: set[int] = set()
    for channel in block.T:
        flat = (np.diff(channel) == 0) & (np.abs(channel[1:]) > table.clipped_level)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], flat.astype(np.int8), [0]])))
        starts, ends = edges[::2], edges[1::2]
        long = starts[ends - starts >= table.clipped - 1]
        seconds, counts = np.unique(long // RATE, return_counts=True)
        found |= {int(s) for s, n in zip(seconds, counts, strict=True) if n >= table.clipped_runs}
    return sorted(found)
