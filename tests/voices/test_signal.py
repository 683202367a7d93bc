"""Where a sound that is heard begins."""

import numpy as np

from studio.voices.signal import begun

RATE = 24_000


def test_a_sound_is_followed_back_to_its_beginning() -> None:
    at = np.arange(RATE) / RATE
    sound = np.asarray(0.5 * np.sin(2 * np.pi * 200 * at), np.float32)
    sound[: RATE // 5] *= 0.001  # breath
    sound[RATE // 2 : RATE * 6 // 10] = 0
    assert begun(sound, RATE, 0.4) == 0.2
    assert begun(sound, RATE, 0.8) == 0.6
    assert begun(sound, RATE, 0.55) == 0.55
    assert begun(sound, RATE, 0.1) == 0.1
    assert begun(sound[:0], RATE, 0.0) == 0.0
