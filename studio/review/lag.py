"""A service's sound that is late by the same in all its takes: takes held together.

What is too short to be sure of in one take adds up over several: the offset is the service's own,
what fits by chance is each take's. Told as a remark of the service; no take fails by it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studio.review.agreement import measured, pooled, pooled_but_one
from studio.review.finding import Curve, Finding, fault, remarked
from studio.review.limits import limit
from studio.review.lips import sure
from studio.review.takes import Reviewed

_LEAST = 3  # takes from which something is said of their service


@dataclass(frozen=True)
class Lag:
    """What is said of the sound of a backend's takes, after so many of them."""

    backend: str
    takes: int
    finding: Finding


def lags(reviewed: Iterable[Reviewed]) -> list[Lag]:
    """The backends whose sound is surely noticed beside the lips, in order of name.

    Takes whose lips the maker overruled tell nothing.
    """
    curves: dict[str, list[Curve]] = {}
    for each in reviewed:
        curve = each.report.lips if each.report is not None else None
        if curve is not None and "lips" not in each.overruled:
            curves.setdefault(each.take.backend, []).append(curve)
    found = [(name, those, lag_of(name, those)) for name, those in sorted(curves.items())]
    return [Lag(name, len(those), lag) for name, those, lag in found if lag is not None]


def lag_of(backend: str, curves: Sequence[Curve]) -> Finding | None:
    """What several takes say together: an offset that each of them may be left out of.

    One take that is off alone is that take's fault, and not its service's.
    """
    late = _late(pooled(curves))
    if len(curves) < _LEAST or late is None:
        return None
    way = "late" if late[0] > 0 else "early"
    for others in pooled_but_one(curves):
        rest = _late(others)
        if rest is None or abs(rest[0] - late[0]) > late[1] + rest[1]:
            return None
    minded, noticed = limit(f"lips.{way}"), limit(f"lips.{way}_noticed")
    values: dict[str, str | int] = {
        "backend": backend, "takes": len(curves), "milliseconds": abs(late[0]),
        "about": round(late[1]), "minded": round(minded), "noticed": round(noticed),
    }  # fmt: skip
    return remarked(
        fault("lips", f"lag_{way}", value=float(late[0]), threshold=noticed, values=values)
    )


def _late(together: Curve | None) -> tuple[int, float] | None:
    """Milliseconds that the sound is late, give or take two standard errors; None where that is
    not sure or not noticed.
    """
    if together is None or not sure(best := measured(together)):
        return None
    noticed = limit("lips.late_noticed" if best.milliseconds > 0 else "lips.early_noticed")
    surely = abs(best.milliseconds) - best.off > noticed
    return (best.milliseconds, 2 * best.off) if surely else None
