"""A raw mix in parts, and how loud each is: as it is, and louder under a limit.

What was measured of a part is kept under its name. The film is measured by parts whether they are
kept or not, so that the same film is always the same to the byte. Where all of a part is known it
need not be mixed; once one that is not has to be measured, so have most others, and all are mixed.
"""

import hashlib
import json
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from studio.media.ffmpeg import Stop
from studio.media.r128 import STEP, Steps, begins, momentary
from studio.render.kept import Kept
from studio.render.limiter import limited_blocks, true_peak
from studio.render.mix_file import MixFile
from studio.render.part_notes import Notes
from studio.render.proof_heard import Noticed, noticed_in
from studio.render.raw_parts import RawPart, raw_parts
from studio.render.recording import Samples
from studio.render.sound_bus import blocks_of
from studio.render.sound_cutting import Cutting, Part, parts_of

_VERSION = 1  # of how the same samples are measured and limited

Limit = tuple[float, float]  # a gain in dB, and a ceiling in dBTP


class Parted:
    """A raw mix in a file, cut into parts."""

    def __init__(
        self, mix: MixFile, kept: Kept | None, over: Stop | None, cutting: Cutting | None = None
    ) -> None:
        """`cutting` is that of its length where it is None; files of parts lie beside it.

        What of the mix is not known is mixed. Raises BadInput, Cancelled, OSError.
        """
        self.mix, self.kept, self.over = mix, kept, over
        self.samples = mix.samples
        self.cutting = cutting or Cutting.of(self.samples)
        self.parts = parts_of(self.samples, self.cutting)
        note = mix.path.with_suffix(".json")
        self._known: list[RawPart] | None = None
        if kept is not None:
            self._known = raw_parts(mix, self.parts, kept, note, over)
        else:
            mix.all()
        self._notes = Notes(kept, note)
        self._plain: list[Steps] | None = None
        self._limited: dict[int, Limit] = {}  # of the parts that lie in files for their encoders

    def key(self, number: int, *facts: object) -> str:
        """What is kept of a part is named by it and by these facts; nothing is without a name."""
        if self._known is None:
            return ""
        named = json.dumps([_VERSION, self._known[number].name, *facts])
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

    def loudest(self, low: int, high: int, length: int) -> int:
        """Where in samples `low` to `high` the stretch of that length begins in which most is
        heard, to a tenth of a second.
        """
        loud = np.concatenate([np.asarray(part.momentary) for part in self.plain()])
        power = np.concatenate([[0.0], np.cumsum(10 ** (loud / 10))])
        last = max(low, high - length)
        places = np.arange(-(-low // STEP), last // STEP + 1)
        ends = np.minimum(places + length // STEP, len(loud))
        heard = power[ends] - power[np.minimum(places, len(loud))]
        return int(places[heard.argmax()]) * STEP if len(places) else low

    def noticed(self) -> list[Noticed]:
        """What is noticed in its parts, in order."""
        if self._known is not None:
            return [each.noticed for each in self._known]
        return [noticed_in(self.mix, part.own, self.over) for part in self.parts]

    def raw_of(self, number: int) -> Path:
        """The file of the mix, with all that decides about a part. Raises BadInput, Cancelled,
        OSError.
        """
        deciding = self.parts[number].deciding
        return self.mix.path if self.mix.has(*deciding) else self.mix.all()

    @contextmanager
    def limited_part(self, number: int, limit: Limit) -> Generator[Path, None, None]:
        """What the encoder of a part is given, in a file. Raises Cancelled, OSError."""
        path = self._file(number)
        try:
            if self._limited.pop(number, None) != limit:
                given = self.parts[number].given
                _write(path, limited_blocks(self.raw_of(number), given, *limit, self.over))
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
        path = self.mix.path.with_suffix(".held")
        try:
            _write(path, limited_blocks(self.mix.all(), (0, self.samples), *limit, self.over))
            yield path
        finally:
            path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove the files of its parts."""
        for number in self._limited:
            self._file(number).unlink(missing_ok=True)
        self._limited.clear()

    def _file(self, number: int) -> Path:
        return self.mix.path.with_name(f"{self.mix.path.stem}-{number}.f32")

    def _measured(self, number: int, part: Part) -> Steps:
        def measure() -> Steps:
            first, highest = begins(part.given[0], part.own), _Highest()
            blocks = blocks_of(self.raw_of(number), (first, part.own[1]), self.over)
            return Steps(momentary(highest.of(blocks), first, part.own), highest.sample)

        return self._notes.known_or(self.key(number, "plain"), measure)

    def _peak(self, number: int, part: Part) -> Steps:
        def measure() -> Steps:
            return Steps((), true_peak(self.raw_of(number), part.own, self.over))

        return self._notes.known_or(self.key(number, "true peak"), measure)

    def _held(self, number: int, part: Part, limit: Limit) -> Steps:
        def measure() -> Steps:
            blocks = limited_blocks(self.raw_of(number), part.given, *limit, self.over)
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
