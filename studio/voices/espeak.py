"""The client of the eSpeak NG process: a line in, speech with phoneme times out."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from studio.errors import BadInput, StudioError
from studio.messages import Listed
from studio.voices.base import SAMPLE_RATE, Manner, Sound, Speech
from studio.voices.reading import readable
from studio.voices.signal import level, resampled, trimmed
from studio.voices.wordlists import named

# Language tag to eSpeak voice. Dialects without a voice of their own borrow one and are sketches.
VOICES = {
    "en": "en-us", "en-gb": "en", "zh": "cmn", "zh-sichuan": "cmn-latn-pinyin", "yue": "yue",
    "ja": "ja", "ko": "ko", "es": "es", "fr": "fr", "de": "de", "it": "it", "pt": "pt-br",
    "ru": "ru", "vi": "vi", "hi": "hi", "ar": "ar", "tr": "tr", "id": "id", "nl": "nl", "pl": "pl",
}  # fmt: skip
_WORDS_A_MINUTE = 165
_FEMALE, _MALE = ("f2", "f3", "f4", "f1", "f5"), ("m3", "m1", "m7", "m4", "m2", "m5")
_T = TypeVar("_T")
_RAISED = {"yue": 12}  # steps of pitch: this voice lies three semitones below the others
_LIMIT = 60  # seconds an answer may take before the process counts as hung


@dataclass(frozen=True)
class _Answer:
    samples: np.ndarray[Any, np.dtype[np.float32]]
    rate: int
    sounds: tuple[tuple[float, str], ...]


class Espeak:
    """Speaks every line in a fresh process."""

    @property
    def languages(self) -> frozenset[str]:
        """Language tags it speaks."""
        return frozenset(VOICES)

    @property
    def neural(self) -> bool:
        """Whether it may pass for a person."""
        return False

    def speak(self, text: str, language: str, manner: Manner) -> Speech:
        """Say `text`; deterministic. Raises BadInput for an unknown language, StudioError."""
        voice = VOICES.get(language)
        if voice is None:
            raise BadInput("voices.no_language", language=language, known=Listed(sorted(VOICES)))
        wish = {
            "text": readable(text, language),
            "voice": f"{voice}+{_variant(manner)}",
            "rate": _rate(manner),
            "pitch": _pitch(manner, language),
        }
        return _speech(_ask(wish, _parsed))


def phonemes(parts: Sequence[str], voice: str) -> list[str]:
    """The IPA of each part by an eSpeak voice, "^" inside what is one sound. Raises StudioError."""
    said: list[str | None] = _ask({"parts": list(parts), "voice": voice}, json.loads)
    known = [part for part in said if part is not None]
    if len(known) != len(parts):
        raise StudioError("voices.engine_failed", engine="eSpeak NG")
    return known


def _ask(wish: Mapping[str, Any], read: Callable[[bytes], _T]) -> _T:
    """What the worker says to a request; a second try where the first one fails."""
    for _ in range(2):
        try:
            return read(_run(json.dumps(wish).encode()))
        except (OSError, ValueError, KeyError, subprocess.SubprocessError):
            continue
    raise StudioError("voices.engine_failed", engine="eSpeak NG")


def _run(wish: bytes) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "studio.voices.espeak_worker"],
        input=wish,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=_LIMIT,
        check=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    return done.stdout


def _parsed(data: bytes) -> _Answer:
    head, _, rest = data.partition(b"\n")
    facts = json.loads(head)
    if facts["samples"] * 2 != len(rest):
        raise ValueError("the answer was cut off")
    samples = np.asarray(np.frombuffer(rest, "<i2") / 32768, np.float32)
    sounds = tuple((ms / 1000, ipa) for kind, ms, ipa in facts["events"] if kind == "sound")
    return _Answer(samples, facts["rate"], sounds)


def _rate(manner: Manner) -> int:
    return round(min(450, max(80, _WORDS_A_MINUTE * manner.pace)))


def _pitch(manner: Manner, language: str) -> int:
    """eSpeak's 0 to 100 around 50; a semitone is about four of its steps."""
    own = _RAISED.get(language, 0)
    own += int.from_bytes(hashlib.sha256(manner.key.encode()).digest()[2:3], "big") % 17 - 8
    child = 28 if manner.gender == "child" else 0
    return round(min(99, max(0, 50 + own + child + 4 * manner.pitch)))


def _variant(manner: Manner) -> str:
    """A variant of the voice: by name, else one that stays with the key."""
    if manner.name and manner.name in (*_FEMALE, *_MALE, "whisper", "croak", "klatt"):
        return manner.name
    if named(manner.emotion, "emotions")[:1] == ["whisper"]:
        return "whisper"
    pick = int.from_bytes(hashlib.sha256(manner.key.encode()).digest()[:2], "big")
    if manner.gender in {"female", "child"}:
        return _FEMALE[pick % len(_FEMALE)]
    if manner.gender == "male":
        return _MALE[pick % len(_MALE)]
    both = [name for pair in zip(_FEMALE, _MALE, strict=False) for name in pair]
    return both[pick % len(both)]


def _speech(answer: _Answer) -> Speech:
    samples, begin = trimmed(answer.samples, answer.rate)
    heard = level(resampled(samples, answer.rate, SAMPLE_RATE))
    length = len(heard) / SAMPLE_RATE
    starts = [min(length, max(0.0, at - begin)) for at, _ in answer.sounds]
    ends = [*starts[1:], length]
    sounds = tuple(
        Sound(ipa, start, end - start)
        for (_, ipa), start, end in zip(answer.sounds, starts, ends, strict=True)
        if end > start
    )
    return Speech(heard, sounds, "espeak")
