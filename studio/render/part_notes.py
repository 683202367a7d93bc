"""What was measured of parts of a sound, kept as notes beside encoded pieces."""

import json
from array import array
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import av

from studio.media.r128 import Steps
from studio.render.kept import Kept


class Notes:
    """Of each key what was found out once, by the same version of the decoders and the meter."""

    def __init__(self, kept: Kept | None, path: Path) -> None:
        """`path` is where a note may lie meanwhile; without `kept` nothing is noted."""
        self._kept, self._path = kept, path

    def known_or(self, key: str, measure: Callable[[], Steps]) -> Steps:
        """What is noted under a key, else what is measured now. Raises as that does."""
        with suppress(ValueError, TypeError):
            momentary, peak = self.known(key) or [None, None]
            return Steps(array("d", momentary), float(peak))
        steps = measure()
        self.note(key, [list(steps.momentary), steps.peak])
        return steps

    def known(self, key: str) -> list[Any] | None:
        """The facts that are noted under a key, which may be anything; None where none are."""
        if self._kept is None or not self._kept.fetch(key, self._path, ".json"):
            return None
        try:
            found: Any = json.loads(self._path.read_text(encoding="utf-8"))
            version, *facts = found
            return facts if version == av.__version__ else None
        except (ValueError, TypeError):
            return None
        finally:
            self._path.unlink()

    def note(self, key: str, facts: list[object]) -> None:
        """Note facts, as JSON has them, under a key."""
        if self._kept is None:
            return
        self._path.write_text(json.dumps([av.__version__, *facts]), encoding="utf-8")
        self._kept.keep(key, self._path, ".json")
        self._path.unlink()
