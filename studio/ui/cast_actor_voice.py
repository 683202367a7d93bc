"""A button that plays a voice as it was found, and stops it."""

import wave
from pathlib import Path

import numpy as np
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from studio.render.recording import Samples
from studio.ui.sample_player import SamplePlayer
from studio.ui.words import Words


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
        self.player = SamplePlayer(self)
        self.player.changed.connect(self._named)
        self._samples: Samples | None = None
        self.setAutoDefault(False)
        self.clicked.connect(lambda _checked=False: self.toggle_sound())
        space = QShortcut(QKeySequence("Space"), parent)
        space.activated.connect(self._by_key)
        self._named()

    def hold(self, samples: Samples) -> None:
        """What it plays from now on."""
        self.player.stop()
        self._samples = samples

    def toggle_sound(self) -> None:
        """Play from the beginning, or stop."""
        if self.player.going:
            self.player.stop()
        elif self._samples is not None:
            self.player.play(self._samples)

    def _by_key(self) -> None:
        if self.isVisible() and self.isEnabled():
            self.toggle_sound()

    def _named(self) -> None:
        self.setText(self._words("actor.stop" if self.player.going else "actor.play"))
        self.setToolTip(self._words("actor.play.tip"))
