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


def reordering(record: bytes) -> int | None:
    """How many pictures decoding runs ahead of showing, None where an `avcC` record doesn't say.

    A program that guesses it from the first packets guesses wrong for short files.
    """
    sets = parameter_sets(record)
    if sets is None or not sets.sequence:
        return None
    try:
        return _reordering(_Bits(sets.sequence[0]))
    except IndexError:
        return None


_WITH_CHROMA = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})
_OTHER_SHAPE = 255  # of a pixel, told in two numbers


class _Bits:
    """A unit's bits in order, without the bytes that only keep it from looking like a start."""

    def __init__(self, unit: bytes) -> None:
        self._bytes = unit[1:].replace(b"\0\0\3", b"\0\0")
        self._place = 0

    def take(self, count: int = 1) -> int:
        """The next bits as a number. Raises IndexError behind the end."""
        value = 0
        for place in range(self._place, self._place + count):
            value = value << 1 | self._bytes[place >> 3] >> (7 - (place & 7)) & 1
        self._place += count
        return value

    def golomb(self) -> int:
        """The next number in the code of ISO/IEC 14496-10, 9.1."""
        zeros = 0
        while not self.take():
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)


def _reordering(bits: _Bits) -> int | None:
    """Read a sequence parameter set (ISO/IEC 14496-10, 7.3.2.1.1 and E.1.1) as far as needed."""
    profile = bits.take(8)
    bits.take(16)  # constraints, level
    bits.golomb()
    if profile in _WITH_CHROMA and not _skip_chroma(bits):
        return None
    bits.golomb()
    order = bits.golomb()  # how the order of showing is told
    if order == 0:
        bits.golomb()
    elif order == 1:
        return None
    bits.golomb()  # pictures referred to
    bits.take()
    bits.golomb()
    bits.golomb()  # width, height
    if not bits.take():
        bits.take()
    bits.take()
    if bits.take():
        for _ in range(4):
            bits.golomb()
    if order == 2:
        return 0  # shown as they are decoded
    return _told(bits) if bits.take() else None


def _skip_chroma(bits: _Bits) -> bool:
    """False where there are tables of quantisers, which nobody here uses."""
    if bits.golomb() == 3:
        bits.take()
    bits.golomb()
    bits.golomb()
    bits.take()
    return not bits.take()


def _told(bits: _Bits) -> int | None:
    """What the set says of how it is to be shown."""
    if bits.take() and bits.take(8) == _OTHER_SHAPE:
        bits.take(32)
    if bits.take():
        bits.take()
    if bits.take():
        bits.take(4)
        if bits.take():
            bits.take(24)
    if bits.take():
        bits.golomb()
        bits.golomb()
    if bits.take():
        bits.take(65)  # rate
    buffers = [_skip_buffer(bits) for _ in range(2) if bits.take()]
    if buffers:
        bits.take()
    bits.take()
    if not bits.take():
        return None
    bits.take()
    for _ in range(4):
        bits.golomb()
    return bits.golomb()


def _skip_buffer(bits: _Bits) -> None:
    count = bits.golomb() + 1
    bits.take(8)
    for _ in range(count):
        bits.golomb()
        bits.golomb()
        bits.take()
    bits.take(20)
