"""Excerpts of takes: few packets, of which the wanted pictures come out as from the take."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from studio.media.video import decoded
from studio.render.delivery import Captions, Delivery
from studio.render.excerpt import Excerpt, excerpt
from studio.render.graph import segments
from studio.render.proof_graph import graphed
from studio.render.reading import header_tells
from studio.render.seeking import Entrances
from studio.render.stock import Stock, stock_of
from tests.films import RATE, make_film
from tests.render.test_copying import CODING, NAMES, coded, file_of, takes, trimmed

FRAMES = 72
ROUNDED = ("-bf", "3", "-video_track_timescale", "1000")  # no picture stands quite at its time
PLACES = [range(3), range(10, 14), range(19, 24), range(24, 25), range(30, 50), range(69, 72)]


def stock(path: Path) -> Stock:
    found = stock_of(path, RATE)
    assert found is not None
    return found


def numbers(made: Excerpt) -> list[int]:
    """The pictures of the take that an excerpt has, in the order of showing."""
    with av.open(str(made.path)) as container:
        video = container.streams.video[0]
        base = video.time_base
        assert base is not None
        shown = sorted(p.pts for p in container.demux(video) if p.pts is not None)
        return [made.first + round(pts * base * RATE.fraction) for pts in shown]


@pytest.mark.parametrize("more", [("-bf", "0"), ("-bf", "1"), ("-bf", "3"), ROUNDED])
@pytest.mark.parametrize("wanted", PLACES)
def test_wanted_pictures_are_the_takes_to_the_bit(
    tmp_path: Path, more: tuple[str, ...], wanted: Sequence[int]
) -> None:
    path = coded(tmp_path / "take.mp4", FRAMES, (*CODING, *more))
    own = [picture for _, picture in decoded(path)]
    made = excerpt(path, stock(path), wanted, RATE, tmp_path / "part.mp4")
    assert made is not None
    assert made.first == wanted[0] // 12 * 12
    assert header_tells(made.path), "it is opened as quickly as a take"
    there = numbers(made)
    assert set(wanted) <= set(there)
    pictures = [picture for _, picture in decoded(made.path)]
    for number, picture in zip(there, pictures, strict=True):
        assert np.array_equal(picture, own[number]), number


def test_what_nobody_needs_is_left_out(tmp_path: Path) -> None:
    path = coded(tmp_path / "take.mp4", FRAMES, (*CODING, "-bf", "3"))
    made = excerpt(path, stock(path), [22, 23], RATE, tmp_path / "part.mp4")
    assert made is not None
    there = numbers(made)
    assert there[0] == 12
    assert there[-1] == 23, "nothing behind"
    assert 3 <= len(there) < 12, "none of those that no other refers to"
    made.remove()
    assert not made.path.exists()
    made.remove()


@pytest.mark.parametrize("more", [("-bf", "0"), ROUNDED])
@pytest.mark.parametrize(("skip", "frames"), [(7, 5), (12, 1), (22, 9), (70, 2)])
def test_a_segment_looks_the_same_read_from_an_excerpt(
    tmp_path: Path, more: tuple[str, ...], skip: int, frames: int
) -> None:
    film = trimmed(make_film(frames), skip)
    shown = takes(tmp_path, FRAMES, coding=(*CODING, *more))
    path = file_of(tmp_path, shown[NAMES[0]])
    wanted = Delivery.of(film, Captions.NONE)
    (run,) = Entrances(tmp_path, RATE).open(segments(film, shown))
    made = excerpt(path, stock(path), range(skip, skip + frames), RATE, tmp_path / "part.mp4")
    assert made is not None
    assert np.array_equal(graphed(made.read(run), tmp_path, wanted), graphed(run, tmp_path, wanted))


def test_there_is_none_of_what_cannot_be_read(tmp_path: Path) -> None:
    path = coded(tmp_path / "take.mp4", FRAMES)
    known, part = stock(path), tmp_path / "part.mp4"
    assert excerpt(path, known, [FRAMES + 3], RATE, part) is None
    assert excerpt(path, known, [], RATE, part) is None
    assert excerpt(path, replace(known, keys=(24,)), [3], RATE, part) is None
    path.write_bytes(b"no take any more")
    assert excerpt(path, known, [3], RATE, part) is None
    assert not part.exists()
