"""Nothing is sent on terms that the maker did not see, at any moment between seeing and sending."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.backends.base import PriceRule
from studio.backends.fake import FakeBackend, Rule, Step
from studio.errors import BadInput, Fault
from studio.jobs.job import Job, Remedy, State
from studio.jobs.workshop import Workshop
from tests.jobs.builders import make_fake, make_project, no_pause

DEAR = PriceRule(per_request=Decimal(3))


def paid(folder: Path, *rules: Rule, **more: Any) -> FakeBackend:
    price = {"price": {"per_request": "1"}}
    return make_fake(folder, *rules, **{"title": "Cloud", "local": False, **price, **more})


def sent(folder: Path) -> int:
    calls = folder / "service" / "calls.jsonl"
    return calls.read_text().count('"submit"') if calls.exists() else 0


def work(folder: Path, fake: FakeBackend, do: Callable[[Workshop], Awaitable[None]]) -> None:
    async def whole() -> None:
        shop = Workshop(folder, {"fake": fake}, pause=no_pause)
        try:
            await do(shop)
        finally:
            await shop.close()

    asyncio.run(whole())


def only(shop: Workshop) -> Job:
    (job,) = shop.jobs
    return job


CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "dearer": ({"price": DEAR}, "jobs.terms_changed"),
    "in other money": (
        {"price": PriceRule(currency="CNY", per_request=Decimal(1))},
        "jobs.terms_changed",
    ),
    "other sizes": ({"sizes": ((1280, 720),)}, "jobs.offer_changed"),
    "no sound": ({"sound": False}, "jobs.offer_changed"),
    "not set up": ({"ready": False}, "jobs.not_ready"),
    "nonsense": ({"parallel": -1}, "backends.offer_broken"),
}


@pytest.mark.parametrize(("terms", "key"), CHANGES.values(), ids=list(CHANGES))
def test_what_was_quoted_on_other_terms_is_not_sent(
    tmp_path: Path, terms: dict[str, Any], key: str
) -> None:
    fake = paid(tmp_path)

    async def do(shop: Workshop) -> None:
        quote = shop.quote(make_project(1))
        fake.ask(**terms)
        with pytest.raises(BadInput) as refused:
            shop.generate(quote)
        assert refused.value.key == key
        for language in ("en", "zh"):
            assert "Cloud" in refused.value.text(language)
        assert shop.jobs == []

    work(tmp_path, fake, do)
    assert sent(tmp_path) == 0


@pytest.mark.parametrize("terms", [t for t, key in CHANGES.values() if key.startswith("jobs.")])
def test_a_backend_is_called_as_in_the_lists_of_each_language(
    tmp_path: Path, terms: dict[str, Any]
) -> None:
    fake = paid(tmp_path, title_key="animatic.title")

    async def do(shop: Workshop) -> None:
        quote = shop.quote(make_project(1))
        fake.ask(**terms)
        with pytest.raises(BadInput) as refused:
            shop.generate(quote)
        assert "动态分镜" in refused.value.text("zh")
        assert "Cloud" not in refused.value.text("zh")

    work(tmp_path, fake, do)


@pytest.mark.parametrize(
    "rule",
    [
        Rule(times=1, before=(Step(fault=Fault.REFUSED),)),
        Rule(after=(Step(crash="reset"),), find=(Step(crash="reset"),)),
    ],
)
def test_a_job_tells_of_its_backend_in_each_language(tmp_path: Path, rule: Rule) -> None:
    """Of one that became dearer, and of one whose answer is lost; in the journal too."""
    fake = paid(tmp_path, rule, title_key="animatic.title")

    async def do(shop: Workshop) -> None:
        shop.generate(shop.quote(make_project(1)))
        await shop.settled()
        if only(shop).state is State.FAILED:
            fake.ask(price=DEAR)
            shop.retry(only(shop).id)
            await shop.settled()
        again = Job.model_validate_json(only(shop).model_dump_json())
        assert again.error is not None
        assert again.error.key in {"jobs.dearer", "jobs.answer_lost"}
        assert "动态分镜" in again.error.text("zh")

    work(tmp_path, fake, do)


def test_what_became_cheaper_or_got_another_title_is_sent(tmp_path: Path) -> None:
    fake = paid(tmp_path)

    async def do(shop: Workshop) -> None:
        quote = shop.quote(make_project(1))
        fake.ask(price=PriceRule(), title="Cloud 2", parallel=4)
        shop.generate(quote)
        await shop.settled()
        assert only(shop).state is State.DONE

    work(tmp_path, fake, do)


@pytest.mark.parametrize(
    ("terms", "key"),
    [({"price": DEAR}, "jobs.dearer"), ({"lengths": (0,)}, "backends.offer_broken")],
)
def test_what_waits_while_the_terms_change_is_not_sent(
    tmp_path: Path, terms: dict[str, Any], key: str
) -> None:
    fake = paid(tmp_path)

    async def do(shop: Workshop) -> None:
        shop.hold(True)
        shop.generate(shop.quote(make_project(1)))
        fake.ask(**terms)
        shop.hold(False)
        await shop.settled()
        error = only(shop).error
        assert error is not None
        assert (only(shop).state, error.key) == (State.FAILED, key)
        assert "Cloud" in error.text("zh")

    work(tmp_path, fake, do)
    assert sent(tmp_path) == 0


def test_trying_again_costs_what_was_shown_or_is_not_done(tmp_path: Path) -> None:
    fake = paid(tmp_path, Rule(times=1, before=(Step(fault=Fault.REFUSED),)))

    async def do(shop: Workshop) -> None:
        shop.generate(shop.quote(make_project(1)))
        await shop.settled()
        assert only(shop).state is State.FAILED
        fake.ask(price=DEAR)
        shop.retry(only(shop).id)
        await shop.settled()
        error = only(shop).error
        assert error is not None
        assert (error.key, error.remedy) == ("jobs.dearer", Remedy.SEND)
        assert (error.values["shown"], error.values["now"]) == ("1 USD", "3 USD")
        assert sent(tmp_path) == 1
        shop.retry(only(shop).id, price=(Decimal(3), "USD"))
        await shop.settled()
        assert (only(shop).state, only(shop).price) == (State.DONE, Decimal(3))

    work(tmp_path, fake, do)
    assert sent(tmp_path) == 2


def test_a_lost_answer_is_looked_for_whatever_it_costs_by_now(tmp_path: Path) -> None:
    """With one key twice is one generation, which has its price already."""
    rule = Rule(times=1, after=(Step(fault=Fault.LOST),))
    fake = paid(tmp_path, rule, idempotent=True)

    async def do(shop: Workshop) -> None:
        shop.generate(shop.quote(make_project(1)))
        made = fake.submit

        async def dearer(request: Any, key: str) -> str:
            fake.ask(price=DEAR)
            return await made(request, key)

        fake.submit = dearer  # type: ignore[method-assign]
        await shop.settled()
        assert only(shop).state is State.DONE

    work(tmp_path, fake, do)
    assert len(list((tmp_path / "service" / "made").iterdir())) == 1
