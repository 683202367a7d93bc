"""The time of a film's sound against its mix, and what finding it takes."""

import tracemalloc
import wave
from pathlib import Path

import numpy as np
import pytest

from studio.render.mix_file import MixFile
from studio.render.parted import Parted
from studio.render.proof_heard import places
from studio.render.proof_sync import RATE, offsets

SECONDS = 40


@pytest.fixture(scope="module")
def noise() -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    """Half a minute of noise, alike on both sides."""
    drawn = np.random.default_rng(1).normal(0, 0.1, (SECONDS * RATE, 1)).clip(-0.9, 0.9)
    return np.repeat(drawn.astype(np.float32), 2, axis=1)


def _film(path: Path, sound: "np.ndarray[tuple[int, int], np.dtype[np.float32]]") -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 32767).astype("<i2").tobytes())
    return path


def _mix(folder: Path, sound: "np.ndarray[tuple[int, int], np.dtype[np.float32]]") -> Parted:
    sound.tofile(folder / "mix.f32")
    return Parted(MixFile.of(folder / "mix.f32"), None, None)


@pytest.mark.parametrize("late", [-2000, -1, 0, 1, 37, 2000])
def test_a_sound_that_is_late_is_told_to_the_sample(
    tmp_path: Path, noise: "np.ndarray[tuple[int, int], np.dtype[np.float32]]", late: int
) -> None:
    mix = _mix(tmp_path, noise)
    film = _film(tmp_path / "film.wav", np.roll(noise, late, axis=0))
    found = offsets(film, mix)
    assert len(found) == 3
    assert [round(each.seconds * RATE) for each in found] == [late] * 3


def test_listening_holds_little_of_a_sound_at_a_time(
    tmp_path: Path, noise: "np.ndarray[tuple[int, int], np.dtype[np.float32]]"
) -> None:
    mix = _mix(tmp_path, noise)
    film = _film(tmp_path / "film.wav", noise)
    offsets(film, mix)  # what is read once for all: limits, codecs
    places(mix.noticed())
    for listen, most in (
        (lambda: offsets(film, mix), 1.75),
        (lambda: places(mix.noticed()), 2.5),
    ):
        tracemalloc.start()
        listen()
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert used < most * 2**20
