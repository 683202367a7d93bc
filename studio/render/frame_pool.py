"""Memory of pictures that is used again: the system gives fresh memory slower than one decodes."""

import weakref
from collections import deque
from contextlib import suppress

import numpy as np
import numpy.typing as npt

_SPARE = 32 << 20  # bytes that lie ready at most

Pixels = npt.NDArray[np.uint8]


class FramePool:
    """Lends memory, and has it back when nobody refers to it any more; for any thread."""

    def __init__(self) -> None:
        self._spare: deque[Pixels] = deque()  # its calls are whole, whichever thread lets go

    def take(self, width: int, height: int) -> Pixels:
        """A picture of (height, width, 4) that holds anything.

        It is lent for as long as it, or any view of it, is referred to.
        """
        size = width * height * 4
        memory = self._found(size)
        # Not an array of an array: numpy's views refer to the innermost one and would outlive this.
        lent = np.frombuffer(memory.data, np.uint8)
        weakref.finalize(lent, self._back, memory).atexit = False
        return lent.reshape(height, width, 4)

    def _back(self, memory: Pixels) -> None:
        if (len(self._spare) + 1) * memory.size <= _SPARE:
            self._spare.append(memory)

    def _found(self, size: int) -> Pixels:
        with suppress(IndexError):  # empty
            while len(memory := self._spare.pop()) != size:
                continue  # of another size than is looked at now
            return memory
        return np.empty(size, np.uint8)
