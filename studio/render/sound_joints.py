"""Encoded parts of a sound joined by packet copy, where no decoder can tell."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.packet import Packet

from studio.render.aac import EXACT
from studio.render.sound_cutting import ON, PACKET, Cutting, Part

_RATE = 48_000
_OPTIONS = {"protocol_whitelist": "file"}
_TICK = Fraction(1, _RATE)
Coded = tuple[Part, Path]  # a part, and where what was encoded for it lies
Numbered = Mapping[int, "Packet[Any]"]  # the packets of a part, by their numbers in the sound


def join(parts: Sequence[Coded], samples: int, heard: Path, cutting: Cutting) -> bool:
    """Write the packets of all parts to one file; False where two of them do not meet, and then
    there is none. Raises av.error.FFmpegError, OSError.
    """
    with (
        av.open(str(parts[0][1]), options=_OPTIONS) as first,
        av.open(str(heard), "w", options=EXACT[heard.suffix]) as out,
    ):
        stream = out.add_stream_from_template(first.streams.audio[0], opaque=True)  # pyright: ignore
        met = True
        for number, packet in _joined(parts, cutting):
            if packet is None:
                met = False
                break
            if packet.time_base != _TICK:
                packet.time_base = _TICK
            packet.stream = stream
            packet.pts = packet.dts = (number - 1) * PACKET
            packet.duration = min(PACKET, samples - packet.pts)
            out.mux(packet)  # pyright: ignore[reportUnknownMemberType]
    if not met:
        heard.unlink(missing_ok=True)
    return met


def _joined(parts: Sequence[Coded], cutting: Cutting) -> "Iterator[tuple[int, Packet[Any] | None]]":
    """The packets of a sound, of one part after the other; None where two do not meet, as the last.

    Two parts are in memory: it does not grow with the film.
    """
    start, earlier = 0, _packets(*parts[0])
    for part, path in parts[1:]:
        later = _packets(part, path)
        at = _joint(earlier, later, part.first, cutting)
        if at is None:
            yield part.first, None
            return
        yield from ((number, earlier[number]) for number in range(start, at))
        start, earlier = at, later
    yield from ((number, packet) for number, packet in earlier.items() if number >= start)


def _packets(part: Part, path: Path) -> Numbered:
    with av.open(str(path), options=_OPTIONS) as container:
        found = (packet for packet in container.demux(audio=0) if packet.dts is not None)
        return dict(enumerate(found, part.begin))


def _joint(earlier: Numbered, later: Numbered, at: int, cutting: Cutting) -> int | None:
    """The first packet, from `at` on, that may be the later part's: the one before it is the same
    in both or has the same windows.
    """
    for number in range(at, at + ON):
        if number - 1 not in earlier or number - 1 not in later:
            return None
        one, two = bytes(earlier[number - 1]), bytes(later[number - 1])
        cut = cutting.windows(one)
        if one == two or (cut is not None and cut == cutting.windows(two)):
            return number
    return None
