"""What was found in a segment of a film, remembered: the same packets need not be looked at again.

A segment is named by the hash of all it depends on and the hash of its packets in the film, so
what is remembered is true of no other. The folder may be deleted at any time.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from studio.paths import trim, user_cache
from studio.render.stretch import Stretch

_VERSION = "1"  # a change of what is looked for makes the old ones stale
_LIMIT = 32 * 10**6  # bytes
_BATCH = 500  # facts between two looks at how much room they take
_Kind = TypeVar("_Kind", bound=BaseModel)


class Facts(BaseModel):
    """What a segment shows: the least likeness to its graph (dB, None: not compared), stretches;
    `copied` pictures were compared with their take byte by byte.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    compared: int = 0
    copied: int = 0
    least: float | None = None
    stretches: tuple[Stretch, ...] = ()


class Heard(BaseModel):
    """What the sound of a film is: offsets in seconds by film second, silent and clipped places."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    offsets: tuple[tuple[float, float], ...] = ()
    silent: tuple[tuple[float, float], ...] = ()
    clipped: tuple[float, ...] = ()


class Memory:
    """The facts of all films on this computer, in small files."""

    def __init__(self, folder: Path) -> None:
        """The folder is made when the first fact is kept."""
        self._folder = folder
        self._new = 0

    @classmethod
    def of_the_user(cls) -> "Memory":
        """Those in the user's cache."""
        return cls(user_cache("proofs"))

    def known(self, name: str, kind: type[_Kind]) -> _Kind | None:
        """What is remembered of that kind under a name; None where nothing is."""
        text = self._text(name)
        with suppress(ValidationError):
            return kind.model_validate_json(text) if text else None
        return None

    def keep(self, name: str, facts: BaseModel) -> None:
        """Remember, as far as the disk lets us."""
        path = self._path(name)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(f".{os.getpid()}")
            partial.write_text(facts.model_dump_json(), encoding="utf-8")
            partial.replace(path)
            self._new += 1
            if self._new % _BATCH == 1:
                trim(self._folder, _LIMIT)

    def _text(self, name: str) -> str:
        with suppress(OSError, ValueError):
            return self._path(name).read_text(encoding="utf-8")
        return ""

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / f"{name}.json"


def name_of(*parts: str) -> str:
    """The name of what depends on these."""
    return hashlib.sha256("\n".join((_VERSION, *parts)).encode()).hexdigest()[:40]
