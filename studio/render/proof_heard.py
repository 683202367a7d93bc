"""Silent and clipped places of a film's mix, found in stretches of it."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from studio.errors import Cancelled
from studio.media.ffmpeg import Stop
from studio.render.mix_file import MixFile
from studio.render.proof_limits import limits
from studio.render.recording import SAMPLE_RATE as RATE
from studio.render.recording import Samples
from studio.render.sound_cutting import Stretch

_STEP = RATE // 20  # samples that are silent or not together
_BLOCK = 40 * _STEP  # two seconds read at a time: more of it would be most of what a proof holds


@dataclass(frozen=True)
class Places:
    """`silent` stretches as (from, to) and `clipped` seconds, in film seconds."""

    silent: tuple[tuple[float, float], ...] = ()
    clipped: tuple[float, ...] = ()


@dataclass(frozen=True)
class Noticed:
    """What is noticed in a stretch of a mix: of each step that begins in it whether it is `quiet`,
    and by film seconds how often samples stand still near the top.
    """

    quiet: Sequence[int]
    clipped: Mapping[int, int]

    @property
    def told(self) -> list[object]:
        """The same as JSON has it."""
        return ["".join("01"[step] for step in self.quiet), sorted(self.clipped.items())]

    @classmethod
    def of(cls, quiet: object, clipped: object) -> "Noticed | None":
        """What `told` says; None where it is something else."""
        if not isinstance(quiet, str) or not set(quiet) <= {"0", "1"}:
            return None
        try:
            pairs: Any = clipped
            return cls(array("b", map(int, quiet)), {int(n): int(count) for n, count in pairs})
        except (TypeError, ValueError):
            return None


def terms() -> str:
    """What decides about the same samples what is noticed in them."""
    return limits().silence.model_dump_json()


def noticed_in(mix: MixFile, own: Stretch, cancelled: Stop | None = None) -> Noticed:
    """What is noticed in a stretch of a mix, which is followed by a step of samples, or is its end.

    Raises Cancelled, OSError.
    """
    begin, end = (-(-sample // _STEP) * _STEP for sample in own)
    end = mix.samples if own[1] == mix.samples else min(end, mix.samples)
    quiet, clipped = array("b"), Counter[int]()
    for at in range(begin, end, _BLOCK):
        if cancelled is not None and cancelled():
            raise Cancelled("media.cancelled")
        block = mix.read(at, min(at + _BLOCK, end))
        quiet.extend(_quiet(block))
        clipped.update(_clipped(block, at))
    return Noticed(quiet, clipped)


def places(stretches: Iterable[Noticed]) -> Places:
    """Those of a mix, by all its stretches in order."""
    quiet, clipped = array("b"), Counter[int]()
    for each in stretches:
        quiet.extend(each.quiet)
        clipped.update(each.clipped)
    enough = limits().silence.clipped_runs
    return Places(_silent(quiet), tuple(float(n) for n in sorted(clipped) if clipped[n] >= enough))


def _quiet(block: Samples) -> list[bool]:
    whole = len(block) // _STEP * _STEP
    steps = block[:whole].reshape(-1, 2 * _STEP)
    peaks = np.maximum(steps.max(axis=1), -steps.min(axis=1))
    return [bool(peak < 10 ** (limits().silence.level / 20)) for peak in peaks]


def _silent(quiet: Sequence[int]) -> tuple[tuple[float, float], ...]:
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


def _clipped(block: Samples, at: int) -> Iterator[int]:
    """The film second of each run of samples that stand still near the top, in a block that begins
    with film sample `at`.
    """
    table = limits().silence
    if not len(block) or max(float(block.max()), -float(block.min())) < table.clipped_level:
        return
    for channel in block.T:
        flat = (np.diff(channel) == 0) & (np.abs(channel[1:]) > table.clipped_level)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], flat.astype(np.int8), [0]])))
        starts, ends = edges[::2], edges[1::2]
        yield from ((at + starts[ends - starts >= table.clipped - 1]) // RATE).tolist()
