"""H.264 films whose parameter sets change on the way: each key picture brings its own.

MP4 and QuickTime have one record of sets for a track. Where parts of a film have others, the track
is called `avc3` (ISO/IEC 14496-15, 5.3.1.1): its sets may lie among the pictures, and before each
key picture they do, so that a player may enter anywhere. Decoders that only ever read the record,
as some in hardware and in browsers do, show such a film wrong from the first change on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.errors import RenderError
from studio.render.parameter_sets import ParameterSets, parameter_sets, reordering

TAG = "avc3"
_SETS = frozenset({7, 8})  # kinds of units, ISO/IEC 14496-10, table 7-1


@dataclass(frozen=True)
class Change:
    """What is put before the key pictures of a part."""

    sets: ParameterSets

    def before(self, picture: bytes) -> bytes:
        """A key picture's packet with its sets in front."""
        size = self.sets.length_size
        units = (*self.sets.sequence, *self.sets.picture)
        return b"".join(len(unit).to_bytes(size, "big") + unit for unit in units) + picture


@dataclass(frozen=True)
class Changes:
    """The parts of a film by the record of their sets, and how far decoding runs ahead in any."""

    delay: int
    _by_record: dict[bytes, Change]

    def of(self, record: bytes) -> Change:
        """What goes before the key pictures of a part. Raises RenderError for an unknown one."""
        try:
            return self._by_record[record]
        except KeyError:
            raise RenderError("render.pieces_differ") from None


def changes(records: Sequence[bytes]) -> Changes | None:
    """What a film needs whose parts have these `avcC` records; None where all sets are the same.

    Raises RenderError where they cannot lie in one track.
    """
    found: dict[bytes, Change] = {}
    delays: list[int] = []
    for record in dict.fromkeys(records):
        sets, delay = parameter_sets(record), reordering(record)
        if sets is None or not sets.sequence or delay is None:
            return None  # another codec, or nothing is known: they have to be equal
        found[record] = Change(sets)
        delays.append(delay)
    if len({change.sets for change in found.values()}) < 2:
        return None
    if len({change.sets.length_size for change in found.values()}) > 1:
        raise RenderError("render.pieces_differ")
    return Changes(max(delays), found)


def sets_in(picture: bytes, length_size: int) -> tuple[bytes, ...]:
    """The parameter sets that lie in a picture's packet, whose units have lengths of such a size.

    A packet that is not made of units has none.
    """
    found: list[bytes] = []
    place = 0
    while place + length_size < len(picture):
        length = int.from_bytes(picture[place : place + length_size], "big")
        start, place = place + length_size, place + length_size + length
        if not length or place > len(picture):
            break
        if picture[start] & 31 in _SETS:
            found.append(picture[start:place])
    return tuple(found)
