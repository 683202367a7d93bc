"""Copied runs of a finished film against their takes: a run begins and ends with its packets.

A picture that was copied needs no likeness: its packet is the take's to the byte, or it is another.
"""

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from studio.errors import RenderError
from studio.render.packets import FAST_OPEN, Part, nearest, packets_of
from studio.render.proof_table import Ends
from studio.timeline.rate import Rate

_AHEAD = 32  # pictures by which no decoder runs ahead of what is shown: H.264 allows half of it


def is_copy(part: Part, ends: Ends, rate: Rate) -> bool:
    """Whether the film's packets at the ends of a copied run are those of its take.

    `rate` is that of the film, in which the run is counted.
    """
    try:
        return ends == _ends(part, rate)
    except (RenderError, av.error.FFmpegError, OSError):
        return False


def _ends(part: Part, rate: Rate) -> Ends:
    with av.open(str(part.path), options=FAST_OPEN) as source:
        video = source.streams.video[0]
        _, first = next(packets_of(source, video, part, rate))
        return _digest(first), _digest(_last(source, video, part, rate))


def _last(source: InputContainer, video: VideoStream, part: Part, rate: Rate) -> "Packet[Any]":
    """The packet behind which the take is left; those far before it are not read.

    Raises RenderError where there is none.
    """
    over, under = ((video.time_base or Fraction(1)) * rate.fraction).as_integer_ratio()
    end = part.first + part.frames
    # A seek ends at the last key picture that is decoded by then, and may be shown later.
    source.seek(round(max(part.first, end - _AHEAD) * Fraction(under, over)), stream=video)
    last: Packet[Any] | None = None
    for packet in source.demux(video):
        if packet.pts is None or nearest(packet.pts * over, under) >= end:
            break
        last = packet
    if last is None:
        raise RenderError("render.wrong_result", got=0, wanted=part.frames)
    return last


def _digest(packet: "Packet[Any]") -> str:
    return hashlib.sha256(packet).hexdigest()


def encoded_spans(parts: tuple[Part, ...], frames: int) -> Iterator[tuple[int, int]]:
    """From and to of the frames of a segment, of `frames`, that were encoded and not copied."""
    at = 0
    for part in parts or (Part(Path(), frames),):
        if not part.of_take:
            yield at, at + part.frames
        at += part.frames
