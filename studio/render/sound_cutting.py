"""A film's sound cut into parts, by its length alone: what is encoded and measured at a time."""

from collections.abc import Callable
from dataclasses import dataclass

from studio.render.limiter import MARGIN, STEP

PACKET = 1024  # samples of a packet of AAC
ON = 16  # packets behind the end of a part, among which a joint is found; the first nearly always
_SHARE = 938  # packets of a part of a long film, about: 20 seconds
_SHORT = 375  # those of a short film's, about: 8 seconds, three times what joins it to others
_PARTS = 8  # of a film that is shorter than so many long ones, so that a changed shot changes few
_LEAST = 1408  # packets, 30 seconds: what is shorter is encoded at once
_PAIR = 1  # the kind of a packet's first element that holds two channels

Stretch = tuple[int, int]  # samples, from and to


def windows(packet: bytes) -> tuple[int, int] | None:
    """The sequence of a packet's windows, and their shape; None where it does not begin with two
    channels cut alike.

    ISO/IEC 14496-3, 4.4.2.1 and 4.4.2.3: a kind of element in three bits, its number in four,
    whether both channels have the same windows, one reserved, the sequence in two, the shape.
    """
    if len(packet) < 2:
        return None
    head = int.from_bytes(packet[:2], "big")
    if head >> 13 != _PAIR or not head >> 8 & 1:
        return None
    return head >> 5 & 3, head >> 4 & 1


@dataclass(frozen=True)
class Cutting:
    """Where a sound is cut into parts, in packets, and how packets say which windows cut them."""

    length: int = _SHARE  # of a part
    run_up: int = 128  # before it: with half of that its beginning is a decibel noisier, measured
    windows: Callable[[bytes], tuple[int, int] | None] = windows

    @classmethod
    def of(cls, samples: int) -> "Cutting":
        """That of a sound by its length alone: equal parts of about 20 seconds, in a short one
        eight at most and of about 8 seconds at least; an even number of them, so that two cores
        are done at the same time.
        """
        packets = packets_of(samples)
        if packets < _LEAST:
            return cls(packets)
        share = min(_SHARE, max(_SHORT, packets / _PARTS))
        return cls(-(-packets // (2 * max(1, round(packets / (2 * share))))))


@dataclass(frozen=True)
class Part:
    """Packets from `first` on to `end`, counted from that of the encoder's own run-up; what is
    encoded for them begins with packet `begin`.

    `own` are its samples of the sound, all parts together the whole; `given` are those that its
    encoder gets; `deciding` are those that decide, limited or not, about all of that.
    """

    begin: int
    first: int
    end: int
    own: Stretch
    given: Stretch
    deciding: Stretch


def packets_of(samples: int) -> int:
    """Those of a sound, with that of the encoder's own run-up."""
    return -(-samples // PACKET) + 1


def parts_of(samples: int, cutting: Cutting) -> list[Part]:
    """The parts of a sound; one that would be shorter than what joins it belongs to that before."""
    packets = packets_of(samples)
    firsts = [0, *range(cutting.length, packets - 2 * ON - cutting.run_up, cutting.length)]
    ends = [*firsts[1:], packets]
    found: list[Part] = []
    for first, end in zip(firsts, ends, strict=True):
        begin = max(0, first - cutting.run_up)
        own = first * PACKET, end * PACKET if end < packets else samples
        given = begin * PACKET, min((end + ON) * PACKET, samples)
        low, high = max(0, given[0] - MARGIN - STEP), min(given[1] + MARGIN + STEP, samples)
        found.append(Part(begin, first, end, own, given, (low, high)))
    return found
