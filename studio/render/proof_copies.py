"""Copied runs of a finished film against their takes: a run begins and ends with its packets.

A picture that was copied needs no likeness: its packet is the take's to the byte, or it is another.
"""

import hashlib
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import av.error
from av.packet import Packet

from studio.errors import RenderError
from studio.render.packets import FAST_OPEN, Part, packets_of
from studio.render.proof_table import Ends
from studio.timeline.rate import Rate


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
        packets = packets_of(source, source.streams.video[0], part, rate)
        _, first = next(packets)
        last = deque((packet for _, packet in packets), maxlen=1)
        return _digest(first), _digest(*last or [first])


def _digest(packet: "Packet[Any]") -> str:
    return hashlib.sha256(packet).hexdigest()


def encoded_spans(parts: tuple[Part, ...], frames: int) -> Iterator[tuple[int, int]]:
    """From and to of the frames of a segment, of `frames`, that were encoded and not copied."""
    at = 0
    for part in parts or (Part(Path(), frames),):
        if not part.of_take:
            yield at, at + part.frames
        at += part.frames
