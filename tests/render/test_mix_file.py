"""A mix in a file: whatever of it is read is as in the whole, and no more is mixed."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import studio.render.mix_file as mix_file
from studio.errors import Cancelled
from studio.media.ffmpeg import Stop
from studio.render.mix import Mix
from studio.render.mix_file import MixFile
from studio.render.recording import Samples
from studio.render.sound_cutting import Stretch
from studio.timeline.project import Project
from studio.timeline.take import Take
from tests.render.sounding import FRAME, clip, film, noise, owner, sound_take, track

SHOTS, LENGTH = 8, 24
SAMPLES = SHOTS * LENGTH * FRAME


@pytest.fixture
def scored(tmp_path: Path) -> tuple[Project, dict[str, Take]]:
    """Shots that speak at times, music that gives way to them, and room tone."""
    shown = {
        owner(n): sound_take(tmp_path, owner(n), noise(60_000, n, 0.1 if n % 3 else 0.001))
        for n in range(1, SHOTS + 1)
    }
    shown[owner(20)] = sound_take(tmp_path, owner(20), noise(SAMPLES, 20, 0.05))
    spoken = [clip(n, n, LENGTH * (n - 1), LENGTH, skip=3) for n in range(1, SHOTS + 1)]
    music = track(clip(20, 20, 0, SHOTS * LENGTH), role="music", number=2)
    return film(track(*spoken, role="dialogue"), music, room_tone=-50), shown


def whole_of(scored: tuple[Project, dict[str, Take]], folder: Path) -> tuple[Mix, Samples]:
    whole = Mix(*scored, folder)
    file = MixFile(folder / "whole.f32", whole.samples, whole)
    return whole, file.read(0, whole.samples)


class Counted:
    """What is mixed, as film samples."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.mixed: list[Stretch] = []
        write = mix_file.write

        def counted(whole: Mix, to: Path, first: int, last: int, over: Stop | None) -> int:
            self.mixed.append((first, last))
            return write(whole, to, first, last, over)

        monkeypatch.setattr(mix_file, "write", counted)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


def test_any_stretch_is_as_in_the_whole(
    scored: tuple[Project, dict[str, Take]], tmp_path: Path
) -> None:
    whole, wanted = whole_of(scored, tmp_path)
    assert whole.ducks
    random = np.random.default_rng(3)
    for begin in (0, 5 * FRAME + 7):  # of a whole film, and of a part of one
        file = MixFile(tmp_path / "some.f32", whole.samples - begin, whole, begin)
        for first in [*random.integers(0, file.samples - 1, 12).tolist(), 0]:
            last = min(file.samples, int(first + random.integers(1, 70_000)))
            assert np.array_equal(file.read(first, last), wanted[begin + first : begin + last])
        file.all()
        assert np.array_equal(file.read(0, file.samples), wanted[begin:])
        assert file.path.stat().st_size == file.samples * 8
        file.path.unlink()
    assert {path.name for path in tmp_path.iterdir()} == {"whole.f32", "media"}


def test_only_what_is_asked_for_is_mixed_and_once(
    scored: tuple[Project, dict[str, Take]], tmp_path: Path, counted: Counted
) -> None:
    whole = Mix(*scored, tmp_path)
    file = MixFile(tmp_path / "mix.f32", whole.samples - 1000, whole, 1000)
    file.fill([(500, 900), (800, 1200), (40_000, 50_000)])
    file.fill([(600, 1000)])
    file.read(45_000, 46_000)
    assert file.has(500, 1200)
    assert not file.has(500, 1201)
    file.fill([(1100, 1300)])
    assert counted.mixed == [(1500, 2200), (41_000, 51_000), (2200, 2300)]


def test_many_stretches_are_mixed_with_what_is_between(
    scored: tuple[Project, dict[str, Take]], tmp_path: Path, counted: Counted
) -> None:
    """What all of them are made of, such as music, is decoded for each from its beginning."""
    file = MixFile(tmp_path / "mix.f32", SAMPLES, Mix(*scored, tmp_path))
    file.fill([(n, n + 10) for n in (0, 100, 5000, 9000, 9050)])
    assert counted.mixed == [(0, 110), (5000, 5010), (9000, 9060)]


def test_what_is_there_needs_no_mix(
    scored: tuple[Project, dict[str, Take]], tmp_path: Path, counted: Counted
) -> None:
    _, wanted = whole_of(scored, tmp_path)
    counted.mixed.clear()
    there = MixFile.of(tmp_path / "whole.f32")
    assert there.samples == len(wanted)
    assert np.array_equal(there.read(100, 5000), wanted[100:5000])
    assert there.facts_of(0, 10) is None
    assert there.all() == tmp_path / "whole.f32"
    assert not counted.mixed


@pytest.mark.parametrize("lasting", [False, True])
def test_a_mix_is_let_go_when_all_is_there(
    scored: tuple[Project, dict[str, Take]], tmp_path: Path, lasting: bool
) -> None:
    whole = Mix(*scored, tmp_path)
    file = MixFile(tmp_path / "mix.f32", SAMPLES, whole, lasting=lasting)
    file.fill([(0, SAMPLES - 1)])
    assert any(whole.clips.values())
    assert file.facts_of(0, 10) == whole.facts_of(0, 10)
    file.all()
    assert any(whole.clips.values()) is lasting


def test_it_can_be_given_up(scored: tuple[Project, dict[str, Take]], tmp_path: Path) -> None:
    file = MixFile(tmp_path / "mix.f32", SAMPLES, Mix(*scored, tmp_path), over=lambda: True)
    with pytest.raises(Cancelled):
        file.read(10, 20)
    assert not file.has(10, 20)
    assert {path.name for path in tmp_path.iterdir()} == {"media"}


stretches = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=8,
)


@given(wanted=stretches, there=stretches)
def test_what_is_missing_is_mixed_and_nothing_twice_without_need(
    wanted: list[Stretch], there: list[Stretch]
) -> None:
    def samples(some: list[Stretch]) -> set[int]:
        return {n for first, last in some for n in range(first, last)}

    missing = mix_file._without(wanted, mix_file._union(there))
    assert samples(missing) == samples(wanted) - samples(there)
    together = mix_file._together(missing)
    assert len(together) <= 3
    assert samples(together) >= samples(missing)
    assert together == missing or len(missing) > 3
    assert all(before[1] <= after[0] for before, after in pairwise(together))
