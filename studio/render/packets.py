"""Runs of encoded pictures in files, packet by packet, with nothing decoded.

Pictures are numbered by their times, which are those of frames: nothing is probed or guessed.
"""

from collections.abc import Generator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from studio.errors import RenderError
from studio.timeline.rate import Rate

# Nothing is decoded on opening, nor read beyond the header of MP4 and QuickTime files: that is most
# of the time it takes (58 ms of 60 at 1080p).
FAST_OPEN = {"protocol_whitelist": "file", "skip_frame": "all", "probesize": "32"}


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a file's pictures that is whole in itself: a piece, or closed groups of a take.

    It begins with picture `first` of the file, a key frame, and its packets follow each other.
    `frames` may be fewer than the file has only where it is a run of a take.
    """

    file: Path | str
    frames: int
    first: int = 0
    of_take: bool = False

    def __post_init__(self) -> None:
        """Of a film's thousands each would take four times as much with a Path."""
        object.__setattr__(self, "file", str(self.file))

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.file)


def packets_of(
    source: InputContainer, video: VideoStream, part: Part, rate: Rate
) -> "Generator[tuple[int, Packet[Any]], None, None]":
    """The packets of a part as they are decoded, each with its picture's number in the part.

    Raises RenderError where it has others.
    """
    tick = (video.time_base or Fraction(1)) * rate.fraction
    over, under = tick.as_integer_ratio()
    zero = 0 if part.of_take else None  # a piece begins with its first picture, whenever that is
    if part.first:
        source.seek(round(part.first / tick), stream=video)
    seen = bytearray(part.frames)
    taken = 0
    for packet in source.demux(video):
        if packet.pts is None:
            continue  # to the very end: what is left before it keeps its buffers
        if part.of_take and taken == part.frames:
            break
        zero = packet.pts if zero is None else zero
        number = nearest((packet.pts - zero) * over, under) - part.first
        if not taken and number < 0:
            continue  # a seek ends at a key frame before, at times an earlier one than the nearest
        if not 0 <= number < part.frames or seen[number]:
            raise RenderError("render.pieces_differ")
        seen[number] = 1
        taken += 1
        yield number, packet
    if taken != part.frames:
        raise RenderError("render.wrong_result", got=taken, wanted=part.frames)


def nearest(over: int, under: int) -> int:
    """A quotient to the nearest whole number: packets are many, and fractions slow."""
    return (2 * over + under) // (2 * under)
