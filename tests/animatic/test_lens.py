"""Weather and filters lie over the finished picture and leave what is below them as it is."""

from dataclasses import replace

import numpy as np
import pytest

from studio.animatic.camera import plan
from studio.animatic.compositor import Compositor
from studio.animatic.elements import drawn_at, elements
from studio.animatic.lens import Lens, count_on_lens
from studio.animatic.perform import at
from studio.animatic.planes import to_bgr
from studio.animatic.stage import Layer, Stage
from tests.animatic.stages import SIZE, stage

LARGE = (SIZE[0] * 2, SIZE[1] * 2 // 8 * 8)
INK = 200


def rain() -> Layer:
    """Drops that fall on the left half of a frame, a third of it a frame."""
    drops = np.zeros((60, 100, 4), np.uint8)
    drops[5:20, 4:48:11] = (INK, INK, INK, INK)
    return Layer(drops, 0.0, 0.0, 1.0, 0.0, drift=(0.0, 8.0))


def shot(scene: Stage, moves: list[str], size: tuple[int, int]) -> Compositor:
    return Compositor(scene, plan(moves, 12, 24), size, 24.0)


@pytest.mark.parametrize("size", [SIZE, LARGE])
@pytest.mark.parametrize("move", ["static", "zoom_in"])
def test_rain_blurs_nothing_that_it_does_not_hit(move: str, size: tuple[int, int]) -> None:
    dry = stage(sway=0.02)
    wet = replace(dry, layers=(*dry.layers, rain()))
    assert (drawn_at(dry, plan([move], 12, 24), size) == size) is (size == SIZE)
    before, after = shot(dry, [move], size), shot(wet, [move], size)
    middle = size[0] // 2 + 8
    for index in range(6):
        one, two = at(before, index).copy(), at(after, index).copy()
        luma = np.s_[: size[1], middle:]
        np.testing.assert_array_equal(one[luma], two[luma])
        left = two[: size[1], : size[0] // 2].astype(int) - one[: size[1], : size[0] // 2]
        assert np.abs(left).max() > 40, "and it does rain"


def test_rain_falls_by_its_speed() -> None:
    black = Layer(np.zeros((180, 320, 4), np.uint8), 0.0, 0.0, 1.0, 0.0, opaque=True)
    black.pixels[..., 3] = 255
    frames = shot(Stage((black, rain())), ["static"], SIZE)
    rows = [to_bgr(at(frames, index))[..., 1].mean(axis=1) for index in range(3)]
    step = round(8.0 * SIZE[1] / 24)
    np.testing.assert_allclose(rows[1][step:], rows[0][:-step], atol=1)
    np.testing.assert_allclose(rows[2][step:], rows[1][:-step], atol=1)
    assert np.ptp(rows[0]) > 5


def test_a_filter_on_the_lens_is_laid_once_however_often_a_part_is_drawn() -> None:
    scene = stage(mouths=True)
    tint = np.zeros((30, 40, 4), np.uint8)
    tint[...] = (0, 0, 60, 120)
    tinted = replace(scene, layers=(*scene.layers, Layer(tint, 0.0, 0.0, 1.0, 0.0)))
    made = elements(tinted, plan(["push_in"], 12, 24), SIZE, 24.0, 0)
    assert count_on_lens(made) == 1
    path = plan(["push_in"], 12, 24) * 0.0
    path[6:] = plan(["push_in"], 12, 24)[6:]
    running = Compositor(tinted, path, SIZE, 24.0)
    for index in range(12):
        shown = at(running, index, {"ann": ("open", "wide")[index % 2]})
    fresh = at(Compositor(tinted, path, SIZE, 24.0), 11, {"ann": "wide"})
    np.testing.assert_array_equal(shown, fresh)


def test_one_tile_of_rain_is_laid_as_a_whole_sheet_of_it_would_be() -> None:
    dry = stage()
    wet = replace(dry, layers=(*dry.layers, rain()))
    made = elements(wet, plan(["static"], 12, 24), SIZE, 24.0, 0)[-1:]
    assert made[0].tiled
    tile, sheet = Lens(made, SIZE, SIZE), Lens([made[0].spread()], SIZE, SIZE)
    for index in range(12):
        one, two = np.full((2, SIZE[1], SIZE[0]), 90, np.uint8)
        tile.at(index).luma(one, 0, 0)
        sheet.at(index).luma(two, 0, 0)
        np.testing.assert_array_equal(one, two)
        assert (one != 90).any()


def test_rain_is_kept_as_it_was_drawn_until_it_is_laid() -> None:
    dry = stage()
    wet = replace(dry, layers=(*dry.layers, rain()))
    (made,) = elements(wet, plan(["static"], 12, 24), SIZE, 24.0, 0)[-1:]
    assert made.pixels.shape == rain().pixels.shape
    assert made.shown == (SIZE[0], 192), "as wide as the screen, and as high as it is drawn"
    assert made.spread().pixels.shape == (2 * 192, 2 * SIZE[0], 4)
    assert made.spread().shown is None


def test_rain_behind_a_figure_falls_as_it_does_before_it() -> None:
    scene = stage()
    figure = Layer(np.full((9, 9, 4), 255, np.uint8), 0.9, 0.9, 0.03, 1.0, figure="ann", sway=0.01)
    behind = replace(scene, layers=(*scene.layers, rain(), figure))
    before = replace(scene, layers=(*scene.layers, rain()))
    path = plan(["static"], 12, 24)
    assert count_on_lens(elements(behind, path, SIZE, 24.0, 0)) < count_on_lens(
        elements(before, path, SIZE, 24.0, 0)
    )
    one, two = Compositor(behind, path, SIZE, 24.0), Compositor(before, path, SIZE, 24.0)
    for index in range(6):
        luma = [at(shot_, index)[: SIZE[1], : SIZE[0] // 2].astype(int) for shot_ in (one, two)]
        assert np.abs(luma[0] - luma[1]).max() <= 2


def test_what_is_solid_or_speaks_is_not_on_the_lens() -> None:
    scene = stage(mouths=True)
    made = elements(scene, plan(["push_in"], 12, 24), SIZE, 24.0, 0)
    assert count_on_lens(made) == 0
    assert count_on_lens([]) == 0
