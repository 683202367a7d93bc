"""Sounds of takes decoded once into files, so that any sample of them is at hand."""

from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from studio.errors import BadInput
from studio.render.recorded import decoded
from studio.render.recording import SAMPLE_RATE, Recording, Samples
from studio.render.scratch import working_folder

_BLOCK = SAMPLE_RATE  # samples handed out at a time
_AHEAD = 2 * SAMPLE_RATE  # decoded beyond what is asked for, so that playing on finds it there
_BYTES = 4  # of a sample of one channel
_OPEN = 32  # recordings at a time


class HeardTakes:
    """Decodes a file as far as it is listened to; closing removes everything.

    A decoder that is entered in the middle of a compressed sound gives other samples than one that
    came from the start, so it never is; nor is the filter that gives a sound another tempo. Use it
    on any one thread, and close it there.
    """

    def __init__(
        self, folder: Path | None = None, *, strict: bool = False, most: int = _OPEN
    ) -> None:
        """What is decoded goes to `folder`, or to one of its own.

        Of the recordings the `most` that were heard last are at hand, however many a film has.
        Files that cannot be read are silence, and what of them can be read is heard; with `strict`
        they raise BadInput, and a full disk OSError, as an export wants it.
        """
        self._stack = ExitStack()
        self._folder = folder or self._stack.enter_context(working_folder("studio-sound-"))
        self._strict = strict
        self._most = most
        self._count = 0  # of the files made so far, for their names
        self._open: dict[tuple[Path, Fraction], _Growing | None] = {}  # the latest last

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def folder(self) -> str:
        """Where the decoded sounds lie."""
        return str(self._folder)

    def blocks(self, recording: Recording, place: int) -> Iterator[tuple[int, Samples]] | None:
        """Its sound in blocks from `place` on; None without sound or without the file."""
        key = (recording.path, recording.tempo)
        if key in self._open:
            self._open[key] = self._open.pop(key)
        else:
            self._open[key] = self._begun(recording)
            self._forget()
        growing = self._open[key]
        if growing is None:
            return None
        return growing.backwards(place) if recording.backwards else growing.blocks(max(0, place))

    def close(self) -> None:
        """End the decoders and remove their files."""
        for growing in self._open.values():
            if growing is not None:
                growing.close()
        self._open.clear()
        self._stack.close()

    def _forget(self) -> None:
        while len(self._open) > self._most:
            oldest = self._open.pop(next(iter(self._open)))
            if oldest is not None:
                oldest.close()

    def _begun(self, recording: Recording) -> "_Growing | None":
        try:
            source = decoded(recording)
        except BadInput:  # the picture says that the file is missing; its sound is silence
            if self._strict:
                raise
            return None
        if source is None:
            return None
        self._count += 1
        return _Growing(source, self._folder / f"heard-{self._count}.f32", self._strict)


class _Growing:
    """A file of samples that grows as the decoder goes on."""

    def __init__(self, source: Iterator[Samples], path: Path, strict: bool) -> None:
        self._source: Iterator[Samples] | None = source
        self._path = path
        self._strict = strict
        self._file = path.open("wb", buffering=0)  # what is counted can be read
        self._samples = 0
        self._channels = 1

    def blocks(self, sample: int) -> Iterator[tuple[int, Samples]]:
        while self._has(sample):
            last = min(sample + _BLOCK, self._samples)
            yield sample, self._part(sample, last)
            sample = last

    def backwards(self, place: int) -> Iterator[tuple[int, Samples]]:
        """From `place`, below 0, on: at place -1 is sample 0."""
        self._has(-place - 1)
        last = min(-place, self._samples)
        while last > 0:
            first = max(0, last - _BLOCK)
            yield -last, self._part(first, last)[::-1]
            last = first

    def _part(self, first: int, last: int) -> Samples:
        count, offset = (last - first) * self._channels, first * self._channels * _BYTES
        read = np.fromfile(self._path, np.float32, count, offset=offset)
        return read.reshape(-1, self._channels)

    def _has(self, sample: int) -> bool:
        """Decode on until there is something at `sample`; False after the end."""
        if self._source is not None and self._samples <= sample:
            try:
                self._decode(self._source, sample + _AHEAD)
            except (BadInput, OSError):  # broken, or a full disk: what came before is heard
                if self._strict:
                    raise
                self._source = None
        return sample < self._samples

    def _decode(self, source: Iterator[Samples], wanted: int) -> None:
        for block in source:
            self._channels = block.shape[1]
            self._file.write(np.ascontiguousarray(block, np.float32).data)
            self._samples += len(block)
            if self._samples > wanted:
                return
        self._source = None

    def close(self) -> None:
        close = getattr(self._source, "close", None)
        if close is not None:
            close()
        self._source = None
        self._file.close()
        self._path.unlink(missing_ok=True)
