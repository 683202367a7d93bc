"""How takes stand by what the inspector found, and the order in which a maker looks at them."""

from collections.abc import Callable, Sequence
from enum import IntEnum, StrEnum

from studio.review.finding import Finding, Severity
from studio.review.takes import Reviewed
from studio.timeline.queries import verdict_on
from studio.timeline.story import Shot
from studio.timeline.take import Take


class Standing(IntEnum):
    """From the best to the worst; one that nobody looked at lies before those that failed."""

    PASSED = 0
    WARNED = 1
    UNSEEN = 2
    FAILED = 3


class TakeOrder(StrEnum):
    """In which order the takes of a shot lie in the strip."""

    MADE = "made"
    NEWEST = "newest"
    BEST = "best"

    @classmethod
    def named(cls, name: str) -> "TakeOrder":
        """The order of this name; a name that is none is as they were made."""
        return cls(name) if name in set(cls) else cls.MADE


def standing(found: Reviewed | None, *, broken: bool = False) -> Standing:
    """How a take stands; `broken`: it could not even be read. What was overruled speaks not."""
    if broken:
        return Standing.FAILED
    if found is None or found.report is None:
        return Standing.UNSEEN
    if found.failed:
        return Standing.FAILED
    return Standing.WARNED if telling(found) else Standing.PASSED


def telling(found: Reviewed | None) -> list[Finding]:
    """What speaks against a take, faults first; not what the maker overruled."""
    if found is None or found.report is None:
        return []
    counted = [each for each in found.report.findings if each.check not in found.overruled]
    return sorted(counted, key=lambda each: each.severity is not Severity.FAULT)


def seconds_at(found: Reviewed, finding: Finding) -> float | None:
    """Where in the take a finding begins; None where it is true of the whole file."""
    report = found.report
    if report is None or finding.at is None or report.frames == 0:
        return None
    return finding.at.first * report.seconds / report.frames


def ordered(
    shot: Shot, takes: Sequence[Take], order: TakeOrder, stands: Callable[[Take], Standing]
) -> list[tuple[int, Take]]:
    """The takes of a shot with their numbers (from 1, as they were made), in an order.

    The best first: passed, warned, not looked at, failed; those that the maker rejected are last,
    and among equals the newest is first.
    """
    numbered = list(enumerate(takes, 1))
    if order is TakeOrder.MADE:
        return numbered
    numbered.reverse()
    if order is TakeOrder.BEST:
        numbered.sort(key=lambda each: (verdict_on(shot, each[1].id).rejected, stands(each[1])))
    return numbered
