"""The player sounds like the export in all a cut can have, and knows when it sounds otherwise."""

import threading
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from studio.render.course import Course
from studio.render.programme import Programme, cut_programme
from studio.render.recording import SAMPLE_RATE, Samples
from studio.render.seeking import Entrances
from studio.render.sound_feed import SoundFeed
from studio.timeline.look import Transition
from studio.timeline.project import Project
from studio.timeline.take import Take
from tests.films import grey_ramp, make_film, make_take, tone
from tests.render.sounding import clip, mix, noise, owner, sine, sound_take, track

SHOT = "sh_00000000"


def finished(folder: Path) -> tuple[Project, dict[str, Take]]:
    """A cut with everything that can be done to sound."""
    shown = {
        SHOT: make_take(folder, SHOT, grey_ramp(72, 32, 32), tone(3, 0.2)),
        owner(1): sound_take(folder, owner(1), noise(160_000, 1)),
        owner(2): sound_take(folder, owner(2), sine(160_000, 300)),
        owner(3): sound_take(folder, owner(3), noise(200_000, 3, 0.05)),
    }
    film = make_film(72)
    effects = track(
        clip(1, 1, 3, 15, skip=8, pan=-0.4, fade_in=5),
        clip(2, 2, 18, 15, skip=9, gain=3, entry=Transition(frames=7)),
        clip(3, 1, 33, 12, skip=50, speed=Fraction(-3, 2)),
        clip(4, 2, 45, 9, skip=4, speed=Fraction(0)),
        clip(5, 2, 54, 14, skip=4, speed=Fraction(4, 5), phase=Fraction(1, 3), fade_out=6),
        number=8, gain=-2, pan=0.3,
    )  # fmt: skip
    change = Transition(frames=12)
    music = track(clip(6, 3, 0, 72, entry=change, exit=change), role="music", number=9)
    cut = film.cut.evolve(tracks=(*film.cut.tracks, effects, music), room_tone=-55)
    return film.evolve(cut=cut), shown


def programme(film: Project, shown: Mapping[str, Take], folder: Path) -> Programme:
    return cut_programme(film, shown, folder, Entrances(folder, film.rate))


def played(course: Course, of: Programme, count: int) -> Samples:
    """What the player's thread gives of a course."""
    feed, parts, got = SoundFeed(), list[Samples](), 0
    try:
        feed.load(of)
        feed.begin(course)
        waiting = threading.Event()
        while got < count:
            block = feed.take(count - got)
            if block is None:
                waiting.wait(0.002)
                continue
            parts.append(block)
            got += len(block)
    finally:
        feed.close()
    return np.concatenate(parts)


@pytest.mark.parametrize("start", [0, 17, 40])
def test_what_is_played_is_what_is_exported(tmp_path: Path, start: int) -> None:
    film, shown = finished(tmp_path)
    mix(film, shown, tmp_path, tmp_path / "mix.f32")
    whole = np.fromfile(tmp_path / "mix.f32", np.float32).reshape(-1, 2)
    assert np.abs(whole).max() < 1, "nothing is clipped"
    wanted = whole[start * 2000 :]
    course = Course(film.rate, start, 1, 0, 72)
    assert np.array_equal(played(course, programme(film, shown, tmp_path), len(wanted)), wanted)


def test_backwards_is_played_as_it_is_backwards(tmp_path: Path) -> None:
    film, shown = finished(tmp_path)
    mix(film, shown, tmp_path, tmp_path / "mix.f32")
    whole = np.fromfile(tmp_path / "mix.f32", np.float32).reshape(-1, 2)
    course = Course(film.rate, 71, -1, 0, 72)
    got = played(course, programme(film, shown, tmp_path), 3 * SAMPLE_RATE)
    assert np.array_equal(got, whole[::-1])


CHANGES = {
    "pan": {"pan": 0.5}, "gain": {"gain": 1.0}, "fade": {"fade_out": 3}, "phase": {"phase": "1/2"},
    "speed": {"speed": Fraction(5, 4)}, "entry": {"entry": None},
    "longer": {"entry": Transition(frames=8)},
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_changed_in_a_clip_sounds_otherwise(
    tmp_path: Path, change: dict[str, object]
) -> None:
    film, shown = finished(tmp_path)
    effects = film.cut.tracks[-2]
    clips = (effects.clips[0], effects.clips[1].evolve(**change), *effects.clips[2:])
    tracks = (*film.cut.tracks[:-2], effects.evolve(clips=clips), film.cut.tracks[-1])
    other = film.evolve(cut=film.cut.evolve(tracks=tracks))
    before = programme(film, shown, tmp_path)
    assert before.sounds_like(programme(film, shown, tmp_path))
    assert not before.sounds_like(programme(other, shown, tmp_path))


def test_so_does_the_tone_a_track_a_take_and_where_it_ends(tmp_path: Path) -> None:
    film, shown = finished(tmp_path)
    before = programme(film, shown, tmp_path)
    music = film.cut.tracks[-1].evolve(pan=0.1)
    panned = film.cut.evolve(tracks=(*film.cut.tracks[:-1], music))
    ends = shown[owner(1)].evolve(frames=40)
    for other in (
        programme(film.evolve(cut=film.cut.evolve(room_tone=-54)), shown, tmp_path),
        programme(film.evolve(cut=film.cut.evolve(room_tone=None)), shown, tmp_path),
        programme(film.evolve(cut=panned), shown, tmp_path),
        programme(film, shown | {owner(1): shown[owner(3)]}, tmp_path),
        programme(film, shown | {owner(1): ends}, tmp_path),
    ):
        assert not before.sounds_like(other)
