"""Runs in rows of frames: where something holds, for how long, and how that is told."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from studio.review.finding import At

Flags = npt.NDArray[np.bool_]


def runs(flags: Flags) -> Iterator[At]:
    """The stretches in which a flag is set, (n,)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield At(first=first, frames=end - first)


def bridged(flags: Flags, allowed: Flags, gap: int = 1) -> Flags:
    """The flags with gaps of at most `gap` frames closed where `allowed` lets them."""
    whole = flags.copy()
    for hole in runs(~flags & allowed):
        inside = hole.first > 0 and hole.end < len(flags)
        if inside and hole.frames <= gap and flags[hole.first - 1] and flags[hole.end]:
            whole[hole.first : hole.end] = True
    return whole


def place(at: At, rate: float) -> dict[str, str | int]:
    """What a sentence says of a stretch: `second`, `seconds`, `frame` and `count`."""
    return {
        "second": f"{at.first / rate:.2f}",
        "seconds": f"{at.frames / rate:.2f}",
        "frame": at.first,
        "count": at.frames,
    }
