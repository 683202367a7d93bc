"""Black and frozen stretches of a film, as values."""

from collections.abc import Sequence
from dataclasses import dataclass

BLACK, STILL = "black", "still"


@dataclass(frozen=True)
class Stretch:
    """Frames of a segment, from its `first`, that are black or stand still."""

    kind: str
    first: int
    frames: int

    @property
    def end(self) -> int:
        """The first frame after it."""
        return self.first + self.frames


def joined(parts: Sequence[tuple[int, Sequence[Stretch]]], rate: float) -> list[Stretch]:
    """The stretches of a whole film from those of its segments, each with its first frame.

    What is black on both sides of a cut is one stretch; too short ones are left out.
    """
    whole = [Stretch(s.kind, at + s.first, s.frames) for at, found in parts for s in found]
    merged: list[Stretch] = []
    for each in sorted(whole, key=lambda s: s.first):
        before = merged[-1] if merged else None
        if before and before.kind == each.kind == BLACK and before.end == each.first:
            merged[-1] = Stretch(BLACK, before.first, before.frames + each.frames)
        else:
            merged.append(each)
    from studio.render.proof_limits import limits  # which who reads what was found has no use for

    table = limits().stretches
    least = {BLACK: table.black_seconds, STILL: table.still_seconds}
    return [s for s in merged if s.frames >= least[s.kind] * rate]
