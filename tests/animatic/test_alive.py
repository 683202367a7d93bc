"""What moves of its own accord."""

import numpy as np
import pytest

from studio.animatic.alive import blinks, drifting, sway
from studio.animatic.camera import plan
from studio.animatic.compositor import Compositor
from studio.animatic.perform import at
from studio.animatic.stage import Layer, Mouth, Pixels, Stage

SIZE = (64, 48)


def _plain(width: int, height: int, grey: int) -> Pixels:
    picture = np.full((height, width, 4), grey, np.uint8)
    picture[..., 3] = 255
    return picture


def _filmed(stage: Stage, frames: int) -> list[Pixels]:
    camera = Compositor(stage, plan((), frames, 24.0, seed=1), SIZE, 24.0, seed=1)
    return [at(camera, n)[: SIZE[1]].copy() for n in range(frames)]


def test_rain_falls_at_its_speed_and_begins_again_without_a_seam() -> None:
    rain = np.zeros((48, 64, 4), np.uint8)
    rain[10:14] = 255
    stage = Stage(
        (Layer(_plain(64, 48, 0), 0, 0, 1, 0, opaque=True),
         Layer(rain, 0, 0, 1, 1, drift=(0.0, 1.0))),
    )  # fmt: skip
    frames = _filmed(stage, 48)
    rows = [int(np.argmax(frame.mean(axis=1))) for frame in frames]
    assert [(row - rows[0]) % 48 for row in rows[:18]] == [2 * n for n in range(18)]
    assert np.array_equal(frames[0], frames[24])
    assert all(frame.max() > 200 for frame in frames)


@pytest.mark.parametrize("speed", [(6.0, 0.0), (-6.0, 0.0), (0.0, 40.0), (-30.0, 90.0)])
def test_what_drifts_always_fills_its_place(speed: tuple[float, float]) -> None:
    pixels = np.arange(40 * 60 * 4, dtype=np.uint8).reshape(40, 60, 4)
    larger, moves = drifting(pixels, speed, 48, 24.0)
    for axis, (grown, length) in enumerate(zip(larger.shape[1::-1], (60, 40), strict=True)):
        offset = moves[:, axis, 2]
        assert (offset <= 1e-9).all()
        assert (offset + grown >= length - 1e-9).all()
    steps = np.diff(moves[:, :, 2], axis=0)
    for axis, length in enumerate((60, 40)):
        wanted = speed[axis] / 24
        assert np.allclose((steps[:, axis] - wanted + length / 2) % length, length / 2)


def test_a_little_drift_is_continued_by_its_mirror_image() -> None:
    pixels = np.tile(np.arange(60, dtype=np.uint8)[None, :, None], (40, 1, 4))
    larger, _ = drifting(pixels, (2.0, 0.0), 48, 24.0)
    edge = larger[:, 59:61].astype(int)
    assert np.abs(edge[:, 0] - edge[:, 1]).max() == 0


def test_eyes_blink_now_and_then_and_each_in_their_own_time() -> None:
    anna, bob = (blinks(who, 1, 24 * 60, 24.0) for who in ("anna", "bob"))
    for shut in (anna, bob):
        times = int(np.count_nonzero(np.diff(shut.astype(int)) == 1))
        assert 10 <= times <= 35
        assert 0.01 < shut.mean() < 0.08
    assert not np.array_equal(anna, bob)
    assert np.array_equal(anna, blinks("anna", 1, 24 * 60, 24.0))


def test_shut_eyes_are_seen_only_where_the_eyes_are() -> None:
    figure = np.zeros((48, 64, 4), np.uint8)
    figure[8:44, 20:44] = (90, 90, 90, 255)
    lids = np.full((4, 12, 4), 255, np.uint8)
    shapes = {"open": np.zeros((4, 12, 4), np.uint8), "shut": lids}
    stage = Stage(
        (Layer(_plain(64, 48, 30), 0, 0, 1, 0, opaque=True),
         Layer(figure, 0, 0, 1, 1, figure="anna")),
        eyes=(Mouth("anna", 1, 26, 14, shapes),),
    )  # fmt: skip
    frames = _filmed(stage, 240)
    shut = blinks("anna", 1, 240, 24.0)
    assert 0 < shut.sum() < 100
    for frame, down in zip(frames, shut, strict=True):
        assert (frame[14:18, 26:38].mean() > 200) == down
    still = [np.delete(frame, np.s_[12:20], axis=0) for frame in frames]
    assert all(np.array_equal(still[0], other) for other in still)


def test_sway_leaves_the_feet_where_they_are() -> None:
    moves = sway(0.02, 48, 24.0, 100, 3)
    feet = moves @ np.array([10.0, 100.0, 1.0])
    assert np.abs(feet - feet[0]).max() < 1e-9
    head = moves @ np.array([10.0, 0.0, 1.0])
    assert 0.2 < np.ptp(head[:, 0]) < 8
