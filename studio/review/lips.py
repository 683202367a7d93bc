"""Whether lips follow what is said: how wide a mouth is open against how open the speech sounds.

Both are brought to a hundred values a second, freed of what changes slower than in a second (that
somebody speaks at all is no agreement), and correlated at every offset; the greatest correlation
says by how much sound and picture are apart, and how far it stands out, how surely (as SyncNet does
with learned features: Chung and Zisserman, "Out of time", ACCV 2016 workshops). What is sure
depends on how much was compared: a short line fits a stranger's lips as well as a long one its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from studio.cast.mouth import Mouth, mouth
from studio.cast.openness import PER_SECOND, openness_said
from studio.cast.tracks import FaceTrack
from studio.review.evidence import Evidence
from studio.review.finding import Finding, fault, remarked
from studio.review.likeness import matched, sheet_prints
from studio.review.limits import limit

Floats = npt.NDArray[np.float64]

_LEAST = 1.0  # seconds of a mouth that can be compared
_APART = 100  # milliseconds at which another offset is another one: half a syllable
_FACES = 3  # that are looked at, the longest seen


@dataclass(frozen=True)
class Agreement:
    """The sound is `milliseconds` late against the lips (below 0: early); correlation -1..1.

    `accepted` is the greatest correlation at an offset that nobody minds, away from this one or of
    another face; `independent` values were compared, as far as they tell anything new. It is
    `within` the offsets that were tried where the correlation falls again on either side.
    """

    milliseconds: int
    correlation: float
    accepted: float
    independent: float
    within: bool = True

    @property
    def errors(self) -> float:
        """Standard errors by which the correlation stands above the accepted one (Fisher's z)."""
        return (_z(self.correlation) - _z(self.accepted)) * self._known / float(np.sqrt(2))

    @property
    def chance(self) -> float:
        """Standard errors by which the correlation stands above none at all."""
        return _z(self.correlation) * self._known

    @property
    def _known(self) -> float:
        """One by the standard error of Fisher's z."""
        return float(np.sqrt(max(0.0, self.independent - 3)))


def _z(correlation: float) -> float:
    return float(np.arctanh(np.clip(correlation, -0.99, 0.99)))


def agreement(lips: Mouth, said: Floats, reach: float) -> Agreement | None:
    """How a mouth follows a sound: `said` is how open it sounds, PER_SECOND times a second.

    Offsets up to `reach` seconds either way are tried. None where the mouth is seen too shortly,
    never moves, or nothing is heard.
    """
    if len(lips.seconds) < 8 or lips.seconds[-1] - lips.seconds[0] < _LEAST:
        return None
    held = float(np.median(np.diff(lips.seconds))) / 2  # a picture is seen until the next one
    seen = np.asarray(lips.seconds) + held
    first, last = round(float(seen[0]) * PER_SECOND), round(float(seen[-1]) * PER_SECOND)
    opened = quick(np.interp(np.arange(first, last) / PER_SECOND, seen, lips.openness))
    heard = quick(said)
    alike: dict[int, float] = {}
    for shift in range(-round(reach * PER_SECOND), round(reach * PER_SECOND) + 1):
        begin, end = max(0, first + shift), min(len(heard), last + shift)
        part = opened[begin - shift - first : end - shift - first]
        found = _correlation(part, heard[begin:end])
        if found is not None:
            alike[shift * 1000 // PER_SECOND] = found
    if not alike:
        return None
    best = max(alike, key=lambda offset: alike[offset])
    early, late = -limit("lips.early"), limit("lips.late")
    near = [o for o in alike if early <= o <= late and abs(o - best) >= _APART]
    accepted = max((alike[offset] for offset in near), default=-1.0)
    beside = heard[first : first + len(opened)]
    told = _independent(opened[: len(beside)], beside)
    within = min(alike) < best < max(alike)
    return Agreement(_summit(alike, best), alike[best], accepted, told, within)


def _summit(alike: Mapping[int, float], best: int) -> int:
    """The offset between those tried at which the correlation is greatest: that of the parabola
    through the best one and its neighbours.
    """
    step = 1000 // PER_SECOND
    if best - step not in alike or best + step not in alike:
        return best
    before, top, behind = (alike[best + each * step] for each in (-1, 0, 1))
    bend = before - 2 * top + behind
    return best if bend >= 0 else best + round(step * (before - behind) / (2 * bend))


def followed(lips: Mouth, said: Floats) -> Agreement | None:
    """How a mouth follows a sound: nearby, and further away only where nothing nearby is sure.

    The more offsets are tried, the better one of them fits by chance, so a far one must be surer.
    """
    near = agreement(lips, said, limit("lips.reach"))
    if near is None or (near.within and near.chance >= limit("lips.chance")):
        return near
    far = agreement(lips, said, limit("lips.far"))
    sure = far is not None and far.within and far.chance >= limit("lips.far_chance")
    return far if sure else near


def _independent(one: Floats, other: Floats) -> float:
    """How many values of two series are worth as much as if each told something new.

    After Bartlett, J. R. Stat. Soc. 98 (1935): what goes on in both counts once.
    """
    count = len(one)
    lags = [
        np.correlate(each - each.mean(), each - each.mean(), "full")[count - 1 :][:PER_SECOND]
        for each in (one, other)
    ]
    if count < 2 or any(lag[0] <= 0 for lag in lags):
        return 0.0
    alike = lags[0] / lags[0][0] * lags[1] / lags[1][0]
    weights = 1 - np.arange(len(alike)) / count
    return count / max(1.0, 2 * float(weights @ alike) - 1)


def quick(values: Floats) -> Floats:
    """What is left when phonemes are smoothed (70 ms) and all slower than a second is gone."""
    return _calm(values, 7) - _calm(values, PER_SECOND + 1) if len(values) else values


def _calm(values: Floats, width: int) -> Floats:
    """Averaged over so many values."""
    padded = np.pad(values, width // 2, mode="edge")
    return np.convolve(padded, np.ones(width) / width, "valid")


def _correlation(one: Floats, other: Floats) -> float | None:
    """Pearson's; None where either does not change, or there is too little of them."""
    if len(one) < _LEAST * PER_SECOND / 2 or len(one) != len(other):
        return None
    a, b = one - one.mean(), other - other.mean()
    size = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / size if size > 1e-9 else None


def lips(evidence: Evidence) -> Iterator[Finding]:
    """Sound beside its lips, or lips that do not follow what is said."""
    if evidence.heard is None:
        return
    said = openness_said(evidence.samples)
    found: list[Agreement] = []
    for track in _speakers(evidence):
        moves = mouth(evidence.path, track, evidence.models, stopped=evidence.cancelled)
        each = followed(moves, said)
        if each is not None:
            found.append(each)
    if not found:
        return
    yield from judged(nearest(found))


def nearest(found: Sequence[Agreement]) -> Agreement:
    """The face that follows the sound most, as surely as no other one follows it in time.

    A face that listens may fit at some offset by chance while the one that speaks fits at none.
    """
    best = max(found, key=lambda each: each.correlation)
    others = [each.correlation for each in found if each is not best and _in_time(each)]
    return replace(best, accepted=max(best.accepted, *others)) if others else best


def _in_time(found: Agreement) -> bool:
    return -limit("lips.early") <= found.milliseconds <= limit("lips.late")


def judged(best: Agreement) -> Iterator[Finding]:
    """What is said of an agreement.

    Whoever speaks may be turned away, so lips that follow nothing are only said.
    """
    if best.correlation < limit("lips.follow"):
        values = {"alike": f"{best.correlation:.2f}"}
        yield remarked(
            fault(
                "lips", "lips_none", value=best.correlation, threshold=limit("lips.follow"),
                values=values,
            )
        )  # fmt: skip
        return
    late = best.milliseconds
    threshold = limit("lips.late") if late > 0 else limit("lips.early")
    clear = best.within and best.correlation - best.accepted >= limit("lips.clear")
    clear = clear and best.errors >= limit("lips.errors") and best.chance >= limit("lips.chance")
    if abs(late) > threshold and best.correlation >= limit("lips.sure") and clear:
        key = "lips_late" if late > 0 else "lips_early"
        yield fault(
            "lips", key, value=float(late), threshold=threshold,
            values={"milliseconds": abs(late), "alike": f"{best.correlation:.2f}"},
        )  # fmt: skip


def _speakers(evidence: Evidence) -> Sequence[FaceTrack]:
    """The faces of those who speak, as far as their sheets tell; else those seen longest."""
    speaking = {line.speaker for line in evidence.asked.lines if line.speaker}
    found: list[FaceTrack] = []
    for subject in evidence.asked.subjects:
        if subject.key in speaking and subject.pictures:
            sheet = sheet_prints(evidence, subject)
            match = matched(evidence, subject, sheet) if sheet else None
            if match is not None and match.track not in found:
                found.append(match.track)
    return found or evidence.tracks[:_FACES]
