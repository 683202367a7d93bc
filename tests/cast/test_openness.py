"""How far a mouth is open that says what is heard."""

import numpy as np
import pytest

from studio.cast.following import quick
from studio.cast.hearing import at_16k
from studio.cast.openness import around, bands, openness_said
from studio.voices.base import SAMPLE_RATE, Manner
from studio.voices.espeak import Espeak
from tests.cast.articulation import heights, opened

# None of these was heard when the weights were fitted.
LINES = {
    "en": "The map on the far wall has a mark above the harbour.",
    "zh": "妹妹把花放在门旁边，慢慢走下山坡。",
    "es": "La mariposa vuela sobre la mesa y baja hasta el agua.",
    "de": "Der Mann am Hafen nahm den Apfel und gab ihn dem Affen.",
}


@pytest.mark.parametrize("language", LINES)
@pytest.mark.parametrize("gender", ["female", "male"])
def test_the_spectrum_tells_how_open_a_mouth_is(language: str, gender: str) -> None:
    speech = Espeak().speak(LINES[language], language, Manner(key=gender, gender=gender))
    heard = at_16k(speech.samples, SAMPLE_RATE)
    said = openness_said(heard)
    shown = opened(speech.sounds, speech.seconds)[: len(said)]
    one, other = quick(said[: len(shown)]), quick(shown)
    assert np.corrcoef(one, other)[0, 1] > 0.6
    late = quick(np.pad(said, (15, 0))[: len(shown)])
    assert np.corrcoef(late, other)[0, 1] < 0.2


def test_lips_are_shut_in_a_loud_m() -> None:
    """As loud as the vowels around it, where loudness tells nothing."""
    speech = Espeak().speak("amama amama", "en", Manner(key="male", gender="male"))
    said = openness_said(at_16k(speech.samples, SAMPLE_RATE))

    def mean(letter: str) -> float:
        middles = [round((s.start + s.seconds / 2) * 100) for s in speech.sounds if letter in s.ipa]
        assert middles
        return float(np.mean(said[middles]))

    vowels = [s.ipa for s in speech.sounds if max(heights(s.ipa)) > 0.4]
    assert all(mean("m") < mean(vowel) - 0.1 for vowel in vowels)


def test_silence_and_nothing_have_their_length() -> None:
    assert openness_said(np.zeros(0, np.float32)).shape == (0,)
    silent = openness_said(np.zeros(16_000, np.float32))
    assert silent.shape == (101,)
    assert np.ptp(silent) < 1e-6


def test_bands_are_heard_at_their_place() -> None:
    at = np.arange(16_000) / 16_000
    low, high = (np.sin(2 * np.pi * hertz * at).astype(np.float32) for hertz in (300, 5000))
    assert bands(low, 16)[50].argmax() < 4
    assert bands(high, 16)[50].argmax() > 11


def test_what_lies_around_is_held_at_the_ends() -> None:
    values = np.array([[1.0], [2.0], [3.0]])
    assert around(values, (-1, 0, 1)).tolist() == [[1, 1, 2], [1, 2, 3], [2, 3, 3]]
