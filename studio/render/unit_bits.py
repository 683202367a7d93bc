"""The bits of a unit of H.264, one after the other."""


class Bits:
    """A unit's bits in order, without the bytes that only keep it from looking like a start."""

    def __init__(self, unit: bytes) -> None:
        """`unit` begins with its head, which is left out."""
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
        """The next number in the code of ISO/IEC 14496-10, 9.1. Raises IndexError."""
        zeros = 0
        while not self.take():
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)
