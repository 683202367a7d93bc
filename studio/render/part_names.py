"""Parts of a raw mix named by their samples, each of which is read once.

Parts overlap, as their encoders run up to them. So digests are of short blocks at fixed places, and
a part's name is made of those of the blocks in which the samples lie that decide about it.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from studio.errors import Cancelled
from studio.media.ffmpeg import Stop
from studio.media.r128 import STEP
from studio.render.sound_bus import FRAME
from studio.render.sound_cutting import PACKET, Part

_BLOCK = 4 * PACKET  # samples
_DIGEST = hashlib.sha256().digest_size


def names_of(raw: Path, parts: Sequence[Part], over: Stop | None) -> list[str]:
    """Names of the parts of a raw mix (stereo float32 at 48 kHz): parts with one name have the same
    samples, and the same places at which they are limited and measured.

    Raises Cancelled, OSError.
    """
    digests = _digests(raw, over)
    return [_name(part, digests) for part in parts]


def _digests(raw: Path, over: Stop | None) -> bytearray:
    """Those of all blocks, one after the other."""
    found, block = bytearray(), memoryview(bytearray(_BLOCK * FRAME))
    with raw.open("rb") as file:
        while read := file.readinto(block):
            if over is not None and over():
                raise Cancelled("media.cancelled")
            found += hashlib.sha256(block[:read]).digest()
    return found


def _name(part: Part, digests: bytearray) -> str:
    first, last = part.deciding[0] // _BLOCK, -(-part.deciding[1] // _BLOCK)
    held = hashlib.sha256(digests[first * _DIGEST : last * _DIGEST])
    zero = first * _BLOCK
    places = [zero % STEP, *(n - zero for n in (*part.own, *part.given, *part.deciding))]
    held.update(json.dumps(places).encode())
    return held.hexdigest()
