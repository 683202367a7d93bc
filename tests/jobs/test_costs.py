"""What takes cost, exactly."""

from decimal import Decimal

from studio.jobs.admission import money
from studio.jobs.costs import costs
from studio.jobs.job import State
from tests.jobs.builders import make_job, make_take


def test_sums_are_exact_and_kept_apart_by_currency() -> None:
    takes = [make_take("sh_0001", n, cost=Decimal("0.10")) for n in range(1, 4)]
    takes.append(make_take("sh_0002", 4, cost=Decimal(3), currency="CNY"))
    takes.append(make_take("sh_0003", 5))
    found = costs(takes)
    assert found.film == {"USD": Decimal("0.30"), "CNY": Decimal(3)}
    assert found.owners["sh_0001"] == {"USD": Decimal("0.30")}
    assert found.owners["sh_0003"] == {}
    assert money(found.film) == "0.3 USD + 3 CNY"
    assert money({}) == "0"


def test_what_may_have_been_charged_is_told_apart() -> None:
    doubtful = make_job(1, state=State.UNKNOWN, price=Decimal("1.50"))
    assert costs([], [doubtful, make_job(2, price=Decimal(9))]).doubtful == {"USD": Decimal("1.50")}
