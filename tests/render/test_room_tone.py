"""Room tone: as loud as asked for, without a seam, the same wherever one listens in."""

from pathlib import Path

import numpy as np
import pytest

from studio.render.levelling import level_for
from studio.render.loudness import measure, raw_input
from studio.render.mix_file import MixFile
from studio.render.parted import Parted
from studio.render.room_tone import tone
from tests.render.sounding import clip, film, mixed, owner, rms, sine, sound_take, track

LOOP = 1 << 20


@pytest.mark.parametrize("loudness", [-60.0, -45.0])
def test_it_is_as_loud_as_asked(tmp_path: Path, loudness: float) -> None:
    raw = tmp_path / "tone.f32"
    raw.write_bytes(tone(loudness, 0, 480_000, 10**9).tobytes())
    assert measure(raw_input(raw)).integrated == pytest.approx(loudness, abs=0.3)


def test_it_is_soft_and_dark() -> None:
    power = np.abs(np.fft.rfft(tone(-50, LOOP, 2 * LOOP, 10**9)[:, 0])) ** 2
    hertz = np.fft.rfftfreq(LOOP, 1 / 48_000)
    bands = [power[(hertz > low) & (hertz < 2 * low)].sum() for low in (100, 400, 6_000, 12_000)]
    assert bands[0] == pytest.approx(bands[1], rel=0.5), "pink: octaves are alike"
    assert bands[2] < bands[0] / 300
    assert bands[3] < bands[2] / 8


def test_left_and_right_are_two_sides_of_one_room() -> None:
    both = tone(-50, 48_000, 10 * 48_000, 10**9)
    assert 0.2 < np.corrcoef(both[:, 0], both[:, 1])[0, 1] < 0.8
    assert rms(both[:, 0]) == pytest.approx(rms(both[:, 1]), rel=0.1)


def test_any_part_is_part_of_the_whole_and_its_loop_has_no_seam() -> None:
    whole = tone(-50, LOOP - 3_000, LOOP + 3_000, 10**9)
    assert np.array_equal(tone(-50, LOOP - 10, LOOP + 500, 10**9), whole[2_990:3_500])
    steps = np.abs(np.diff(whole, axis=0)).max(axis=1)
    assert steps[2_990:3_010].max() < 1.5 * np.percentile(steps, 99)
    assert not np.array_equal(whole[:2_000], whole[3_000:5_000])


def test_it_lies_under_the_whole_film(tmp_path: Path) -> None:
    shown = {owner(1): sound_take(tmp_path, owner(1), sine(48_000, level=0.1))}
    placed = track(clip(1, 1, 24, 24), role="dialogue")
    end = track(clip(2, 2, 71, 1), number=2)  # a clip without a take: the film is three seconds
    heard = mixed(film(placed, end, room_tone=-50), shown, tmp_path)
    plain = mixed(film(placed, end), shown, tmp_path)
    assert len(heard) == 3 * 48_000
    assert np.allclose(heard - plain, tone(-50, 0, len(heard), len(heard)), atol=1e-7)
    for second in range(3):
        assert rms((heard - plain)[second * 48_000 + 500 : (second + 1) * 48_000 - 500]) > 0.001
    assert np.abs(heard[[0, -1]]).max() < 1e-5


def test_a_film_of_nothing_but_its_tone_stays_soft(tmp_path: Path) -> None:
    mixed(film(track(clip(1, 1, 0, 240)), room_tone=-52), {}, tmp_path)
    raw = tmp_path / "mix.f32"
    assert measure(raw_input(raw)).integrated == pytest.approx(-52, abs=0.5)
    mix = Parted(MixFile.of(raw), None, None)
    assert level_for(mix, -14, -1, room_tone=-52).gain == 0
    assert level_for(mix, -14, -1).gain > 30
