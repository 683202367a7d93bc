"""A sound in memory played from its beginning: how a voice or a line is listened to."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from studio.render.recording import Samples
from studio.render.sound_device import sound_out
from studio.render.sound_out import SoundOut

_FEED = 40  # milliseconds between two helpings of sound


class SamplePlayer(QObject):
    """Plays one sound at a time; `changed` when it begins and when it is silent again."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.way_out: Callable[[], SoundOut] = sound_out
        self._out: SoundOut | None = None
        self._samples: Samples | None = None
        self._said = 0
        self._clock = QTimer(self)
        self._clock.setInterval(_FEED)
        self._clock.timeout.connect(self._feed)

    @property
    def going(self) -> bool:
        """Whether it plays."""
        return self._clock.isActive()

    def play(self, samples: Samples) -> None:
        """Play a sound, (n, 2) at 48 kHz, from its beginning, instead of what plays."""
        self._end()
        self._samples, self._said = samples, 0
        self._out = self.way_out()
        self._out.start()
        self._clock.start()
        self._feed()
        self.changed.emit()

    def stop(self) -> None:
        """Be silent at once."""
        self._end()
        self.changed.emit()

    def _end(self) -> None:
        self._clock.stop()
        self._samples = None
        out, self._out = self._out, None
        if out is not None:
            out.stop()  # a device may be slow to go
            threading.Thread(target=out.close, name="studio-voice-out", daemon=True).start()

    def _feed(self) -> None:
        """Hand over what the way out takes; at the end wait until it is heard."""
        out, samples = self._out, self._samples
        if out is None or samples is None:
            return
        room = out.room()
        if room and self._said < len(samples):
            out.write(samples[self._said : self._said + room])
            self._said = min(len(samples), self._said + room)
        if out.position() >= len(samples) or not out.heard:
            self.stop()
