"""A voice sample out of a clip: its clean speech at one loudness, and what is wrong with it."""

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.cast.hearing import Samples, Span, at_16k, sound_of, speech_in
from studio.cast.loaded import Loaded
from studio.cast.looking import Stop
from studio.cast.loudness import RATE, at_loudness
from studio.cast.models import NoModel
from studio.cast.prints import VoicePrint
from studio.cast.speakers import at_once, several_in_turn
from studio.cast.thresholds import threshold
from studio.cast.voice import spoken, voice_print
from studio.errors import BadInput
from studio.messages import Part

_PAUSE = 0.35  # seconds that are kept of a longer pause
_EDGE = 0.08  # seconds before the first word and after the last one
_FADE = 0.01


@dataclass(frozen=True)
class VoiceSample:
    """The speech of a clip: mono at 48 kHz, None where there is none to be used.

    `heard` is the whole sound it is of, mono at 16 kHz, in which `spans` are spoken.
    """

    samples: Samples | None
    print: VoicePrint | None
    spans: tuple[Span, ...]
    warnings: tuple[Part, ...]
    heard: Samples | None = None


def sample_of(clip: Path, models: Loaded, stopped: Stop | None = None) -> VoiceSample:
    """The voice in a clip. What is missing or wrong is told by warnings. Raises Cancelled."""
    try:
        sound = sound_of(clip, rate=RATE, stopped=stopped)
    except BadInput as error:
        if error.key != "media.no_sound":
            raise
        return _none(Part("cast.no_sound"))
    if float(np.abs(sound).max(initial=0.0)) < 1e-3:
        return _none(Part("cast.silent"))
    try:
        spans = speech_in(sound, RATE, models)
    except NoModel as error:
        return _none(error.part())
    speech = spoken(sound, RATE, spans)
    seconds = sum(each.seconds for each in spans)
    if seconds < threshold("speech_least"):
        return _none(Part("cast.no_speech"), spans)
    return _heard(sound, speech, spans, models)


def _none(why: Part, spans: tuple[Span, ...] = ()) -> VoiceSample:
    return VoiceSample(None, None, spans, (why,))


def _heard(sound: Samples, speech: Samples, spans: tuple[Span, ...], models: Loaded) -> VoiceSample:
    if at_once(speech, RATE) > threshold("voices_at_once"):
        return _none(Part("cast.voices_at_once"), spans)
    warnings: list[Part] = []
    print_ = None
    clipped = float((np.abs(speech) > 0.985).mean()) > threshold("clipped")
    try:
        # Distortion changes a voice as much as another speaker would.
        if not clipped and several_in_turn(speech, RATE, models):
            return _none(Part("cast.voices_in_turn"), spans)
        print_ = voice_print(speech, RATE, models)
    except NoModel as error:
        warnings.append(error.part())
    seconds = len(speech) / RATE
    if seconds < threshold("speech_good"):
        warnings.append(Part("cast.little_speech", {"seconds": f"{seconds:.1f}"}))
    clearness = _above_noise(sound, speech, spans)
    if clearness is not None and clearness < threshold("speech_above_noise"):
        warnings.append(Part("cast.noisy", {"decibels": round(clearness)}))
    if clipped:
        warnings.append(Part("cast.clipped"))
    loud = at_loudness(_joined(sound, spans))
    return VoiceSample(loud, print_, spans, tuple(warnings), at_16k(sound, RATE))


def _above_noise(sound: Samples, speech: Samples, spans: tuple[Span, ...]) -> float | None:
    """How many decibels the speech is louder than the rest, None where there is no rest to hear."""
    mask = np.ones(len(sound), bool)
    for each in spans:
        mask[round(max(0.0, each.start - 0.1) * RATE) : round((each.end + 0.1) * RATE)] = False
    rest = sound[mask]
    if len(rest) < 0.25 * RATE or float(np.abs(rest).max()) < 1e-5:
        return None
    return 10.0 * float(np.log10(np.square(speech).mean() / max(1e-12, np.square(rest).mean())))


def _joined(sound: Samples, spans: tuple[Span, ...]) -> Samples:
    """From the first word to the last one, long pauses shortened to `_PAUSE`, softly joined."""
    parts: list[Samples] = []
    for n, each in enumerate(spans):
        before = _EDGE if n == 0 else min(_PAUSE, each.start - spans[n - 1].end) / 2
        after = _EDGE if n == len(spans) - 1 else min(_PAUSE, spans[n + 1].start - each.end) / 2
        first = max(0, round((each.start - before) * RATE))
        parts.append(_soft(sound[first : round((each.end + after) * RATE)]))
    return np.concatenate(parts)


def _soft(samples: Samples) -> Samples:
    count = min(round(_FADE * RATE), len(samples) // 2)
    if count == 0:
        return samples
    out = samples.copy()
    rise = np.sin(np.linspace(0.0, np.pi / 2.0, count, dtype=np.float32)) ** 2
    out[:count] *= rise
    out[-count:] *= rise[::-1]
    return out


def write_wav(path: Path, samples: Samples) -> None:
    """Mono floats at 48 kHz as a 16-bit file. Raises OSError."""
    data = np.round(np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(data.tobytes())
