"""The sound of a shot: lines spoken at their places over the tone of the place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from studio.voices.base import SAMPLE_RATE, Manner, Waveform
from studio.voices.mouths import MouthKey, mouth_track
from studio.voices.noises import amplitude
from studio.voices.signal import faded
from studio.voices.soundscape import ambience
from studio.voices.voices import Engines

Stereo = npt.NDArray[np.float32]

_ABOVE = 17.0  # decibels by which speech lies above everything else of its shot
_STEP = SAMPLE_RATE // 50  # samples in which loudness is measured
_SPOKEN = 10 ** (-48 / 20)  # RMS above which somebody speaks
_HELD = 25  # steps for which the rest stays down about a word, and that it takes to go there


@dataclass(frozen=True)
class Line:
    """A line to be said at `start` seconds; `room` is how long it may take (None: to the end)."""

    key: str
    speaker: str
    text: str
    language: str
    manner: Manner
    start: float = 0.0
    room: float | None = None


@dataclass(frozen=True)
class ShotSound:
    """(n, 2) samples of exactly the shot's length; where each line is heard, in seconds; mouths."""

    samples: Stereo
    spans: dict[str, tuple[float, float]] = field(default_factory=dict)
    mouths: dict[str, tuple[MouthKey, ...]] = field(default_factory=dict)
    scratch: tuple[str, ...] = ()


def mix_shot(
    engines: Engines,
    lines: Sequence[Line],
    *,
    setting: str,
    seconds: float,
    seed: int,
    sounds: Sequence[Stereo] = (),
    recorded: Sequence[Stereo] = (),
) -> ShotSound:
    """Speak the lines over the ambience of `setting`.

    `sounds` are laid under them from the start, `recorded` dialogue beside them; what lies under
    is brought down by as much as it takes to understand what is said.

    A line that would run into the next one or past the end is said faster; what still does not
    fit is moved earlier as far as the line before allows, and at last faded out at the end.
    """
    count = round(seconds * SAMPLE_RATE)
    out = np.zeros((count, 2), np.float32)
    spans: dict[str, tuple[float, float]] = {}
    mouths: dict[str, list[MouthKey]] = {}
    scratch: set[str] = set()
    free = 0.0
    ordered = sorted(lines, key=lambda line: line.start)
    speakers = list(dict.fromkeys(line.speaker for line in ordered))
    for place, line in enumerate(ordered):
        limit = ordered[place + 1].start if place + 1 < len(ordered) else seconds - 0.05
        room = max(0.3, min(line.room or limit, limit - line.start))
        speech = engines.say(line.text, line.language, line.manner, seconds=room)
        start = max(free, min(line.start, seconds - 0.05 - speech.seconds))
        free = start + speech.seconds
        _lay(out, speech.samples, start, _side(speakers.index(line.speaker), len(speakers)))
        if speech.seconds and start < seconds:
            spans[line.key] = (start, min(speech.seconds, seconds - start))
        keys = (MouthKey(k.start + start, k.seconds, k.shape) for k in mouth_track(speech))
        mouths.setdefault(line.speaker, []).extend(keys)
        if speech.scratch:
            scratch.add(line.language)
    for sound in recorded:
        _add(out, sound)
    under = ambience(setting, seconds, seed)
    for sound in sounds:
        _add(under, sound)
    out += under * _room_for(out, under)[:, None]
    peak = float(np.abs(out).max()) if count else 0.0
    if peak > 0.88:
        out *= 0.88 / peak
    tracks = {speaker: tuple(keys) for speaker, keys in mouths.items()}
    return ShotSound(out, spans, tracks, tuple(sorted(scratch)))


def _add(out: Stereo, sound: Stereo) -> None:
    part = sound[: len(out)]
    out[: len(part)] += part


def _room_for(speech: Stereo, under: Stereo) -> Waveform:
    """A gain for what lies under speech: 1, and where somebody speaks as low as is needed."""
    steps = len(speech) // _STEP
    if not steps:
        return np.ones(len(speech), np.float32)
    loud, bed = _loudness(speech, steps), _loudness(under, steps)
    spoken = loud > _SPOKEN
    if not spoken.any():
        return np.ones(len(speech), np.float32)
    here = np.sqrt(np.mean(np.square(loud[spoken]))) * amplitude(-_ABOVE)
    most = max(1e-9, float(np.sqrt(np.mean(np.square(bed[spoken])))))
    held = np.convolve(spoken, np.ones(_HELD), "same") > 0
    window = np.hanning(_HELD + 2) / np.hanning(_HELD + 2).sum()
    part = np.convolve(np.pad(held.astype(np.float64), _HELD, "edge"), window, "same")
    gain = min(1.0, here / most) ** part[_HELD:-_HELD]
    middles = (np.arange(steps) + 0.5) * _STEP
    return np.interp(np.arange(len(speech)), middles, gain).astype(np.float32)


def _loudness(sound: Stereo, steps: int) -> Waveform:
    blocks = np.square(sound[: steps * _STEP]).reshape(steps, -1)
    return np.sqrt(blocks.mean(axis=1))


def _side(place: int, count: int) -> float:
    """A little to the left or right, so that two speakers can be told apart; 0.5 is the middle."""
    return 0.5 if count < 2 else 0.42 + 0.16 * place / (count - 1)


def _lay(out: Stereo, samples: Waveform, start: float, side: float) -> None:
    first = round(start * SAMPLE_RATE)
    part = samples[: max(0, len(out) - first)]
    if len(part) < len(samples):
        part = faded(part, SAMPLE_RATE // 50)
    out[first : first + len(part)] += part[:, None] * np.array(
        [2 * (1 - side), 2 * side], np.float32
    )
