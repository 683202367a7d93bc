"""The ledger: what was estimated, what was charged, what of it is in the cut.

Money is decimal and never added up over currencies: a `Sums` has one amount a currency.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal

from studio.errors import BadInput
from studio.jobs.admission import Sums, money, sum_prices
from studio.jobs.film import Film
from studio.jobs.job import LIVE, Job, Kind, State
from studio.timeline.project import Project
from studio.timeline.queries import clips, shown_takes
from studio.timeline.take import Take

_CENT = Decimal("0.0001")


@dataclass(frozen=True)
class Entry:
    """One generation. `charged` is None while nothing is known; `estimated` says that it is the
    price list's figure for what the service counted in `usage`; `shown`: it is in the cut.
    """

    owner: str
    label: str
    job: str
    backend: str
    state: State
    estimate: Decimal
    currency: str
    created: str
    remote_id: str | None = None
    take: Take | None = None
    shown: bool = False

    @property
    def charged(self) -> Decimal | None:
        """What it cost, in the take's own currency."""
        return self.take.cost if self.take is not None else None


@dataclass(frozen=True)
class Account:
    """What one owner cost: its take in the cut, its others, and what may come."""

    shown: Sums = field(default_factory=dict[str, Decimal])
    waste: Sums = field(default_factory=dict[str, Decimal])  # charged, and not in the cut
    waiting: Sums = field(default_factory=dict[str, Decimal])  # estimates of what is under way
    doubtful: Sums = field(default_factory=dict[str, Decimal])  # may have been charged

    def __add__(self, other: "Account") -> "Account":
        """Both together."""
        return Account(
            added(self.shown, other.shown), added(self.waste, other.waste),
            added(self.waiting, other.waiting), added(self.doubtful, other.doubtful),
        )  # fmt: skip


@dataclass(frozen=True)
class Ledger:
    """Every generation of a film that was not free or is under way, oldest first."""

    entries: tuple[Entry, ...] = ()
    charged: Sums = field(default_factory=dict[str, Decimal])
    waiting: Sums = field(default_factory=dict[str, Decimal])  # estimates of what is under way
    doubtful: Sums = field(default_factory=dict[str, Decimal])  # may have been charged
    waste: Sums = field(default_factory=dict[str, Decimal])  # charged, and not in the cut
    per_second: Sums = field(default_factory=dict[str, Decimal])  # of the cut
    accounts: Mapping[str, Account] = field(default_factory=dict[str, Account])  # by owner

    @property
    def bound(self) -> Sums:
        """What is spent or may be: charged, in doubt, and under way."""
        return added(self.charged, self.doubtful, self.waiting)

    @property
    def shots(self) -> Mapping[str, Sums]:
        """What was charged for, by owner."""
        sums = {owner: added(each.shown, each.waste) for owner, each in self.accounts.items()}
        return {owner: charged for owner, charged in sums.items() if charged}

    @property
    def currencies(self) -> tuple[str, ...]:
        """Every currency that is spent or bound, by name."""
        return tuple(sorted(self.bound))


def added(*sums: Sums) -> Sums:
    """Sums together, each currency by itself."""
    return sum_prices((amount, name) for each in sums for name, amount in each.items())


def ledger(project: Project, takes: Iterable[Take], jobs: Iterable[Job]) -> Ledger:
    """What the film cost until now; imports are no generations.

    What several shots cost that came out of one generation is theirs by their lengths.
    """
    jobs = tuple(jobs)
    film = Film(project, takes)
    shown = _shown(film)
    made = {take.job: take for those in film.takes.values() for take in those}
    entries = [_entry(film, job, made, shown) for job in jobs if job.kind is not Kind.IMPORT]
    known = {entry.job for entry in entries}
    entries += [_of_take(film, take, shown) for take in made.values() if _lone(take, known)]
    jobs_of = {entry.job: entry for entry in entries}
    parts = _parts(jobs)
    paid = [share for entry in entries for share in _shares(entry, parts, jobs_of)]
    charged = sum_prices((cost, currency) for cost, currency, _ in paid)
    seconds = project.rate.seconds(project.cut.frames)
    length = Decimal(seconds.numerator) / seconds.denominator
    return Ledger(
        entries=tuple(e for e in entries if e.estimate or e.charged or e.state is State.UNKNOWN),
        charged=charged,
        waiting=_estimates(entries, LIVE - {State.UNKNOWN}),
        doubtful=_estimates(entries, {State.UNKNOWN}),
        waste=sum_prices((cost, currency) for cost, currency, e in paid if not e.shown),
        per_second={n: (a / length).quantize(_CENT) for n, a in charged.items()} if length else {},
        accounts=_accounts(entries, paid),
    )


def _accounts(
    entries: Sequence[Entry], paid: Sequence[tuple[Decimal, str, Entry]]
) -> dict[str, Account]:
    """By owner, each thing by what became of it."""
    found: dict[str, dict[str, list[tuple[Decimal, str]]]] = {}

    def put(owner: str, kind: str, price: Decimal, currency: str) -> None:
        if price:
            found.setdefault(owner, {}).setdefault(kind, []).append((price, currency))

    for cost, currency, entry in paid:
        put(entry.owner, "shown" if entry.shown else "waste", cost, currency)
    for entry in entries:
        if entry.state in LIVE:
            kind = "doubtful" if entry.state is State.UNKNOWN else "waiting"
            put(entry.owner, kind, entry.estimate, entry.currency)
    return {
        owner: Account(**{kind: sum_prices(prices) for kind, prices in kinds.items()})
        for owner, kinds in found.items()
    }


def _parts(jobs: Iterable[Job]) -> dict[str, list[Job]]:
    """Jobs that were cut out of another one's generation, by that one."""
    parts: dict[str, list[Job]] = {}
    for job in jobs:
        if job.part_of is not None:
            parts.setdefault(job.part_of, []).append(job)
    return parts


def _shares(
    entry: Entry, parts: Mapping[str, Sequence[Job]], entries: Mapping[str, Entry]
) -> Iterator[tuple[Decimal, str, Entry]]:
    """What a generation cost, divided among the shots that came out of it, to the last cent."""
    if entry.take is None:
        return
    left, currency = entry.take.cost, entry.take.currency
    others = parts.get(entry.job, ())
    lengths = [_frames(job.request) for job in others]
    whole = _frames(entry.take.request) + sum(lengths)
    for job, frames in zip(others, lengths, strict=True):
        share = (entry.take.cost * frames / whole).quantize(_CENT, ROUND_DOWN)
        left -= share
        yield share, currency, entries[job.id]
    yield left, currency, entry


def _frames(request: Mapping[str, object]) -> int:
    frames = request.get("frames")
    return frames if isinstance(frames, int) and frames > 0 else 1


def check_budget(project: Project, book: Ledger, more: Sums) -> None:
    """Refuse what would take the film over its budget, together with all that is bound already.

    Raises BadInput.
    """
    for currency, amount in more.items():
        limit = project.budget.get(currency)
        bound = book.bound.get(currency, Decimal(0))
        if limit is not None and amount > 0 and bound + amount > limit:
            left = max(Decimal(0), limit - bound)
            raise BadInput(
                "jobs.over_budget",
                cost=money({currency: amount}),
                left=money({currency: left}),
                limit=money({currency: limit}),
            )


def _estimates(entries: Sequence[Entry], states: Iterable[State]) -> Sums:
    wanted = frozenset(states)
    return sum_prices((e.estimate, e.currency) for e in entries if e.state in wanted)


def _shown(film: Film) -> set[str]:
    """Ids of the takes that the cut shows."""
    in_cut = {clip.owner for _, clip in clips(film.project)}
    shown = shown_takes(film.project, film.takes)
    return {take.id for owner, take in shown.items() if owner in in_cut}


def _entry(film: Film, job: Job, made: Mapping[str, Take], shown: set[str]) -> Entry:
    place, take = film.home_of(job.owner), made.get(job.id)
    used = take is not None and (take.id in shown or take.kind == "handle")
    return Entry(
        owner=job.owner, label=place.label if place else "", job=job.id, backend=job.backend,
        state=job.state, estimate=job.price, currency=job.currency, created=job.created,
        remote_id=job.remote_id, take=take, shown=used,
    )  # fmt: skip


def _lone(take: Take, known: set[str]) -> bool:
    """A take whose job is in another journal, as in a film put together from folders."""
    return take.job not in known and bool(take.cost)


def _of_take(film: Film, take: Take, shown: set[str]) -> Entry:
    place = film.home_of(take.owner)
    return Entry(
        owner=take.owner, label=place.label if place else "", job=take.job, backend=take.backend,
        state=State.DONE, estimate=Decimal(0), currency=take.currency, created=take.created,
        take=take, shown=take.id in shown,
    )  # fmt: skip
