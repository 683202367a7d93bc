"""Kokoro-82M, a small neural voice: lines of phonemes, each with a character's style, to speech.

That the durations it predicts add up to its output was checked here.
"""

import re
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

from studio.voices.base import SAMPLE_RATE, Manner, Sound, Speech, Waveform
from studio.voices.kokoro_model import PARTS, PITCHES, RATE, UNIT, VOCABULARY, spoken, spoken_at
from studio.voices.kokoro_model import signs as known_signs
from studio.voices.phonemes import LANGUAGES, phonemes
from studio.voices.signal import begun, level, resampled, trimmed
from studio.voices.timbres import lift, style
from studio.voices.tones import MARKS, drawn

_MOST = 400  # phonemes at once; the model takes 510
_PAUSE = 0.22  # seconds between two parts of a long line
_EARLY = (
    0.055  # seconds by which the sound is ahead of the durations, measured on hisses and vowels
)
_STRESS, _AFTER = (
    frozenset("ˈˌ"),
    frozenset("ː→↗↘↓ʰʲ "),
)  # what comes before its vowel, and what after
_NEEDED = (
    *PARTS, VOCABULARY, "onnxruntime", "misaki", "pypinyin", "jieba", "cn2an",
)  # fmt: skip
_PACE = {
    "en": 0.9,
    "en-gb": 0.9,
    "zh": 0.8,
    "zh-sichuan": 0.8,
    "yue": 0.9,
    "ko": 0.85,
}  # as actors speak, not as readers do


def installed() -> bool:
    """True when the `voice` extra is there."""
    return all(find_spec(name) is not None for name in _NEEDED)


class Kokoro:
    """Speaks English, Mandarin, Japanese and Spanish; what it never heard with their sounds."""

    @property
    def languages(self) -> frozenset[str]:
        """Language tags it speaks."""
        return LANGUAGES

    @property
    def neural(self) -> bool:
        """Whether it may pass for a person."""
        return True

    def speak(self, text: str, language: str, manner: Manner) -> Speech:
        """Say `text`; the same on the same computer. Raises StudioError."""
        table = style(manner, language)
        bend = 2 ** ((manner.pitch + lift(manner, language)) / 12)
        pace = manner.pace * _PACE.get(language, 1.0) / bend
        parts = [_spoken(part, table, pace) for part in _parts(phonemes(text, language))]
        return _joined([_from_onset(part) for part in parts if part.durations], bend)


@dataclass(frozen=True)
class _Part:
    samples: Waveform
    durations: tuple[tuple[str, float], ...]  # every sign and its seconds


def _parts(signs: str) -> list[str]:
    """Pieces that the model takes, cut at marks, otherwise between words."""
    pieces = re.split(r"(?<=[;:,.!?\u2014\u2026]) ", signs) if len(signs) > _MOST else [signs]
    out = [""]
    for piece in pieces:
        for word in [piece] if len(piece) <= _MOST else piece.split(" "):
            if len(out[-1]) + len(word) >= _MOST:
                out.append("")
            out[-1] = f"{out[-1]} {word[:_MOST]}".strip()
    return [part for part in out if part]


def _spoken(signs: str, table: Waveform, speed: float) -> _Part:
    """One pass of the model; where tones are marked their pitch is drawn."""
    known = known_signs()
    said = "".join(sign for sign in signs if sign in known or sign in MARKS)
    kept = [sign for sign in said if sign in known]
    if not any(sign.isalpha() for sign in kept):
        return _Part(np.zeros(0, np.float32), ())
    tokens = [known[sign] for sign in kept]
    row = table[min(len(kept), len(table)) - 1]
    if len(said) == len(kept):
        samples, steps = spoken(tokens, row, speed)
    else:
        samples, steps = spoken_at(
            tokens, row, speed, lambda pitch, steps: drawn(said, pitch, steps, PITCHES)
        )
    seconds = (float(step) * UNIT for step in steps)
    return _Part(samples, tuple(zip(["", *kept, ""], seconds, strict=True)))


def _from_onset(part: _Part) -> _Part:
    """The part with its first sound lasting from where it is heard.

    The model lets a line begin inside the silence that its durations put before it: by 0.13 seconds
    in the median of 32 lines that begin with a hiss, by 0.22 at most. The sounds after the first
    are no further ahead than all others.
    """
    signs = [sign for sign, _ in part.durations]
    first = next(n for n, sign in enumerate(signs) if sign.isalpha() or sign in _STRESS)
    before = sum(seconds for _, seconds in part.durations[:first])
    silent = min(before, begun(part.samples, RATE, before - _EARLY) + _EARLY)
    (sign, seconds), *after = part.durations[first:]
    durations = (("", silent), (sign, seconds + before - silent), *after)
    return _Part(part.samples, durations)


def _joined(parts: list[_Part], bend: float) -> Speech:
    """The parts with pauses between them, higher by `bend`, brought to level."""
    pause = np.zeros(round(_PAUSE * RATE), np.float32)
    pieces: list[Waveform] = []
    sounds: list[Sound] = []
    at = 0.0
    for part in parts:
        samples, begin = trimmed(part.samples, RATE)
        sounds += _timed(part, at - begin, at, at + len(samples) / RATE)
        pieces += [samples, pause]
        at += (len(samples) + len(pause)) / RATE
    if not pieces:
        return Speech(np.zeros(0, np.float32), engine="kokoro")
    heard = level(resampled(np.concatenate(pieces[:-1]), round(RATE * bend), SAMPLE_RATE))
    higher = tuple(Sound(s.ipa, s.start / bend, s.seconds / bend) for s in sounds)
    return Speech(heard, higher, "kokoro")


def _timed(part: _Part, begin: float, first: float, last: float) -> list[Sound]:
    """The signs that sound, clamped into what was kept; stress and tone belong to their vowel."""
    out: list[Sound] = []
    begin -= _EARLY
    stressed: float | None = None
    for sign, seconds in part.durations:
        start, begin = begin if stressed is None else stressed, begin + seconds
        stressed = start if sign in _STRESS else None
        start, end = max(first, start), min(last, begin)
        if stressed is not None or end <= start:
            continue
        if sign in _AFTER and out:
            out[-1] = Sound(out[-1].ipa, out[-1].start, end - out[-1].start)
        else:
            out.append(Sound(_IPA.get(sign, sign or "_"), start, end - start))
    return out


# Kokoro's own signs for diphthongs and affricates.
_IPA = {
    "A": "eɪ", "I": "aɪ", "O": "oʊ", "Q": "əʊ", "W": "aʊ", "Y": "ɔɪ", "ᵊ": "ə", "ᵻ": "ɪ", "T": "ɾ",
    "ʤ": "dʒ", "ʧ": "tʃ", "ʦ": "ts", "ʣ": "dz", "ʨ": "tɕ", "ꭧ": "tʂ", "S": "s",
}  # fmt: skip
