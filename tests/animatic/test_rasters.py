"""Drawings come from processes that may be killed, and that end with whoever asks them."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from studio.animatic.raster_worker import read, write
from studio.animatic.rasters import Rasters, _Places
from studio.errors import RenderError


def drawing(colour: str, side: int = 40) -> str:
    """The left half filled half through."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}">'
        f'<rect width="{side // 2}" height="{side}" fill="{colour}" fill-opacity="0.5"/></svg>'
    )


def test_colour_is_weighted_by_how_much_covers() -> None:
    rasters = Rasters()
    pixels = rasters.draw(drawing("#ff8000"))
    rasters.close()
    assert pixels.shape == (40, 40, 4)
    np.testing.assert_allclose(pixels[20, 10], (0, 64, 128, 128), atol=1)
    assert not pixels[:, 21:].any()


def test_many_at_once_each_get_their_own() -> None:
    rasters = Rasters()
    shades = [f"#{n:02x}0000" for n in range(0, 240, 10)]
    with ThreadPoolExecutor(8) as hands:
        drawn = list(hands.map(rasters.draw, [drawing(shade) for shade in shades]))
    rasters.close()
    reds = [int(pixels[20, 10, 2]) for pixels in drawn]
    assert reds == sorted(reds)
    assert len(set(reds)) == len(shades)


def test_lower_ranks_come_first_then_who_waits_longest() -> None:
    places, done = _Places(1), list[str]()

    def work(name: str, rank: int) -> None:
        with places.taken(rank):
            done.append(name)

    with ThreadPoolExecutor(4) as hands, places.taken(0):
        for waiting, (name, rank) in enumerate([("sky", 1), ("set", 1), ("face", 0)], 1):
            hands.submit(work, name, rank)
            with places._changed:
                assert places._changed.wait_for(lambda n=waiting: len(places._waiting) == n, 30)
    assert done == ["face", "sky", "set"]


def test_a_killed_process_is_replaced() -> None:
    rasters = Rasters()
    before = rasters.draw(drawing("#204060"))
    worker = rasters._free.queue[0]
    worker._process.kill()
    worker._process.wait()
    np.testing.assert_array_equal(rasters.draw(drawing("#204060")), before)
    assert rasters._free.qsize() == 1
    rasters.close()
    assert rasters._free.empty()


def test_what_is_no_drawing_is_refused() -> None:
    rasters = Rasters()
    with pytest.raises(RenderError):
        rasters.draw("<svg")
    assert rasters.draw(drawing("#ffffff")).any(), "and the next one is drawn"
    rasters.close()


def test_a_process_ends_with_its_questions() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "studio.animatic.raster_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        write(process.stdin, drawing("#ffffff").encode())
        answer = read(process.stdout)
        assert answer is not None
        assert answer.startswith(b"\x89PNG")
        process.stdin.close()
        assert process.wait(timeout=30) == 0
