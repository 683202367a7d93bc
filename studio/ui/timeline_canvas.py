"""The painted ground of the timeline: lanes from tiles, scale and scroll, news of the film."""

import time
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea

from studio.timeline.cut import Cut, Track, TrackKind
from studio.timeline.linking import group_of
from studio.timeline.project import Project
from studio.timeline.snapping import Magnets, edges_of
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.ui.timeline_drags import Drag
from studio.ui.timeline_drop import Dropping
from studio.ui.timeline_facts import Facts
from studio.ui.timeline_media import TakeMedia
from studio.ui.timeline_overlay import Overlay
from studio.ui.timeline_paint import ClipPainter
from studio.ui.timeline_scale import Lane, Lanes, Scale, fitting
from studio.ui.timeline_state import TimelineState
from studio.ui.timeline_tiles import WIDE, Tiles, changes
from studio.ui.words import Words

REACH = 9  # pixels within which an edge is drawn to another
_REST = 30  # milliseconds without another zoom step after which it is painted sharp
_BUDGET = 0.008  # seconds of painting tiles at a time


class TimelineCanvas(QAbstractScrollArea):
    """Shows the cut; what the mouse does to it is in `TimelineView`."""

    def __init__(
        self, desk: Desk, session: Session, state: TimelineState, theme: Theme, words: Words
    ) -> None:
        super().__init__()
        self.desk, self.session, self.state, self.words = desk, session, state, words
        self.facts = Facts(desk, words)
        self.media = TakeMedia(desk)
        self.lanes = Lanes(desk.project.cut, state.heights)
        self.drag: Drag | None = None  # what goes on; set by the view
        self.dropping: Dropping | None = None
        self.hovered: int | None = None  # the frame the razor would cut at
        self._theme = theme
        self._painter = ClipPainter(theme, self.facts, self.media)
        self.tiles = Tiles(self._paint_tile)
        self.overlay = Overlay(self, theme)
        self._magnets: tuple[Cut, object, Magnets] | None = None
        self._owners: dict[str, list[str]] | None = None
        self._sharp: Scale | None = None  # a scale whose tiles stand in for ones not painted yet
        self._last_scale = state.scale
        self._sharpening = QTimer(self, singleShot=True)
        self._sharpening.timeout.connect(self._sharpen)
        self._ahead = QTimer(self, singleShot=True, interval=0)
        self._ahead.timeout.connect(self._look_ahead)
        self.setProperty("viewer_keys", True)  # Space and the arrows play and step, here too
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words("timeline.name"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._follow()
        self._arrange()

    def sizeHint(self) -> QSize:
        """Wide, and tall enough for all lanes."""
        return QSize(900, self.lanes.height + 20)

    # what is where

    @property
    def left(self) -> int:
        """How far the film is scrolled, in pixels."""
        return self.horizontalScrollBar().value()

    @property
    def top(self) -> int:
        """How far the lanes are scrolled."""
        return self.verticalScrollBar().value()

    def frame_at(self, x: float) -> int:
        """The frame under a position of the viewport."""
        return self.state.scale.frame(x + self.left)

    def rect_of(self, clip_id: str) -> QRect:
        """Where a clip is in the viewport; empty when it is not in the cut."""
        for lane in self.lanes.lanes:
            for clip in lane.track.clips:
                if clip.id == clip_id:
                    return self.box(lane, clip.start, clip.end)
        return QRect()

    def box(self, lane: Lane, start: int, end: int) -> QRect:
        """A stretch of a lane in the viewport."""
        x, far = self.state.scale.x(start), self.state.scale.x(end)
        return QRect(x - self.left, lane.top - self.top, max(1, far - x), lane.height)

    def group(self, clip_ids: Iterable[str], alone: bool) -> tuple[str, ...]:
        """Clips with what is linked with them, unless links are not followed."""
        if alone or not self.state.linked:
            return tuple(clip_ids)
        return group_of(self.desk.project, clip_ids)

    def magnets(self, without: Iterable[str] = ()) -> Magnets:
        """What draws edges: clips, markers, the playhead, in and out."""
        lone, facts = set(without), (self.session.playhead, self.session.span)
        cut = self.desk.project.cut
        kept = None if lone else self._magnets
        if kept is not None and kept[0] is cut and kept[1] == facts:
            return kept[2]
        found = edges_of(cut, lone)
        found.add(self.session.playhead)
        found.update(self.session.span or ())
        magnets = Magnets(found)
        if not lone:  # the razor asks at every step of the mouse
            self._magnets = (cut, facts, magnets)
        return magnets

    @property
    def reach(self) -> int:
        """Frames within which edges are drawn; 0 when snapping is off."""
        return self.state.scale.frames(REACH) if self.state.snapping else 0

    # scale

    def zoom(self, steps: float, at: int | None = None) -> None:
        """Nearer or farther; what is at position `at` (or the playhead, if seen) stays there."""
        old = self.state.scale
        if at is None:
            at = self.state.scale.x(self.session.playhead) - self.left
            at = at if 0 <= at <= self.viewport().width() else self.viewport().width() // 2
        film = (self.left + at) / old.per_frame
        self.state.rescale(old.zoomed(steps))
        bar, left = self.horizontalScrollBar(), round(film * self.state.scale.per_frame) - at
        bar.setMaximum(max(bar.maximum(), left))
        bar.setValue(left)

    def fit(self) -> None:
        """The whole film is seen."""
        room = max(60, self.viewport().width() - 24)
        seconds = self.desk.project.rate.frames(10)  # an empty film shows ten of them
        self.state.rescale(fitting(self.desk.project.cut.frames or seconds, room))
        self.horizontalScrollBar().setValue(0)

    def first_look(self) -> None:
        """The whole film, and of its tracks the main picture and what is heard with it."""
        self.fit()
        pictures = self.lanes.of_kind(TrackKind.PICTURE)
        sounds = self.lanes.of_kind(TrackKind.SOUND)
        if pictures:
            last = sounds[0] if sounds else pictures[-1]
            self.verticalScrollBar().setValue(last.bottom + 4 - self.viewport().height())

    def reveal(self, frame: int) -> None:
        """Turn the page when a frame is not seen."""
        x, wide = self.state.scale.x(frame), self.viewport().width()
        if not self.left <= x < self.left + wide:
            self.horizontalScrollBar().setValue(x - wide // 10)

    # news

    def _follow(self) -> None:
        self.desk.changed.connect(self._edited)
        self.facts.renamed.connect(self._renamed)
        self.facts.owner_changed.connect(self._owner_changed)
        self.facts.progressed.connect(self._repaint)
        self.media.ready.connect(self._owner_changed)
        self.session.clips_chosen.connect(self._repaint)
        self.session.span_changed.connect(self._repaint)
        self.session.playhead_moved.connect(self._playhead_moved)
        self.state.scale_changed.connect(self._rescaled)
        self.state.heights_changed.connect(self._arrange)
        self._seen = self.session.playhead

    def _arrange(self) -> None:
        self.lanes = Lanes(self.desk.project.cut, self.state.heights)
        view = self.viewport()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        last = max([self.session.playhead, *_ends(self.lanes)])
        across.setPageStep(view.width())
        across.setSingleStep(40)
        across.setRange(0, max(0, self.state.scale.x(last) - view.width() // 2))
        down.setPageStep(view.height())
        down.setSingleStep(20)
        down.setRange(0, max(0, self.lanes.height - view.height()))
        view.update()

    def _edited(self, before: Project, after: Project) -> None:
        if before.cut is after.cut:
            return
        old = {track.id: track for track in before.cut.tracks}
        for track in after.cut.tracks:
            self.tiles.forget(track.id, changes(old.get(track.id), track))
        self._owners = None
        self._arrange()
        self._forget_chosen(after)

    def _forget_chosen(self, project: Project) -> None:
        """What left the cut is not chosen; a drag may bring it back, so only when none goes on."""
        if self.drag is None and self.session.clips:
            known = {clip.id for track in project.cut.tracks for clip in track.clips}
            self.session.choose_clips(name for name in self.session.clips if name in known)

    def _renamed(self) -> None:
        self.tiles.clear()
        self.viewport().update()

    def _owner_changed(self, owner: str) -> None:
        """Clips of this owner look different."""
        if self._owners is None:
            self._owners = {}
            for lane in self.lanes.lanes:
                for clip in lane.track.clips:
                    self._owners.setdefault(clip.owner, []).append(lane.track.id)
        for track_id in set(self._owners.get(owner, ())):
            lane = self.lanes.of(track_id)
            if lane is not None:
                self.tiles.forget(track_id, _spans(lane.track, owner))
        self.viewport().update()

    def _repaint(self, _news: object = None) -> None:
        self.viewport().update()

    def _playhead_moved(self, frame: int) -> None:
        """Only the old and the new line are painted."""
        if self.drag is None:
            self.reveal(frame)
        for place in (self._seen, frame):
            x = self.state.scale.x(place) - self.left
            self.viewport().update(x - 2, 0, 5, self.viewport().height())
        self._seen = frame

    # painting

    @property
    def sharp(self) -> bool:
        """Whether everything seen is painted at its own scale."""
        return self._sharp is None

    def _rescaled(self) -> None:
        """Old tiles are stretched at once; new ones are painted when the wheel rests."""
        if self._sharp is None:
            self._sharp = self._last_scale
        self._last_scale = self.state.scale
        self._arrange()
        self._sharpening.start(_REST)

    def _sharpen(self) -> None:
        """Paint what is missing in view, a few milliseconds at a time."""
        begin, ratio = time.perf_counter(), self.devicePixelRatioF()
        for lane, number in self._missing(0):
            self.tiles.tile(lane, self.state.scale, number, ratio)
            left, top = number * WIDE - self.left, lane.top - self.top
            self.viewport().update(left, top, WIDE, lane.height)
            if time.perf_counter() - begin > _BUDGET:
                self._sharpening.start(0)
                break
        else:
            self._sharp = None
            self._ahead.start()

    def _look_ahead(self) -> None:
        """One tile beside what is seen, so that scrolling finds it painted."""
        for lane, number in self._missing(1) if self.sharp else ():
            self.tiles.tile(lane, self.state.scale, number, self.devicePixelRatioF())
            self._ahead.start()
            return

    def _missing(self, more: int) -> Iterator[tuple[Lane, int]]:
        """Tiles not painted yet, in view and `more` on both sides."""
        view = self.viewport()
        first, last = self.left // WIDE, (self.left + view.width()) // WIDE
        for number in range(max(0, first - more), last + more + 1):
            for lane in self.lanes.between(self.top, self.top + view.height()):
                if not self.tiles.has(lane, self.state.scale, number):
                    yield lane, number

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Everything is drawn anew, from tiles."""
        super().scrollContentsBy(dx, dy)
        self._ahead.start()

    def showEvent(self, event: QShowEvent) -> None:
        """What the clips show is made while they are seen."""
        super().showEvent(event)
        self.media.rest(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing new is begun; closing the film hides its window first."""
        self.media.rest(True)
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The scroll bars know the new room."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tiles first, then what moves."""
        region = event.rect()
        with QPainter(self.viewport()) as painter:
            painter.fillRect(region, QColor(self._theme.ground))
            first = (self.left + region.left()) // WIDE
            last = (self.left + region.right()) // WIDE
            for lane in self.lanes.between(region.top() + self.top, region.bottom() + self.top + 1):
                for number in range(first, last + 1):
                    self._tile(painter, lane, number)
            self.overlay.paint(painter, region)

    def _tile(self, painter: QPainter, lane: Lane, number: int) -> None:
        scale, left, top = self.state.scale, number * WIDE - self.left, lane.top - self.top
        if self._sharp is not None and not self.tiles.has(lane, scale, number):
            box = QRectF(left, top, WIDE, lane.height)
            if self._stretched(painter, lane, box, self._sharp):
                return
        tile = self.tiles.tile(lane, scale, number, self.devicePixelRatioF())
        painter.drawPixmap(left, top, tile)

    def _stretched(self, painter: QPainter, lane: Lane, box: QRectF, old: Scale) -> bool:
        """Draw what the tiles of another scale show there; False when it has none at all."""
        share = self.state.scale.per_frame / old.per_frame  # our pixels to one of theirs
        begin = (box.left() + self.left) / share
        numbers = range(int(begin // WIDE), int((begin + WIDE / share) // WIDE) + 1)
        known = [number for number in numbers if self.tiles.has(lane, old, number)]
        if not known and not self.tiles.knows(lane, old):
            return False
        painter.fillRect(box, self._painter.ground)
        for number in known:
            tile = self.tiles.tile(lane, old, number, self.devicePixelRatioF())
            left = number * WIDE * share - self.left
            seen = QRectF(left, box.top(), WIDE * share, box.height()).intersected(box)
            ratio = tile.devicePixelRatio() / share
            source = QRectF((seen.left() - left) * ratio, 0, seen.width() * ratio, tile.height())
            painter.drawPixmap(seen, tile, source)
        return True

    def _paint_tile(
        self, painter: QPainter, lane: Lane, scale: Scale, left: int, width: int
    ) -> None:
        self._painter.paint(painter, lane, scale, left, width, self.desk.project.rate)


def _ends(lanes: Lanes) -> list[int]:
    return [lane.track.clips[-1].end for lane in lanes.lanes if lane.track.clips]


def _spans(track: Track, owner: str) -> list[tuple[int, int]]:
    return [(clip.start, clip.end) for clip in track.clips if clip.owner == owner]
