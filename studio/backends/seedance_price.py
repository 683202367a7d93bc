"""What a task of Ark costs: tokens by the size and the length, money by the table.

A picture of w x h pixels is w*h/1024 tokens, and s seconds are 24*s+1 pictures; the videos a task
is made from count at the size of its result. Only what succeeded is paid for, and by the tokens
that the service reports.
"""

from decimal import ROUND_UP, Decimal

from studio.backends.base import PriceRule
from studio.backends.seedance_model import Ark, Family

_RATE = 24
_MILLION = Decimal(1_000_000)
_CENT = Decimal("0.0001")


def tokens(width: int, height: int, seconds: Decimal) -> int:
    """Tokens of so many seconds, made and watched together."""
    pictures = _RATE * seconds + 1
    return int(width * height * pictures / 1024)


def cost(
    family: Family, currency: str, resolution: str, used: int, *,
    watches: bool, silent: bool = False, flex: bool = False,
) -> Decimal | None:  # fmt: skip
    """Money for `used` tokens; `watches` when a video is among the inputs. None: no price known."""
    price = family.prices.get(currency, {}).get(resolution)
    if price is None:
        return None
    million = price.video if watches and price.video is not None else price.plain
    if silent and price.silent is not None:
        million = price.silent
    whole = million * used / _MILLION
    return (whole / 2 if flex else whole).quantize(_CENT, ROUND_UP)


def drafted(family: Family, used: int, *, silent: bool) -> int:
    """Tokens of a draft that would be `used` tokens otherwise."""
    if family.draft is None:
        return used
    return int(used * (family.draft.silent if silent else family.draft.with_sound))


def rule_of(ark: Ark, family: Family, currency: str) -> PriceRule:
    """The price of a second at the best resolution in 16:9, for a first look."""
    resolution = list(family.resolutions)[-1]
    sizes = ark.sizes(family, resolution)
    width, height = sizes.get("16:9") or next(iter(sizes.values()))
    used = width * height * _RATE // 1024
    second = cost(family, currency, resolution, used, watches=False)
    return PriceRule(currency=currency, per_second=second or Decimal(0))
