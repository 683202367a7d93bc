"""A button that plays a voice as it was found, and stops it."""

import threading
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from studio.render.mix import Samples
from studio.render.sound_device import sound_out
from studio.render.sound_out import SoundOut
from studio.ui.words import Words

_FEED = 40  # milliseconds between two helpings of sound


def samples_of(path: Path) -> Samples:
    """The sound of a mono file of 16 bits at 48 kHz, (n, 2). Raises OSError, wave.Error."""
    with wave.open(str(path), "rb") as file:
        mono = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    whole = np.repeat(mono[:, None], 2, axis=1)
    return np.asarray(whole.astype(np.float32) / 32768.0, np.float32)


class VoiceButton(QPushButton):
    """Plays and stops, by click or by the space bar wherever nothing is typed in its window."""

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self.way_out: Callable[[], SoundOut] = sound_out
        self._out: SoundOut | None = None
        self._samples: Samples | None = None
        self._said = 0
        self.setAutoDefault(False)
        self.clicked.connect(lambda _checked=False: self.toggle_sound())
        space = QShortcut(QKeySequence("Space"), parent)
        space.activated.connect(self._by_key)
        self._clock = QTimer(self)
        self._clock.setInterval(_FEED)
        self._clock.timeout.connect(self._feed)
        self._named()

    def hold(self, samples: Samples) -> None:
        """What it plays from now on."""
        self.hush()
        self._samples = samples

    @property
    def going(self) -> bool:
        """Whether it plays."""
        return self._clock.isActive()

    def toggle_sound(self) -> None:
        """Play from the beginning, or stop."""
        if self.going:
            self.hush()
        elif self._samples is not None:
            self._said = 0
            self._out = self.way_out()
            self._out.start()
            self._clock.start()
            self._feed()
            self._named()

    def hush(self) -> None:
        """Be silent at once."""
        self._clock.stop()
        out, self._out = self._out, None
        if out is not None:
            out.stop()  # a device may be slow to go
            threading.Thread(target=out.close, name="studio-voice-out", daemon=True).start()
        self._named()

    def _by_key(self) -> None:
        if self.isVisible() and self.isEnabled():
            self.toggle_sound()

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
            self.hush()

    def _named(self) -> None:
        self.setText(self._words("actor.stop" if self.going else "actor.play"))
        self.setToolTip(self._words("actor.play.tip"))
