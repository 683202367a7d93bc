"""The terms for shots made each by itself, and for neighbours made together in one generation."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from studio.jobs.admission import Item, Plan, money
from studio.timeline.queries import shots as every_shot
from studio.ui.desk import Desk
from studio.ui.loop_calls import Then
from studio.ui.words import Words


@dataclass(frozen=True)
class Ways:
    """Two plans for the same shots; `joined` is None where nothing can be made together."""

    apart: Plan
    joined: Plan | None = None

    def plan(self, together: bool) -> Plan:
        """The one that is wished for, as far as there is one."""
        return self.joined if together and self.joined is not None else self.apart

    def told(self, words: Words) -> str:
        """How many requests fewer, and what that saves; empty where there is no choice."""
        if self.joined is None:
            return ""
        count = len(self.joined.items)
        saved, more = _difference(self.apart, self.joined), _difference(self.joined, self.apart)
        if saved and not more:
            return words("together.saves", saving=money(saved), count=count)
        if more:
            return words("together.dearer", more=money(more), count=count)
        return words("together.same", count=count)

    def about(self, words: Words) -> str:
        """What making together means."""
        if self.joined is None:
            return ""
        return words("together.tip", count=len(self.joined.items), apart=len(self.apart.items))


def ask_both(
    desk: Desk, then: Callable[[Ways], object], otherwise: Then | None = None, **wishes: Any
) -> None:
    """Ask for both plans (see `Desk.quote`); `then` gets them once both are there."""

    def apart(plan: Plan) -> None:
        if not _may_join(desk, plan):
            then(Ways(plan))
            return

        def joined(other: Plan) -> None:
            differs = len(other.items) < len(plan.items)
            then(Ways(plan, other if differs else None))

        desk.quote(joined, otherwise, together=True, **wishes)

    desk.quote(apart, otherwise, **wishes)


def takes_in(items: tuple[Item, ...]) -> int:
    """How many takes come out of requests."""
    return sum(1 + len(item.then) for item in items)


def shots_in(items: tuple[Item, ...]) -> set[str]:
    """The labels of the shots that requests make."""
    return {each.label for item in items for each in (item, *item.then)}


def _may_join(desk: Desk, plan: Plan) -> bool:
    names = {item.backend for item in plan.items}
    several = len(plan.items) > 1 and sum(1 for _ in every_shot(desk.project)) > 1
    return several and any(desk.backends[name].offer.shots_per_request > 1 for name in names)


def _difference(one: Plan, other: Plan) -> dict[str, Decimal]:
    """By how much `one` is dearer, in each currency in which it is."""
    zero = Decimal(0)
    found = {name: amount - other.prices.get(name, zero) for name, amount in one.prices.items()}
    return {name: amount for name, amount in found.items() if amount > 0}
