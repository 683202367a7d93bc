"""The painted lanes of the timeline: what is kept, what is painted anew, and on which news."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent

from studio.timeline.cut import Track
from studio.timeline.project import Project
from studio.timeline.queries import find_clip
from studio.timeline.transition_edits import Side
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.ui.timeline_drag import Drag
from studio.ui.timeline_drop import Dropping, Refusal
from studio.ui.timeline_facts import Facts
from studio.ui.timeline_ground import TimelineGround
from studio.ui.timeline_media import TakeMedia
from studio.ui.timeline_overlay import Overlay
from studio.ui.timeline_paint import ClipPainter
from studio.ui.timeline_sheet import Sheet
from studio.ui.timeline_state import TimelineState
from studio.ui.timeline_tiles import Tiles, changes
from studio.ui.timeline_wipe_drop import WipeDrop
from studio.ui.words import Words


class TimelineCanvas(TimelineGround):
    """Shows the cut; what the mouse does to it is in `TimelineView`."""

    drag: Drag | None = None  # what goes on; set by the view, asked by filters from the first event
    _dressed = ""  # the name of the theme that is painted

    def __init__(
        self, desk: Desk, session: Session, state: TimelineState, theme: Theme, words: Words
    ) -> None:
        super().__init__(desk, session, state)
        self.words = words
        self.facts = Facts(desk, words)
        self.media = TakeMedia(desk)
        self.dropping: Dropping | None = None
        self.refusal: Refusal | None = None
        self.wipe: WipeDrop | None = None
        self.hovered: int | None = None  # the frame the razor would cut at
        self._theme = theme
        self.clip_painter = ClipPainter(theme, self.facts, self.media)
        self.sheet = Sheet(self, self.clip_painter)
        self.overlay = Overlay(self, theme)
        self._owners: dict[str, list[str]] | None = None
        # What is chosen since clips left the cut, and those of them that were chosen.
        self._gone: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._seen = session.playhead
        self._dressed = theme.name
        self.setProperty("viewer_keys", True)  # Space and the arrows play and step, here too
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words("timeline.name"))
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._follow()

    @property
    def tiles(self) -> Tiles:
        """What is painted of the lanes."""
        return self.sheet.tiles

    @property
    def sharp(self) -> bool:
        """Whether everything seen is painted at its own scale."""
        return self.sheet.sharp

    def _follow(self) -> None:
        self.desk.changed.connect(self._edited)
        self.facts.renamed.connect(self._all_anew)
        self.facts.owner_changed.connect(self._owner_changed)
        self.facts.progressed.connect(self._repaint)
        self.facts.told.connect(self._repaint)
        self.media.ready.connect(self._owner_changed)
        self.session.clips_chosen.connect(self._chosen)
        self.state.passage_chosen.connect(self._repaint)
        self.session.span_changed.connect(self._repaint)
        self.session.playhead_moved.connect(self._playhead_moved)
        self.state.scale_changed.connect(self._rescaled)

    def _rescaled(self) -> None:
        self.sheet.rescaled()
        self.arrange()

    def _edited(self, before: Project, after: Project) -> None:
        if before.cut is after.cut:
            return
        old = {track.id: track for track in before.cut.tracks}
        for track in after.cut.tracks:
            self.tiles.forget(track.id, changes(old.get(track.id), track))
        self._owners = None
        self.arrange()
        self._forget_chosen(after)

    def _forget_chosen(self, project: Project) -> None:
        """What left the cut is not chosen; a drag may bring it back, so only when none goes on.

        What an undo brings back is chosen again, if nothing else was chosen since.
        """
        chosen, (left, gone) = self.session.clips, self._gone
        back = gone if chosen == left else ()
        if self.drag is None and (chosen or back):
            known = {clip.id for track in project.cut.tracks for clip in track.clips}
            wanted = (*chosen, *back)
            stay = tuple(name for name in wanted if name in known)
            self._gone = stay, tuple(name for name in wanted if name not in known)
            self.session.choose_clips(stay)
        passage = self.state.passage
        if self.drag is None and passage is not None and not _has(project, *passage):
            self.state.choose_passage(None)

    def _all_anew(self) -> None:
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

    def _chosen(self, clip_ids: tuple[str, ...]) -> None:
        """Clips or a transition are chosen, never both."""
        if clip_ids:
            self.state.choose_passage(None)
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

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: everything that is painted already has the colours of the old one."""
        super().changeEvent(event)
        restyled = event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange)
        if restyled and self._dressed and self._dressed != self._theme.name:
            self._dressed = self._theme.name
            self.clip_painter.recolour()
            self.overlay.recolour()
            self._all_anew()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Everything is drawn anew, from tiles."""
        super().scrollContentsBy(dx, dy)
        self.sheet.scrolled()

    def showEvent(self, event: QShowEvent) -> None:
        """What the clips show is made while they are seen."""
        super().showEvent(event)
        self.media.rest(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing new is begun; closing the film hides its window first."""
        self.media.rest(True)
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tiles first, then what moves."""
        region = event.rect()
        with QPainter(self.viewport()) as painter:
            painter.fillRect(region, QColor(self._theme.ground))
            self.sheet.paint(painter, region)
            if not self.lanes.lanes:
                self._say_what_to_do(painter)
            self.overlay.paint(painter, region)

    def _say_what_to_do(self, painter: QPainter) -> None:
        """A film without tracks."""
        painter.setPen(QColor(self._theme.soft))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        inner = self.viewport().rect().adjusted(24, 8, -24, -8)
        painter.drawText(inner, flags, self.words("timeline.empty"))


def _has(project: Project, clip_id: str, side: Side) -> bool:
    """Whether there is a transition at this side of this clip."""
    found = find_clip(project, clip_id)
    return found is not None and getattr(found[1], side.value) is not None


def _spans(track: Track, owner: str) -> list[tuple[int, int]]:
    return [(clip.start, clip.end) for clip in track.clips if clip.owner == owner]
