"""What the viewer's parts share: a player, what it plays, its picture, and one timer."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from studio.render.picture_store import Picture
from studio.render.player import Player
from studio.render.programme import Programme
from studio.render.sound_device import sound_out
from studio.render.sound_out import SoundOut
from studio.timeline.rate import Rate
from studio.timeline.take import Take
from studio.timeline.timecode import timecode
from studio.ui.deck_clock import DeckClock
from studio.ui.deck_marks import DeckMarks, Span
from studio.ui.deck_moves import DeckMoves
from studio.ui.deck_reel import Reel, Showing
from studio.ui.desk import Desk
from studio.ui.session import Session


class Deck(DeckMoves):
    """Plays the cut or a take; the cut's playhead and span are the session's."""

    painted = Signal()  # there is another picture, or none
    moved = Signal(int)  # the frame that the playhead is at
    changed = Signal()  # what is played, how, or between which frames
    _ready = Signal()

    def __init__(self, desk: Desk, session: Session, sound: SoundOut | None = None) -> None:
        super().__init__(self._made)
        self._desk = desk
        self._session = session
        self.sound = sound if sound is not None else sound_out()
        self.player = Player(self.sound, self._ready.emit, levelled=True, standins=desk.standins)
        self.showing = Showing()
        self.image: QImage | None = None
        self.programme: Programme | None = None
        self.empty = False  # there is nothing to play, and that is known
        self._picture: Picture | None = None  # the image's memory
        self._closed = False
        self._loaded: Showing | None = None
        self._told = -1
        self.marks = DeckMarks(
            session, self.player, lambda: self.showing, lambda: desk.shown,
            lambda span: self._spanned(span, ours=True),
        )  # fmt: skip
        self._reel = Reel(desk, self, self._awaits)
        self._reel.ready.connect(self._load)
        self._clock = DeckClock(self.player, self.sound, lambda: self._active)
        self._clock.setParent(self)
        self._clock.pictured.connect(self._take)
        self._clock.failed.connect(self._doubt)
        self._clock.reached.connect(self._tell)
        self._clock.changed.connect(self.changed)
        self._clock.played.connect(desk.played)
        self._ready.connect(self._clock.tick, Qt.ConnectionType.QueuedConnection)
        desk.closed.connect(self.close)
        session.playhead_moved.connect(self._follow)
        session.span_changed.connect(self._spanned)
        self.destroyed.connect(self.player.close)
        self.player.range = session.span

    @property
    def ready(self) -> bool:
        """Whether what is to be shown is there, and not something else still."""
        return self._loaded == self.showing and self.programme is not None

    @property
    def picture(self) -> Picture | None:
        """The picture that is shown, as the player gave it."""
        return self._picture

    @property
    def captions(self) -> bool:
        """Whether the cut's pictures have their captions."""
        return self._reel.captions

    @property
    def rate(self) -> Rate:
        """The film's rate."""
        return self._desk.project.rate

    @property
    def ratio(self) -> float:
        """Width to height of the picture."""
        return self._desk.project.width / self._desk.project.height

    def second(self) -> int:
        """The frames of a second, to the nearest one."""
        return self.rate.frames(1)

    def timecode(self, frame: int) -> str:
        """A frame as the trade writes it."""
        return timecode(self.rate, frame)

    def show_cut(self) -> None:
        """Play the film from the session's playhead."""
        self.show(Showing())

    def show_owner(self, owner: str, at: int | None = None) -> None:
        """Play the take that a shot, cue or reference shows, whichever that is from now on.

        From frame `at` of it; else from where it was left.
        """
        self._show_at(Showing(owner), at)

    def show_take(self, take: Take, at: int | None = None) -> None:
        """Play a certain take, from frame `at` of it; else from where it was left."""
        self._show_at(Showing(take.owner, take.id), at)

    def _show_at(self, showing: Showing, at: int | None) -> None:
        if at is not None:
            self.marks.leave(showing, at)
        self.show(showing)
        if at is not None and self.ready:
            self.seek(at)

    def show(self, showing: Showing) -> None:
        """Play the cut, an owner's take or a certain one, from where it was left."""
        if showing != self.showing:
            if not self.showing.is_cut and self._loaded == self.showing:
                self.marks.leave(self.showing, self.player.frame)
            self.showing = showing
            self.player.rest()
            self._reel.want(showing)
            self.changed.emit()

    def look(self, who: QObject, area: QSize) -> None:
        """Somebody looks at pictures of so many device pixels."""
        first = not self._active
        self._reel.look(who, area)
        if first and self._active:
            if self._reel.stale or self.programme is None:
                self._reel.make()
            else:
                self.player.seek(self._place())
                self._clock.go()
                self.changed.emit()

    def look_away(self, who: QObject) -> None:
        """Somebody looks no longer; when nobody does, everything rests."""
        before = self._active
        self._reel.look_away(who)
        if before and not self._active:
            self._clock.stop()
            self.player.rest()
            self.changed.emit()

    @property
    def rests(self) -> bool:
        """Whether the picture of the playhead's frame is shown, and nothing else is to come."""
        return self._reel.current and not self._clock.active and self.player.settled

    def set_muted(self, muted: bool) -> None:
        """Sound off, or on."""
        self.player.muted = muted
        self.changed.emit()

    def set_captions(self, shown: bool) -> None:
        """With captions in the picture, as they are burnt in, or without."""
        self._reel.captions = shown
        self._reel.make()

    def close(self) -> None:
        """End threads and processes; nothing is played after that."""
        if not self._closed:
            self._closed = True
            self._clock.end()
            self._reel.close()
            self.player.close()

    @property
    def _active(self) -> bool:
        """Whether anybody looks."""
        return self._reel.watched

    def _made(self, deed: Callable[[], Any]) -> None:
        if self._closed or not self._active or self.programme is None:
            return
        deed()
        self._clock.tick()
        self._clock.go()

    def _awaits(self) -> bool:
        """Whether a frame at rest has no picture yet."""
        return not self.player.playing and self.player.waiting

    def _take(self, picture: Picture) -> None:
        wide, tall = picture.width, picture.height
        self.image = QImage(picture.data, wide, tall, wide * 4, QImage.Format.Format_RGB32)
        self._picture = picture
        self.painted.emit()

    def _doubt(self) -> None:
        """The picture that is due cannot be had: none is better than another one."""
        if self.image is not None:
            self.image = self._picture = None
            self.player.refresh()
            self.painted.emit()
            self._desk.media_doubted.emit()

    def _tell(self, frame: int) -> None:
        if frame != self._told:
            self._told = frame
            if self.showing.is_cut:
                self._session.move_playhead(frame)
            self.moved.emit(frame)

    def _place(self) -> int:
        return self._session.playhead if self.showing.is_cut else self.player.frame

    def _spanned(self, span: Span | None, ours: bool = False) -> None:
        if ours or self.showing.is_cut:
            self.player.set_range(span)
            self.changed.emit()

    def _follow(self, frame: int) -> None:
        """The playhead was moved elsewhere."""
        if self.showing.is_cut and frame != self._told:
            # Behind the last frame is a place to paste at; there the last picture is shown.
            self._told = min(frame, max(0, self.player.frames - 1))
            self.seek(frame)
            self.moved.emit(self._told)

    def _load(self, showing: Showing, programme: Programme | None, size: QSize) -> None:
        """What is to be shown is made."""
        self.programme, self.empty = programme, programme is None
        if programme is None:
            self._nothing()
            return
        if showing != self._loaded:
            place, span = self.marks.begin(showing, programme.frames)
            self.player.frame, self.player.range = min(place, programme.frames - 1), span
            self._loaded = showing
        self.player.load(programme, size.width(), size.height())
        self._clock.tick()
        self._clock.go()
        self.changed.emit()

    def _nothing(self) -> None:
        self._loaded = None
        self.player.rest()
        self._clock.stop()
        self.image = self._picture = None
        self.painted.emit()
        self.changed.emit()
