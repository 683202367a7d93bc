"""What was measured of parts of a sound, kept as notes beside encoded pieces."""

import json
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av

from studio.media.r128 import Steps
from studio.render.kept import Kept


class Notes:
    """Of each key what was measured once, by the same version of the meter."""

    def __init__(self, kept: Kept | None, path: Path) -> None:
        """`path` is where a note may lie meanwhile; without `kept` all is measured each time."""
        self._kept, self._path = kept, path

    def known_or(self, key: str, measure: Callable[[], Steps]) -> Steps:
        """What is noted under a key, else what is measured now. Raises as that does."""
        if self._kept is None:
            return measure()
        if self._kept.fetch(key, self._path, ".json"):
            known = self._read()
            if known is not None:
                return known
        steps = measure()
        told = [av.__version__, list(steps.momentary), steps.peak]
        self._path.write_text(json.dumps(told), encoding="utf-8")
        self._kept.keep(key, self._path, ".json")
        self._path.unlink()
        return steps

    def _read(self) -> Steps | None:
        try:
            found: Any = json.loads(self._path.read_text(encoding="utf-8"))
            version, momentary, peak = found
            known = Steps(array("d", momentary), float(peak))
            return known if version == av.__version__ else None
        except (ValueError, TypeError):
            return None
        finally:
            self._path.unlink()
