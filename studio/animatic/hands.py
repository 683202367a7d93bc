"""OpenCV with one hand while the encoder works: two cores are shared by those two already."""

import os
import threading
from collections.abc import Generator
from contextlib import contextmanager

import cv2

_FEW = 2  # cores; with more of them there is one left for OpenCV's helpers
_lock = threading.Lock()
_shots: list[int] = []  # for each shot in the making, how many threads OpenCV had before it


@contextmanager
def one_hand(cores: int | None = None) -> Generator[None]:
    """No helper threads in OpenCV meanwhile, where there are few cores (None: as many as the
    system says); shots may overlap.

    Its helpers wait for their share of a frame by spinning, on the core that the encoder needs.
    """
    if (cores or os.cpu_count() or 1) > _FEW:
        yield
        return
    with _lock:
        _shots.append(_shots[0] if _shots else cv2.getNumThreads())
        cv2.setNumThreads(1)
    try:
        yield
    finally:
        with _lock:
            before = _shots.pop()
            if not _shots:
                cv2.setNumThreads(before)
