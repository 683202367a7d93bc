"""H.264 parameter sets: what a decoder must know before it can show the pictures of a file.

Files whose sets are the same to the byte may be joined by packet copy on every player. The layout
of the record that holds them in MP4 and QuickTime files is that of ISO/IEC 14496-15, 5.3.3.
"""

from dataclasses import dataclass
from typing import NamedTuple

from studio.render.unit_bits import Bits


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


@dataclass(frozen=True)
class SequenceSet:
    """What a sequence parameter set tells.

    `size` is that of its pictures as they come out, (width, height) in pixels, `square` whether a
    pixel of them is (one of no told shape counts as square), `reordering` how many pictures
    decoding runs ahead of showing, None where it does not say. A picture's head has its number in
    `number_bits`, its place in `order_bits` (0: it has none) and says whether it is a field, where
    there may be `fields`. `colours` are primaries, transfer and matrix as ITU-T H.273 counts them,
    `full` is whether luma has all of its range; None where that is not said.
    """

    size: tuple[int, int]
    square: bool
    reordering: int | None
    number_bits: int
    order_bits: int
    fields: bool
    colours: tuple[int, int, int] | None = None
    full: bool | None = None


def sequence_set(record: bytes) -> SequenceSet | None:
    """What the one sequence set of an `avcC` record tells, None where there are more, or none that
    can be read.
    """
    sets = parameter_sets(record)
    if sets is None or len(sets.sequence) != 1:
        return None
    return _read(sets.sequence[0])


def reordering(record: bytes) -> int | None:
    """How many pictures decoding runs ahead of showing, None where an `avcC` record doesn't say.

    A program that guesses it from the first packets guesses wrong for short files.
    """
    sets = parameter_sets(record)
    told = _read(sets.sequence[0]) if sets is not None and sets.sequence else None
    return told.reordering if told is not None else None


_WITH_CHROMA = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})
_OTHER_SHAPE = 255  # of a pixel, told in two numbers
_HALF = (2, 2)
_STEPS = {0: (1, 1), 1: _HALF, 2: (2, 1), 3: (1, 1)}  # by how the colours are sampled


def _read(unit: bytes) -> SequenceSet | None:
    try:
        return _set(Bits(unit))
    except IndexError:
        return None


def _set(bits: Bits) -> SequenceSet | None:
    """Read a sequence parameter set (ISO/IEC 14496-10, 7.3.2.1.1 and E.1.1) as far as needed."""
    profile = bits.take(8)
    bits.take(16)  # constraints, level
    bits.golomb()
    chroma = _chroma(bits) if profile in _WITH_CHROMA else _HALF
    if chroma is None:
        return None
    number_bits = bits.golomb() + 4
    order = bits.golomb()  # how the order of showing is told
    if order == 1:
        return None
    order_bits = bits.golomb() + 4 if order == 0 else 0
    bits.golomb()  # pictures referred to
    bits.take()
    wide, tall = 16 * (bits.golomb() + 1), 16 * (bits.golomb() + 1)
    frames = bits.take()  # whether there are no fields
    if not frames:
        bits.take()
    bits.take()
    left, right, top, bottom = (bits.golomb() for _ in range(4)) if bits.take() else (0, 0, 0, 0)
    across, down = chroma
    size = (
        wide - (left + right) * across,
        (2 - frames) * (tall - (top + bottom) * down),
    )
    told = _told(bits) if bits.take() else _Told()
    ahead = 0 if order == 2 else told.ahead  # 2: shown as they are decoded
    return SequenceSet(
        size, told.square, ahead, number_bits, order_bits, not frames, told.colours, told.full
    )


def _chroma(bits: Bits) -> tuple[int, int] | None:
    """In what steps the size is told, across and down, by the colours there are.

    None where there are tables of quantisers, which nobody here uses.
    """
    kind = bits.golomb()
    if kind == 3:
        bits.take()
    bits.golomb()
    bits.golomb()
    bits.take()
    return None if bits.take() else _STEPS.get(kind)


class _Told(NamedTuple):
    """What a set says of how its pictures are to be shown."""

    square: bool = True
    ahead: int | None = None
    colours: tuple[int, int, int] | None = None
    full: bool | None = None


def _told(bits: Bits) -> _Told:
    shape = bits.take(8) if bits.take() else 0
    square = shape in (0, 1)
    if shape == _OTHER_SHAPE:
        wide, tall = bits.take(16), bits.take(16)
        square = wide == tall
    if bits.take():
        bits.take()
    colours, full = None, None
    if bits.take():
        bits.take(3)
        full = bool(bits.take())
        if bits.take():
            colours = (bits.take(8), bits.take(8), bits.take(8))
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
        return _Told(square, None, colours, full)
    bits.take()
    for _ in range(4):
        bits.golomb()
    return _Told(square, bits.golomb(), colours, full)


def _skip_buffer(bits: Bits) -> None:
    count = bits.golomb() + 1
    bits.take(8)
    for _ in range(count):
        bits.golomb()
        bits.golomb()
        bits.take()
    bits.take(20)
