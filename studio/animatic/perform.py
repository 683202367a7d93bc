"""A shot performed: frame by frame from a stage, a morph or footage, with moving mouths."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

import numpy as np

from studio.animatic.planes import Frame
from studio.errors import Cancelled


class Pictures(Protocol):
    """Anything that draws the frames of a shot in order."""

    def frame(self, index: int, mouths: Mapping[str, str] | None = None) -> Frame:
        """Frame `index` as I420; the array may be used again by the next call."""
        ...


class Key(Protocol):
    """A mouth shape from `start`, for `seconds`."""

    @property
    def start(self) -> float:
        """Seconds from the beginning of the shot."""
        ...

    @property
    def seconds(self) -> float:
        """How long it is held."""
        ...

    @property
    def shape(self) -> str:
        """One of MOUTH_SHAPES."""
        ...


class MouthTrack:
    """Keys of one figure, asked for by time."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._keys = sorted(keys, key=lambda key: key.start)
        self._starts = [key.start for key in self._keys]

    def at(self, seconds: float) -> str:
        """The shape then; "rest" between the keys."""
        index = bisect_right(self._starts, seconds) - 1
        if index < 0 or seconds >= self._starts[index] + self._keys[index].seconds:
            return "rest"
        return self._keys[index].shape


def perform(
    pictures: Pictures,
    frames: int,
    fps: float,
    write: Callable[[Frame], None],
    *,
    mouths: Mapping[str, MouthTrack],
    progress: Callable[[int], None],
    cancelled: Callable[[], bool],
) -> None:
    """Hand `frames` frames to `write`, in order. Raises Cancelled between two frames.

    `write` is called on a thread of its own, one frame at a time, while the next one is drawn; what
    it raises comes out here.
    """
    with ThreadPoolExecutor(1, "writer") as hand:
        written: Future[None] | None = None
        held: Frame | None = None
        for index in range(frames):
            if cancelled():
                raise Cancelled("animatic.cancelled")
            middle = (index + 0.5) / fps
            shapes = {figure: track.at(middle) for figure, track in mouths.items()}
            frame = pictures.frame(index, shapes)
            if written is not None:
                written.result()
            held = frame.copy() if held is None else held
            np.copyto(held, frame)
            written = hand.submit(write, held)
            progress(index + 1)
        if written is not None:
            written.result()
