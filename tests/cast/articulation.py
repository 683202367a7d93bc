"""How far a mouth is open for each sound of speech: vowels by their height in the IPA's chart.

Consonants: lips shut (p b m), lip and teeth (f v), teeth all but shut (s z ʃ), tongue at the ridge
behind them (t d n l), and at the back (k g), where the jaw is free.
"""

import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from studio.voices.base import Sound

Floats = npt.NDArray[np.float64]

PER_SECOND = 100
_GLIDE = 11  # hundredths of a second over which one sound passes into the next
_HEIGHTS = (
    ("aɐɑɒæ", 1.0), ("ɛœɜʌɔɞ", 0.72), ("əɤoeøɵɚɝ", 0.5), ("ɪʏʊᵻ", 0.35), ("iyɨʉɯu", 0.25),
    ("pbmɓʙ", 0.0), ("fvɱʋɸβ", 0.08), ("szʃʒʂʐɕʑʝ", 0.15), ("w", 0.15),
    ("tdnlrɾɹθðɲɽɭɫɻʎɳ", 0.22), ("j", 0.22), ("kɡgŋxɣqχɴcɟç", 0.3), ("hʔ", 0.35),
)  # fmt: skip
_OPEN = {letter: opened for letters, opened in _HEIGHTS for letter in letters}


def heights(ipa: str) -> Sequence[float]:
    """The openness, 0 to 1, of each part of a sound: a diphthong has two, a pause is shut."""
    letters = unicodedata.normalize("NFD", ipa.lower())
    return [_OPEN[each] for each in letters if each in _OPEN] or [0.0]


def opened(sounds: Iterable[Sound], seconds: float) -> Floats:
    """How far a mouth is open that says them, a hundred times a second."""
    out = np.zeros(round(seconds * PER_SECOND) + 1)
    for sound in sounds:
        parts = heights(sound.ipa)
        each = sound.seconds / len(parts)
        for number, height in enumerate(parts):
            first = round((sound.start + each * number) * PER_SECOND)
            out[first : round((sound.start + each * (number + 1)) * PER_SECOND)] = height
    glide = np.hanning(_GLIDE + 2)[1:-1]
    return np.asarray(np.convolve(out, glide / glide.sum(), "same"), np.float64)
