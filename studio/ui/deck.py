"""What the viewer's parts share: a player, what it plays, its picture, and one timer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from studio.errors import StudioError
from studio.jobs.proofs import takes_in_cut
from studio.render.loudness import Level
from studio.render.picture_feed import Picture
from studio.render.player import Player
from studio.render.programme import Programme, cut_programme, take_programme
from studio.render.seeking import Entrances
from studio.render.sound_device import sound_out
from studio.render.sound_out import SoundOut
from studio.timeline.queries import shown_take
from studio.timeline.rate import Rate
from studio.timeline.take import Take
from studio.timeline.timecode import timecode
from studio.ui.desk import Desk
from studio.ui.programmes import Made, Make, made
from studio.ui.session import Session

_TICK = 4  # milliseconds: a fraction of a frame, so that a picture comes when it is due
_REST = 60  # milliseconds without an edit after which the film is looked at again
_LINES = (180, 270, 360, 540, 720, 1080)  # heights that pictures are made at

Span = tuple[int, int]


@dataclass(frozen=True)
class Showing:
    """The cut; or an owner's take: the one it shows, or a certain one."""

    owner: str = ""
    take: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether it is the whole film."""
        return not self.owner


class Deck(QObject):
    """Plays the cut or a take; the cut's playhead and span are the session's."""

    painted = Signal()  # there is another picture, or none
    moved = Signal(int)  # the frame that the playhead is at
    changed = Signal()  # what is played, how, or between which frames
    _ready = Signal()

    def __init__(self, desk: Desk, session: Session, sound: SoundOut | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._session = session
        self.sound = sound if sound is not None else sound_out()
        self.player = Player(self.sound, self._ready.emit, levelled=True)
        self.showing = Showing()
        self.captions = True
        self.image: QImage | None = None
        self.programme: Programme | None = None
        self.empty = False  # there is nothing to play, and that is known
        self._picture: Picture | None = None  # the image's memory
        self._entrances = Entrances(desk.folder, desk.project.rate)
        self._size = QSize(960, 540)
        self._active = self._stale = self._building = self._closed = False
        self._areas: dict[QObject, QSize] = {}
        self._loaded: Showing | None = None
        self._told = -1
        self._heard = self._hearing()
        self._timer = QTimer(self, interval=_TICK, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._rebuild = QTimer(self, singleShot=True, interval=_REST)
        self._rebuild.timeout.connect(self._build)
        self._ready.connect(self._tick, Qt.ConnectionType.QueuedConnection)
        desk.changed.connect(self._edited)
        desk.take_arrived.connect(self._arrived)
        desk.media_changed.connect(self._rebuild.start)
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
        self._show(Showing())

    def show_owner(self, owner: str) -> None:
        """Play the take that a shot, cue or reference shows, whichever that is from now on."""
        self._show(Showing(owner))

    def show_take(self, take: Take) -> None:
        """Play a certain take."""
        self._show(Showing(take.owner, take.id))

    def look(self, who: QObject, area: QSize) -> None:
        """Somebody looks at pictures of so many device pixels."""
        self._areas[who] = area
        self._fit()
        if not self._closed and not self._active:
            self._active = True
            if self._stale or self.programme is None:
                self._build()
            else:
                self.player.seek(self._place())
                self._go()

    def look_away(self, who: QObject) -> None:
        """Somebody looks no longer; when nobody does, everything rests."""
        self._areas.pop(who, None)
        if self._areas:
            self._fit()
        elif not self._closed and self._active:
            self._active = False
            self._timer.stop()
            self.player.rest()
            self.changed.emit()

    def _fit(self) -> None:
        """Make pictures for the largest area, none larger than needed."""
        film = self._desk.project
        need = max(min(a.height(), round(a.width() / self.ratio)) for a in self._areas.values())
        lines = next((n for n in _LINES if n >= need), _LINES[-1])
        lines = max(2, min(lines, film.height) // 2 * 2)
        size = QSize(max(2, round(lines * self.ratio / 2) * 2), lines)
        if size != self._size:
            self._size = size
            self._build()

    def toggle(self) -> None:
        """Play, or rest."""
        self._do(self.player.toggle)

    def run(self, speed: int = 1) -> None:
        """Play at a whole speed."""
        self._do(partial(self.player.play, speed))

    def pause(self) -> None:
        """Rest."""
        self._do(self.player.pause)

    def shuttle(self, direction: int) -> None:
        """Faster to the right (1) or to the left (-1)."""
        self._do(partial(self.player.shuttle, direction))

    def seek(self, frame: int) -> None:
        """Show a frame."""
        self._do(partial(self.player.seek, frame))

    def step(self, frames: int) -> None:
        """Some frames on, or back; playing stops."""
        self.player.pause()
        self.seek(self.player.frame + frames)

    def scrub(self, frame: int) -> None:
        """Show a frame while the hand moves."""
        self._do(partial(self.player.scrub, frame))

    def settle(self) -> None:
        """The hand has let go."""
        self._do(self.player.settle)

    def mark_in(self) -> None:
        """The span begins at the playhead."""
        _, last = self.player.range or (0, self.player.frames)
        frame = self.player.frame
        self._mark((frame, last if last > frame else self.player.frames))

    def mark_out(self) -> None:
        """The span ends with the frame at the playhead."""
        first, _ = self.player.range or (0, 0)
        frame = self.player.frame
        self._mark((first if first <= frame else 0, frame + 1))

    def clear_marks(self) -> None:
        """No in, no out."""
        self._mark(None)

    def set_loop(self, loop: bool) -> None:
        """Go round and round."""
        self._do(partial(self.player.set_loop, loop))

    def set_muted(self, muted: bool) -> None:
        """Sound off, or on."""
        self.player.muted = muted
        self.changed.emit()

    def set_captions(self, shown: bool) -> None:
        """With captions in the picture, as they are burnt in, or without."""
        self.captions = shown
        self._build()

    def close(self) -> None:
        """End threads and processes; nothing is played after that."""
        if not self._closed:
            self._closed = True
            self._timer.stop()
            self._rebuild.stop()
            self.player.close()

    def _do(self, deed: Callable[[], Any]) -> None:
        if self._closed or not self._active or self.programme is None:
            return
        deed()
        self._tick()
        self._go()

    def _go(self) -> None:
        """See that the clock is looked at as long as something moves."""
        if self._closed:
            return
        busy = self.player.playing or self.player.waiting or self.player.sounding
        if busy and self._active and not self._timer.isActive():
            self._timer.start()
        elif not busy:
            self._timer.stop()
        self.changed.emit()

    def _tick(self) -> None:
        if self._closed or not self._active:
            return
        was = self.player.playing
        picture = self.player.tick()
        if picture is not None:
            self._take(picture)
        elif self.image is not None and self.player.fault is not None:
            self.image = self._picture = None
            self.player.refresh()
            self.painted.emit()
            self._desk.media_doubted.emit()
        self._tell(self.player.frame)
        if self._heard != self._hearing():
            self._heard = self._hearing()
            self.changed.emit()
        busy = self.player.playing or self.player.waiting or self.player.sounding
        if was != self.player.playing or (self._timer.isActive() and not busy):
            self._go()

    def _hearing(self) -> tuple[str, Level | None]:
        return self.sound.trouble, self.player.level

    def _take(self, picture: Picture) -> None:
        wide, tall = picture.width, picture.height
        self.image = QImage(picture.data, wide, tall, wide * 4, QImage.Format.Format_RGB32)
        self._picture = picture
        self.painted.emit()

    def _tell(self, frame: int) -> None:
        if frame != self._told:
            self._told = frame
            if self.showing.is_cut:
                self._session.move_playhead(frame)
            self.moved.emit(frame)

    def _show(self, showing: Showing) -> None:
        if showing != self.showing:
            self.showing = showing
            self.player.rest()
            self._build()

    def _place(self) -> int:
        return self._session.playhead if self.showing.is_cut else self.player.frame

    def _mark(self, span: Span | None) -> None:
        if self.showing.is_cut:
            self._session.mark_span(span)
        else:
            self._spanned(span, ours=True)

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

    def _edited(self, *_: object) -> None:
        self._rebuild.start()

    def _arrived(self, _take: object) -> None:
        self._rebuild.start()

    def _build(self) -> None:
        """Look at the film anew, off this thread; the latest look wins."""
        self._rebuild.stop()
        self._stale = True
        if self._closed or self._building or not self._active:
            return
        self._stale, self._building = False, True
        showing = self.showing
        make, takes = self._look(showing)
        work = partial(made, make, takes, self._desk.folder, self._size)
        self._desk.ask(partial(asyncio.to_thread, work), partial(self._load, showing))

    def _look(self, showing: Showing) -> tuple[Make | None, list[Take]]:
        """How to make what is played, and its takes, from values that no later edit touches."""
        desk = self._desk
        if self._entrances.rate != desk.project.rate:
            self._entrances = Entrances(desk.folder, desk.project.rate)
        if showing.is_cut:
            if not desk.project.cut.frames:
                return None, []
            make = partial(
                cut_programme, desk.project, desk.shown, desk.folder, self._entrances,
                with_captions=self.captions,
            )  # fmt: skip
            return make, takes_in_cut(desk.project, desk.shown)
        takes = desk.takes.get(showing.owner, [])
        take = desk.shown.get(showing.owner)
        if showing.take:
            take = shown_take(showing.take, takes)
        if take is None:
            return None, []
        return partial(take_programme, desk.project, take, desk.folder, self._entrances), [take]

    def _load(self, showing: Showing, made: Made | StudioError) -> None:
        self._building = False
        if self._closed:
            return
        if self._stale or showing != self.showing:
            self._build()
            return
        if isinstance(made, StudioError):
            self._desk.fail(made)
            return
        programme, size = made
        self.programme, self.empty = programme, programme is None
        if programme is None:
            self._nothing()
            return
        if showing != self._loaded:
            self.player.frame = self._session.playhead if showing.is_cut else 0
            self.player.range = self._session.span if showing.is_cut else None
            self._loaded = showing
        self.player.load(programme, size.width(), size.height())
        self._tick()
        self._go()

    def _nothing(self) -> None:
        self._loaded = None
        self.player.rest()
        self._timer.stop()
        self.image = self._picture = None
        self.painted.emit()
        self.changed.emit()
