"""Encoded parts of a sound joined by packet copy, where no decoder can tell."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

import av
from av.packet import Packet

from studio.render.sound_cutting import ON, PACKET, Cutting, Part

_RATE = 48_000
# The same bytes each time; and a length that is told to the sample.
EXACT = {
    ".m4a": {"fflags": "+bitexact", "movie_timescale": str(_RATE)}, ".mka": {"fflags": "+bitexact"},
}  # fmt: skip
Coded = tuple[Part, Path]  # a part, and where what was encoded for it lies


def join(parts: Sequence[Coded], samples: int, heard: Path, cutting: Cutting) -> bool:
    """Write the packets of all parts to one file; False where two of them do not meet, and then
    there is none. Raises av.error.FFmpegError, OSError.
    """
    starts = _starts(parts, cutting)
    if starts is None:
        return False
    with (
        av.open(str(parts[0][1]), options={"protocol_whitelist": "file"}) as first,
        av.open(str(heard), "w", options=EXACT[heard.suffix]) as out,
    ):
        stream = out.add_stream_from_template(first.streams.audio[0], opaque=True)  # pyright: ignore
        for (part, path), (start, end) in zip(parts, pairwise(starts), strict=True):
            for number, packet in enumerate(_packets(path), part.begin):
                if not start <= number < end:
                    continue
                packet.time_base, packet.stream = Fraction(1, _RATE), stream
                packet.pts = packet.dts = (number - 1) * PACKET
                packet.duration = min(PACKET, samples - packet.pts)
                out.mux(packet)  # pyright: ignore[reportUnknownMemberType]
    return True


def _starts(parts: Sequence[Coded], cutting: Cutting) -> list[int] | None:
    """The first packet that is taken of each part, and the one behind the last; None where two do
    not meet. Only what lies around the joints is held: memory does not grow with the film.
    """
    starts = [0]
    earlier: Mapping[int, bytes] = {}
    end = 0
    for coded, after in zip_longest(parts, parts[1:]):
        part, path = coded
        joints = [part.first] if after is None else [part.first, after[0].first]
        around, end = _around(part, path, joints)
        if coded is not parts[0]:
            at = _joint(earlier, around, part.first, cutting)
            if at is None:
                return None
            starts.append(at)
        earlier = around
    return [*starts, end]


def _around(part: Part, path: Path, joints: Sequence[int]) -> tuple[dict[int, bytes], int]:
    """The packets of a part among which joints may be, by number, and the number behind its end."""
    found: dict[int, bytes] = {}
    number = part.begin - 1
    for number, packet in enumerate(_packets(path), part.begin):
        if any(joint - 1 <= number < joint + ON for joint in joints):
            found[number] = bytes(packet)
    return found, number + 1


def _packets(path: Path) -> "Iterator[Packet[Any]]":
    with av.open(str(path), options={"protocol_whitelist": "file"}) as container:
        for packet in container.demux(audio=0):
            if packet.dts is not None:
                yield packet


def _joint(
    earlier: Mapping[int, bytes], later: Mapping[int, bytes], at: int, cutting: Cutting
) -> int | None:
    """The first packet, from `at` on, that may be the later part's: the one before it is the same
    in both or has the same windows. The packets of both are told by their numbers.
    """
    for number in range(at, at + ON):
        one, two = earlier.get(number - 1), later.get(number - 1)
        if one is None or two is None:
            return None
        cut = cutting.windows(one)
        if one == two or (cut is not None and cut == cutting.windows(two)):
            return number
    return None
