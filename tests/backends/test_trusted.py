"""An offer that makes no sense is never relied on, and never breaks what asks for it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.backends.base import Offer, PriceRule
from studio.backends.fake import FakeBackend, Script
from studio.backends.trusted import BROKEN, Trusted, trusted
from studio.messages import say

NONSENSE: dict[str, dict[str, Any]] = {
    "a negative price": {"price": PriceRule.model_construct(per_second=Decimal(-1))},
    "no number for a price": {"price": PriceRule.model_construct(per_request=Decimal("NaN"))},
    "an endless price": {"price": PriceRule.model_construct(per_second=Decimal("Infinity"))},
    "words for a price": {"price": "cheap"},
    "an empty size": {"sizes": ((0, 0),)},
    "half a size": {"sizes": ((1280,),)},
    "no length": {"lengths": (0,)},
    "nothing at the same time": {"parallel": 0},
    "longest before shortest": {"min_frames": 48, "max_frames": 24},
    "another's name": {"name": "animatic"},
    "a sentence that there is not": {"ready": False, "missing": "cloud.what"},
    "a lack that there is not": {"lacking": ("cloud.what",)},
    "no roles": {"input_roles": None},
}


@pytest.fixture
def fake(tmp_path: Path) -> FakeBackend:
    return FakeBackend(tmp_path, Script(offer={"title": "Cloud", "local": False}))


@pytest.mark.parametrize("terms", NONSENSE.values(), ids=list(NONSENSE))
@pytest.mark.filterwarnings("error")
def test_nonsense_is_not_ready_until_it_makes_sense(
    fake: FakeBackend, terms: dict[str, Any]
) -> None:
    backend, good = Trusted("fake", fake), fake.offer
    assert backend.offer == good
    fake.ask(**terms)
    assert (backend.offer.ready, backend.offer.missing) == (False, BROKEN)
    assert (backend.offer.title, backend.offer.local) == ("Cloud", False)
    fake.ask(**{name: getattr(good, name) for name in terms})
    assert backend.offer == good


def test_an_offer_that_raises_is_not_ready(fake: FakeBackend) -> None:
    fake.ask(silent=RuntimeError("boom"))
    offer = Trusted("fake", fake).offer
    assert (offer.ready, offer.missing, offer.local) == (False, BROKEN, False)
    for language in ("en", "zh"):
        assert "Cloud" in say(offer.missing, language, backend="Cloud")


def test_what_is_no_offer_is_not_ready(fake: FakeBackend) -> None:
    class Odd:
        offer = "everything, for nothing"

    assert not Trusted("odd", Odd()).offer.ready  # type: ignore[arg-type]


def test_the_same_offer_is_looked_at_once(fake: FakeBackend) -> None:
    backend = Trusted("fake", fake)
    assert backend.offer is backend.offer
    assert isinstance(backend.offer, Offer)


def test_trust_is_given_once(fake: FakeBackend) -> None:
    once = trusted({"fake": fake})
    assert trusted(once) == once
