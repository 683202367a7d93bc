"""Planes at different depths answer the camera as in a real one, and edges stay out of sight."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.animatic.camera import plan
from studio.animatic.projection import Limits, cut_edges, on_lens, project, room_for, seen
from studio.animatic.stage import Layer
from tests.animatic.stages import SIZE, stage

FOCUS = (0.5, 0.45)
MOVES = (
    "static", "push_in", "pull_out", "pan_left", "pan_right", "tilt_up", "tilt_down", "truck_left",
    "truck_right", "follow", "crane_up", "crane_down", "orbit_left", "orbit_right", "zoom_in",
    "zoom_out", "handheld", "whip_pan",
)  # fmt: skip


def scale(move: str, depth: float) -> float:
    matrices = project(plan([move], 48, 24), depth, SIZE, FOCUS, False)
    return matrices[-1, 0, 0] / matrices[0, 0, 0]


def shift(move: str, depth: float) -> tuple[float, float]:
    matrices = project(plan([move], 48, 24), depth, SIZE, FOCUS, False)
    at = matrices @ np.array([*[f * s for f, s in zip(FOCUS, SIZE, strict=True)], 1.0])
    return tuple(at[-1] - at[0])


def test_a_push_parts_the_layers_and_a_zoom_does_not() -> None:
    assert scale("push_in", 0.0) == pytest.approx(1.0)
    assert 1.0 < scale("push_in", 0.5) < scale("push_in", 1.0) < scale("push_in", 1.4)
    assert scale("zoom_in", 0.0) == pytest.approx(scale("zoom_in", 1.4))
    assert scale("zoom_in", 1.0) > 1.05


def test_trucks_move_near_things_more_and_pans_all_alike() -> None:
    assert shift("truck_right", 0.0)[0] == pytest.approx(0.0)
    assert shift("truck_right", 1.2)[0] < shift("truck_right", 0.5)[0] < 0
    assert shift("pan_right", 0.1)[0] == pytest.approx(shift("pan_right", 1.2)[0])
    assert shift("pan_right", 1.0)[0] < 0
    assert shift("tilt_up", 1.0)[1] > 0
    assert shift("crane_up", 1.0)[1] > 0


def test_an_orbit_turns_about_the_subject() -> None:
    assert abs(shift("orbit_right", 1.0)[0]) < 0.01
    far, near = shift("orbit_right", 0.2)[0], shift("orbit_right", 1.5)[0]
    assert far * near < 0


def test_a_followed_figure_keeps_its_place_while_the_rest_streams() -> None:
    path = plan(["follow"], 48, 24)
    middle = np.array([SIZE[0] / 2, SIZE[1] / 2, 1.0])
    figure = project(path, 1.0, SIZE, FOCUS, True) @ middle
    wall = project(path, 0.5, SIZE, FOCUS, False) @ middle
    assert np.ptp(figure[:, 0]) < 1e-6
    assert np.ptp(figure[:, 1]) < 0.02 * SIZE[1]
    assert wall[0, 0] - wall[-1, 0] > 0.1 * SIZE[0]


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("over", [0.0, 0.03, 0.3])
def test_no_move_ever_shows_an_edge(move: str, over: float) -> None:
    layers = stage(over).layers
    limits = Limits(layers, SIZE, FOCUS)
    path = limits.fit(plan([move], 60, 24, pace="fast", size="long", seed=2))
    assert limits.kept(path)
    wall = layers[0]
    box = seen(path, wall.depth, SIZE, FOCUS, False)
    assert box[:, 0].min() >= wall.left * SIZE[0] - 0.7
    assert box[:, 2].max() <= (wall.left + wall.width) * SIZE[0] + 0.7


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(MOVES), max_size=4),
    st.integers(1, 120),
    st.sampled_from(["slow", "normal", "fast"]),
    st.floats(0.0, 0.4),
)
def test_any_mix_of_moves_can_be_fitted(
    moves: list[str], frames: int, pace: str, over: float
) -> None:
    limits = Limits(stage(over).layers, SIZE, FOCUS)
    assert limits.kept(limits.fit(plan(moves, frames, 24, pace=pace, size="long")))


def test_enough_room_leaves_a_move_as_it_was_planned() -> None:
    for move in MOVES:
        path = plan([move], 72, 24, size="long")
        room = room_for(path)
        layers = [roomy(layer, room(layer.depth)) for layer in stage().layers[:2]]
        np.testing.assert_array_equal(Limits(layers, SIZE, FOCUS).fit(path), path)


def roomy(layer: Layer, room: tuple[float, float]) -> Layer:
    """The layer with just so much room across and down, its pixels as fine as the frame's."""
    wide, high = (round(side * (1 + 2 * more)) for side, more in zip(SIZE, room, strict=True))
    pixels = np.full((high, wide, 4), 255, np.uint8)
    return replace(layer, pixels=pixels, left=-room[0], top=-room[1], width=wide / SIZE[0])


def test_room_is_where_a_move_goes_and_no_more() -> None:
    pan, truck, crane = (
        room_for(plan([move], 72, 24)) for move in ("pan_left", "truck_right", "crane_up")
    )
    for depth in (0.0, 0.65, 1.0):
        across, down = pan(depth)
        assert across > 0.08
        assert down < 0.02, "nothing is seen above and below"
    assert truck(0.0)[0] < 0.02, "what is infinitely far stays where it is"
    assert truck(1.0)[0] > truck(0.5)[0] > 0.03
    assert crane(1.0)[1] > 0.03
    assert room_for(plan(["static"], 10, 24))(1.0) == (0.0, 0.0)


def test_a_still_shot_is_never_cropped() -> None:
    path = plan(["static"], 10, 24)
    np.testing.assert_array_equal(Limits(stage(0.0).layers, SIZE, FOCUS).fit(path), path)


def test_a_figure_inside_the_frame_is_not_an_edge() -> None:
    wall, ground, figure = stage().layers
    assert cut_edges(wall, SIZE) == (True, True, True, True)
    assert cut_edges(ground, SIZE) == (True, False, True, True)
    assert cut_edges(figure, SIZE) == (False, False, False, False)


def test_a_layer_of_the_lens_stays_on_the_screen() -> None:
    wall, ground, _ = stage().layers
    vignette = replace(wall, depth=0.0, opaque=False)
    assert on_lens((wall, ground, vignette), 2)
    assert not on_lens((vignette, ground), 0)
    tight = replace(vignette, left=0.0, top=0.0, width=1.0)
    path = plan(["pan_left"], 24, 24)
    with_lens = Limits((wall, ground, tight), SIZE, FOCUS).fit(path)
    np.testing.assert_array_equal(with_lens, Limits((wall, ground), SIZE, FOCUS).fit(path))
