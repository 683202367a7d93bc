"""Peaks and filmstrips show what is in the file, and come from the cache the second time."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.errors import BadInput
from studio.media.filmstrip import HEIGHT, MOST, cached_strip, count_of, filmstrip
from studio.media.peaks import PER_SECOND, cached_peaks, columns, peaks
from tests.films import grey_ramp, make_take, tone, write_wav


def test_peaks_follow_the_sound(tmp_path: Path) -> None:
    sound = np.concatenate((tone(0.5, 0.0), tone(0.5, 0.5)))
    levels = peaks(write_wav(tmp_path / "a.wav", sound))
    assert len(levels) == pytest.approx(PER_SECOND, abs=2)
    assert levels[:45].max() < 5
    assert levels[55:95].min() > 100


def test_peaks_are_kept(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", tone(0.2))
    first = cached_peaks(path, tmp_path / "cache", "abc")
    path.unlink()
    assert np.array_equal(cached_peaks(path, tmp_path / "cache", "abc"), first)


def test_a_file_without_sound_says_so(tmp_path: Path) -> None:
    take = make_take(tmp_path, "sh_00000001", grey_ramp(4, 64, 36))
    with pytest.raises(BadInput) as refused:
        peaks(tmp_path / take.files[0].path)
    assert refused.value.key == "media.no_sound"


def test_columns_take_the_loudest_between_two_places() -> None:
    levels = np.array([0, 51, 255, 0], np.uint8)
    assert columns(levels, np.array([0.0, 2.0, 4.0])).tolist() == pytest.approx([0.2, 1.0])
    assert columns(levels, np.array([1.0, 1.4, 1.8, 2.2])).tolist() == pytest.approx(
        [0.2, 0.2, 0.2]
    )
    assert columns(levels, np.array([4.0, 5.0])).tolist() == [0.0]
    assert len(columns(np.zeros(0, np.uint8), np.arange(4.0))) == 3


def test_a_strip_shows_the_video_at_even_steps(tmp_path: Path) -> None:
    take = make_take(tmp_path, "sh_00000001", grey_ramp(48, 64, 36))
    strip = filmstrip(tmp_path / take.files[0].path, Fraction(2))
    count = count_of(Fraction(2))
    assert strip.shape == (HEIGHT, count * 128, 3)
    greys = [int(strip[:, n * 128 : n * 128 + 128].mean()) for n in range(count)]
    wanted = [20 + 4 * -(-48 * n // count) for n in range(count)]
    assert all(abs(a - b) <= 6 for a, b in zip(greys, wanted, strict=True)), (greys, wanted)


def test_strips_are_kept_and_a_broken_one_is_made_anew(tmp_path: Path) -> None:
    take = make_take(tmp_path, "sh_00000001", grey_ramp(12, 64, 36))
    path, cache = tmp_path / take.files[0].path, tmp_path / "cache"
    cached_strip(path, cache, "abc", Fraction(1, 2))
    (cache / "abc.strip.jpg").write_bytes(b"no picture")
    made = cached_strip(path, cache, "abc", Fraction(1, 2))
    path.unlink()
    kept = cached_strip(path, cache, "abc", Fraction(1, 2))
    assert kept.shape == made.shape


def test_a_long_video_has_a_bounded_strip() -> None:
    assert count_of(Fraction(3600)) == MOST
    assert count_of(Fraction(1, 100)) == 1


def test_the_strip_of_a_picture_has_its_colours(tmp_path: Path) -> None:
    picture = tmp_path / "red.png"
    Image.new("RGB", (160, 90), (200, 30, 10)).save(picture)
    for _ in range(2):  # made, then read again
        strip = cached_strip(picture, tmp_path / "cache", "abc", None)
        assert np.abs(strip.astype(int) - (10, 30, 200)).max() < 12  # BGR, through a JPEG
