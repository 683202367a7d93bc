"""No jump cuts: neighbours differ in size, angle or people (the 30-degree rule, Katz)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.script.treatment import Asked
from studio.timeline.story import Angle, Move, Pace, Size

LADDER = tuple(Size)
_ANGLES = (Angle.LOW, Angle.HIGH, Angle.EYE)


@dataclass(frozen=True)
class Directed:
    """A shot with everything decided; `fixed` lengths are exact, others are wishes in seconds."""

    shot: Asked
    size: Size
    angle: Angle
    moves: tuple[Move, ...]
    pace: Pace
    seconds: float
    fixed: bool
    spare: bool = False

    @property
    def picture(self) -> tuple[Size, Angle, frozenset[str]]:
        """What a cut must change."""
        return self.size, self.angle, frozenset(self.shot.subjects)


def smoothed(shots: Sequence[Directed]) -> list[Directed]:
    """The shots without jump cuts, as far as sizes and angles were left open."""
    out = list(shots)
    for n in range(1, len(out)):
        if out[n].picture != out[n - 1].picture:
            continue
        after = out[n + 1].picture if n + 1 < len(out) and _bound(out[n + 1]) else None
        changed = _changed(out[n], out[n - 1].picture, after)
        if changed is not None:
            out[n] = changed
            continue
        before = out[n - 2].picture if n > 1 else None
        changed = _changed(out[n - 1], before, out[n].picture)
        if changed is not None:
            out[n - 1] = changed
    return out


def _bound(directed: Directed) -> bool:
    return directed.shot.size is not None and directed.shot.angle is not None


def _changed(directed: Directed, *taken: object) -> Directed | None:
    """The shot with another size, else another angle, unlike its neighbours; None if all is asked."""
    options: list[Directed] = []
    if directed.shot.size is None:
        options += [replace(directed, size=size) for size in _near(directed.size)]
    if directed.shot.angle is None:
        options += [replace(directed, angle=angle) for angle in _ANGLES]
    return next((option for option in options if option.picture not in taken), None)


def _near(size: Size) -> list[Size]:
    """Other sizes, nearest first, closer before wider; the two ends last."""
    place = LADDER.index(size)
    steps = sorted(range(len(LADDER)), key=lambda n: (n in {0, 6}, abs(n - place), -n))
    return [LADDER[n] for n in steps if n != place]
