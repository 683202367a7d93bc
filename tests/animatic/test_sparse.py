"""A drawing made in parts is the drawing made at once."""

import numpy as np
import pytest

from studio.animatic.sheets import raster
from studio.animatic.sparse import sparse
from studio.animatic.svg import line, oval, poly

BOX = (-10.0, 20.0, 640.0, 480.0)
LEAN = poly(((100, 60), (320, 90), (520, 470), (300, 300)), "#c04020")
THIN = line((40, 130), (600, 400), "#ffffff", 2.5) + oval(420, 200, 60, 90, "#2040c0")


@pytest.mark.parametrize("body", [LEAN + THIN, oval(300, 260, 900, 900, "#208040"), ""])
@pytest.mark.parametrize("size", [(640, 480), (411, 333), (60, 40)])
def test_parts_meet_without_a_seam(body: str, size: tuple[int, int]) -> None:
    whole, parts = raster(body, BOX, *size), sparse(body, BOX, *size)
    assert parts.shape == (size[1], size[0], 4)
    off = np.abs(whole.astype(int) - parts)
    assert (off > 16).mean() < 1e-4, "edges are found anew, by a sixteenth of a pixel"
    assert (off > 2).mean() < 1e-3
