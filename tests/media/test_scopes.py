"""Scopes on pictures whose colours are known."""

import numpy as np
import pytest

from studio.media.scopes import SKIN, Scope, chroma, measured


def picture(*colours: tuple[int, int, int], size: tuple[int, int] = (240, 180)) -> np.ndarray:
    """Stripes of RGB colours from left to right."""
    made = np.zeros((size[1], size[0], 4), np.uint8)
    made[..., 3] = 255
    wide = size[0] // len(colours)
    for place, colour in enumerate(colours):
        made[:, place * wide : (place + 1) * wide, :3] = colour[::-1]
    return made


def test_the_waveform_shows_each_columns_luma() -> None:
    (trace,) = measured(Scope.WAVEFORM, picture((0, 0, 0), (128, 128, 128), (255, 255, 255)))
    assert trace.shape == (256, 240)
    for column, level in ((10, 0), (120, 128), (230, 255)):
        assert np.flatnonzero(trace[:, column]).tolist() == [255 - level]
    (green,) = measured(Scope.WAVEFORM, picture((0, 255, 0)))
    assert np.flatnonzero(green[:, 0]).tolist() == [255 - 182]


def test_the_parade_has_red_green_and_blue() -> None:
    traces = measured(Scope.PARADE, picture((200, 100, 50)))
    found = [255 - np.flatnonzero(trace[:, 5])[0] for trace in traces]
    assert found == [200, 100, 50]


@pytest.mark.parametrize(
    "colour", [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (90, 90, 90)]
)
def test_the_vectorscope_shows_where_a_colour_lies(colour: tuple[int, int, int]) -> None:
    (trace,) = measured(Scope.VECTORSCOPE, picture(colour))
    ((row, column),) = np.argwhere(trace)
    across, up = chroma(*(each / 255 for each in colour))
    assert (column - 127.5) / 255 == pytest.approx(across, abs=0.004)
    assert (127.5 - row) / 255 == pytest.approx(up, abs=0.004)


def test_no_colour_falls_off_the_vectorscope() -> None:
    edges = np.array([0, 255])
    cube = np.stack(np.meshgrid(edges, edges, edges), axis=-1).reshape(1, 8, 3)
    bgra = np.concatenate([cube, np.full((1, 8, 1), 255)], axis=2).astype(np.uint8)
    (trace,) = measured(Scope.VECTORSCOPE, bgra)
    assert 7 <= np.count_nonzero(trace) <= 8  # black and white lie at the middle


def test_skin_lies_near_its_line() -> None:
    for skin in ((224, 172, 143), (141, 85, 58), (255, 219, 189)):
        across, up = chroma(*(each / 255 for each in skin))
        assert np.degrees(np.arctan2(up, across)) == pytest.approx(SKIN, abs=14)


def test_the_histogram_counts_by_channel() -> None:
    red, green, blue = measured(Scope.HISTOGRAM, picture((10, 20, 30), (10, 200, 31)))
    assert np.flatnonzero(red).tolist() == [10]
    assert np.flatnonzero(green).tolist() == [20, 200]
    assert np.flatnonzero(blue).tolist() == [30, 31]
    assert red.max() == 1
    clipped = measured(Scope.HISTOGRAM, picture((255, 255, 255)))
    assert clipped[0][255] == 1


def test_any_size_is_looked_at_in_part() -> None:
    for size in ((1, 1), (3840, 2160), (241, 181), (40, 900)):
        for scope in Scope:
            for trace in measured(scope, picture((90, 60, 30), size=size)):
                assert trace.max() > 0
                assert trace.size <= 256 * 256
