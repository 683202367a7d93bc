"""Whether lips follow what is said, in two grades: what disturbs is a fault, what is only noticed
a remark.

What is sure depends on how much was compared (`agreement`): a short line fits a stranger's lips as
well as a long one its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from studio.cast.mouth import mouth
from studio.cast.openness import openness_said
from studio.cast.tracks import FaceTrack
from studio.review.agreement import Agreement, followed
from studio.review.evidence import Evidence
from studio.review.finding import Finding, fault, remarked
from studio.review.likeness import matched, sheet_prints
from studio.review.limits import limit

_FACES = 3  # that are looked at, the longest seen


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
    best = nearest(found)
    if best.near is not None:
        evidence.followed.append(best.near)
    yield from judged(best)


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
    elif sure(best):
        yield from _beside(best)


def sure(best: Agreement) -> bool:
    """Whether an offset stands out from all that nobody minds, and from chance.

    The same for both grades: what is only noticed must stand against the offsets that are not and
    against those of the other direction, which half a syllable away are the accepted ones.
    """
    summit = best.within and best.bend > 0
    clear = summit and best.correlation - best.accepted >= limit("lips.clear")
    clear = clear and best.errors >= limit("lips.errors") and best.chance >= limit("lips.chance")
    return clear and best.correlation >= limit("lips.sure")


def _beside(best: Agreement) -> Iterator[Finding]:
    """An offset as a fault from where it disturbs; as a remark where surely it is noticed."""
    late = best.milliseconds
    way = "late" if late > 0 else "early"
    minded, noticed = limit(f"lips.{way}"), limit(f"lips.{way}_noticed")
    values: dict[str, str | int] = {
        "milliseconds": abs(late), "about": round(2 * best.off), "alike": f"{best.correlation:.2f}",
        "minded": round(minded), "noticed": round(noticed),
    }  # fmt: skip
    if abs(late) > minded:
        yield fault("lips", f"lips_{way}", value=float(late), threshold=minded, values=values)
    elif abs(late) - best.off > noticed:
        told = fault(
            "lips", f"lips_{way}_noticed", value=float(late), threshold=noticed, values=values
        )
        yield remarked(told)


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
