"""Threads whose work can wait: the system gives the machine to everything else first."""

import os
import threading
from contextlib import suppress

_NICE = 15


def calm() -> None:
    """Let this thread, and the processes that it starts, go behind all others.

    On Linux each thread has a rank of its own, which what it starts takes over. Elsewhere it has no
    effect, and such work leaves the machine by being begun only when nobody needs it.
    """
    if hasattr(os, "setpriority"):
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
