"""How the parts of a finished film hash, by their packets.

To hash half an hour of copied pictures takes seconds. Of a copied part a proof looks at the first
and the last packet alone, which are hashed; whether those between are the same as when it looked,
their sizes and check sums tell four times as fast.
"""

import hashlib
import zlib
from collections.abc import Collection, Sequence
from typing import Any, overload

from av.packet import Packet

_DIGEST = hashlib.sha256().digest_size  # bytes
Ends = tuple[str, str]  # digests of the first and the last packet of a part, as they are decoded


class PartDigests:
    """Digests (SHA-256, in hex) of the picture packets of a film's parts.

    A part begins at each of `edges`, frames of the file in order. Those with the numbers `copies`
    are told by the first and the last packet, and by size and CRC-32 of each.
    """

    def __init__(self, edges: Sequence[int], copies: Collection[int] = ()) -> None:
        self._edges = iter((*edges[1:], -1))
        self._parts = len(edges)
        self._copies = frozenset(copies)
        self._whole, self._begins, self._ends = _Digests(), _Digests(), _Digests()
        self._begin()

    def _begin(self) -> None:
        self._next = next(self._edges, -1)
        self._part = hashlib.sha256()
        self._copied = len(self._whole) in self._copies
        self._first = b""
        self._last: Packet[Any] | bytes = b""

    @property
    def ends(self) -> Sequence[Ends]:
        """Of the parts that were seen."""
        return _Pairs(self._begins, self._ends)

    def add(self, packet: "Packet[Any]", count: int) -> None:
        """Go on with a packet, in the order of decoding, behind `count` others."""
        if count == self._next:
            self._end()
        if self._copied:
            self._part.update(b"%d %d " % (packet.size, zlib.crc32(packet)))
        else:
            self._part.update(packet)
        self._first, self._last = self._first or bytes(packet), packet

    def digests(self) -> Sequence[str]:
        """Of the packets of each part; asked once, when all are seen."""
        self._end()
        for _ in range(self._parts - len(self._whole)):
            self._whole.add(hashlib.sha256().digest())
        return self._whole

    def _end(self) -> None:
        begin, end = (hashlib.sha256(each).digest() for each in (self._first, self._last))
        if self._copied:
            self._part.update(begin + end)
        self._whole.add(self._part.digest())
        self._begins.add(begin)
        self._ends.add(end)
        self._begin()


class _Digests(Sequence[str]):
    """Hashes in hex, held as their bytes: as strings those of a long film are most of its table."""

    def __init__(self) -> None:
        self._raw = bytearray()

    def add(self, digest: bytes) -> None:
        """Append a SHA-256."""
        self._raw += digest

    def __len__(self) -> int:
        return len(self._raw) // _DIGEST

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        if isinstance(index, slice):
            return tuple(self[n] for n in range(*index.indices(len(self))))
        at = range(len(self))[index] * _DIGEST
        return self._raw[at : at + _DIGEST].hex()


class _Pairs(Sequence[Ends]):
    """Two lists of hashes of one length, side by side."""

    def __init__(self, first: _Digests, last: _Digests) -> None:
        self._sides = (first, last)

    def __len__(self) -> int:
        return len(self._sides[0])

    @overload
    def __getitem__(self, index: int) -> Ends: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Ends, ...]: ...
    def __getitem__(self, index: int | slice) -> Ends | tuple[Ends, ...]:
        first, last = self._sides
        if isinstance(index, slice):
            return tuple(zip(first[index], last[index], strict=True))
        return first[index], last[index]
