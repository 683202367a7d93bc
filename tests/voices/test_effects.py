"""Effects by measurement: never clipped, never with a hard end, as long as they go on in life."""

import numpy as np
import pytest

from studio.voices.base import SAMPLE_RATE
from studio.voices.effects import _EFFECTS, effect  # pyright: ignore[reportPrivateUsage]
from studio.voices.soundscape import _PLACES, ambience  # pyright: ignore[reportPrivateUsage]
from studio.voices.wordlists import tables


def test_every_word_list_has_its_sound_and_every_sound_its_words() -> None:
    assert set(tables()["effects"]) == set(_EFFECTS)
    assert set(tables()["ambience"]) == set(_PLACES) - {"room"}


@pytest.mark.parametrize("name", sorted(_EFFECTS))
@pytest.mark.parametrize("seconds", [0.4, 4.0])
def test_an_effect_is_clean(name: str, seconds: float) -> None:
    word = tables()["effects"][name][0]
    sound = effect(word, seconds, seed=3)
    assert sound.shape == (round(seconds * SAMPLE_RATE), 2)
    assert 0.05 < float(np.abs(sound).max()) <= 0.81
    assert abs(float(sound.mean())) < 0.002
    tops = np.abs(sound[:, 0]) >= np.abs(sound).max()
    assert not (tops[:-2] & tops[1:-1] & tops[2:]).any()  # nothing is cut flat
    assert float(np.abs(sound[[0, -1]]).max()) < 0.01


@pytest.mark.parametrize("word", ["footsteps", "鼓", "heartbeat", "typing", "siren", "applause"])
def test_what_goes_on_in_life_fills_its_time(word: str) -> None:
    sound = effect(word, 6.0, seed=1)
    parts = np.square(sound).reshape(4, -1).mean(axis=1)
    assert parts.min() > 0.3 * parts.max()


@pytest.mark.parametrize("name", sorted(_PLACES))
def test_a_place_is_even_enough_and_has_no_constant_part(name: str) -> None:
    word = tables()["ambience"].get(name, ["a quiet room"])[0]
    sound = ambience(word, 6.0, seed=5)
    assert abs(float(sound.mean())) < 0.0005
    assert float(np.abs(sound).max()) < 0.25
    jumps = np.abs(np.diff(sound, axis=0)).max()
    assert jumps < 0.12


def test_places_do_not_sound_alike() -> None:
    def colour(word: str) -> float:
        power = np.abs(np.fft.rfft(ambience(word, 3.0, seed=2)[:, 0])) ** 2
        return float(np.average(np.arange(len(power)) / 3, weights=power))

    assert colour("rain") > 2 * colour("wind") > 2 * colour("battle")
