"""What is drawn: sub-pixel smooth, nothing but what changed, the right colours, no edges."""

from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
import pytest

from studio.animatic.camera import plan
from studio.animatic.compositor import Compositor
from studio.animatic.elements import drawn_at, elements
from studio.animatic.perform import at
from studio.animatic.planes import Frame, over, premultiplied, to_bgr, to_yuva
from studio.animatic.projection import Limits, project
from studio.animatic.stage import MOUTH_SHAPES, Layer, Stage
from tests.animatic.stages import SIZE, noise, stage


def shot(scene: Stage, moves: list[str], frames: int = 48) -> Compositor:
    path = Limits(scene.layers, SIZE, scene.focus).fit(plan(moves, frames, 24))
    return Compositor(scene, path, SIZE, 24.0)


def luma(frame: Frame) -> np.ndarray:
    return frame[: SIZE[1]].astype(np.float32)


def step(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """The shift from one picture to the next by least squares on their slopes, in pixels."""
    one, two = (cv2.GaussianBlur(p, (0, 0), 3.0)[20:-20, 20:-20] for p in (one, two))
    down, across = np.gradient((one + two) / 2.0)
    slopes = np.stack([across.ravel(), down.ravel()], axis=1)
    return np.linalg.lstsq(slopes, (one - two).ravel(), rcond=None)[0]


@pytest.mark.parametrize("move", ["pan_right", "truck_left", "tilt_down", "crane_up"])
def test_slow_moves_flow_below_the_pixel(move: str) -> None:
    wall = Layer(noise(640, 360, 10), -0.5, -0.5, 2.0, 1.0, opaque=True)
    scene = Stage((wall,))
    frames = shot(scene, [move], 72)
    pictures = [luma(at(frames, index)).copy() for index in range(72)]
    steps = np.array([step(a, b) for a, b in pairwise(pictures)])
    matrices = project(plan([move], 72, 24), 1.0, SIZE, scene.focus, False)
    planned = np.diff(matrices[:, :, 2], axis=0)
    along = np.linalg.norm(planned, axis=1)
    assert 0.3 < along.max() < 2.0
    assert np.abs(np.diff(along)).max() < 0.1, "the camera changes its speed softly"
    # OpenCV places pixels to a 32nd.
    assert np.abs(steps - planned).max() < 0.07, "and the picture goes where the camera goes"


@pytest.mark.parametrize("move", ["pan_right", "truck_left"])
def test_so_do_coarse_layers_that_only_slide(move: str) -> None:
    wall = Layer(noise(320, 180, 6), -0.5, -0.5, 2.0, 1.0, opaque=True)
    scene, path = Stage((wall,)), plan([move], 48, 24)
    (made,) = elements(scene, path, SIZE, 24.0, 0)
    assert np.abs(made.matrices[:, :, :2] - np.eye(2)).max() == 0.0, "enlarged once for all"
    frames = Compositor(scene, path, SIZE, 24.0)
    pictures = [luma(at(frames, index)).copy() for index in range(48)]
    steps = np.array([step(a, b) for a, b in pairwise(pictures)])
    matrices = project(path, 1.0, SIZE, scene.focus, False)
    assert np.abs(steps - np.diff(matrices[:, :, 2], axis=0)).max() < 0.07
    place = np.array([[2.0, 0.0, 0.5 - SIZE[0] / 2], [0.0, 2.0, 0.5 - SIZE[1] / 2]])
    place[:, 2] += matrices[20, :, 2]
    wanted = cv2.warpAffine(wall.pixels, place, SIZE, flags=cv2.INTER_CUBIC)
    off = pictures[20] - to_yuva(wanted)[..., 0]
    assert np.abs(off).mean() < 0.5, "and lie where they belong"


def test_a_still_shot_is_the_same_picture_again_and_again() -> None:
    frames = shot(stage(), ["static"])
    first = at(frames, 0).copy()
    assert all((at(frames, index) == first).all() for index in range(1, 48))


def test_layers_that_cannot_part_are_joined() -> None:
    scene = stage()
    for moves, count in ((["static"], 1), (["zoom_in"], 1), (["pan_left"], 1), (["push_in"], 3)):
        assert len(elements(scene, plan(moves, 24, 24), SIZE, 24.0, 0)) == count
    assert len(elements(stage(sway=0.01), plan([], 24, 24), SIZE, 24.0, 0)) == 2


def test_joined_layers_look_like_separate_ones() -> None:
    scene = stage()
    joined = to_bgr(at(shot(scene, ["static"]), 0)).astype(int)
    apart = [replace(layer, sway=1e-9) for layer in scene.layers[1:]]
    single = to_bgr(at(shot(replace(scene, layers=(scene.layers[0], *apart)), ["static"]), 0))
    assert np.abs(joined - single).mean() < 1.0


def test_mouths_move_and_only_mouths() -> None:
    scene = stage(mouths=True)
    frames = shot(scene, ["static"])
    rest = at(frames, 0, {"ann": "rest"}).copy()
    wide = at(frames, 1, {"ann": "wide"}).copy()
    back = at(frames, 2, {"ann": "rest"}).copy()
    changed = np.argwhere(luma(rest) != luma(wide))
    top, left = changed.min(axis=0)
    bottom, right = changed.max(axis=0)
    assert bottom - top < 14
    assert right - left < 20
    np.testing.assert_array_equal(rest, back)


@pytest.mark.parametrize("sway", [0.0, 0.02])
@pytest.mark.parametrize("move", ["static", "push_in", "follow"])
def test_drawing_only_what_changed_equals_drawing_all(move: str, sway: float) -> None:
    scene = stage(mouths=True, sway=sway)
    running = shot(scene, [move], 30)
    for index in range(30):
        mouths = {"ann": MOUTH_SHAPES[index // 4 % len(MOUTH_SHAPES)]}
        picture = at(running, index, mouths)
        if index % 7 == 3:
            fresh = shot(scene, [move], 30)
            np.testing.assert_array_equal(picture, at(fresh, index, mouths))


@pytest.mark.parametrize("move", ["static", "push_in"])
def test_so_it_is_where_a_coarse_stage_is_enlarged_under_rain(move: str) -> None:
    size = (640, 360)  # twice as large as what the layers are drawn for
    plain = stage(mouths=True, sway=0.02)
    drops = np.zeros((60, 100, 4), np.uint8)
    drops[10:30, ::9] = (90, 90, 90, 90)
    rain = Layer(drops, 0.0, 0.0, 1.0, 1.4, drift=(-0.2, 1.5))
    scene = replace(plain, layers=(*plain.layers, rain))
    path = Limits(scene.layers, size, scene.focus).fit(plan([move], 20, 24))
    assert drawn_at(scene, path, size) == (480, 270)
    running = Compositor(scene, path, size, 24.0)
    for index in range(20):
        mouths = {"ann": MOUTH_SHAPES[index // 3 % len(MOUTH_SHAPES)]}
        picture = at(running, index, mouths)
        if index % 5 == 3:
            fresh = Compositor(scene, path, size, 24.0)
            np.testing.assert_array_equal(picture, at(fresh, index, mouths))


def test_a_fine_stage_is_drawn_at_its_full_size() -> None:
    scene = stage()
    assert drawn_at(scene, plan([], 2, 24), (320, 176)) == (320, 176)
    assert drawn_at(scene, plan([], 2, 24), (640, 352)) == (480, 264)
    assert drawn_at(scene, plan([], 2, 24), (642, 352)) == (642, 352), "not in whole pixels"


def test_a_figure_that_idles_keeps_its_feet() -> None:
    scene = stage(sway=0.05)
    frames = shot(scene, ["static"], 60)
    pictures = [luma(at(frames, index)).copy() for index in range(60)]
    life = np.std(pictures, axis=0)
    rows = np.flatnonzero(life.max(axis=1) > 4)
    assert rows.min() < 0.25 * SIZE[1], "the head moves"
    foot = round((0.2 + 110 / SIZE[1]) * SIZE[1])
    assert life[foot - 2 : foot].max() < life.max() / 3


def test_a_whip_smears_along_its_way_only_while_fast() -> None:
    wall = Layer(noise(1280, 360, 4), -1.5, -0.5, 4.0, 0.5, opaque=True)
    frames = shot(Stage((wall,)), ["whip_pan"], 48)
    detail = [np.abs(np.diff(luma(at(frames, i)), axis=1)).mean() for i in range(48)]
    assert min(detail) < 0.5 * detail[0]
    assert detail[-1] > 0.8 * detail[0]


def test_a_stage_without_a_wall_stands_before_black() -> None:
    scene = Stage((replace(stage().layers[2], depth=1.0),))
    picture = to_bgr(at(shot(scene, ["push_in"]), 0))
    assert (picture[0, 0] == 0).all()


def test_colours_pass_unchanged() -> None:
    dice = np.random.default_rng(1)
    for colour in dice.integers(0, 256, (40, 3)):
        pixels = np.full((SIZE[1], SIZE[0], 4), (*colour, 255), np.uint8)
        scene = Stage((Layer(pixels, 0.0, 0.0, 1.0, 1.0, opaque=True),))
        back = to_bgr(at(shot(scene, ["static"], 1), 0))
        assert np.abs(back[90, 160].astype(int) - colour).max() <= 2


def test_blending_in_luma_and_chroma_equals_blending_in_colour() -> None:
    dice = np.random.default_rng(2)
    below = np.dstack([dice.integers(0, 256, (64, 64, 3)), np.full((64, 64), 255)]).astype(np.uint8)
    above = premultiplied(
        dice.integers(0, 256, (64, 64, 3)).astype(np.uint8),
        dice.integers(0, 256, (64, 64)).astype(np.uint8),
    )
    planes = to_yuva(below)
    over(planes, to_yuva(above))
    over(below, above)
    assert np.abs(planes.astype(int) - to_yuva(below)).max() <= 2


@pytest.mark.parametrize("size", [(16, 16), (90, 160), (322, 182), (2, 2)])
def test_any_even_size_can_be_drawn(size: tuple[int, int]) -> None:
    scene = stage(mouths=True)
    path = Limits(scene.layers, size, scene.focus).fit(plan(["push_in"], 5, 24))
    frames = Compositor(scene, path, size, 24.0)
    assert at(frames, 4, {"ann": "open"}).shape == (size[1] * 3 // 2, size[0])


@pytest.mark.parametrize("move", ["static", "push_in"])
def test_a_frame_may_be_finished_while_the_next_is_drawn(move: str) -> None:
    ahead, plain = (shot(stage(), [move]) for _ in range(2))
    shapes = ("rest", "open", "open", "wide", "rest")
    left = None
    for index, shape in enumerate(shapes):
        following = ahead.draw(index, {"ann": shape})
        if left is not None:
            np.testing.assert_array_equal(left(), at(plain, index - 1, {"ann": shapes[index - 1]}))
        left = following
