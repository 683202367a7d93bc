"""Which takes can be entered in the middle: where that gives exactly the pictures from the start.

Decoding a take from its first picture is always right and costs its length. A seek is right too
when it moves all time stamps by a whole number of film frames, so that each picture falls on the
same film frame as before, and when what it skips is not needed by what it gives.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from studio.errors import BadInput
from studio.media.probe import opened
from studio.render.segment import Entrance, Segment, Source
from studio.render.take_notes import Notes, write
from studio.timeline.rate import Rate

RUN_UP = 2  # pictures decoded before the wanted one, so that no rounding reaches it
_MICRO = Fraction(1, 500_000)  # seconds of a tick that a seek, told in microseconds, still meets
_LONGEST = 240  # film frames that may be decoded in vain
_LIMIT = 200_000  # pictures looked at; a longer file is read from its start


_NOTES = Notes("entrances", "1")  # a change of where takes may be entered makes the old ones stale


class _Packet(NamedTuple):
    """When a picture is shown and decoded, in ticks of its stream, and whether it stands alone."""

    shown: int
    decoded: int
    key: bool


def entrance(path: Path, rate: Rate) -> Entrance | None:
    """How a file may be entered in a film of this rate; None where only the start is exact.

    It must be a QuickTime or MP4 file whose groups of pictures need nothing from one another.
    """
    return _ways(path, rate).entrance


class _Ways(BaseModel):
    """How a file may be entered, and the film frames of its key pictures, in order, where so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entrance: Entrance | None = None
    keys: tuple[int, ...] = ()


def _ways(path: Path, rate: Rate) -> _Ways:
    note = _NOTES.of(path, rate)
    return _Ways() if note is None else _known(path, note, rate.fraction)


@lru_cache(maxsize=4096)
def _known(path: Path, note: Path, rate: Fraction) -> _Ways:
    """What is noted, or found by reading all of the packets, and noted."""
    with suppress(OSError, ValueError):
        return _Ways.model_validate_json(note.read_bytes())
    try:
        read = _packets(path)
    except BadInput:
        return _Ways()
    found = _entered(*read, rate) if read is not None else None
    ways = _Ways()
    if read is not None and found is not None:
        tick = read[1] * rate
        keys = sorted(math.floor(packet.shown * tick) for packet in read[0] if packet.key)
        ways = _Ways(entrance=found, keys=tuple(keys))
    write(note, ways.model_dump_json())
    return ways


def _entered(
    found: Sequence[_Packet], base: Fraction, begin: Fraction, rate: Fraction
) -> Entrance | None:
    """How a file of these packets may be entered."""
    if not _closed(found):
        return None
    tick = base * rate  # film frames a tick
    # A seek ends at the last key picture that is decoded by then: it may be shown that much later.
    late = max(packet.shown - packet.decoded for packet in found if packet.key)
    ahead = RUN_UP + max(0, math.ceil(late * tick))
    if _steady(found, tick, begin * rate):
        return Entrance(ahead)
    shown = sorted(packet.shown for packet in found)
    gap = math.ceil(max((b - a for a, b in pairwise(shown)), default=0) * tick)
    grid = (1 / tick).denominator  # so many film frames are a whole number of ticks
    if begin or shown[0] < 0 or base < _MICRO or gap > _LONGEST or grid > _LONGEST:
        return None
    return Entrance(ahead + gap, grid)


def _packets(path: Path) -> tuple[list[_Packet], Fraction, Fraction] | None:
    """The pictures of a file, seconds of a tick, and where the file begins, in seconds."""
    with opened(path, pictures=False) as container:
        if "mov" not in container.format.name.split(",") or not container.streams.video:
            return None
        stream = container.streams.video[0]
        found: list[_Packet] = []
        for packet in container.demux(stream):
            if packet.pts is None or packet.dts is None:
                if packet.size:
                    return None
                continue
            found.append(_Packet(packet.pts, packet.dts, packet.is_keyframe))
            if len(found) > _LIMIT:
                return None
        base = Fraction(stream.time_base or 0)
        begin = Fraction(container.start_time or 0, 1_000_000)
        return (found, base, begin) if found and base else None


def _steady(found: Sequence[_Packet], tick: Fraction, begin: Fraction) -> bool:
    """Whether picture n stands within a tenth of a frame of n frames after the beginning."""
    shown = sorted(packet.shown for packet in found)
    whole = math.lcm(tick.denominator, begin.denominator)  # parts of a frame: no fractions below
    step, start = int(tick * whole), int(begin * whole)
    return all(abs(stamp * step - start - n * whole) * 10 < whole for n, stamp in enumerate(shown))


def _closed(found: Sequence[_Packet]) -> bool:
    """Whether no picture after a key picture, as decoded, is shown before it."""
    if not found[0].key:
        return False
    floor = found[0].shown
    for before, packet in pairwise(found):
        if packet.decoded < before.decoded or packet.shown < floor:
            return False
        floor = packet.shown if packet.key else floor
    return True


class Entrances:
    """Remembers for each file whether it can be entered; ask it on any one thread."""

    def __init__(self, folder: Path, rate: Rate) -> None:
        self._folder = folder
        self.rate = rate
        self._known: dict[tuple[str, str], _Ways] = {}

    def open(self, runs: Sequence[Segment]) -> tuple[Segment, ...]:
        """The segments, with an entrance where their take can be entered in the middle."""
        return tuple(self._opened(run) for run in runs)

    def _opened(self, run: Segment) -> Segment:
        return run.with_sources(
            {source: self._entered(source) for source in run.sources if not source.still}
        )

    def one_way(self, source: Source, one: int, other: int) -> bool:
        """Whether both frames of a take are decoded from the same key picture, or its start."""
        ways = self._ways(source)
        return bisect_right(ways.keys, one) == bisect_right(ways.keys, other)

    def _entered(self, source: Source) -> Source:
        return replace(source, entrance=self._ways(source).entrance)

    def _ways(self, source: Source) -> _Ways:
        name = (source.path, source.sha256)
        if name not in self._known:
            self._known[name] = _ways(self._folder / source.path, self.rate)
        return self._known[name]
