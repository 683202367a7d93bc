"""What a backend makes of a request: its reasons and its price, also when it breaks."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

import pytest

from studio.backends.base import Backend, Compiled, Request, Sentence
from studio.jobs.compiling import compiler
from studio.jobs.plan import plan
from tests.jobs.builders import keys, make_project, offer

Make = Callable[[Request], Any]


class Stranger:
    """Somebody's backend, as far as it compiles."""

    def __init__(self, make: Make) -> None:
        self.compile = make


def quoted(make: Make) -> Any:
    backends = cast("dict[str, Backend]", {"fake": Stranger(make)})
    (item,) = plan(make_project(1), (), {"fake": offer()}, compile=compiler(backends)).items
    return item


def test_the_backend_says_why_not_and_for_how_much() -> None:
    told = Sentence(key="jobs.not_ready", values={"backend": "Fake"})
    made = Compiled(blocks=(told,), warnings=(told,), price=Decimal("1.25"), currency="CNY")
    item = quoted(lambda _request: made)
    assert keys(item.blocks) == keys(item.warnings) == ["jobs.not_ready"]
    assert (item.price, item.currency, item.compiled) == (Decimal("1.25"), "CNY", made)


def _raises(_request: Request) -> Compiled:
    raise RuntimeError("never mind")


@pytest.mark.parametrize(
    "make",
    [
        _raises,
        lambda _request: None,
        lambda _request: Compiled(price=Decimal("NaN")),
        lambda _request: Compiled(price=Decimal("-1")),
        lambda _request: Compiled(price=Decimal("Infinity")),
    ],
    ids=["raises", "nothing", "nan", "negative", "endless"],
)
def test_nothing_is_sent_at_a_price_that_nobody_knows(make: Make) -> None:
    item = quoted(make)
    assert keys(item.blocks) == ["jobs.cannot_compile"]
    assert not item.price
