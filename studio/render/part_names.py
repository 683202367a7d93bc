"""Parts of a raw mix named by their samples.

Parts overlap, as their encoders run up to them. So digests are of short blocks at fixed places, and
a part's name is made of those of the blocks in which the samples lie that decide about it.
"""

import hashlib
import json
from pathlib import Path

from studio.errors import Cancelled
from studio.media.ffmpeg import Stop
from studio.media.r128 import STEP
from studio.render.sound_bus import FRAME
from studio.render.sound_cutting import PACKET, Part, Stretch

_BLOCK = 4 * PACKET  # samples


def named_by(part: Part) -> Stretch:
    """The samples that a part is named by, from and to; the last may lie behind the sound's."""
    return part.deciding[0] // _BLOCK * _BLOCK, -(-part.deciding[1] // _BLOCK) * _BLOCK


def name_of(raw: Path, part: Part, over: Stop | None) -> str:
    """The name of a part of a raw mix (stereo float32 at 48 kHz): parts with one name have the same
    samples, and the same places at which they are limited and measured.

    Raises Cancelled, OSError.
    """
    zero, last = named_by(part)
    digests, block = bytearray(), memoryview(bytearray(_BLOCK * FRAME))
    with raw.open("rb") as file:
        file.seek(zero * FRAME)
        for _ in range(zero, last, _BLOCK):
            if over is not None and over():
                raise Cancelled("media.cancelled")
            digests += hashlib.sha256(block[: file.readinto(block)]).digest()
    held = hashlib.sha256(digests)
    places = [zero % STEP, *(n - zero for n in (*part.own, *part.given, *part.deciding))]
    held.update(json.dumps(places).encode())
    return held.hexdigest()
