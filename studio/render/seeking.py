"""Which takes can be entered in the middle: where that gives exactly the pictures from the start.

Decoding a take from its first picture is always right and costs its length. A seek is right too
when the picture numbers follow from the time stamps alone, so only such files are entered by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from studio.errors import BadInput
from studio.media.probe import opened
from studio.render.graph import Segment
from studio.timeline.rate import Rate

RUN_UP = 2  # pictures decoded before the wanted one, so that no rounding reaches it
_LIMIT = 200_000  # pictures looked at; a longer file is read from its start


@dataclass(frozen=True)
class _Packet:
    """When a picture is shown and decoded, in ticks of its stream, and whether it stands alone."""

    shown: int
    decoded: int
    key: bool


def run_up(path: Path, rate: Rate) -> int | None:
    """Pictures before a wanted one at which a seek must aim; None where only the start is exact.

    The file is entered when it is a QuickTime or MP4 file whose pictures stand exactly at
    multiples of the film's frame, and whose groups of pictures need nothing from one another.
    """
    try:
        with opened(path) as container:
            if "mov" not in container.format.name.split(",") or not container.streams.video:
                return None
            stream = container.streams.video[0]
            tick = Fraction(stream.time_base or 0) * rate.fraction  # film frames a tick
            begin = Fraction(container.start_time or 0, 1_000_000) * rate.fraction
            found: list[_Packet] = []
            for packet in container.demux(stream):
                if packet.pts is None or packet.dts is None:
                    if packet.size:
                        return None
                    continue
                found.append(_Packet(packet.pts, packet.dts, packet.is_keyframe))
                if len(found) > _LIMIT:
                    return None
    except BadInput:
        return None
    if not found or not tick or not _steady(found, tick, begin) or not _closed(found):
        return None
    late = max(packet.shown - packet.decoded for packet in found)
    return RUN_UP + max(0, -(-late * tick.numerator // tick.denominator))


def _steady(found: Sequence[_Packet], tick: Fraction, begin: Fraction) -> bool:
    """Whether picture n stands within a tenth of a frame of n frames after the beginning."""
    shown = sorted(packet.shown for packet in found)
    near = Fraction(1, 10)
    return all(abs(stamp * tick - begin - n) < near for n, stamp in enumerate(shown))


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
        self._known: dict[tuple[str, str], int | None] = {}

    def open(self, runs: Sequence[Segment]) -> tuple[Segment, ...]:
        """The segments, with a run-up where their take can be entered in the middle."""
        return tuple(self._opened(run) for run in runs)

    def _opened(self, run: Segment) -> Segment:
        source = run.source
        if source is None or source.still:
            return run
        name = (source.path, source.sha256)
        if name not in self._known:
            self._known[name] = run_up(self._folder / source.path, self.rate)
        return replace(run, source=replace(source, run_up=self._known[name]))
