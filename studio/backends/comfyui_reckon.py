"""Numbers that a ComfyUI workflow reckons from others, such as half a width or frames of seconds.

`ComfyMathExpression` takes sums in Python's notation; its outputs are the number and its whole
part. Only plain arithmetic is followed, on exact fractions, and nothing is ever executed.
"""

import ast
import math
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from studio.backends.comfyui_graph import Place, Workflow, link

MATH = "ComfyMathExpression"
_DEEPEST = 8  # reckonings behind each other
_LONGEST = 200  # characters of an expression
_LARGEST = 10**12
_RUN_ON = re.compile(r"\d[^\W\d]")  # a word right behind a number, which Python warns of
_ENTIRE = 1  # the output that gives the whole part

_SUMS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda one, two: one + two,
    ast.Sub: lambda one, two: one - two,
    ast.Mult: lambda one, two: one * two,
    ast.Div: lambda one, two: one / two,
    ast.FloorDiv: lambda one, two: Fraction(one // two),
    ast.Mod: lambda one, two: one % two,
}
_CALLS: Mapping[str, Callable[[Fraction], Fraction | int]] = {
    "int": lambda one: math.trunc(one), "floor": lambda one: math.floor(one),
    "ceil": lambda one: math.ceil(one), "round": lambda one: round(one),
    "abs": lambda one: abs(one), "float": lambda one: one,
}  # fmt: skip


def number(
    workflow: Workflow,
    place: Place,
    given: Mapping[Place, Fraction] | None = None,
    *,
    exact: bool = False,
    depth: int = _DEEPEST,
) -> Fraction | None:
    """The number that an input takes, None where there is none or it cannot be followed.

    `given` has other values for literals; with `exact` nothing is cut to its whole part.
    """
    literal = workflow.literal(*place)
    if literal is not None:
        known = (given or {}).get(literal)
        return _number(workflow.value(*literal)) if known is None else known
    source = link(workflow.nodes[place.node].inputs.get(place.input))
    if source is None or depth == 0 or workflow.nodes[source.node].class_type != MATH:
        return None
    result = _reckoned(workflow, source.node, given or {}, exact=exact, depth=depth - 1)
    if result is None or exact or source.output != _ENTIRE:
        return result
    return Fraction(math.trunc(result))


def share(workflow: Workflow, place: Place, literal: Place) -> Fraction | None:
    """What part of the number at `literal` an input takes: 1/2 for `a/2`.

    None where it is not simply a part of it.
    """
    tried = [
        number(workflow, place, {literal: Fraction(value)}, exact=True) for value in (0, 1, 1000)
    ]
    none, one, many = tried
    if none != 0 or one is None or many != one * 1000:
        return None
    return one


def reckoned_from(workflow: Workflow, place: Place) -> Iterator[Place]:
    """The inputs whose numbers are reckoned from the value of the node of `place`."""
    ends = [each.node for each in workflow.takers(place.node, 0)]
    seen: set[str] = set()
    for name in ends:
        if name in seen or workflow.nodes[name].class_type != MATH:
            continue
        seen.add(name)
        for taker in workflow.takers(name):
            yield taker
            ends.append(taker.node)


def _reckoned(
    workflow: Workflow, node: str, given: Mapping[Place, Fraction], *, exact: bool, depth: int
) -> Fraction | None:
    expression = workflow.value(node, "expression")
    if not isinstance(expression, str) or len(expression) > _LONGEST or _RUN_ON.search(expression):
        return None

    def named(name: str) -> Fraction:
        called = f"values.{name}"
        if called not in workflow.nodes[node].inputs:
            raise ValueError(name)
        place = Place(node, called)
        found = number(workflow, place, given, exact=exact, depth=depth)
        if found is None:
            raise ValueError(name)
        return found

    try:
        return _sum(ast.parse(expression.strip(), mode="eval").body, named)
    except (ValueError, SyntaxError, TypeError, ArithmeticError, RecursionError, MemoryError):
        return None


def _sum(part: ast.expr, named: Callable[[str], Fraction]) -> Fraction:
    """The number of a part of an expression; ValueError for what is no plain arithmetic."""
    match part:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            result = Fraction(str(value))
        case ast.Name(id=name):
            result = named(name)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            result = -_sum(inner, named)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _SUMS:
            result = _SUMS[type(sign)](_sum(left, named), _sum(right, named))
        case ast.Call(func=ast.Name(id=name), args=[inner], keywords=[]) if name in _CALLS:
            result = Fraction(_CALLS[name](_sum(inner, named)))
        case ast.Call(func=ast.Name(id="min" | "max" as name), args=[_, _, *_] as all_of):
            numbers = [_sum(each, named) for each in all_of]
            result = min(numbers) if name == "min" else max(numbers)
        case _:
            raise ValueError(ast.dump(part)[:80])
    if abs(result) > _LARGEST:
        raise ValueError("too large")
    return result


def _number(value: object) -> Fraction | None:
    """A finite number, also one in text as a primitive of words holds it."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Fraction(str(value)) if len(str(value)) < 40 else None
    except ValueError:
        return None
    return found if found is not None and abs(found) <= _LARGEST else None
