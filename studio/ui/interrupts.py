"""Ctrl+C in the terminal and the system's request to end, heard while Qt runs the loop."""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class Interrupts(QObject):
    """From construction to `stop`; Qt would otherwise let them wait for the next event."""

    came = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._near, self._far = socket.socketpair()
        for end in (self._near, self._far):
            end.setblocking(False)
        self._before = {
            number: signal.signal(number, self._heard) for number in (signal.SIGINT, signal.SIGTERM)
        }
        self._woken = signal.set_wakeup_fd(self._far.fileno())
        self._notifier = QSocketNotifier(self._near.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def stop(self) -> None:
        """Leave everything as it was."""
        signal.set_wakeup_fd(self._woken)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._near.close()
        self._far.close()

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        """Python wants a handler; what counts is the byte it writes into the socket."""

    def _read(self) -> None:
        self._near.recv(64)
        self.came.emit()
