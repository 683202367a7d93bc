"""Pictures at the ends of a segment as a decoder gave them, left for the proof of the film.

Who proves a joint decodes an encoded edge out of the packets that go into the film. Where the film
has the same packets from the key picture to the one that is wanted, to the byte, in the same order
and under the same parameter sets, a decoder gives the same picture: it need not be asked again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from av.packet import Packet

from studio.render.parameter_sets import parameter_sets
from studio.render.planes import Planes


class Trail:
    """The packets from a key picture on, as they are decoded, in one hash with the parameter sets
    of the `record` under which they are.
    """

    def __init__(self, record: bytes) -> None:
        self._hash = hashlib.sha256(repr(parameter_sets(record) or record).encode())

    def add(self, place: int, packet: "Packet[Any]") -> bytes:
        """Take note of a packet whose picture is shown `place` pictures after the key picture.

        Returns the hash of all so far: what a decoder knows when it is asked for that picture.
        """
        self._hash.update(b"%d %d " % (place, packet.size))
        self._hash.update(packet)
        return self._hash.digest()


@dataclass(frozen=True)
class Decoded:
    """A picture as it came out, and the trail of packets that it came from."""

    planes: Planes
    trail: bytes


class Ends(Protocol):
    """Pictures of a segment by their numbers in it."""

    def has(self, number: int) -> bool:
        """Whether the picture of this number is among them."""
        ...

    def picture(self, number: int, trail: bytes) -> Planes | None:
        """The picture of this number, (height * 3 / 2, width); None where it is not there, or came
        from other packets.
        """
        ...


@dataclass(frozen=True)
class DecodedEnds:
    """`Ends` as raw planes in a file, in order.

    `trails` are those that each came from; `size` is (width, height) in pixels.
    """

    path: Path
    trails: Mapping[int, bytes]
    size: tuple[int, int]

    def has(self, number: int) -> bool:
        """As `Ends` has it."""
        return number in self.trails

    def picture(self, number: int, trail: bytes) -> Planes | None:
        """As `Ends` has it; None where its file is gone, too."""
        if self.trails.get(number) != trail:
            return None
        width, height = self.size
        count = width * height * 3 // 2
        place = sorted(self.trails).index(number)
        import numpy as np

        try:
            data = np.fromfile(self.path, np.uint8, count, offset=place * count)
        except OSError:
            return None
        return data.reshape(height * 3 // 2, width) if data.size == count else None


def leave(pictures: Mapping[int, Decoded], path: Path) -> DecodedEnds | None:
    """Write pictures of a segment, by their numbers in it; None where there are none.

    Raises OSError.
    """
    if not pictures:
        return None
    import numpy as np

    with path.open("wb") as file:
        for number in sorted(pictures):
            file.write(np.ascontiguousarray(pictures[number].planes).data)
    height, width = next(iter(pictures.values())).planes.shape
    trails = {number: one.trail for number, one in pictures.items()}
    return DecodedEnds(path, trails, (width, height * 2 // 3))
