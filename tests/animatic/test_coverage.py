"""Tiles say truly what a layer hides and what it leaves alone."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.animatic.coverage import Coverage, Tiles
from studio.animatic.planes import warped

SIZE = (480, 270)


@settings(max_examples=40, deadline=None)
@given(
    st.floats(0.4, 2.0), st.floats(-300, 300), st.floats(-300, 300), st.floats(-0.3, 0.3),
    st.integers(0, 300), st.integers(0, 200),
)  # fmt: skip
def test_tiles_never_lie(
    scale: float, x: float, y: float, turn: float, left: int, top: int
) -> None:
    pixels = np.zeros((260, 400, 4), np.uint8)
    pixels[top : top + 150, left : left + 260] = 255
    cos, sin = scale * np.cos(turn), scale * np.sin(turn)
    matrix = np.array([[cos, -sin, x], [sin, cos, y]])
    tiles = Tiles(SIZE)
    hides, paints = (f[0] for f in Coverage(pixels, False).of(matrix[None], tiles.boxes))
    drawn = warped(pixels, matrix, SIZE)[..., 3]
    for box, hidden, painted in zip(tiles.boxes.astype(int), hides, paints, strict=True):
        part = drawn[box[1] : box[3], box[0] : box[2]]
        assert not hidden or part.min() == 255
        assert painted or part.max() == 0


@given(st.integers(1, 1000), st.integers(1, 700), st.integers(0, 2**32), st.sampled_from([0, 9000]))
def test_runs_cover_each_wanted_tile_once(width: int, height: int, seed: int, spare: int) -> None:
    size = (2 * width, 2 * height)
    tiles = Tiles(size)
    wanted = np.random.default_rng(seed).random(len(tiles.boxes)) < 0.5
    drawn = np.zeros((size[1], size[0]), np.uint8)
    runs = tiles.runs(wanted, spare)
    for left, top, right, bottom in runs:
        assert left % 2 == top % 2 == right % 2 == bottom % 2 == 0
        drawn[top:bottom, left:right] += 1
    expected = np.zeros_like(drawn)
    for (left, top, right, bottom), flag in zip(tiles.boxes.astype(int), wanted, strict=True):
        expected[top:bottom, left:right] = flag
    assert drawn.max() <= 1
    assert (drawn >= expected).all()
    assert int(drawn.sum()) - int(expected.sum()) <= spare * len(tiles.boxes)


def test_a_box_is_saved_where_little_lies_between() -> None:
    tiles = Tiles(SIZE)
    wanted = np.ones(len(tiles.boxes), np.bool_)
    wanted[len(wanted) // 2] = False
    around = tiles.runs(wanted)
    fewer = tiles.runs(wanted, 9000)
    assert len(fewer) < len(around)
    assert sum((r - x) * (b - y) for x, y, r, b in fewer) == SIZE[0] * SIZE[1]


def test_an_opaque_layer_hides_every_tile() -> None:
    tiles = Tiles(SIZE)
    hides, paints = Coverage(np.full((9, 9, 4), 255, np.uint8), True).of(
        np.array([[[1.0, 0, 900], [0, 1, 900]]]), tiles.boxes
    )
    assert hides.all()
    assert paints.all()
