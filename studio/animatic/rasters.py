"""Drawings in SVG to pixels, drawn side by side outside this process."""

import atexit
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from heapq import heappop, heappush
from itertools import count

import cv2
import numpy as np

from studio.animatic.raster_worker import read, write
from studio.animatic.stage import Pixels
from studio.errors import RenderError

_MOST = 4  # processes, some 30 MB each


class _Worker:
    """One process that draws."""

    def __init__(self) -> None:
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "studio.animatic.raster_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise RenderError("animatic.not_drawn") from error

    def draw(self, svg: bytes) -> bytes | None:
        """The drawing as a PNG; None when the process has died."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            write(self._process.stdin, svg)
            return read(self._process.stdout)
        except OSError:
            return None

    def end(self) -> None:
        """Let it go."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


class _Places:
    """So many may work at once; of those who wait, the lowest rank goes first, then who came."""

    def __init__(self, free: int) -> None:
        self._free = free
        self._waiting: list[tuple[int, int]] = []
        self._come = count()
        self._changed = threading.Condition()

    @contextmanager
    def taken(self, rank: int) -> Generator[None]:
        """A place, once there is one."""
        with self._changed:
            mine = rank, next(self._come)
            heappush(self._waiting, mine)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._free and self._waiting[0] == mine)
            heappop(self._waiting)
            self._free -= 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()


class Rasters:
    """As many processes as drawings are asked for at once, up to one a core; kept for the next."""

    def __init__(self) -> None:
        self._free: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._places = _Places(min(_MOST, os.cpu_count() or 1))

    def draw(self, svg: str, rank: int = 0) -> Pixels:
        """The drawing as premultiplied BGRA; lower ranks first. Blocking. Raises RenderError."""
        with self._places.taken(rank):
            png = self._drawn(svg.encode()) or self._drawn(svg.encode())  # a process may be killed
        if not png:
            raise RenderError("animatic.not_drawn")
        straight = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
        return premultiplied(np.asarray(straight, np.uint8))

    def close(self) -> None:
        """End the processes that wait."""
        while not self._free.empty():
            self._free.get_nowait().end()

    def _drawn(self, svg: bytes) -> bytes | None:
        try:
            worker = self._free.get_nowait()
        except queue.Empty:
            worker = _Worker()
        png = None
        try:
            png = worker.draw(svg)
        finally:
            if png is None:
                worker.end()
            else:
                self._free.put(worker)
        return png


def premultiplied(straight: Pixels) -> Pixels:
    """Straight BGRA (or BGR) as premultiplied BGRA."""
    if straight.shape[2] == 3:
        return np.dstack([straight, np.full(straight.shape[:2], 255, np.uint8)])
    return np.asarray(cv2.cvtColor(straight, cv2.COLOR_RGBA2mRGBA), np.uint8)


SHARED = Rasters()
atexit.register(SHARED.close)
