"""Words of the command line to values: sizes, ratios, rates, money."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from studio.errors import BadInput
from studio.messages import Listed
from studio.timeline.rate import Rate

# What people type for the NTSC family, by SMPTE's exact fractions.
_NTSC = {"23.976": 24000, "23.98": 24000, "29.97": 30000, "59.94": 60000, "47.952": 48000}
_LEAST, _MOST = 16, 8192  # a side, in pixels
_STEEPEST = 5  # the longer side to the shorter one
_LARGEST = 8192 * 4352  # pixels: a frame of H.264 level 6.2 (ITU-T H.264, table A-1)


def parse_size(text: str) -> tuple[int, int]:
    """`1920x1080` to (width, height). Raises BadInput."""
    found = re.fullmatch(r"(\d{2,5})\s*[xX×*]\s*(\d{2,5})", text.strip())
    size = (int(found[1]), int(found[2])) if found else (0, 0)
    sides = all(_LEAST <= side <= _MOST and side % 2 == 0 for side in size)
    if not sides or max(size) > _STEEPEST * min(size) or size[0] * size[1] > _LARGEST:
        raise BadInput("cli.bad_size", text=text[:40])
    return size


def parse_ratio(text: str) -> tuple[int, int]:
    """`9:16` or `2.39:1` to a pair of whole numbers. Raises BadInput."""
    found = re.fullmatch(
        r"(\d{1,3}(?:\.\d{1,3})?)\s*[:/×x:]\s*(\d{1,3}(?:\.\d{1,3})?)", text.strip()
    )
    if found and float(found[1]) and float(found[2]):
        exact = Fraction(found[1]) / Fraction(found[2])
        if Fraction(1, 5) <= exact <= 5:
            return exact.numerator, exact.denominator
    raise BadInput("cli.bad_ratio", text=text[:40])


def parse_rate(text: str) -> Rate:
    """`24`, `23.976` or `24000/1001` to an exact rate. Raises BadInput."""
    words = text.strip()
    if words in _NTSC:
        return Rate.of(Fraction(_NTSC[words], 1001))
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,3})?|\d{1,6}/\d{1,5}", words):
        try:
            exact = Fraction(words)
        except ZeroDivisionError:
            exact = Fraction(0)
        if 1 <= exact <= 240:
            return Rate.of(exact)
    raise BadInput("cli.bad_rate", text=text[:40])


def parse_count(what: str, text: str, most: int) -> int:
    """A whole number from 1 to `most`. Raises BadInput."""
    words = text.strip()
    if re.fullmatch(r"\d{1,9}", words) and 1 <= int(words) <= most:
        return int(words)
    raise BadInput("cli.bad_count", what=what, text=text[:40], most=most)


def parse_money(text: str) -> Decimal:
    """An amount of money, never a float. Raises BadInput."""
    try:
        amount = Decimal(text.strip())
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise BadInput("cli.bad_money", text=text[:40])
    return amount


def parse_budget(text: str) -> tuple[Decimal | None, str]:
    """`50`, `50 USD` or `none CNY` to an amount (None for no limit) and a currency.

    Raises BadInput.
    """
    found = re.fullmatch(r"(none|\d{1,8}(?:\.\d{1,4})?)\s*([A-Za-z]{3})?", text.strip())
    if found is None:
        raise BadInput("cli.bad_budget", text=text[:40])
    amount = None if found[1] == "none" else Decimal(found[1])
    return amount, (found[2] or "USD").upper()


def choice(what: str, text: str, known: Sequence[str]) -> str:
    """`text` when it is one of `known`. Raises BadInput."""
    if text not in known:
        raise BadInput("cli.bad_choice", what=what, text=text[:40], known=Listed(known))
    return text
