"""Moves become poses: the right way, smoothly, by size, pace and length."""

import numpy as np
import pytest

from studio.animatic.camera import COLUMN, Pose, plan, still, way

MOVES = {
    "push_in": ("dolly", 1), "pull_out": ("dolly", -1), "zoom_in": ("zoom", 1),
    "zoom_out": ("zoom", -1), "pan_left": ("pan", -1), "pan_right": ("pan", 1),
    "tilt_up": ("tilt", -1), "tilt_down": ("tilt", 1), "truck_left": ("x", -1),
    "truck_right": ("x", 1), "crane_up": ("y", -1), "crane_down": ("y", 1),
    "orbit_left": ("orbit", -1), "orbit_right": ("orbit", 1), "follow": ("x", 1),
}  # fmt: skip


@pytest.mark.parametrize(("move", "expected"), MOVES.items())
def test_a_move_goes_its_way_and_never_back(move: str, expected: tuple[str, int]) -> None:
    axis, sign = expected
    column = plan([move], 48, 24)[:, COLUMN[axis]]
    assert np.sign(column[-1] - column[0]) == sign
    assert (sign * np.diff(column) >= -1e-12).all()


def test_static_and_unknown_words_are_perfectly_still() -> None:
    assert still(plan(["static"], 48, 24))
    assert still(plan(["hover_about"], 48, 24))
    assert not plan([], 48, 24).any()


def test_pushes_begin_and_pulls_end_at_rest() -> None:
    assert not plan(["push_in"], 30, 24)[0].any()
    assert not plan(["pull_out"], 30, 24)[-1].any()
    assert not plan(["whip_pan"], 72, 24)[-1].round(3).any()


def test_two_moves_of_one_axis_follow_each_other() -> None:
    dolly = plan(["push_in", "pull_out"], 97, 24)[:, COLUMN["dolly"]]
    assert np.argmax(dolly) == pytest.approx(48, abs=1)
    assert dolly[0] == pytest.approx(0, abs=1e-9)
    assert dolly[-1] == pytest.approx(0, abs=1e-9)


def test_moves_of_different_axes_run_together() -> None:
    path = plan(["push_in", "pan_left"], 48, 24)
    both = np.diff(path[:, [COLUMN["dolly"], COLUMN["pan"]]], axis=0)
    assert (np.abs(both[10:-10]) > 1e-5).all()


def test_pace_size_and_length_scale_a_move() -> None:
    slow, normal, fast = (way("pan_left", 3, pace) for pace in ("slow", "normal", "fast"))
    assert slow < normal < fast
    assert way("pan_left", 3, size="close_up") < way("pan_left", 3, size="long")
    assert way("pan_left", 1) < way("pan_left", 4) < way("pan_left", 60) <= 0.24


@pytest.mark.parametrize("frames", [1, 2, 3, 1000])
def test_any_length_has_a_path(frames: int) -> None:
    path = plan(["push_in", "handheld", "whip_pan", "follow", "orbit_left"], frames, 24)
    assert path.shape == (frames, len(Pose._fields))
    assert np.isfinite(path).all()


def test_handheld_is_smooth_and_repeats_by_seed() -> None:
    one = plan(["handheld"], 240, 24, seed=4)
    np.testing.assert_array_equal(one, plan(["handheld"], 240, 24, seed=4))
    assert np.abs(one - plan(["handheld"], 240, 24, seed=5)).max() > 1e-3
    speed, jerk = np.diff(one, axis=0), np.diff(one, 2, axis=0)
    assert np.abs(jerk).max() < 0.6 * np.abs(speed).max()
