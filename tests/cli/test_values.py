"""Words of the command line to values."""

from decimal import Decimal

import pytest

from studio.cli.values import parse_money, parse_rate, parse_ratio, parse_size
from studio.errors import BadInput
from studio.timeline.rate import Rate


@pytest.mark.parametrize(
    ("text", "size"),
    [("1920x1080", (1920, 1080)), ("1080X1920", (1080, 1920)), (" 640×360 ", (640, 360))],
)
def test_size(text: str, size: tuple[int, int]) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "1920", "1921x1080", "0x0", "-2x4", "99999x20", "axb", "8x8"])
def test_bad_size_names_what_was_typed(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_size(text)
    assert repr(text)[1:-1] in str(caught.value)


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("16:9", (16, 9)),
        ("9:16", (9, 16)),
        ("2.39:1", (239, 100)),
        ("4:4", (1, 1)),
        ("4/3", (4, 3)),
    ],
)
def test_ratio(text: str, ratio: tuple[int, int]) -> None:
    assert parse_ratio(text) == ratio


@pytest.mark.parametrize("text", ["", "16", "0:9", "9:0", "100:1", "wide"])
def test_bad_ratio(text: str) -> None:
    with pytest.raises(BadInput):
        parse_ratio(text)


@pytest.mark.parametrize(
    ("text", "num", "den"),
    [("24", 24, 1), ("23.976", 24000, 1001), ("30000/1001", 30000, 1001), ("12.5", 25, 2)],
)
def test_rate(text: str, num: int, den: int) -> None:
    assert parse_rate(text) == Rate(num=num, den=den)


@pytest.mark.parametrize("text", ["", "0", "241", "24/0", "nan", "1e3", "fast"])
def test_bad_rate(text: str) -> None:
    with pytest.raises(BadInput):
        parse_rate(text)


def test_money_is_decimal() -> None:
    assert parse_money("0.10") == Decimal("0.10")


@pytest.mark.parametrize("text", ["", "-1", "nan", "Infinity", "ten"])
def test_bad_money(text: str) -> None:
    with pytest.raises(BadInput):
        parse_money(text)
