"""What a workflow of ComfyUI makes, needs and takes, read before it is filled."""

from fractions import Fraction

import pytest

from studio.backends.comfyui_bounds import Bounds, limits
from studio.backends.comfyui_classes import Classes
from studio.backends.comfyui_fill_files import needs
from studio.backends.comfyui_made import Made, as_rate, made
from studio.backends.comfyui_mapping import Role
from tests.backends.comfyui_flows import (
    CLASSES,
    LTX,
    STILL,
    TITLED,
    WAN,
    WAN_TWO,
    Graph,
    changed,
    mapped,
    node,
    workflow,
)


@pytest.mark.parametrize("classes", [CLASSES, None])
def test_what_a_workflow_needs_is_known_before(classes: Classes | None) -> None:
    both = {"first_frame": ("80", "image"), "last_frame": ("89", "image")}
    assert needs(workflow(WAN_TWO), mapped(WAN_TWO, **both, output=("61", "")), classes) == set()
    both = {"first_frame": ("98", "image"), "last_frame": ("97", "image")}
    assert needs(workflow(LTX), mapped(LTX, **both, output=("75", "")), classes) == {
        Role.FIRST_FRAME, Role.LAST_FRAME,
    }  # fmt: skip


def test_limits_are_known_before() -> None:
    mapping = mapped(WAN, width=("50", "width"), frames=("50", "length"), fps=("57", "fps"))
    found = limits(workflow(WAN), mapping, CLASSES)
    assert found.keys() == {Role.WIDTH, Role.FRAMES, Role.FPS}
    assert found[Role.FRAMES] == Bounds(True, Fraction(1), Fraction(16384), 4, 1)
    assert found[Role.WIDTH].step == 16
    assert not found[Role.FPS].whole
    assert limits(workflow(WAN), mapping, None)[Role.WIDTH] == Bounds(whole=True)


@pytest.mark.parametrize(
    ("graph", "output", "size"),
    [(WAN, "58", (832, 480)), (WAN_TWO, "61", (640, 640)), (STILL, "9", (1024, 1024)),
     (LTX, "75", (None, None)), (TITLED, "30", (128, 96))],
)  # fmt: skip
def test_what_is_made_is_read_where_it_is_certain(
    graph: Graph, output: str, size: tuple[int | None, int | None]
) -> None:
    result = made(workflow(graph), mapped(graph, output=(output, "")))
    assert (result.width, result.height) == size


def test_a_size_of_values_is_what_the_maker_means() -> None:
    """Two stages: the empty film is half as large as the result."""
    mapping = mapped(LTX, width=("92:10", "value"), height=("92:11", "value"), output=("75", ""))
    assert made(workflow(LTX), mapping) == Made(1280, 704, 121, Fraction(24))


def test_frames_put_in_between_cannot_be_counted() -> None:
    graph = changed(WAN, "57", images=["70", 0], fps=32.0) | {
        "70": node("RIFE VFI", frames=["8", 0], multiplier=2),
    }
    assert made(workflow(graph), mapped(graph, output=("58", ""))) == Made(832, 480, None, 32)


def test_rates_are_read_exactly() -> None:
    assert as_rate(23.976) == as_rate(23.98) == Fraction(24000, 1001)
    assert as_rate(29.97) == Fraction(30000, 1001)
    assert as_rate(Fraction("12.5")) == Fraction(25, 2)
    assert as_rate(16) == 16
    for wrong in (0, -1, None, float("inf"), float("nan"), 10**400):
        assert as_rate(wrong) is None


@pytest.mark.parametrize(
    ("text", "rate"), [("12.5", Fraction(25, 2)), ("fast", None), (True, None)]
)
def test_a_rate_in_words_is_read(text: object, rate: Fraction | None) -> None:
    graph = changed(WAN, "57", fps=text)
    assert made(workflow(graph), mapped(graph, output=("58", ""))).fps == rate


# As the templates of LTX have it: the rate is handed on by a sum, the frames come of seconds.
RECKONED: Graph = changed(
    changed(changed(LTX, "92:37", fps=["92:60", 0]), "92:20", frame_rate=["92:60", 0]),
    "92:21", length=["92:61", 1],
) | {
    "92:13": node("PrimitiveInt", "FPS", value=25),
    "92:60": node("ComfyMathExpression", expression="a", **{"values.a": ["92:13", 0]}),
    "92:61": node("ComfyMathExpression", expression="a * b + 1",
                  **{"values.a": ["92:62", 0], "values.b": ["92:13", 0]}),
    "92:62": node("PrimitiveInt", "Duration", value=5),
}  # fmt: skip


def test_what_is_reckoned_is_read() -> None:
    """The frames by their own sum, whatever the seconds say."""
    mapping = mapped(RECKONED, seconds=("92:62", "value"), output=("75", ""))
    assert made(workflow(RECKONED), mapping) == Made(None, None, 126, Fraction(25))
    assert made(workflow(RECKONED), mapped(RECKONED, output=("75", ""))).frames == 126


def test_a_half_bounds_the_whole() -> None:
    """Half the width is a multiple of 32, so the width is one of 64."""
    mapping = mapped(LTX, width=("92:10", "value"), height=("92:11", "value"))
    found = limits(workflow(LTX), mapping, CLASSES)[Role.WIDTH]
    assert (found.step, found.low, found.high) == (64, 128, 16384)
    assert found.sized(720) == 704
    sums = changed(LTX, "92:14", expression="a/2 + 1")
    assert limits(workflow(sums), mapping, CLASSES)[Role.WIDTH].step == 1
