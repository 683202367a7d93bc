"""Memory of pictures that is used again: the system gives fresh memory slower than one decodes."""

import weakref
from collections import deque
from contextlib import suppress

import numpy as np
import numpy.typing as npt

_SPARE = 8  # that lie ready at most

Pixels = npt.NDArray[np.uint8]


class FramePool:
    """Lends memory, and has it back when nobody refers to it any more; for any thread."""

    def __init__(self) -> None:
        self._spare: deque[Pixels] = deque(maxlen=_SPARE)

    def take(self, width: int, height: int) -> Pixels:
        """A picture of (height, width, 4) that holds anything.

        It is lent for as long as it, or any view of it, is referred to.
        """
        size = width * height * 4
        memory = self._found(size)
        # Not an array of an array: numpy's views refer to the innermost one and would outlive this.
        lent = np.frombuffer(memory.data, np.uint8)
        weakref.finalize(lent, self._spare.append, memory).atexit = False
        return lent.reshape(height, width, 4)

    def _found(self, size: int) -> Pixels:
        with suppress(IndexError):  # empty
            while len(memory := self._spare.pop()) != size:
                continue  # of another size than is looked at now
            return memory
        return np.empty(size, np.uint8)
