"""Scratch voices: a line in any language becomes speech, by the best engine there is."""

from dataclasses import dataclass, field, replace

import numpy as np

from studio.errors import BadInput
from studio.messages import Listed
from studio.paths import user_cache
from studio.voices.acting import acted, sounded
from studio.voices.base import SAMPLE_RATE, Manner, Sound, Speech, Voicer
from studio.voices.espeak import Espeak
from studio.voices.kokoro import Kokoro, installed
from studio.voices.reading import MAX_LETTERS, has_words
from studio.voices.remembered import Remembered

# What is spoken with the sounds of another language, whatever the engine.
_BORROWED = frozenset({"zh-sichuan", "yue", "ko"})
FASTEST = 1.7


def engines_here() -> tuple[Voicer, ...]:
    """What this computer can speak with, best first: Kokoro with the `voice` extra, eSpeak NG."""
    folder = user_cache("lines")
    espeak = Remembered(Espeak(), folder)
    return (Remembered(Kokoro(), folder), espeak) if installed() else (espeak,)


@dataclass
class Engines:
    """Engines in order of preference; the last one speaks whatever the others do not."""

    voicers: tuple[Voicer, ...] = field(default_factory=engines_here)

    def languages(self) -> frozenset[str]:
        """Every language tag that is spoken."""
        return frozenset(tag for voicer in self.voicers for tag in voicer.languages)

    def sketched(self) -> frozenset[str]:
        """The languages that have only a scratch voice: a robot's, or a borrowed accent."""
        good = frozenset(tag for v in self.voicers if v.neural for tag in v.languages)
        return self.languages() - (good - _BORROWED)

    def say(
        self, text: str, language: str, manner: Manner, *, seconds: float | None = None
    ) -> Speech:
        """Say a line, faster when it would take more than `seconds` (up to FASTEST).

        Words are never cut: the speech may be longer than asked. A line without a single letter
        is silence. Raises BadInput for an unknown language or a line beyond MAX_LETTERS.
        """
        if len(text) > MAX_LETTERS:
            raise BadInput("voices.too_long", letters=len(text), limit=MAX_LETTERS)
        if not has_words(text):
            return Speech(np.zeros(0, np.float32))
        tongue = self._tongue(language)
        voicer = next(v for v in self.voicers if tongue in v.languages)
        manner, acting = acted(manner)
        speech = voicer.speak(text, tongue, manner)
        pace = manner.pace
        for _ in range(4):
            if seconds is None or speech.seconds <= seconds or pace >= manner.pace * FASTEST:
                break
            needed = pace * speech.seconds / seconds * 1.03
            pace = min(needed, manner.pace * FASTEST)
            speech = voicer.speak(text, tongue, replace(manner, pace=pace))
        heard = sounded(speech.samples, manner, acting)
        return replace(speech, samples=heard, scratch=tongue in self.sketched())

    def _tongue(self, language: str) -> str:
        """The tag that is spoken for `language`: itself, or without its last parts."""
        known = self.languages()
        tag = language.lower()
        while tag not in known and "-" in tag:
            tag = tag.rpartition("-")[0]
        if tag not in known:
            raise BadInput("voices.no_language", language=language, known=Listed(sorted(known)))
        return tag


def shifted(sounds: tuple[Sound, ...], seconds: float) -> tuple[Sound, ...]:
    """The sounds, that much later."""
    return tuple(Sound(s.ipa, s.start + seconds, s.seconds) for s in sounds)


def samples_in(seconds: float) -> int:
    """Samples in so many seconds."""
    return round(seconds * SAMPLE_RATE)
