"""What a film cost: exactly, by currency, with what is in doubt and what was for nothing."""

from decimal import Decimal

import pytest

from studio.errors import BadInput
from studio.jobs.admission import money
from studio.jobs.job import Kind, State
from studio.jobs.ledger import check_budget, ledger
from studio.timeline.assembly import assemble
from studio.timeline.project import Project
from studio.timeline.story_edits import set_budget
from tests.jobs.builders import make_job, make_project, make_take, shot_id


def film() -> Project:
    """Two shots of a second at 24 frames, in the cut."""
    return assemble(make_project(2, frames=24))


def test_sums_are_exact_and_kept_apart_by_currency() -> None:
    takes = [make_take(shot_id(1), n, cost=Decimal("0.10")) for n in range(1, 4)]
    takes.append(make_take(shot_id(2), 4, cost=Decimal(3), currency="CNY"))
    takes.append(make_take("sh_0003", 5))
    book = ledger(film(), takes, ())
    assert book.charged == {"USD": Decimal("0.30"), "CNY": Decimal(3)}
    assert book.shots == {shot_id(1): {"USD": Decimal("0.30")}, shot_id(2): {"CNY": Decimal(3)}}
    assert money(book.charged) == "0.3 USD + 3 CNY"
    assert book.per_second == {"USD": Decimal("0.15"), "CNY": Decimal("1.5")}


def test_waste_is_what_was_paid_for_and_is_not_in_the_cut() -> None:
    takes = [make_take(shot_id(1), n, cost=Decimal(n)) for n in (1, 2)]
    takes.append(make_take("sh_0099", 3, cost=Decimal(8)))
    book = ledger(film(), takes, ())
    assert book.waste == {"USD": Decimal(9)}, "the newest take shows; a shot that is gone does not"
    assert [entry.shown for entry in book.entries] == [False, True, False]


def test_what_may_have_been_charged_and_what_is_under_way_are_told_apart() -> None:
    jobs = [
        make_job(1, state=State.UNKNOWN, price=Decimal("1.50")),
        make_job(2, price=Decimal(9)),
        make_job(3, state=State.FAILED, price=Decimal(7)),
        make_job(4, kind=Kind.IMPORT, price=Decimal(7)),
    ]
    book = ledger(film(), (), jobs)
    assert (book.doubtful, book.waiting) == ({"USD": Decimal("1.50")}, {"USD": Decimal(9)})
    assert book.charged == {}
    assert book.bound == {"USD": Decimal("10.50")}


def test_a_budget_counts_what_is_bound_already() -> None:
    book = ledger(film(), (), [make_job(1, price=Decimal(9))])
    limited = set_budget(film(), "USD", Decimal(10))
    check_budget(limited, book, {"USD": Decimal(1), "CNY": Decimal(99)})
    with pytest.raises(BadInput, match="10 USD only 1 USD is left"):
        check_budget(limited, book, {"USD": Decimal("1.0001")})
    check_budget(set_budget(limited, "USD", None), book, {"USD": Decimal(99)})
    check_budget(set_budget(film(), "USD", Decimal(0)), book, {})
