"""What a batch would make and cost, and whether it may be sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from studio.backends.base import Compiled, Offer, Request
from studio.errors import BadInput
from studio.jobs.fit import Reason
from studio.jobs.job import Job, Kind, now
from studio.timeline.model import new_id
from studio.timeline.project import Project

Sums = Mapping[str, Decimal]
"""Amounts by currency."""


@dataclass(frozen=True)
class Item:
    """One request that would be sent, for its owner; `label` is the shot's, such as 2-3."""

    owner: str
    label: str
    kind: Kind
    backend: str
    request: Request
    price: Decimal
    currency: str
    blocks: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    compiled: Compiled = field(default_factory=Compiled)
    then: tuple["Item", ...] = ()  # shots that come out of the same generation, at no price
    offer: Offer | None = None  # by which it was planned

    def jobs(self, batch: str) -> list[Job]:
        """The job that makes it, and one for each shot that is cut out of what it made."""
        lead = self._job(batch, self.price)
        return [lead, *(each._part(batch, lead, n) for n, each in enumerate(self.then, 1))]

    def _part(self, batch: str, lead: Job, place: int) -> Job:
        return self._job(batch, Decimal(0)).evolve(part_of=lead.id, place=place)

    def _job(self, batch: str, price: Decimal) -> Job:
        return Job(
            id=new_id("jb"),
            kind=self.kind,
            owner=self.owner,
            backend=self.backend,
            request=self.request.model_dump(mode="json"),
            price=price,
            currency=self.currency,
            batch=batch,
            created=now(),
        )


@dataclass(frozen=True)
class Note:
    """Something to know about an owner for which nothing is sent."""

    owner: str
    label: str
    reason: Reason


@dataclass(frozen=True)
class Plan:
    """What would be sent, what is kept because it is up to date, and what to know."""

    items: tuple[Item, ...] = ()
    kept: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    project: Project | None = None  # the film it was made for

    @property
    def blocked(self) -> tuple[Item, ...]:
        """What cannot be sent as it is."""
        return tuple(item for item in self.items if item.blocks)

    @property
    def prices(self) -> Mapping[str, Decimal]:
        """What all that can be sent would cost, by currency."""
        return sum_prices((i.price, i.currency) for i in self.items if not i.blocks)

    def admit(
        self,
        *,
        max_cost: Decimal | None = None,
        allow_blocked: bool = False,
        waiting: Sequence[Job] = (),
    ) -> tuple[Item, ...]:
        """What may be sent. All or nothing: raises BadInput when anything is blocked (unless
        `allow_blocked` leaves that out) or when it costs more than `max_cost` together with the
        jobs still `waiting` to be sent.
        """
        if self.blocked and not allow_blocked:
            raise _refusal(self.blocked)
        items = tuple(item for item in self.items if not item.blocks)
        priced: list[Item | Job] = [*items, *waiting]
        _check_cost(sum_prices((each.price, each.currency) for each in priced), max_cost)
        return items


def sum_prices(prices: Iterable[tuple[Decimal, str]]) -> dict[str, Decimal]:
    """Sums by currency; what is free is left out."""
    sums: dict[str, Decimal] = {}
    for price, currency in prices:
        if price:
            sums[currency] = sums.get(currency, Decimal(0)) + price
    return sums


def money(sums: Mapping[str, Decimal]) -> str:
    """Sums for people: `1.20 USD + 3.00 CNY`, `0` when free."""
    return " + ".join(f"{amount.normalize():f} {name}" for name, amount in sums.items()) or "0"


def _check_cost(sums: Mapping[str, Decimal], max_cost: Decimal | None) -> None:
    if max_cost is None or not sums:
        return
    if len(sums) > 1:
        raise BadInput("jobs.several_currencies", cost=money(sums))
    if sum(sums.values()) > max_cost:
        raise BadInput("jobs.too_dear", cost=money(sums), limit=f"{max_cost:f}")


def _refusal(blocked: Sequence[Item]) -> BadInput:
    first = blocked[0]
    return BadInput("jobs.blocked", count=len(blocked), shot=first.label, reason=first.blocks[0])
