"""The ground of the timeline: where frames and tracks lie, scale, scroll, and what draws edges."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea

from studio.timeline.cut import Cut, TrackKind
from studio.timeline.linking import group_of
from studio.timeline.snapping import Magnets, edges_of
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.timeline_scale import Lane, Lanes, fitting
from studio.ui.timeline_state import TimelineState

REACH = 9  # pixels within which an edge is drawn to another


class TimelineGround(QAbstractScrollArea):
    """Knows the places of everything and paints nothing."""

    def __init__(self, desk: Desk, session: Session, state: TimelineState) -> None:
        super().__init__()
        self.setProperty("part", "timeline")  # beside its scroll bars it is the same ground
        self.desk, self.session, self.state = desk, session, state
        self.lanes = Lanes(desk.project.cut, state.heights)
        self._magnets: tuple[Cut, object, Magnets] | None = None
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        state.heights_changed.connect(self.arrange)
        self.arrange()

    def sizeHint(self) -> QSize:
        """Wide, and tall enough for all lanes."""
        return QSize(900, self.lanes.height + 20)

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

    def magnets(self, without: Iterable[str] = (), *, markers: bool = True) -> Magnets:
        """What draws edges: clips, markers, the playhead, in and out.

        A marker that is dragged, and the playhead with it, is drawn to none of its own kind.
        """
        if not markers:
            bare = self.desk.project.cut.evolve(markers=())
            return Magnets(edges_of(bare) | set(self.session.span or ()))
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

    def arrange(self) -> None:
        """Tracks, heights, scale or room are others: lanes and scroll bars follow."""
        self.lanes = Lanes(self.desk.project.cut, self.state.heights)
        view = self.viewport()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        last = max([self.session.playhead, *_ends(self.lanes)])
        across.setPageStep(view.width())
        across.setSingleStep(40)
        across.setRange(0, max(0, self.state.scale.x(last) - view.width() // 2))
        across.setEnabled(across.maximum() > 0)  # it keeps its room and shows no grip
        down.setPageStep(view.height())
        down.setSingleStep(20)
        down.setRange(0, max(0, self.lanes.height - view.height()))
        view.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The scroll bars know the new room."""
        super().resizeEvent(event)
        self.arrange()


def _ends(lanes: Lanes) -> list[int]:
    return [lane.track.clips[-1].end for lane in lanes.lanes if lane.track.clips]
