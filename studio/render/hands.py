"""How many pieces are encoded at once: as many as there are cores, and as fit in the memory.

Only that depends on what is free at the moment. The threads of each piece come from the cores and
the number of pieces alone, as they change its bytes: what was encoded while memory was short is
found again by an export that has enough.
"""

import os
from dataclasses import dataclass

from studio.messages import Part

_MOST = 8


@dataclass(frozen=True)
class Hands:
    """How many pieces are encoded at once, and how many the cores would let be.

    `room` is what they may take together, in bytes; `limited` says that the maker's limit counts,
    and not what was free. With `apart` not even one fits in: its groups of pictures are encoded one
    after the other.
    """

    count: int
    wanted: int
    room: int | None = None
    limited: bool = False
    apart: bool = False

    @property
    def fewer(self) -> bool:
        """Whether memory makes the export slower."""
        return self.count < self.wanted

    @property
    def told(self) -> Part | None:
        """The sentence that says so; None where there is nothing to say."""
        if not self.fewer or self.room is None:
            return None
        values = {"count": self.count, "wanted": self.wanted, "room": f"{self.room / 1e9:.1f}"}
        return Part("render.hands_limit" if self.limited else "render.hands_free", values)


def workers(count: int, cores: int | None = None) -> int:
    """How many of so many pieces so many cores take on at a time; None: those there are."""
    return max(1, min(_MOST, cores or os.cpu_count() or 1, count))
