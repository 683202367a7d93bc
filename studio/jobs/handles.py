"""What services call the cast: handles, found among the takes of subjects and never stored.

A handle is what a job of registering left. It is good as long as what it was made from is what
would be sent now, its last day has not passed, and no job found that its service does not know it
any more; all of that is asked anew every time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, cast

from studio.backends.base import Request
from studio.backends.registering import HANDLE
from studio.jobs.film import Film
from studio.timeline.cast_sheet import BODY, sheet_of
from studio.timeline.story import Reference, Role, Subject, Use, Variant, View
from studio.timeline.take import Take

LIMITS, VARIANT = "limits", "variant"  # options of a request to register
EXPIRES = "expires"
_ORDER = [*View]
_WANTED = {"picture": "subject", "video": "video", "sound": "sound"}


class HandleState(StrEnum):
    """Whether a handle can be cited."""

    GOOD = "good"
    CHANGED = "changed"  # the sheet is another one now
    EXPIRED = "expired"


@dataclass(frozen=True)
class Handle:
    """What one service calls a subject in one variant; `backend` is the registrar's name."""

    take: Take
    state: HandleState
    names: Mapping[str, str]
    expires: date | None = None

    @property
    def backend(self) -> str:
        """The registrar that made it."""
        return self.take.backend


@dataclass(frozen=True)
class Medium:
    """One medium of a sheet, as it lies in the film."""

    use: Use
    reference: Reference
    take: Take


def media_of(
    film: Film, subject: Subject, variant: Variant | None, limits: Mapping[str, int]
) -> list[Medium]:
    """What a subject is registered by, the most telling first: as many pictures as `subject` of
    `limits` says, videos as `video`, sounds as `sound`.
    """
    found: list[Medium] = []
    counts: dict[str, int] = {}
    for use in sorted(sheet_of(subject, variant), key=_rank):
        reference = film.references.get(use.reference)
        takes = film.takes.get(use.reference)
        if reference is None or not takes or use.role not in {Role.SUBJECT, Role.SOUND}:
            continue
        kind = _WANTED[reference.kind.value]
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= limits.get(kind, 0):
            found.append(Medium(use, reference, takes[-1]))
    return found


def handles_of(
    film: Film, subject: Subject, variant: Variant | None, today: date | None = None
) -> dict[str, Handle]:
    """The handle of a subject at each registrar, by its name: the newest that is good, else the
    newest that was made for this variant.
    """
    day = today or datetime.now(UTC).date()
    found: dict[str, Handle] = {}
    for take in reversed(film.takes.get(subject.id, ())):
        if take.kind != HANDLE:
            continue
        handle = Handle(take, *_judged(film, subject, variant, take, day))
        before = found.get(take.backend)
        if before is None:
            if handle.state is HandleState.GOOD or _options(take).get(VARIANT) == _name(variant):
                found[take.backend] = handle
        elif handle.state is HandleState.GOOD and before.state is not HandleState.GOOD:
            found[take.backend] = handle
    return {name: handle for name, handle in found.items() if handle.names}


def cited(
    film: Film, subject: Subject, variant: Variant | None, today: date | None = None
) -> dict[str, str]:
    """What services call a subject, as a Figure is given it: only what is good."""
    names: dict[str, str] = {}
    for handle in handles_of(film, subject, variant, today).values():
        if handle.state is HandleState.GOOD:
            names |= handle.names
    return names


def is_wanted(film: Film, subject_id: str, request: Request) -> bool:
    """Whether a subject would be registered by the very media of a request now."""
    subject = film.subjects.get(subject_id)
    if subject is None:
        return False
    named = request.options.get(VARIANT)
    variant = next((each for each in subject.variants if each.id == named), None)
    if variant is None and named:
        return False
    media = media_of(film, subject, variant, _limits(request.options))
    return [m.take.files[0].sha256 for m in media] == [each.sha256 for each in request.inputs]


def _judged(
    film: Film, subject: Subject, variant: Variant | None, take: Take, today: date
) -> tuple[HandleState, dict[str, str], date | None]:
    names = {name: told for name, told in take.usage.items() if "." in name}
    expires = _day(take.usage.get(EXPIRES, ""))
    if expires is not None and expires < today:
        return HandleState.EXPIRED, names, expires
    for name in names.values():
        if name in film.gone:
            return HandleState.EXPIRED, names, film.gone[name]
    limits = limits_of(take)
    if not limits:  # given by the maker: made from no media, for one variant
        same = _options(take).get(VARIANT, "") == _name(variant)
        return HandleState.GOOD if same else HandleState.CHANGED, names, expires
    now = [m.take.files[0].sha256 for m in media_of(film, subject, variant, limits)]
    same = now == list(made_from(take))
    return HandleState.GOOD if same else HandleState.CHANGED, names, expires


def limits_of(take: Take) -> Mapping[str, int]:
    """How many media of each role a handle could be made from."""
    return _limits(_options(take))


def made_from(take: Take) -> Iterator[str]:
    """The hashes of the media a handle was made from."""
    for each in take.request.get("inputs") or ():
        yield str(each.get("sha256", ""))


def _options(take: Take) -> Mapping[str, Any]:
    options = take.request.get("options")
    return cast(dict[str, Any], options) if isinstance(options, dict) else {}


def _limits(options: Mapping[str, Any]) -> Mapping[str, int]:
    limits = options.get(LIMITS)
    return cast(dict[str, int], limits) if isinstance(limits, dict) else {}


def _name(variant: Variant | None) -> str:
    return variant.id if variant else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _rank(use: Use) -> tuple[bool, int]:
    """Sides before faces, and the front first; what nobody named a view comes between."""
    order: Sequence[View] = _ORDER
    place = order.index(use.view) if use.view is not None else len(order)
    return use.view not in BODY, place
