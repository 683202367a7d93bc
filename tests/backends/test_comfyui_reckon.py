"""Numbers that workflows of ComfyUI reckon from others: plain sums alone, exactly."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.backends.comfyui_graph import Place
from studio.backends.comfyui_reckon import MATH, number, reckoned_from, share
from tests.backends.comfyui_flows import Graph, node, workflow


def graph(expression: Any, output: int = 0, **values: Any) -> Graph:
    """A node 9 whose `width` is what an expression makes of some values."""
    named = {f"values.{name}": value for name, value in values.items()}
    return {
        "1": node("PrimitiveInt", "Width", value=7), "2": node("PrimitiveFloat", value=2.5),
        "5": node(MATH, expression=expression, **named),
        "9": node("Empty", width=["5", output]),
    }  # fmt: skip


def reckoned(expression: Any, output: int = 0, **values: Any) -> Fraction | None:
    return number(workflow(graph(expression, output, **values)), Place("9", "width"))


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("a", "7"), ("a/2", "7/2"), ("a * b + 1", "37/2"), ("(a - 1) // 2", "3"), ("-a % 4", "1"),
        ("a / 2 * 2", "7"), ("int(a / 2)", "3"), ("ceil(a/2)", "4"), ("round(b)", "2"),
        ("max(a, b, 9)", "9"), ("floor(0.1 * 30)", "3"), ("float(a)", "7"),
    ],
)  # fmt: skip
def test_sums_are_exact(expression: str, result: str) -> None:
    assert reckoned(expression, a=["1", 0], b=["2", 0]) == Fraction(result)


def test_the_second_output_is_whole() -> None:
    assert reckoned("a/2", 1, a=["1", 0]) == 3
    assert reckoned("a/2", 1, a=-7) == -3


@pytest.mark.parametrize(
    "expression",
    ["", "a +", "a ** 9", "__import__('os')", "a.real", "[a]", "a if a else 1", "open(a)", "z",
     "a / 0", "a % 0", "'a'", "True", "min()", "int(a, 2)", "10 ** 99", "9e99 * 9e99", "(" * 150,
     "a" * 300, 5, None, ["x"], "a < 2", "lambda: 1", "round(a, ndigits=1)", "\x00"],
)  # fmt: skip
def test_anything_else_is_not_followed(expression: Any) -> None:
    assert reckoned(expression, a=["1", 0]) is None


def test_what_is_no_number_is_not_followed() -> None:
    for value in ("words", True, {"a": 1}, "9" * 50, 10**15, "inf", "nan"):
        assert reckoned("a", a=value) is None


def test_sums_of_sums_and_rings() -> None:
    flow = graph("a / 2", a=["6", 0]) | {"6": node(MATH, expression="a - 1", **{"values.a": 9})}
    assert number(workflow(flow), Place("9", "width")) == 4
    ring = graph("a / 2", a=["6", 0]) | {
        "6": node(MATH, expression="a", **{"values.a": ["5", 0]}),
    }
    assert number(workflow(ring), Place("9", "width")) is None
    assert [*reckoned_from(workflow(ring), Place("1", "value"))] == []


def test_other_values_can_be_tried() -> None:
    flow = workflow(graph("a / 2", a=["1", 0]))
    assert number(flow, Place("9", "width"), {Place("1", "value"): Fraction(10)}) == 5
    assert [*reckoned_from(flow, Place("1", "value"))] == [Place("9", "width")]


@pytest.mark.parametrize(
    ("expression", "part"),
    [("a", 1), ("a/2", Fraction(1, 2)), ("a * 2", 2), ("a / 2 + 1", None), ("a // 2", None),
     ("a * a", None), ("b", None), ("7", None)],
)  # fmt: skip
def test_a_part_is_told_from_other_sums(expression: str, part: Fraction | None) -> None:
    flow = workflow(graph(expression, 1, a=["1", 0], b=["2", 0]))
    assert share(flow, Place("9", "width"), Place("1", "value")) == part


@settings(deadline=None)
@given(st.text(alphabet="ab01.+-*/%() ,maxintround", max_size=30))
def test_no_expression_breaks(expression: str) -> None:
    reckoned(expression, a=["1", 0], b=["2", 0])
