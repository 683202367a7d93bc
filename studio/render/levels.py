"""How loud the preview is: the gain and the limit of the export, found once for each mix.

The exporter brings the whole mix to its loudness (`levelling.level_for`). The same measure is made
here in the background, of the parts that sound otherwise than before. It is kept in the film's
cache under the hash of everything that is heard, and applied to the stretches that are played,
peaks limited as the export limits them.
"""

import hashlib
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from studio.errors import StudioError
from studio.render.delivery import Delivery
from studio.render.kept import Kept
from studio.render.levelling import level_for
from studio.render.limiter import MARGIN, STEP, limited
from studio.render.loudness import Level
from studio.render.mix import Mix
from studio.render.mix_file import MixFile
from studio.render.mixing import stretch
from studio.render.parted import Parted
from studio.render.programme import Programme
from studio.render.recording import Samples
from studio.render.scratch import working_folder

QUIET = 0.6  # seconds without another edit after which a mix is measured
_FORMAT = 5  # of what is kept; another measure gets another number


class Levels:
    """Measures mixes on a thread of its own; the latest that is asked for wins."""

    def __init__(self, tell: Callable[[Level | None], None], quiet: float = QUIET) -> None:
        """`tell` hears the level of what was asked for last, on the thread; None: not known."""
        self._kept = Kept.of_the_user()
        self._tell = tell
        self._quiet = quiet
        self._condition = threading.Condition()
        self._asked: Programme | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="studio-levels")
        self._thread.start()

    def ask(self, programme: Programme) -> None:
        """Find a programme's level; a measure under way for another ends."""
        with self._condition:
            self._asked = programme
            self._condition.notify()

    def close(self) -> None:
        """End the thread, and what it measures."""
        with self._condition:
            self._closed = True
            self._condition.notify()
        self._thread.join()

    def _run(self) -> None:
        while (programme := self._next()) is not None:
            level = kept(programme)
            if level is None and self._settled(programme):
                try:
                    level = measured(programme, lambda p=programme: self._over(p), self._kept)
                except (StudioError, OSError):  # unreadable, given up, or no room for it
                    level = None
            with self._condition:
                if self._closed:
                    return
                if self._asked is not programme:
                    continue
                self._asked = None
            self._tell(level)

    def _next(self) -> Programme | None:
        with self._condition:
            self._condition.wait_for(lambda: self._closed or self._asked is not None)
            return None if self._closed else self._asked

    def _settled(self, programme: Programme) -> bool:
        """Wait until edits rest; whether this is still asked for."""
        with self._condition:
            return not self._condition.wait_for(lambda: self._over(programme), self._quiet)

    def _over(self, programme: Programme) -> bool:
        return self._closed or self._asked is not programme


def kept(programme: Programme) -> Level | None:
    """A level that need not be measured: it was before, or there is nothing to bring anywhere."""
    if not programme.levelled:
        return Level(0.0)
    try:
        found: Any = json.loads(_place(programme).read_text(encoding="utf-8"))
        ceiling = found["ceiling"]
        return Level(float(found["gain"]), None if ceiling is None else float(ceiling))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def measured(
    programme: Programme, cancelled: Callable[[], bool], known: Kept | None = None
) -> Level:
    """Measure a film's mix as an export does, and keep what came of it.

    `known` has what exports and earlier measures found of parts of it. Raises StudioError,
    Cancelled among them, and OSError where there is no room for the mix.
    """
    delivery = Delivery.of(programme.project)
    with working_folder("studio-levels-") as shop:
        raw = shop / "mix.f32"
        whole = Mix(programme.project, programme.shown, programme.folder)
        file = MixFile(raw, whole.samples, whole, over=cancelled)
        tone = programme.project.cut.room_tone
        parts = Parted(file, known, cancelled)
        level = level_for(parts, delivery.loudness, delivery.peak, room_tone=tone)
    place = _place(programme)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"gain": level.gain, "ceiling": level.ceiling})
        place.write_text(text, encoding="utf-8")
    except OSError:
        return level  # a film on a disk that cannot be written is measured each time
    return level


def levelled(whole: Mix, level: Level | None, first: int, last: int, blocks: Any) -> Samples:
    """Film samples `first` to `last` of a mix at a level."""
    if level is None or (level.ceiling is None and not level.gain):
        return stretch(whole, first, last, blocks)
    if level.ceiling is None:
        return stretch(whole, first, last, blocks) * np.float32(level.factor)
    low, high = (first - MARGIN) // STEP * STEP, -(-(last + MARGIN) // STEP) * STEP
    louder = stretch(whole, low, high, blocks) * np.float32(level.factor)
    return limited(louder, level.ceiling)[first - low : last - low]


def _place(programme: Programme) -> Path:
    """Where the level of everything that is heard is kept."""
    delivery = Delivery.of(programme.project)
    whole = Mix(programme.project, programme.shown, programme.folder)
    facts = [_FORMAT, delivery.loudness, delivery.peak, whole.facts()]
    key = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
    return programme.folder / "cache" / "levels" / f"{key[:32]}.json"
