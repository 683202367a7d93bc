"""A raw mix in parts, and how loud each is: as it is, and louder under a limit.

What was measured of a part is kept under its name. The film is measured by parts whether they are
kept or not, so that the same film is always the same to the byte.
"""

import hashlib
import json
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from studio.media.ffmpeg import Stop
from studio.media.r128 import Steps, begins, momentary
from studio.render.kept import Kept
from studio.render.limiter import limited_blocks, true_peak
from studio.render.part_names import names_of
from studio.render.part_notes import Notes
from studio.render.recording import Samples
from studio.render.sound_bus import FRAME, blocks_of
from studio.render.sound_cutting import Cutting, Part, parts_of

_VERSION = 1  # of how the same samples are measured and limited

Limit = tuple[float, float]  # a gain in dB, and a ceiling in dBTP


class Parted:
    """A raw mix (stereo float32 at 48 kHz) in a file, cut into parts."""

    def __init__(
        self, raw: Path, kept: Kept | None, over: Stop | None, cutting: Cutting | None = None
    ) -> None:
        """`cutting` is that of its length where it is None; files of parts lie beside it.

        Raises Cancelled, OSError.
        """
        self.raw, self.kept, self.over = raw, kept, over
        self.samples = raw.stat().st_size // FRAME
        self.cutting = cutting or Cutting.of(self.samples)
        self.parts = parts_of(self.samples, self.cutting)
        self._names = names_of(raw, self.parts, over) if kept is not None else None
        self._notes = Notes(kept, raw.with_suffix(".json"))
        self._plain: list[Steps] | None = None
        self._limited: dict[int, Limit] = {}  # of the parts that lie in files for their encoders

    def key(self, number: int, *facts: object) -> str:
        """What is kept of a part is named by it and by these facts; nothing is without a name."""
        if self._names is None:
            return ""
        named = json.dumps([_VERSION, self._names[number], *facts])
        return f"{hashlib.sha256(named.encode()).hexdigest()}-part"

    def plain(self) -> list[Steps]:
        """How loud its parts are, in order; their peaks are those of samples."""
        if self._plain is None:
            self._plain = [self._measured(n, part) for n, part in enumerate(self.parts)]
        return self._plain

    def true_peak(self) -> float:
        """The greatest amplitude, between samples too, of all its parts."""
        return max(self._peak(n, part).peak for n, part in enumerate(self.parts))

    def limited(self, limit: Limit) -> list[Steps]:
        """How loud they are `limit` louder and under it; their peaks, which lie below, are not
        looked for.
        """
        return [self._held(n, part, limit) for n, part in enumerate(self.parts)]

    @contextmanager
    def limited_part(self, number: int, limit: Limit) -> Generator[Path, None, None]:
        """What the encoder of a part is given, in a file. Raises Cancelled, OSError."""
        path = self._file(number)
        try:
            if self._limited.pop(number, None) != limit:
                given = self.parts[number].given
                _write(path, limited_blocks(self.raw, given, *limit, self.over))
            yield path
        finally:
            path.unlink(missing_ok=True)

    @contextmanager
    def limited_whole(self, limit: Limit) -> Generator[Path, None, None]:
        """All of it, `limit` louder and under it, in a file. Raises Cancelled, OSError."""
        if len(self.parts) == 1:
            with self.limited_part(0, limit) as path:
                yield path
            return
        self.clear()
        path = self.raw.with_suffix(".held")
        try:
            _write(path, limited_blocks(self.raw, (0, self.samples), *limit, self.over))
            yield path
        finally:
            path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove the files of its parts."""
        for number in self._limited:
            self._file(number).unlink(missing_ok=True)
        self._limited.clear()

    def _file(self, number: int) -> Path:
        return self.raw.with_name(f"{self.raw.stem}-{number}.f32")

    def _measured(self, number: int, part: Part) -> Steps:
        def measure() -> Steps:
            first, highest = begins(part.given[0], part.own), _Highest()
            blocks = blocks_of(self.raw, (first, part.own[1]), self.over)
            return Steps(momentary(highest.of(blocks), first, part.own), highest.sample)

        return self._notes.known_or(self.key(number, "plain"), measure)

    def _peak(self, number: int, part: Part) -> Steps:
        def measure() -> Steps:
            return Steps((), true_peak(self.raw, part.own, self.over))

        return self._notes.known_or(self.key(number, "true peak"), measure)

    def _held(self, number: int, part: Part, limit: Limit) -> Steps:
        def measure() -> Steps:
            blocks = limited_blocks(self.raw, part.given, *limit, self.over)
            blocks = _kept(blocks, self._file(number))
            self._limited[number] = limit
            return Steps(momentary(blocks, part.given[0], part.own), 0.0)

        return self._notes.known_or(self.key(number, "limited", *limit), measure)


def _kept(blocks: Iterable[Samples], path: Path) -> Iterator[Samples]:
    """The same blocks, each of which is written to a file."""
    with path.open("wb") as out:
        for block in blocks:
            out.write(block.data)
            yield block


def _write(path: Path, blocks: Iterable[Samples]) -> None:
    for _ in _kept(blocks, path):
        pass


class _Highest:
    """The greatest amplitude of blocks that go by."""

    def __init__(self) -> None:
        self.sample = 0.0

    def of(self, blocks: Iterable[Samples]) -> Iterator[Samples]:
        """The same blocks."""
        for block in blocks:
            self.sample = max(self.sample, float(block.max()), -float(block.min()))
            yield block
