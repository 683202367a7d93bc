"""Above what price a press of Generate is asked about first."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from studio.jobs.admission import Sums

AMOUNT = r"\d{1,8}(\.\d{1,4})?"
"""What an amount of money looks like where a person types it."""

Limits = Mapping[str, Decimal | None]
"""By currency; None: never asked. A currency that is not named is always asked about."""


def above(prices: Sums, limits: Limits) -> bool:
    """Whether any amount is above its currency's limit; what is free never is."""
    return any(amount > 0 and _is_above(amount, name, limits) for name, amount in prices.items())


def limits_of(kept: Mapping[str, str]) -> dict[str, Decimal | None]:
    """Limits as preferences keep them: amounts by currency, empty for never asked.

    What is no amount counts as 0: then everything is asked about.
    """
    return {name: _amount(text) for name, text in kept.items()}


def _is_above(amount: Decimal, name: str, limits: Limits) -> bool:
    limit = limits.get(name, Decimal(0))
    return limit is not None and amount > limit


def _amount(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() and found >= 0 else Decimal(0)
