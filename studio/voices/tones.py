"""The six tones of Cantonese, drawn over a line's pitch.

Levels from 1 to 5 after Chao's letters as Bauer and Benedict give them (Modern Cantonese Phonology,
1997): 55, 25, 33, 21, 23, 22. A recogniser is surer of lines whose tones are drawn than of those
spoken with Mandarin's four contours, and least of those without any.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from studio.voices.base import Waveform

MARKS = "¹²³⁴⁵⁶"  # behind the signs of a syllable
_LEVELS = {
    "¹": (5.0, 5.0, 5.0), "²": (2.2, 3.0, 5.0), "³": (3.0, 3.0, 3.0), "⁴": (2.0, 1.5, 1.0),
    "⁵": (2.0, 2.4, 3.2), "⁶": (2.0, 2.0, 2.0),
}  # fmt: skip
_PLACES = (0.15, 0.5, 0.9)  # of a rhyme: where it has these levels
_RANGE = 7.0  # semitones from level 1 to level 5
_FALL = 1.5  # semitones that a line sinks from its first syllable to its last
_VOICED = 50.0  # hertz, below which the model has no pitch
_VOWELS = frozenset("aɐɛœøɔiuyoe")


def drawn(signs: str, pitch: Waveform, steps: Waveform, per_step: int) -> Waveform:
    """`pitch` (hertz, `per_step` values a step) with the tones of `signs` in place of its own.

    `steps` are those of each sign that is no mark, with the silence before and after. The middle
    of the voice stays where it is; what is not voiced stays as it is.
    """
    ends = np.cumsum(steps) * per_step
    voiced = pitch > _VOICED
    rhymes = list(_rhymes(signs))
    if not rhymes or not voiced.any():
        return pitch
    middle = float(np.exp(np.log(pitch[voiced]).mean()))
    times, heights = _targets(rhymes, ends)
    made = middle * 2 ** (np.interp(np.arange(len(pitch)), times, heights) / 12)
    return np.where(voiced, made, pitch).astype(np.float32)


def _targets(
    rhymes: Sequence[tuple[int, int, str]], ends: Waveform
) -> tuple[list[float], list[float]]:
    """Places in the pitch, and semitones from the middle of the voice."""
    times: list[float] = []
    heights: list[float] = []
    for place, (first, last, mark) in enumerate(rhymes):
        begin, end = float(ends[first]), float(ends[last])
        sunk = _FALL * (place / max(1, len(rhymes) - 1) - 0.5)
        times += [begin + part * (end - begin) for part in _PLACES]
        heights += [(level - 3) / 4 * _RANGE - sunk for level in _LEVELS[mark]]
    return times, heights


def _rhymes(signs: str) -> Iterator[tuple[int, int, str]]:
    """Of each syllable the steps' places before its first vowel and of its last sign, its mark."""
    place, first, begin = 0, None, 0  # signs so far; the vowel's; the syllable's
    for sign in signs:
        if sign in MARKS:
            if place > begin:
                yield (begin if first is None else first), place, sign
            first, begin = None, place
            continue
        if sign == " ":
            first, begin = None, place + 1
        elif sign in _VOWELS and first is None:
            first = place
        place += 1
