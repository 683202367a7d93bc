"""A file of another rate than the film's: every frame is the one that is seen at its moment."""

import math
from pathlib import Path

import numpy as np
import pytest

from studio.media.probe import probe
from studio.media.sound import read_sound
from studio.media.video import decoded
from studio.render.cadence import file_frames, frames_of, phase, seen
from studio.render.delivery import Captions, Container, Delivery, Span
from studio.render.export import export
from studio.render.graph import segments, within
from studio.render.kept import Kept
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.take import Take
from tests.films import make_film, make_take, tone

LENGTHS = (7, 1, 12, 2, 9)
FRAMES = sum(LENGTHS)
FILM = Rate(num=24)
RATES = [
    Rate(num=25), Rate(num=25, den=2), Rate(num=60), Rate(num=30000, den=1001),
    Rate(num=24000, den=1001),
]  # fmt: skip
STEP = 7  # of grey from one film frame to the next


def stepped(folder: Path) -> tuple[Project, dict[str, Take]]:
    """A film whose frames tell their number by their grey."""
    film, first = make_film(*LENGTHS, size=(64, 48)), 0
    shown: dict[str, Take] = {}
    for shot, count in enumerate(LENGTHS):
        greys = [np.full((48, 64, 3), 16 + STEP * (first + n), np.uint8) for n in range(count)]
        name = f"sh_{shot:08}"
        shown[name] = make_take(folder, name, greys, tone(count / 24, 0.1))
        first += count
    return film, shown


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("span", [None, (3, 20), (8, 31)])
def test_each_frame_is_the_one_of_its_moment(tmp_path: Path, rate: Rate, span: Span | None) -> None:
    film, shown = stepped(tmp_path)
    wanted = Delivery(64, 48, FILM, Captions.NONE, crf=4, span=span, to_rate=rate)
    output = tmp_path / "a.mp4"
    export(film, shown, tmp_path, output, wanted)
    first, last = span or (0, FRAMES)
    count = math.ceil((last - first) * rate.fraction / 24)
    info = probe(output)
    assert (info.frames, info.rate, info.variable_rate) == (count, rate.fraction, False)
    levels = [float(picture.mean()) for _, picture in decoded(output)]
    right = [16 + STEP * (first + math.floor(k * 24 / rate.fraction)) for k in range(count)]
    assert np.abs(np.subtract(levels, right)).max() < STEP / 2


def test_the_sound_keeps_its_time(tmp_path: Path) -> None:
    film, shown = stepped(tmp_path)
    wanted = Delivery(64, 48, FILM, Captions.NONE, to_rate=Rate(num=25), container=Container.MP4)
    export(film, shown, tmp_path, tmp_path / "a.mp4", wanted)
    heard = len(read_sound(tmp_path / "a.mp4"))
    assert abs(heard - FRAMES * 2000) <= 1024  # a packet of AAC


def test_segments_share_out_the_frames_of_the_file() -> None:
    film = make_film(*LENGTHS)
    runs = segments(film, {})
    for rate in RATES:
        wanted = Delivery(64, 48, FILM, to_rate=rate)
        assert sum(frames_of(wanted, run) for run in runs) == file_frames(wanted, FRAMES)
    slow = Delivery(64, 48, FILM, to_rate=Rate(num=2))
    left = seen(slow, runs)
    assert [run.label for run in left] == ["1-1", "1-3", "1-5"], "the others are too short"
    assert file_frames(slow, FRAMES) == 3


def test_at_the_films_own_rate_nothing_changes() -> None:
    wanted = Delivery(64, 48, FILM)
    runs = segments(make_film(*LENGTHS), {})
    assert seen(wanted, runs) == runs
    assert [frames_of(wanted, run) for run in runs] == list(LENGTHS)
    assert {phase(wanted, run) for run in runs} == {""}


def test_a_piece_is_kept_for_its_place_between_the_frames_of_the_file(tmp_path: Path) -> None:
    film, shown = stepped(tmp_path)
    kept = Kept(tmp_path / "pieces")
    wanted = Delivery(64, 48, FILM, Captions.NONE, to_rate=Rate(num=25))
    first = export(film, shown, tmp_path, tmp_path / "a.mp4", wanted, kept=kept)
    again = export(film, shown, tmp_path, tmp_path / "b.mp4", wanted, kept=kept)
    assert (first.kept, again.kept) == (0, len(LENGTHS))
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()
    runs = within(segments(film, shown), (0, FRAMES))
    assert len({phase(wanted, run) for run in runs}) == len(LENGTHS)
