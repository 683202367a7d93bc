"""What a voice gives: a waveform with the times of its sounds and mouth shapes."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

Waveform = npt.NDArray[np.float32]
SAMPLE_RATE = 48_000


@dataclass(frozen=True)
class Sound:
    """One phoneme: IPA text, start and length in seconds from the first sample."""

    ipa: str
    start: float
    seconds: float


@dataclass(frozen=True)
class Speech:
    """A spoken line: mono float samples in -1..1 at `SAMPLE_RATE`, and its phonemes in order."""

    samples: Waveform
    sounds: tuple[Sound, ...] = ()
    engine: str = ""
    scratch: bool = field(default=False)  # the language has only a sketch of a voice

    @property
    def seconds(self) -> float:
        """Length of the line."""
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True)
class Manner:
    """How it is said: voice name (None: picked by `key`), gender, pace, pitch in semitones, age."""

    key: str
    name: str | None = None
    gender: str | None = None
    pace: float = 1.0
    pitch: float = 0.0
    emotion: str = ""
    old: bool = False


class Voicer(Protocol):
    """An engine that speaks some languages."""

    @property
    def languages(self) -> frozenset[str]:
        """Language tags it speaks: en, zh, yue, ja, ko, es, zh-sichuan ..."""
        ...

    @property
    def neural(self) -> bool:
        """True when it may pass for a person; the others only mark time."""
        ...

    def speak(self, text: str, language: str, manner: Manner) -> Speech:
        """Say `text`; deterministic. Raises StudioError."""
        ...
