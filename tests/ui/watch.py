"""What must not happen while a window is used: stalls, warnings of Qt, things left behind."""

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QTimer, QtMsgType
from PySide6.QtWidgets import QApplication
from pytestqt.logging import Record
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

STALL = 0.1  # seconds of the window's own thread at one go, as its processor counts them
_HANDS = (
    "mouseClick", "mouseDClick", "mousePress", "mouseRelease", "mouseMove", "keyClick",
    "keyClicks", "keyPress", "keyRelease",
)  # fmt: skip

_WAITS = ("wait", "waitUntil", "waitSignal")
_IDLE = {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}


class Stall(AssertionError):
    """The window's thread was busy for longer than a hand bears."""


class Watch:
    """The longest the window's thread works without looking for events, from `begin` to `end`.

    Counted in processor time of that thread, so that a busy computer makes no difference: between
    two signs of Qt's own loop while the test waits, and for as long as a key or a button takes.
    What the test itself reckons in between does not count.
    """

    def __init__(self, qtbot: QtBot) -> None:
        self.longest = 0.0
        self.what = ""
        self._qtbot = qtbot
        self._since = 0.0
        self._loop = QAbstractEventDispatcher.instance()
        self._looks = False

    def begin(self) -> None:
        """From here on."""
        self._looks = True
        gc.unfreeze()  # all is counted once, which sets how seldom the collector looks at all
        gc.collect()
        gc.freeze()  # as the program does once it is warm: pytest's own heap is no matter here
        self._loop.awake.connect(self._sign)
        self._loop.aboutToBlock.connect(self._sign)
        for name in (*_HANDS, *_WAITS):
            setattr(self._qtbot, name, self._timed(name, getattr(self._qtbot, name)))
        self._since = time.thread_time()

    def end(self) -> None:
        """Look away."""
        if not self._looks:
            return
        self._looks = False
        gc.unfreeze()
        self._loop.awake.disconnect(self._sign)
        self._loop.aboutToBlock.disconnect(self._sign)
        for name in (*_HANDS, *_WAITS):
            delattr(self._qtbot, name)

    def _sign(self) -> None:
        self._told("between two looks for events")

    def _timed(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(act)
        def timed(*args: Any, **kwargs: Any) -> Any:
            what = f"{name} {args}"  # a window may be gone with its last click
            self._since = time.thread_time()
            try:
                return act(*args, **kwargs)
            finally:
                self._told(what)

        return timed

    def _told(self, what: str) -> None:
        now = time.thread_time()
        if now - self._since > self.longest:
            self.longest, self.what = now - self._since, what
        self._since = now


def living() -> Counter[str]:
    """The windows there are and the timers that run, by kind."""
    gc.collect()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    windows = [type(widget).__name__ for widget in QApplication.topLevelWidgets()]
    timers = [each for each in gc.get_objects() if isinstance(each, QTimer) and _runs(each)]
    return Counter([*windows, *("running timer" for _ in timers)])


def settle(there: Counter[str]) -> None:
    """Let the collector pass over all that is left after a test, where `Watch.end` undid that.

    `there` is what `living` found. Nothing of it may be hidden so: while a timer runs, all stays
    in sight.
    """
    if gc.get_freeze_count() == 0 and "running timer" not in there:
        gc.freeze()


def _runs(timer: QTimer) -> bool:
    return isValid(timer) and timer.isActive()


def complaints(records: Iterable[Record]) -> list[str]:
    """What Qt warned of; not that a screen in memory lacks what a real one has."""
    said = [str(record.message) for record in records if record.type not in _IDLE]
    return [text for text in said if not text.startswith("This plugin ")]
