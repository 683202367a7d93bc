"""What takes cost: by owner and for the whole film, in exact decimals, one sum a currency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from studio.jobs.admission import sum_prices
from studio.jobs.job import Job, State
from studio.timeline.take import Take

Sums = Mapping[str, Decimal]


@dataclass(frozen=True)
class Costs:
    """Sums by currency; what was free is left out."""

    film: Sums = field(default_factory=dict[str, Decimal])
    owners: Mapping[str, Sums] = field(default_factory=dict[str, Sums])
    doubtful: Sums = field(default_factory=dict[str, Decimal])  # jobs that may have been charged


def costs(takes: Iterable[Take], jobs: Iterable[Job] = ()) -> Costs:
    """What the takes cost, and what unknown jobs may have cost by their estimates."""
    owners: dict[str, list[tuple[Decimal, str]]] = {}
    for take in takes:
        owners.setdefault(take.owner, []).append((take.cost, take.currency))
    whole = [price for prices in owners.values() for price in prices]
    doubtful = ((job.price, job.currency) for job in jobs if job.state is State.UNKNOWN)
    by_owner = {owner: sum_prices(prices) for owner, prices in owners.items()}
    return Costs(sum_prices(whole), by_owner, sum_prices(doubtful))
