"""What a deck's player does as time goes by: one timer, at work only while something moves."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from studio.render.loudness import Level
from studio.render.player import Player
from studio.render.sound_out import SoundOut

_TICK = 4  # milliseconds: a fraction of a frame, so that a picture comes when it is due


class DeckClock(QObject):
    """Looks at the player again and again, and tells what is new in it."""

    pictured = Signal(object)  # the picture that is due
    failed = Signal()  # no picture can be had of the frame that is due
    reached = Signal(int)  # the frame of the playhead, at each look
    changed = Signal()  # it plays, rests, or is heard otherwise, or has no picture
    played = Signal(bool)  # it began to play, or rests

    def __init__(self, player: Player, sound: SoundOut, watched: Callable[[], bool]) -> None:
        super().__init__()
        self._player, self._sound, self._watched = player, sound, watched
        self._over = False
        self._playing = False  # as it was told last
        self._heard = self._hearing()
        self._state = self._states()
        self._timer = QTimer(self, interval=_TICK, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)

    @property
    def active(self) -> bool:
        """Whether the player is looked at."""
        return self._timer.isActive()

    def go(self) -> None:
        """See that the player is looked at as long as something moves."""
        if self._over:
            return
        if self._player.playing != self._playing:
            self._playing = self._player.playing
            self.played.emit(self._playing)
        busy = self._busy()
        if busy and self._watched() and not self._timer.isActive():
            self._timer.start()
        elif not busy:
            self._timer.stop()
        if self._states() != self._state:  # not for each frame that a hand passes
            self._state = self._states()
            self.changed.emit()

    def tick(self) -> None:
        """Look at the player, unless nobody looks at its pictures."""
        if self._over or not self._watched():
            return
        was = self._player.playing
        picture = self._player.tick()
        if picture is not None:
            self.pictured.emit(picture)
        elif self._player.fault is not None:
            self.failed.emit()
        self.reached.emit(self._player.frame)
        if self._heard != self._hearing():
            self._heard = self._hearing()
            self.changed.emit()
        if was != self._player.playing or (self._timer.isActive() and not self._busy()):
            self.go()

    def stop(self) -> None:
        """Look no more for now."""
        self._timer.stop()

    def end(self) -> None:
        """Look no more at all."""
        self._over = True
        self._timer.stop()

    def _busy(self) -> bool:
        return self._player.playing or self._player.waiting or self._player.sounding

    def _states(self) -> tuple[object, ...]:
        player = self._player
        return player.speed, player.loop, player.range, player.frames, player.fault

    def _hearing(self) -> tuple[str, Level | None]:
        return self._sound.trouble, self._player.level
