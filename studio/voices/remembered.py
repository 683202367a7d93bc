"""Spoken lines kept on disk: the same line of the same voice is spoken once on a computer."""

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from studio.paths import trim
from studio.voices.base import Manner, Sound, Speech, Voicer

_FORMAT = 2
_LIMIT = 256 * 2**20  # bytes of lines kept; an hour of speech is about 340 MB
_LONGEST = 64 * 2**20  # bytes of a line that is read back
_SUFFIX = ".line"


@dataclass(frozen=True)
class Remembered:
    """A voicer whose lines are kept in `folder`, which may be deleted at any time.

    Lines are 16 bit in the folder and in the answer, so that both ways sound the same. What is in
    the folder is checked by its hash and never trusted; a full or read-only disk keeps nothing.
    """

    voicer: Voicer
    folder: Path
    limit: int = _LIMIT

    @property
    def languages(self) -> frozenset[str]:
        """Language tags it speaks."""
        return self.voicer.languages

    @property
    def neural(self) -> bool:
        """Whether it may pass for a person."""
        return self.voicer.neural

    def speak(self, text: str, language: str, manner: Manner) -> Speech:
        """The line from the folder, else spoken now. Raises what the voicer raises."""
        path = self.folder / f"{self._key(text, language, manner)}{_SUFFIX}"
        known = _read(path)
        if known is not None:
            return known
        data = _written(self.voicer.speak(text, language, manner))
        self._keep(path, data)
        speech = _parsed(data)
        assert speech is not None, "what was written can be read"
        return speech

    def _key(self, text: str, language: str, manner: Manner) -> str:
        maker = f"{type(self.voicer).__name__} {_release()}"
        words = json.dumps([_FORMAT, maker, text, language, asdict(manner)], sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()

    def _keep(self, path: Path, data: bytes) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, suffix=".tmp")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
            trim(self.folder, self.limit)
        except OSError:
            return


def _release() -> str:
    """The program's version: another one may speak otherwise."""
    try:
        return version("storyreel")
    except PackageNotFoundError:
        return "source"


def _read(path: Path) -> Speech | None:
    try:
        if path.stat().st_size > _LONGEST:
            return None
        speech = _parsed(path.read_bytes())
        os.utime(path)  # heard just now
    except OSError:
        return None
    return speech


def _written(speech: Speech) -> bytes:
    samples = np.round(np.clip(speech.samples, -1, 1) * 32767).astype("<i2").tobytes()
    facts = {
        "engine": speech.engine,
        "sounds": [[s.ipa, s.start, s.seconds] for s in speech.sounds],
    }
    body = json.dumps(facts).encode() + b"\n" + samples
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _parsed(data: bytes) -> Speech | None:
    """The line, or None when it is not what was written."""
    seal, _, body = data.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != seal:
        return None
    head, _, samples = body.partition(b"\n")
    try:
        facts = json.loads(head)
        sounds = tuple(
            Sound(str(ipa), float(at), float(length)) for ipa, at, length in facts["sounds"]
        )
        heard = np.frombuffer(samples, "<i2").astype(np.float32) / np.float32(32767)
        return Speech(heard, sounds, str(facts["engine"]))
    except (ValueError, KeyError, TypeError):
        return None
