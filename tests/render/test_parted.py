"""A mix in parts: measured as in the whole, and again only where it sounds otherwise."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from studio.errors import Cancelled
from studio.media.r128 import loudness_of
from studio.render.kept import Kept
from studio.render.limiter import limited
from studio.render.loudness import measure, raw_input
from studio.render.mix_file import MixFile
from studio.render.parted import Parted
from studio.render.sound_cutting import Cutting, parts_of
from tests.render.sounding import SAMPLE_RATE, noise

LIMIT = (9.0, -2.0)
PACKET = 1024
CUTTING = Cutting(length=230, run_up=100)  # parts of five seconds
SAMPLES = 5 * 230 * PACKET + 333


def swelling(samples: int = SAMPLES, seed: int = 6) -> np.ndarray:
    """Noise that comes and goes, far above the limit at times; (n, 2)."""
    swell = 0.55 + 0.45 * np.sin(np.arange(samples) / SAMPLE_RATE * 1.7)
    return np.asarray(noise(samples, seed, 0.15) * swell[:, None] ** 3, np.float32)


def parted(sound: np.ndarray, folder: Path, kept: Kept | None = None) -> Parted:
    path = folder / "mix.f32"
    path.write_bytes(sound.tobytes())
    return Parted(MixFile.of(path), kept, None, CUTTING)


def whole(sound: np.ndarray) -> np.ndarray:
    """What the limiter makes of all of it at once."""
    padded = np.pad(sound, ((0, -len(sound) % 48), (0, 0)))
    return limited(padded * np.float32(10 ** (LIMIT[0] / 20)), LIMIT[1])[: len(sound)]


def notes(kept: Kept) -> set[str]:
    return {path.name for path in kept.folder.rglob("*.json")}


def test_parts_are_as_loud_as_the_whole(tmp_path: Path) -> None:
    sound = swelling()
    mix = parted(sound, tmp_path)
    assert len(mix.parts) == 5
    plain = measure(raw_input(mix.mix.path))
    assert loudness_of(mix.plain()) == pytest.approx(plain.integrated, abs=0.05 + 0.02)
    assert max(each.peak for each in mix.plain()) == np.abs(sound).max()
    highest = 20 * np.log10(mix.true_peak())
    assert highest == pytest.approx(plain.peak, abs=0.2), "noise, of which meters differ"
    with mix.limited_whole(LIMIT) as held:
        wanted = measure(raw_input(held)).integrated
    assert wanted < plain.integrated + LIMIT[0] - 0.5, "the limiter takes something away"
    assert loudness_of(mix.limited(LIMIT)) == pytest.approx(wanted, abs=0.05 + 0.02)


@pytest.mark.parametrize("measured", [False, True], ids=["made now", "made when measured"])
def test_what_encoders_are_given_is_what_comes_out_of_the_whole(
    tmp_path: Path, measured: bool
) -> None:
    sound = swelling()
    mix, wanted = parted(sound, tmp_path), whole(sound)
    if measured:
        mix.limited((3.0, -2.0))
        mix.limited(LIMIT)
    for number, part in enumerate(mix.parts):
        with mix.limited_part(number, LIMIT) as path:
            got = np.fromfile(path, np.float32).reshape(-1, 2)
        assert np.array_equal(got, wanted[slice(*part.given)])
    with mix.limited_whole(LIMIT) as path:
        assert np.array_equal(np.fromfile(path, np.float32).reshape(-1, 2), wanted)
    mix.limited(LIMIT)
    assert len([*tmp_path.iterdir()]) > 1, "some are made for encoders while they are measured"
    mix.clear()
    assert [each.name for each in tmp_path.iterdir()] == ["mix.f32"]


def test_parts_touch_and_hold_what_decides_about_them() -> None:
    parts = parts_of(SAMPLES, CUTTING)
    assert [each.own[1] for each in parts] == [*(each.own[0] for each in parts[1:]), SAMPLES]
    for each in parts:
        places = (each.deciding, each.given, each.own)
        lows, highs = [place[0] for place in places], [place[1] for place in places]
        assert lows == sorted(lows)
        assert highs == sorted(highs, reverse=True)


def test_only_what_sounds_otherwise_is_measured_again(tmp_path: Path) -> None:
    kept, sound = Kept(tmp_path / "kept"), swelling()
    plain = parted(sound, tmp_path, kept).plain()
    parted(sound, tmp_path, kept).limited(LIMIT)
    highest = parted(sound, tmp_path, kept).true_peak()
    before = notes(kept)
    assert len(before) == 15
    sound[int(2.5 * 230) * PACKET] += 3
    changed = parted(sound, tmp_path, kept)
    again = changed.plain()
    assert len(notes(kept) - before) == 1
    assert [n for n, (a, b) in enumerate(zip(plain, again, strict=True)) if a != b] == [2]
    changed.limited(LIMIT)
    changed.clear()
    assert len(notes(kept) - before) == 2
    assert again == parted(sound, tmp_path).plain(), "as without what is kept"
    assert changed.limited(LIMIT) == parted(sound, tmp_path).limited(LIMIT)
    assert highest < changed.true_peak() == parted(sound, tmp_path).true_peak()
    assert len(notes(kept) - before) == 3


def test_a_change_just_outside_a_part_that_the_limiter_sees_is_in_its_name(tmp_path: Path) -> None:
    kept, sound = Kept(tmp_path / "kept"), swelling()
    mix = parted(sound, tmp_path, kept)
    sound[mix.parts[3].given[0] - 40 * 48] = 9.0
    changed = parted(sound, tmp_path, kept)
    assert mix.key(3, "limited") != changed.key(3, "limited")
    assert mix.key(4, "limited") == changed.key(4, "limited")


def test_the_same_samples_elsewhere_have_another_name(tmp_path: Path) -> None:
    """Tenths of a second, and the limiter's steps, are counted from the film's beginning."""
    mix = parted(np.zeros((SAMPLES, 2), np.float32), tmp_path, Kept(tmp_path / "kept"))
    assert len({mix.key(number) for number in range(5)}) == 5


def test_who_waits_may_give_up(tmp_path: Path) -> None:
    mix = parted(swelling(), tmp_path)
    with pytest.raises(Cancelled):
        Parted(MixFile.of(mix.mix.path), Kept(tmp_path / "kept"), lambda: True)
    given_up = Parted(MixFile.of(mix.mix.path), None, lambda: True)
    for ask in (given_up.plain, given_up.true_peak, lambda: given_up.limited(LIMIT)):
        with pytest.raises(Cancelled):
            ask()


@pytest.mark.parametrize("damage", [b"", b"[]", b'["1", [0.5, "x"], 1]', b'["0.0", [0.5], 1.0]'])
def test_a_damaged_note_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    kept, sound = Kept(tmp_path / "kept"), swelling()
    plain = parted(sound, tmp_path, kept).plain()
    for path in [*kept.folder.rglob("*.json")]:
        told = tmp_path / "told.json"
        told.write_bytes(damage)
        path.unlink()
        kept.keep(path.stem.rpartition("-")[0], told, ".json")
    assert parted(sound, tmp_path, kept).plain() == plain


def test_what_was_measured_is_believed(tmp_path: Path) -> None:
    kept, sound = Kept(tmp_path / "kept"), swelling()
    plain = parted(sound, tmp_path, kept).plain()
    path = min(kept.folder.rglob("*.json"), key=os.fspath)
    version, momentary, peak = json.loads(path.read_text(encoding="utf-8"))
    told = tmp_path / "told.json"
    told.write_text(json.dumps([version, momentary, peak + 7]), encoding="utf-8")
    path.unlink()
    kept.keep(path.stem.rpartition("-")[0], told, ".json")
    again = parted(sound, tmp_path, kept).plain()
    assert [b.peak - a.peak for a, b in zip(plain, again, strict=True) if a != b] == [7]
