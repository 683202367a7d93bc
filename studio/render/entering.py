"""What a key picture of H.264 does to the pictures before it: whether they are still shown.

An IDR picture makes a decoder forget all that it refers to, and so nothing before it is known
behind it (ISO/IEC 14496-10, 8.2.1, 8.2.5.1). Pictures that were decoded and not yet shown come out
first (C.4.4), unless the head of the picture says that they need not (7.4.3.3:
`no_output_of_prior_pics_flag`), or its sets change the room that there is for them.
"""

from typing import Any

from av.packet import Packet

from studio.render.parameter_sets import parameter_sets, sequence_set
from studio.render.unit_bits import Bits

_KEY_SLICE = 5  # the kind of unit, ISO/IEC 14496-10, table 7-1
_PLAIN = frozenset({66, 77, 88, 100, 110, 122})  # profiles whose planes are coded together
_INTRA = frozenset({2, 4})  # kinds of slices, table 7-6
_HEAD = 64  # bytes in which a head surely lies


def shows_all_before(record: bytes, packet: "Packet[Any]") -> bool | None:
    """Whether a packet begins with an IDR picture before which all others are shown.

    It is read under the one pair of sets of an `avcC` record, which says how many pictures are held
    back: a program that guesses it may show others. False where that picture says that they need
    not be, None where nothing is sure.
    """
    sets, told = parameter_sets(record), sequence_set(record)
    if sets is None or told is None or told.reordering is None or len(sets.picture) != 1:
        return None
    unit = _first_slice(memoryview(packet), sets.length_size)
    if not unit or unit[0] & 31 != _KEY_SLICE or sets.sequence[0][1] not in _PLAIN:
        return None
    try:
        paired = _paired(Bits(sets.picture[0]))
        return paired and _shows(
            Bits(unit), paired, told.number_bits, told.order_bits, fields=told.fields
        )
    except IndexError:
        return None


def _first_slice(content: memoryview, length_size: int) -> bytes:
    """The beginning of the first unit that is part of a picture, or brings sets of its own."""
    place = 0
    while place + length_size < len(content):
        start = place + length_size
        if content[start] & 31 in (1, _KEY_SLICE, 7, 8):
            return bytes(content[start : start + _HEAD])
        place = start + int.from_bytes(content[place:start], "big")
    return b""


def _paired(bits: Bits) -> tuple[bool, bool] | None:
    """Whether a picture parameter set (7.3.2.2) lets heads tell the place of a second field, and
    the number of a spare picture; None where it has slices in groups.
    """
    bits.golomb()
    bits.golomb()
    bits.take()
    second = bits.take()
    if bits.golomb():
        return None
    bits.golomb()
    bits.golomb()
    bits.take(3)
    for _ in range(3):
        bits.golomb()
    bits.take(2)
    return bool(second), bool(bits.take())


def _shows(
    bits: Bits, paired: tuple[bool, bool], number_bits: int, order_bits: int, *, fields: bool
) -> bool | None:
    """Read the head of an IDR picture's first slice (7.3.3) up to the flag."""
    if bits.golomb() or bits.golomb() % 5 not in _INTRA:
        return None
    bits.golomb()
    bits.take(number_bits)
    field = bool(fields and bits.take())
    if field:
        bits.take()
    bits.golomb()
    if order_bits:
        bits.take(order_bits)
        if paired[0] and not field:
            bits.golomb()
    if paired[1]:
        bits.golomb()
    return not bits.take()
