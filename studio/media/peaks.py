"""Peaks of a sound for drawing: the loudest sample of every hundredth of a second, kept on disk."""

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.media.sound import sound_blocks

PER_SECOND = 100
_RATE = 8_000  # samples a second are enough to draw
_BUCKET = _RATE // PER_SECOND

Peaks = npt.NDArray[np.uint8]  # 0 to 255 of full scale


def peaks(path: Path) -> Peaks:
    """The peaks of a file's first sound. Raises BadInput when it has none."""
    rest = np.zeros(0, np.float32)
    parts: list[Peaks] = []
    for block in sound_blocks(path, sample_rate=_RATE, channels=1):
        whole = np.concatenate((rest, np.abs(block[:, 0])))
        count = len(whole) // _BUCKET
        parts.append(_levels(whole[: count * _BUCKET]))
        rest = whole[count * _BUCKET :]
    if len(rest):
        parts.append(_levels(np.pad(rest, (0, _BUCKET - len(rest)))))
    return np.concatenate(parts) if parts else np.zeros(0, np.uint8)


def _levels(samples: npt.NDArray[np.float32]) -> Peaks:
    if not len(samples):
        return np.zeros(0, np.uint8)
    loudest = samples.reshape(-1, _BUCKET).max(axis=1)
    return np.asarray(np.round(np.clip(loudest, 0, 1) * 255), np.uint8)


def cached_peaks(path: Path, cache: Path, name: str) -> Peaks:
    """The peaks of a file, from `cache/<name>.peaks` where they are kept. Raises BadInput.

    `name` is the file's hash, so a kept file is never stale; one that cannot be read is made anew.
    A cache that cannot be written costs time only.
    """
    kept = cache / f"{name}.peaks"
    try:
        return np.fromfile(kept, np.uint8)
    except OSError:
        made = peaks(path)
    keep(kept, made.tobytes())
    return made


def keep(path: Path, data: bytes) -> None:
    """Write a file of a cache whole, or not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)


def columns(levels: Peaks, starts: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """The loudest peak, 0 to 1, between each of `starts` (in peaks) and the next one.

    Gives one value less than there are starts; beyond the sound it is silent.
    """
    if not len(levels) or len(starts) < 2:
        return np.zeros(max(0, len(starts) - 1), np.float32)
    levels = levels[: max(1, int(starts[-2]) + 1, int(starts[-1]))]  # the last one ends there
    first = np.maximum(np.minimum(starts[:-1].astype(np.int64), len(levels) - 1), 0)
    found = np.maximum.reduceat(levels, first)  # where two are equal: the one level there
    heard = (starts[:-1] < len(levels)) & (starts[1:] > 0)
    return np.asarray(np.where(heard, found, 0) / 255, np.float32)
