"""The preview is as loud as the export: its gain, its limit, and what is kept of a measure."""

import queue
import threading
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest

from studio.media.sound import read_sound
from studio.render.delivery import Delivery
from studio.render.export import export
from studio.render.kept import Kept
from studio.render.levels import Levels, kept, levelled, measured
from studio.render.loudness import Level, measure, raw_input
from studio.render.mix import Mix
from studio.render.programme import Programme, cut_programme, take_programme
from studio.render.recorded import from_files
from studio.render.recording import SAMPLE_RATE, Samples
from studio.render.seeking import Entrances
from tests.films import make_film, make_take
from tests.render.playing import numbered

SECONDS = 4


def speech(loud: float, peaks: float) -> np.ndarray:
    """A voice's pitch and overtones in syllables, with a few clicks as high as `peaks`."""
    seconds = np.arange(SECONDS * SAMPLE_RATE) / SAMPLE_RATE
    swing = np.clip(np.sin(seconds * 2 * np.pi * 3), 0, 1)
    tones = sum(np.sin(seconds * 2 * np.pi * 170 * n) / n for n in range(1, 9))
    sound = np.asarray(tones * swing * loud, np.float32)
    sound[5000 :: SAMPLE_RATE // 2] = peaks
    return np.clip(np.stack([sound, sound], axis=1), -1, 1)


def film_of(folder: Path, sound: np.ndarray) -> Programme:
    film = make_film(SECONDS * 24)
    take = make_take(folder, "sh_00000000", numbered(SECONDS * 24), sound)
    return cut_programme(film, {take.owner: take}, folder, Entrances(folder, film.rate))


def never() -> bool:
    return False


def whole(programme: Programme, level: Level | None) -> Samples:
    mix = Mix(programme.project, programme.shown, programme.folder)
    return levelled(mix, level, 0, mix.samples, from_files)


def loudness(samples: Samples, path: Path) -> float:
    path.write_bytes(samples.tobytes())
    return measure(raw_input(path)).integrated


@pytest.mark.parametrize(("loud", "peaks", "limits"), [(0.05, 0.1, False), (0.05, 0.9, True)])
def test_what_is_heard_is_what_is_exported(
    tmp_path: Path, loud: float, peaks: float, limits: bool
) -> None:
    programme = film_of(tmp_path, speech(loud, peaks))
    level = measured(programme, never)
    assert (level.ceiling is not None) is limits
    heard = whole(programme, level)
    film, target = programme.project, tmp_path / "film.mp4"
    report = export(film, programme.shown, tmp_path, target, Delivery.of(film))
    assert abs(loudness(heard, tmp_path / "heard.f32") - report.loudness) < 0.7
    exported = read_sound(target)[: len(heard)]
    near = heard[: len(exported)]
    likeness = np.corrcoef(near[:, 0], exported[:, 0])[0, 1]
    assert likeness > 0.95
    assert np.abs(heard).max() <= 10 ** (Delivery.peak / 20)


def test_a_stretch_is_part_of_the_whole(tmp_path: Path) -> None:
    programme = film_of(tmp_path, speech(0.05, 0.95))
    level = measured(programme, never)
    all_of_it = whole(programme, level)
    mix = Mix(programme.project, programme.shown, programme.folder)
    for first, last in ((0, 700), (4900, 5100), (28_000, 40_001), (190_000, 192_000)):
        part = levelled(mix, level, first, last, from_files)
        assert np.array_equal(part, all_of_it[first:last]), first


def test_silence_stays_silence(tmp_path: Path) -> None:
    programme = film_of(tmp_path, speech(0, 0))
    assert measured(programme, never) == Level(0.0)


def test_a_measure_is_kept_until_something_else_is_heard(tmp_path: Path) -> None:
    programme = film_of(tmp_path, speech(0.02, 0.1))
    assert kept(programme) is None
    level = measured(programme, never)
    assert kept(programme) == level
    (file,) = (tmp_path / "cache" / "levels").iterdir()
    file.write_text('{"gain": "loud"}', encoding="utf-8")
    assert kept(programme) is None, "what cannot be read is measured again"
    measured(programme, never)
    quieter = make_take(tmp_path, "sh_00000000", numbered(96), speech(0.01, 0.05))
    again = take_programme(programme.project, quieter, tmp_path, Entrances(tmp_path, quieter.rate))  # type: ignore[arg-type]
    assert kept(again) == Level(0.0), "a take by itself is heard as it is"


def test_what_is_measured_is_known_to_an_export(tmp_path: Path) -> None:
    programme = film_of(tmp_path, speech(0.05, 0.9))
    ours, its = Kept(tmp_path / "ours"), Kept(tmp_path / "its")
    level = measured(programme, never, ours)
    assert level == measured(programme, never) == measured(programme, never, ours)
    assert level.ceiling is not None
    film = programme.project
    export(film, programme.shown, tmp_path, tmp_path / "a.mp4", Delivery.of(film), kept=its)
    notes, known = ({path.name for path in each.folder.rglob("*.json")} for each in (ours, its))
    assert len(notes) >= 2
    assert notes < known


@pytest.fixture
def told() -> Generator[tuple[Levels, "queue.Queue[Level | None]"], None, None]:
    before = set(threading.enumerate())
    heard: queue.Queue[Level | None] = queue.Queue()
    levels = Levels(heard.put, quiet=0)
    yield levels, heard
    levels.close()
    assert set(threading.enumerate()) == before


def test_it_is_measured_in_the_background(
    tmp_path: Path, told: tuple[Levels, "queue.Queue[Level | None]"]
) -> None:
    levels, heard = told
    programme = film_of(tmp_path, speech(0.02, 0.1))
    levels.ask(programme)
    level = heard.get(timeout=60)
    assert level is not None
    assert level == kept(programme)
    assert level.gain > 5
    levels.ask(programme)
    assert heard.get(timeout=60) == level


def test_a_mix_that_cannot_be_read_has_no_level(
    tmp_path: Path, told: tuple[Levels, "queue.Queue[Level | None]"]
) -> None:
    levels, heard = told
    programme = film_of(tmp_path, speech(0.02, 0.1234))  # which nobody has measured
    (take,) = programme.shown.values()
    (tmp_path / take.files[0].path).write_bytes(b"no film")
    levels.ask(programme)
    assert heard.get(timeout=60) is None
