"""Sounds that a service gave at once, kept until their job has taken them: they are paid for."""

import hashlib
import os
import tempfile
from pathlib import Path

import numpy as np

from studio.errors import BackendError, Fault, StudioError
from studio.media.sound import read_sound
from studio.paths import trim, user_cache
from studio.voices.base import SAMPLE_RATE
from studio.voices.wav import write_wav

_KEPT = 256 << 20  # bytes that are kept, the newest
_EDGE = 0.02  # seconds of silence that stay at either end
_SILENT = 0.001  # samples below that are silence (-60 dB)
_HEX = frozenset("0123456789abcdef")


class Answers:
    """A folder of answers by the keys of their jobs, shared by all processes. Blocking."""

    def __init__(self, title: str, folder: Path | None = None) -> None:
        """`title` names the service in sentences; the folder is in the user's cache where None."""
        self._title, self._own = title, folder

    def keep(self, body: bytes, key: str) -> str:
        """Put an answer under its job's key; the id under which it is found.

        Raises BackendError (LOST): what cannot be written is gone, and was paid for.
        """
        folder, name = self._folder(), _name(key)
        part = None
        try:
            handle, part = tempfile.mkstemp(dir=folder, prefix=".part-")
            with os.fdopen(handle, "wb") as file:
                file.write(body)
            Path(part).replace(folder / name)
        except OSError as error:
            if part is not None:
                Path(part).unlink(missing_ok=True)
            detail = error.strerror or type(error).__name__
            raise BackendError(
                "speech.not_kept", Fault.LOST, backend=self._title, detail=detail
            ) from error
        trim(folder, _KEPT)
        return name

    def find(self, key: str) -> str:
        """The id of the answer of a job. Raises BackendError (LOST) when there is none."""
        self._path(_name(key))
        return _name(key)

    def read(self, name: str) -> bytes:
        """An answer as it was kept. Raises BackendError (LOST) when it is gone."""
        return self._path(name).read_bytes()

    def settle(self, name: str, target: Path) -> float:
        """See `settle`, of an answer that is the sound itself; LOST when it is gone."""
        return settle(self._path(name), target, self._title)

    def _folder(self) -> Path:
        return self._own or user_cache("speech")

    def _path(self, name: str) -> Path:
        path = self._folder() / name
        if len(name) != 64 or not _HEX.issuperset(name) or not path.is_file():
            raise BackendError("speech.answer_gone", Fault.LOST, backend=self._title)
        return path


def settle(sound: Path, target: Path, title: str) -> float:
    """Write a sound as a 48 kHz WAV without the silence around it; its seconds.

    Raises BackendError (BROKEN) when it is no sound or silent; `title` names the service.
    """
    try:
        samples = read_sound(sound, channels=1)[:, 0]
    except (StudioError, OSError) as error:
        raise BackendError(
            "speech.no_sound", Fault.BROKEN, backend=title, detail=f"{error}"[:200]
        ) from error
    loud = np.flatnonzero(np.abs(samples) > _SILENT)
    if not len(loud):
        raise BackendError("speech.silent", Fault.BROKEN, backend=title)
    edge = int(_EDGE * SAMPLE_RATE)
    samples = samples[max(0, int(loud[0]) - edge) : int(loud[-1]) + edge]
    write_wav(target, np.ascontiguousarray(samples, np.float32))
    return len(samples) / SAMPLE_RATE


def _name(key: str) -> str:
    return hashlib.sha256(f"storyreel:{key}".encode()).hexdigest()
