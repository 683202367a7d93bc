"""Layers are blended as the sums say, on a canvas that stays without holes."""

import numpy as np
import pytest

from studio.animatic.planes import lay, premultiplied, to_yuva

ROWS, COLUMNS = 37, 61


def painted(seed: int) -> np.ndarray:
    dice = np.random.default_rng(seed)
    colour = dice.integers(0, 256, (ROWS, COLUMNS, 3), np.uint8)
    alpha = dice.choice(np.array([0, 90, 200, 255], np.uint8), (ROWS, COLUMNS))
    return premultiplied(colour, alpha)


@pytest.mark.parametrize("part", [np.s_[:, :], np.s_[3:20, 7:50]])
def test_a_sheet_is_laid_over_a_canvas_that_stays_opaque(part: tuple[slice, slice]) -> None:
    below = to_yuva(np.full((ROWS, COLUMNS, 4), 255, np.uint8))
    sheet = to_yuva(painted(1))
    before = below.copy()
    lay(below[part], sheet[part])
    through = 1.0 - sheet[part][..., 3:] / 255.0
    expected = before[part][..., :3] * through + sheet[part][..., :3]
    assert np.abs(below[part][..., :3] - expected).max() <= 1.0
    assert below[..., 3].min() == 255
    rest = np.ones((ROWS, COLUMNS), np.bool_)
    rest[part] = False
    np.testing.assert_array_equal(below[rest], before[rest])
