"""Sounds of takes decoded once into files, so that any sample of them is at hand."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from studio.errors import BadInput
from studio.render.mix import SAMPLE_RATE, Samples, from_files
from studio.render.scratch import working_folder

_FRAME = 8  # bytes of a sample on both channels
_BLOCK = SAMPLE_RATE  # samples handed out at a time
_AHEAD = 2 * SAMPLE_RATE  # decoded beyond what is asked for, so that playing on finds it there


class HeardTakes:
    """Decodes a file as far as it is listened to; closing removes everything.

    A decoder that is entered in the middle of a compressed sound gives other samples than one that
    came from the start, so it never is. Use it on any one thread, and close it there.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._folder = self._stack.enter_context(working_folder("studio-sound-"))
        self._open: dict[Path, _Growing | None] = {}

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

    def blocks(self, path: Path, sample: int) -> Iterator[tuple[int, Samples]] | None:
        """The file's sound in blocks from `sample` on; None without sound or without the file."""
        if path not in self._open:
            self._open[path] = self._begun(path)
        growing = self._open[path]
        return growing.blocks(max(0, sample)) if growing is not None else None

    def close(self) -> None:
        """End the decoders and remove their files."""
        for growing in self._open.values():
            if growing is not None:
                growing.close()
        self._open.clear()
        self._stack.close()

    def _begun(self, path: Path) -> "_Growing | None":
        try:
            source = from_files(path, 0)
        except BadInput:  # the picture says that the file is missing; its sound is silence
            return None
        if source is None:
            return None
        return _Growing(source, self._folder / f"{len(self._open)}.f32")


class _Growing:
    """A file of samples that grows as the decoder goes on."""

    def __init__(self, source: Iterator[tuple[int, Samples]], path: Path) -> None:
        self._source: Iterator[tuple[int, Samples]] | None = source
        self._path = path
        self._file = path.open("wb", buffering=0)  # what is counted can be mapped
        self._samples = 0

    def blocks(self, sample: int) -> Iterator[tuple[int, Samples]]:
        while self._has(sample):
            last = min(sample + _BLOCK, self._samples)
            shape = (last - sample, 2)
            part = np.memmap(self._path, np.float32, "r", offset=sample * _FRAME, shape=shape)
            yield sample, np.array(part)
            sample = last

    def _has(self, sample: int) -> bool:
        """Decode on until there is something at `sample`; False after the end."""
        if self._source is not None and self._samples <= sample:
            wanted = sample + _AHEAD
            try:
                for _, block in self._source:
                    self._file.write(np.ascontiguousarray(block).tobytes())
                    self._samples += len(block)
                    if self._samples > wanted:
                        break
                else:
                    self._end()
            except (BadInput, OSError):  # broken, or a full disk: what came before is heard
                self._end()
        return sample < self._samples

    def _end(self) -> None:
        self._source = None

    def close(self) -> None:
        close = getattr(self._source, "close", None)
        if close is not None:
            close()
        self._source = None
        self._file.close()
