"""A shot performed: frame by frame from a stage, a morph or footage, with moving mouths."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from studio.animatic.planes import Frame
from studio.errors import Cancelled

Finish = Callable[[], Frame]


class Pictures(Protocol):
    """Anything that draws the frames of a shot in order."""

    def draw(self, index: int, mouths: Mapping[str, str] | None = None) -> Finish:
        """Draw frame `index`; what comes back gives it its form as I420.

        That may be asked for on another thread while the next frame is drawn, but before the one
        after that, and each frame in its turn. The array may be used again by the next frame.
        """
        ...


def at(pictures: Pictures, index: int, mouths: Mapping[str, str] | None = None) -> Frame:
    """Frame `index`, drawn and finished at once."""
    return pictures.draw(index, mouths)()


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

    A frame is finished and written on a thread of its own while the next one is drawn; what `write`
    raises comes out here.
    """

    def hand_over(finish: Finish) -> None:
        write(finish())

    with ThreadPoolExecutor(1, "writer") as hand:
        written: Future[None] | None = None
        for index in range(frames):
            if cancelled():
                raise Cancelled("animatic.cancelled")
            middle = (index + 0.5) / fps
            shapes = {figure: track.at(middle) for figure, track in mouths.items()}
            finish = pictures.draw(index, shapes)
            if written is not None:
                written.result()
            written = hand.submit(hand_over, finish)
            progress(index + 1)
        if written is not None:
            written.result()
