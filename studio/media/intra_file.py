"""Reads single pictures of the files that `media.intra` writes, by where they lie in the file."""

from concurrent.futures import Executor
from fractions import Fraction
from pathlib import Path
from typing import Self

import av
import av.error
import cv2
import numpy as np

from studio.errors import BadInput
from studio.media.intra import CODEC
from studio.media.strips import Bgra, decode

_LARGEST = 64 << 20  # bytes of a picture


class IntraFile:
    """Such a file, open for reading on one thread."""

    def __init__(
        self, path: Path, rate: tuple[int, int], hands: Executor | None = None, strips: int = 1
    ) -> None:
        """`hands` help to decode each picture, in `strips`.

        Raises BadInput for what is no such file of this rate.
        """
        self.path = path
        self._hands, self._strips = hands, strips
        try:
            self._places = self._read_index(rate)
            self._file = path.open("rb", buffering=0)
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise self._broken() from error
        self.frames = len(self._places)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def picture(self, index: int, into: Bgra | None = None) -> Bgra:
        """Picture `index`, counted from 0, as (height, width, 4) BGRA; written to `into` if given.

        Raises BadInput where it is not there.
        """
        if not 0 <= index < self.frames:
            raise self._broken()
        pixels = into if into is not None else np.empty((self.height, self.width, 4), np.uint8)
        try:
            decode(self._coded(*self._places[index]), pixels, self._hands, self._strips)
        except (cv2.error, OSError, ValueError) as error:
            raise self._broken() from error
        return pixels

    def size_in(self, width: int, height: int) -> tuple[int, int]:
        """The size at which a picture is read quickest to be shown in a frame: its own.

        Where it leaves bars, that of the frame.
        """
        whole = whole_in(self.width, self.height, width, height) == (width, height)
        return (self.width, self.height) if whole else (width, height)

    def bgra(self, index: int, into: Bgra) -> None:
        """Picture `index` whole in a frame of (height, width, 4), with black bars beside it.

        Raises BadInput where it is not there.
        """
        height, width = into.shape[:2]
        wide, tall = whole_in(self.width, self.height, width, height)
        if (wide, tall) == (width, height) == (self.width, self.height):
            self.picture(index, into)
            return
        picture = self.picture(index)
        way = cv2.INTER_AREA if wide < self.width else cv2.INTER_LINEAR
        if (wide, tall) != (width, height):
            into[:] = (0, 0, 0, 255)
        left, top = (width - wide) // 2, (height - tall) // 2
        cv2.resize(
            picture, (wide, tall), into[top : top + tall, left : left + wide], interpolation=way
        )

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _broken(self) -> BadInput:
        return BadInput("media.broken", name=self.path.name)

    def _coded(self, at: int, size: int) -> bytes:
        self._file.seek(at)
        data = self._file.read(size)
        if len(data) != size:
            raise ValueError("short")
        return data

    def _read_index(self, rate: tuple[int, int]) -> list[tuple[int, int]]:
        """Where each picture lies and how long it is; that number n is at n frames is proved."""
        with av.open(str(self.path), options={"protocol_whitelist": "file"}) as container:
            videos = container.streams.video
            if not videos or videos[0].codec_context.name != CODEC or not videos[0].time_base:
                raise self._broken()
            coded = videos[0].codec_context
            self.width, self.height = coded.width, coded.height
            step = Fraction(rate[1], rate[0]) / Fraction(videos[0].time_base)
            if step.denominator != 1:
                raise self._broken()
            places: list[tuple[int, int]] = []
            for number, entry in enumerate(videos[0].index_entries):
                if entry.timestamp != number * step.numerator or not 0 < entry.size <= _LARGEST:
                    raise self._broken()
                places.append((entry.pos, entry.size))
            return places


_NEARLY = 0.004  # ratios that differ by less are taken for the same: sides are whole pixels


def whole_in(wide: int, tall: int, width: int, height: int) -> tuple[int, int]:
    """The largest even size that shows all of a picture of (wide, tall) in a frame."""
    if abs(wide * height / (tall * width) - 1) < _NEARLY:
        return width, height
    sides = min(width, height * wide / tall), min(height, width * tall / wide)
    return max(2, 2 * int(sides[0] / 2)), max(2, 2 * int(sides[1] / 2))
