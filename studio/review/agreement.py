"""How a mouth follows a sound at each offset: by how much they are apart, and how surely.

The greatest correlation of `cast.following` says by how much sound and picture are apart, and how
far it stands out, how surely (as SyncNet does with learned features: Chung and Zisserman, "Out of
time", ACCV 2016 workshops).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from studio.cast.following import STEP, Floats, paired
from studio.cast.mouth import Mouth
from studio.review.finding import Curve
from studio.review.limits import limit

_APART = 100  # milliseconds at which another offset is another one: half a syllable


@dataclass(frozen=True)
class Agreement:
    """The sound is `milliseconds` late against the lips (below 0: early); correlation -1..1.

    `accepted` is the greatest correlation at an offset that nobody minds, away from this one or of
    another face; `independent` values were compared, as far as they tell anything new. It is
    `within` the offsets that were tried where the correlation falls again on either side, and
    `bend` is by how much it falls there, per square millisecond. `near` are all offsets nearby, to
    be held together with those of other takes.
    """

    milliseconds: int
    correlation: float
    accepted: float
    independent: float
    within: bool = True
    bend: float = 0.0
    near: Curve | None = None

    @property
    def errors(self) -> float:
        """Standard errors by which the correlation stands above the accepted one (Fisher's z)."""
        return (_z(self.correlation) - _z(self.accepted)) * self._known / float(np.sqrt(2))

    @property
    def chance(self) -> float:
        """Standard errors by which the correlation stands above none at all."""
        return _z(self.correlation) * self._known

    @property
    def off(self) -> float:
        """The standard error of `milliseconds`: the flatter the summit, the greater.

        That of a delay found by correlation (Carter, Proc. IEEE 75, 1987) with the independent
        values for time and bandwidth; infinite where there is no summit.
        """
        if self.bend <= 0 or not 0 < self.correlation < 1 or self._known <= 0:
            return float("inf")
        left = 1 - self.correlation**2
        return float(np.sqrt(left / (self.correlation * self.bend))) / self._known

    @property
    def _known(self) -> float:
        """One by the standard error of Fisher's z."""
        return float(np.sqrt(max(0.0, self.independent - 3)))


def _z(correlation: float) -> float:
    return float(_heights(np.array(correlation)))


def _heights(correlations: Floats) -> Floats:
    """Fisher's z, in bounds."""
    return np.arctanh(np.clip(correlations, -0.99, 0.99))


def agreement(lips: Mouth, said: Floats, reach: float) -> Agreement | None:
    """How a mouth follows a sound: `said` is how open it sounds, PER_SECOND times a second.

    Offsets up to `reach` seconds either way are tried. None where the mouth is seen too shortly,
    never moves, or nothing is heard.
    """
    found = curve(lips, said, reach)
    return measured(found) if found is not None else None


def curve(lips: Mouth, said: Floats, reach: float) -> Curve | None:
    """The correlation at each offset up to `reach` seconds either way; None as for `agreement`."""
    pair = paired(lips, said)
    if pair is None:
        return None
    alike = pair.alike(-reach, reach)
    return Curve(alike=alike, independent=pair.independent) if alike else None


def measured(found: Curve) -> Agreement:
    """What a curve says: its summit, and what stands against it."""
    alike = found.alike
    best = max(alike, key=lambda offset: alike[offset])
    early, late = -limit("lips.early"), limit("lips.late")
    near = [o for o in alike if early <= o <= late and abs(o - best) >= _APART]
    accepted = max((alike[offset] for offset in near), default=-1.0)
    within = min(alike) < best < max(alike)
    summit, bend = _summit(alike, best)
    return Agreement(summit, alike[best], accepted, found.independent, within, bend)


def pooled(curves: Sequence[Curve]) -> Curve | None:
    """Several curves of one lag as one: Fisher's z in the mean, as much as each has compared.

    None where they share no offset or compare too little.
    """
    return _mean(*_rows(curves))


def pooled_but_one(curves: Sequence[Curve]) -> Iterator[Curve | None]:
    """The same of all but each of them in turn, at the offsets that all share."""
    offsets, heights, weights = _rows(curves)
    for left_out in range(len(curves)):
        yield _mean(offsets, heights, np.where(np.arange(len(weights)) == left_out, 0.0, weights))


def _rows(curves: Sequence[Curve]) -> tuple[list[int], Floats, Floats]:
    """The offsets that curves share, z of each curve at them as (curves, offsets), weights."""
    shared = set[int]().union(*(each.alike for each in curves))
    offsets = sorted(shared.intersection(*(each.alike for each in curves)))
    alike = np.array([[each.alike[offset] for offset in offsets] for each in curves])
    return offsets, _heights(alike), np.array([max(0.0, each.independent - 3) for each in curves])


def _mean(offsets: Sequence[int], heights: Floats, weights: Floats) -> Curve | None:
    whole = float(weights.sum())
    if not offsets or whole <= 0:
        return None
    alike = np.tanh(weights @ heights / whole)
    return Curve(alike=dict(zip(offsets, alike.tolist(), strict=True)), independent=whole + 3)


def _summit(alike: Mapping[int, float], best: int) -> tuple[int, float]:
    """The offset between those tried at which the correlation is greatest, and how much it bends
    there: those of the parabola through the best one and its neighbours.
    """
    if best - STEP not in alike or best + STEP not in alike:
        return best, 0.0
    before, top, behind = (alike[best + each * STEP] for each in (-1, 0, 1))
    bend = 2 * top - before - behind
    if bend <= 0:
        return best, 0.0
    return best + round(STEP * (behind - before) / (2 * bend)), bend / STEP**2


def followed(lips: Mouth, said: Floats) -> Agreement | None:
    """How a mouth follows a sound: nearby, and further away only where nothing nearby is sure.

    The more offsets are tried, the better one of them fits by chance, so a far one must be surer.
    """
    kept = curve(lips, said, limit("lips.reach"))
    if kept is None:
        return None
    near = replace(measured(kept), near=kept)
    if near.within and near.chance >= limit("lips.chance"):
        return near
    far = agreement(lips, said, limit("lips.far"))
    sure = far is not None and far.within and far.chance >= limit("lips.far_chance")
    return replace(far, near=kept) if far is not None and sure else near
