"""Which words are heard, and when: Whisper base, from the memory, on this computer."""

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from studio.cast.hearing import RATE, Samples, at_16k, sound_of
from studio.cast.loaded import Loaded
from studio.cast.looking import Progress, Stop
from studio.errors import BadInput, Cancelled

# Dialects are heard with the ears of their language: Whisper base knows no other.
_EARS = {"yue": "zh", "cmn": "zh", "hak": "zh", "nan": "zh", "wuu": "zh"}
_QUIET = 1e-3  # a peak below which there is nothing to hear
_RUN = 4  # tokens that are written once
_NO_SPEECH = 0.6  # Whisper's own limit, above which a segment of little confidence is silence
_UNSURE = -1.0  # and its own limit of that confidence, the mean log probability
_DARK = 4  # times that a piece of text is said in a row, from which it is a known hallucination


@dataclass(frozen=True)
class Word:
    """One word as written (with its space and punctuation), when, and how sure, 0 to 1."""

    text: str
    start: float
    end: float
    sure: float


@dataclass(frozen=True)
class Heard:
    """What was heard: the words in order, the language ("en", "zh", ...), how sure of it, 0 to 1.

    No words: nothing was said that could be understood.
    """

    words: tuple[Word, ...]
    language: str
    sure: float

    @property
    def text(self) -> str:
        """The words as one text."""
        return "".join(each.text for each in self.words).strip()


def heard(
    path: Path,
    models: Loaded,
    language: str | None = None,
    *,
    stopped: Stop | None = None,
    on_progress: Progress | None = None,
) -> Heard:
    """The words of a file's first sound; `language` None: the one that is heard.

    Raises BadInput for no sound or a language Whisper does not know, Cancelled, NoModel.
    """
    samples = sound_of(path, stopped=stopped)
    return heard_in(samples, RATE, models, language, stopped=stopped, on_progress=on_progress)


def heard_in(
    samples: Samples,
    rate: int,
    models: Loaded,
    language: str | None = None,
    *,
    stopped: Stop | None = None,
    on_progress: Progress | None = None,
) -> Heard:
    """The words of mono samples. As `heard`."""
    sound = at_16k(samples, rate)
    tongue = _ear(language)
    if float(np.abs(sound).max(initial=0.0)) < _QUIET:
        return Heard((), tongue or "", 0.0)
    check_language(language, models)
    with models.use("whisper", _load) as whisper:
        segments, info = whisper.transcribe(
            sound, language=tongue, beam_size=1, temperature=0.0, word_timestamps=True,
            condition_on_previous_text=False, no_speech_threshold=_NO_SPEECH,
            no_repeat_ngram_size=_RUN,  # without it, it goes on with the last word for ever
        )  # fmt: skip
        words = tuple(_words(segments, len(sound) / RATE, stopped, on_progress))
    return Heard(words, str(info.language), float(info.language_probability))


def check_language(language: str | None, models: Loaded) -> None:
    """Raises BadInput for one that cannot be written down here, NoModel."""
    tongue = _ear(language)
    if tongue is None:
        return
    with models.use("whisper", _load) as whisper:
        if tongue not in whisper.supported_languages:
            raise BadInput("cast.no_ear", language=(language or "")[:40])


def _ear(language: str | None) -> str | None:
    if not language:
        return None
    first = language.lower().partition("-")[0]
    return _EARS.get(first, first)


def _words(
    segments: Iterable[Any], seconds: float, stopped: Stop | None, tell: Progress | None
) -> Iterable[Word]:
    """Segments are made as they are asked for, so stopping between them saves their work."""
    last, times = "", 0
    for segment in segments:
        if stopped is not None and stopped():
            raise Cancelled("media.cancelled")
        if tell is not None and seconds:
            tell(min(1.0, float(segment.end) / seconds))
        times = times + 1 if segment.text == last else 1
        last = segment.text
        silent = segment.no_speech_prob > _NO_SPEECH and segment.avg_logprob < _UNSURE
        if silent or times >= _DARK:
            continue
        for each in segment.words or ():
            yield Word(str(each.word), float(each.start), float(each.end), float(each.probability))


def _load(files: tuple[Path, ...]) -> Any:
    """The model is carried in two parts, which are joined in memory."""
    library: Any = importlib.import_module("faster_whisper")
    contents = {each.name: each.read_bytes() for each in files[2:]}
    contents["model.bin"] = b"".join(each.read_bytes() for each in files[:2])
    return library.WhisperModel(
        "whisper-base", device="cpu", compute_type="int8", cpu_threads=2,
        local_files_only=True, files=contents,
    )  # fmt: skip
