"""A thread that mixes what will be heard, a little ahead of the clock."""

import threading
from collections import deque

import numpy as np

from studio.errors import StudioError
from studio.render.course import Course
from studio.render.heard import HeardTakes
from studio.render.levels import levelled
from studio.render.loudness import Level
from studio.render.mix import Mix
from studio.render.programme import Programme
from studio.render.recording import SAMPLE_RATE, Samples

FIRST = SAMPLE_RATE // 20  # samples of the first block: short, so that playing begins at once
BLOCK = SAMPLE_RATE // 5
_AHEAD = 5  # blocks ready
SNIPPET = SAMPLE_RATE // 12  # heard of each place while scrubbing
_EDGE = 240  # samples of its way in and out


class SoundFeed:
    """Gives the sound of a course in blocks; everything but its own work is on one thread."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._ready: deque[Samples] = deque()
        self._course: Course | None = None
        self._left: int | None = None
        self._played = 0
        self._turn = 0
        self._mix: Mix | None = None
        self._level: Level | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="studio-sound")
        self._thread.start()

    def load(self, programme: Programme) -> None:
        """Sound of something else; what was begun ends."""
        mix = Mix(programme.project, programme.shown, programme.folder)
        with self._condition:
            self._mix = mix
            self._reset(None, None)

    def set_level(self, level: Level | None) -> None:
        """From the next block on; None for the mix as it is. A change glides over a block."""
        with self._condition:
            self._level = level

    def begin(self, course: Course) -> None:
        """The sound of a course from its start, without end: silence after the film."""
        with self._condition:
            self._reset(course, None)

    def snippet(self, course: Course) -> None:
        """A moment of a course, with soft edges."""
        with self._condition:
            self._reset(course, SNIPPET)

    def end(self) -> None:
        """Nothing more."""
        with self._condition:
            self._reset(None, None)

    @property
    def begun(self) -> bool:
        """Whether the first block is there."""
        with self._condition:
            return bool(self._ready) or self._course is None

    def take(self, most: int) -> Samples | None:
        """At most `most` of the next samples; None when none are ready."""
        with self._condition:
            if not self._ready or most <= 0:
                return None
            block = self._ready.popleft()
            if len(block) > most:
                self._ready.appendleft(block[most:])
                block = block[:most]
            self._condition.notify()
            return block

    def close(self) -> None:
        """End the thread."""
        with self._condition:
            self._closed = True
            self._condition.notify()
        self._thread.join()

    def _reset(self, course: Course | None, left: int | None) -> None:
        self._turn += 1
        self._course, self._left, self._played = course, left, 0
        self._ready.clear()
        self._condition.notify()

    def _run(self) -> None:
        with HeardTakes() as heard:
            used: Level | None = None
            while True:
                with self._condition:
                    while not self._closed and not self._due():
                        self._condition.wait()
                    if self._closed:
                        return
                    turn, course, mix, left = self._turn, self._course, self._mix, self._left
                    level, played = self._level, self._played
                    count = FIRST if played == 0 else BLOCK
                    count = count if left is None else left
                assert course is not None
                assert mix is not None
                block = _block(course, mix, heard, played, count, level)
                if level != used and played:  # what plays does not jump
                    block = _glided(_block(course, mix, heard, played, count, used), block)
                used = level
                if left is not None:
                    block = _softened(block)
                with self._condition:
                    if turn == self._turn:
                        self._ready.append(block)
                        self._played += count
                        self._left = None if left is None else 0

    def _due(self) -> bool:
        if self._course is None or self._mix is None or self._left == 0:
            return False
        return len(self._ready) < _AHEAD


def _block(
    course: Course, mix: Mix, heard: HeardTakes, played: int, count: int, level: Level | None
) -> Samples:
    """`count` samples of a course as they are heard: faster is higher, backwards is backwards."""
    parts: list[Samples] = []
    for first, last in course.heard(played, count):
        try:
            part = levelled(mix, level, first, last, heard.blocks)
        except (StudioError, OSError):  # a file that broke is silence; its picture says why
            part = np.zeros((last - first, 2), np.float32)
        parts.append(part if course.speed > 0 else part[::-1])
    whole = np.concatenate(parts)
    step = abs(course.speed)
    if step > 1:
        whole = whole.reshape(count, step, 2).mean(axis=1)
    return np.clip(whole, -1.0, 1.0).astype(np.float32)


def _glided(before: Samples, after: Samples) -> Samples:
    rise = np.linspace(0, 1, len(after))[:, None]
    return np.asarray(before + (after - before) * rise, np.float32)


def _softened(block: Samples) -> Samples:
    edge = np.minimum(np.arange(len(block)), np.arange(len(block))[::-1]) / _EDGE
    return block * np.minimum(edge, 1.0).astype(np.float32)[:, None]
