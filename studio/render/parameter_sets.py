"""H.264 parameter sets: what a decoder must know before it can show the pictures of a file.

Files whose sets are the same to the byte may be joined by packet copy on every player. The layout
of the record that holds them in MP4 and QuickTime files is that of ISO/IEC 14496-15, 5.3.3.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ParameterSets:
    """The sequence and picture parameter sets of an `avcC` record, and its length fields' size."""

    length_size: int  # bytes
    sequence: tuple[bytes, ...]
    picture: tuple[bytes, ...]


def parameter_sets(record: bytes) -> ParameterSets | None:
    """The sets of an `avcC` record, None where it is none."""
    if len(record) < 7 or record[0] != 1:
        return None
    place = 5
    found: list[tuple[bytes, ...]] = []
    for mask in (0x1F, 0xFF):
        if place >= len(record):
            return None
        count, place = record[place] & mask, place + 1
        sets: list[bytes] = []
        for _ in range(count):
            length = int.from_bytes(record[place : place + 2], "big")
            one = record[place + 2 : place + 2 + length]
            if len(one) < length or not length:
                return None
            sets.append(one)
            place += 2 + length
        found.append(tuple(sets))
    return ParameterSets((record[4] & 3) + 1, found[0], found[1])


def same_parameters(one: bytes, other: bytes) -> bool:
    """Whether pictures under one record can be read under another.

    The records of two programs may differ in what repeats the sets; those of other codecs than
    H.264 have to be equal.
    """
    if one == other:
        return True
    sets = parameter_sets(one)
    return sets is not None and sets.sequence != () and sets == parameter_sets(other)
