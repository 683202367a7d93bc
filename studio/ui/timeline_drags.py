"""What the mouse does on the lanes: choose, move, trim, cut, and draw a band."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt

from studio.errors import EditRefused
from studio.timeline.cut import Clip
from studio.timeline.cutting import Edge, razor, split_clips, trim
from studio.timeline.document import Gesture
from studio.timeline.placing import move_clips
from studio.timeline.project import Project
from studio.timeline.queries import clips, find_clip
from studio.timeline.ripple import carry, ripple_trim
from studio.ui.timeline_scale import Lane, within
from studio.ui.timeline_state import RAZOR

if TYPE_CHECKING:
    from studio.ui.timeline_view import TimelineView

Keys = Qt.KeyboardModifier
GRIP = 7  # pixels at a clip's ends that take hold of its edge
FAR = 4  # pixels the mouse moves before a press becomes a drag
_MANY = 120  # edges that are tried as snapping ones; of more, the first and the last


@dataclass(frozen=True)
class Hit:
    """What lies under a point: a lane, and a clip or one of its edges, at a film frame."""

    lane: Lane
    frame: int
    clip: Clip | None = None
    edge: Edge | None = None


def hit_at(view: "TimelineView", point: QPoint) -> Hit | None:
    """What lies under a point of the viewport."""
    lane = view.lanes.at(point.y() + view.top)
    if lane is None:
        return None
    frame = view.frame_at(point.x())
    for clip in within(lane.track, view.frame_at(point.x() - 1), frame + 2):
        box = view.box(lane, clip.start, clip.end)
        if not box.left() <= point.x() <= box.right():
            continue
        grip = min(GRIP, box.width() // 3)
        if point.x() < box.left() + grip:
            return Hit(lane, frame, clip, Edge.START)
        if point.x() > box.right() - grip:
            return Hit(lane, frame, clip, Edge.END)
        return Hit(lane, frame, clip)
    return Hit(lane, frame)


def part_cursor(view: "TimelineView", found: Hit | None) -> Qt.CursorShape:
    """How the pointer looks over something."""
    if found is None or found.clip is None or found.lane.track.locked:
        return Qt.CursorShape.ArrowCursor
    if view.state.tool == RAZOR:
        return Qt.CursorShape.SplitHCursor
    return Qt.CursorShape.SizeHorCursor if found.edge else Qt.CursorShape.ArrowCursor


class _BrokenOffError(Exception):
    """The maker pressed Escape."""


class Drag:
    """A press that may become a drag: where it began, and the film's gesture once it edits."""

    def __init__(self, view: "TimelineView", at: QPoint) -> None:
        self.view = view
        self.live = False  # the pointer went far enough
        self.guide: int | None = None  # the film frame where something snapped
        self.told = ""  # what is written beside the pointer
        self.band: QRect | None = None  # in pixels of the film and the lanes
        self.inserts = False  # the guide is where clips come in
        self.at = at
        self._film = self._content(at)
        self._gesture: Gesture | None = None
        self._context: AbstractContextManager[Gesture] | None = None

    def _content(self, at: QPoint) -> QPoint:
        return at + QPoint(self.view.left, self.view.top)

    def far(self, at: QPoint) -> bool:
        """Whether the pointer went far enough; from then on it is a drag."""
        self.at = at
        gone = self._content(at) - self._film
        self.live = self.live or gone.manhattanLength() >= FAR
        return self.live

    def edit(self, label: str, edit: Callable[..., Project], *args: object, **more: object) -> None:
        """Show the film as the drag makes it now; what cannot be leaves it as it was."""
        if self._gesture is None:
            self._context = self.view.desk.document.gesture(self.view.words(label))
            self._gesture = self._context.__enter__()
        try:
            self._gesture.move(edit, *args, **more)
        except EditRefused as refused:
            self.told = self.view.words.error(refused)

    def moved(self, at: QPoint, keys: Keys) -> None:
        """The pointer is at another point of the viewport, or other keys are held."""
        raise NotImplementedError

    def done(self) -> None:
        """The button is let go: one step of undo."""
        if self._context is not None:
            self._context.__exit__(None, None, None)

    def broken(self) -> None:
        """As if it had not been."""
        if self._context is None:
            return
        reason = _BrokenOffError()
        try:
            self._context.__exit__(_BrokenOffError, reason, None)
        except _BrokenOffError:
            return


class Move(Drag):
    """Clips follow the pointer; with Ctrl they come in between others."""

    def __init__(
        self,
        view: "TimelineView",
        found: Hit,
        at: QPoint,
        ids: Sequence[str],
        *,
        settles: Sequence[str],
    ) -> None:
        super().__init__(view, at)
        assert found.clip is not None
        self._start = view.desk.project
        self._ids = [name for name in ids if _free(self._start, name)]
        self._kind = found.lane.track.kind
        self._home = found.lane
        self._lanes = [lane for lane in view.lanes.of_kind(self._kind) if not lane.track.locked]
        self._settles = settles  # chosen when the press turns out to be a click
        moving = [(t, c) for t, c in clips(self._start) if c.id in set(self._ids)]
        self._clips = moving
        edges = sorted({edge for _, clip in moving for edge in (clip.start, clip.end)})
        self._edges = edges if len(edges) <= _MANY else [edges[0], edges[-1]]
        self._magnets = view.magnets(self._ids)

    def moved(self, at: QPoint, keys: Keys) -> None:
        """Over what is there, or with Ctrl in between."""
        if not self.far(at) or not self._clips:
            return
        x = self._content(at).x()
        self.inserts = bool(keys & Keys.ControlModifier)
        if self.inserts:
            frame = self.view.state.scale.edge(x)
            magnet = self._magnets.near(frame, self.view.reach * 3)
            self.guide = frame if magnet is None else magnet
            self.told = self.view.words("timeline.insert_here")
            self.edit("edit.carry", carry, self._ids, self.guide)
            return
        by = round((x - self._film.x()) / self.view.state.scale.per_frame)
        by, self.guide = self._magnets.pull(self._edges, by, self.view.reach)
        by = max(by, -self._edges[0])
        self.told = _signed(self.view, by)
        self.edit("edit.move", move_clips, self._ids, by, self._targets(at))

    def done(self) -> None:
        """A press that was no drag settles what is chosen."""
        super().done()
        if not self.live:
            self.view.choose(self._settles)

    def _targets(self, at: QPoint) -> dict[str, str]:
        """The tracks that clips of the grabbed one's kind go to: all of them as far as it."""
        goal = self.view.lanes.at(at.y() + self.view.top)
        tracks = [lane.track.id for lane in self._lanes]
        if goal is None or goal.track.id not in tracks or self._home.track.id not in tracks:
            return {}
        steps = tracks.index(goal.track.id) - tracks.index(self._home.track.id)
        mine = [(t.id, c.id) for t, c in self._clips if t.kind is self._kind and t.id in tracks]
        places = [tracks.index(track) for track, _ in mine]
        steps = max(-min(places), min(steps, len(tracks) - 1 - max(places)))
        return {clip: tracks[tracks.index(track) + steps] for track, clip in mine}


class Trim(Drag):
    """An edge follows the pointer; with Shift all that is later follows the edge."""

    def __init__(self, view: "TimelineView", found: Hit, at: QPoint, *, alone: bool) -> None:
        super().__init__(view, at)
        assert found.clip is not None
        assert found.edge is not None
        self._clip, self._edge = found.clip, found.edge
        self._alone = alone or not view.state.linked
        self._available = view.facts.available()
        ids = view.group([found.clip.id], self._alone)
        self._magnets = view.magnets(ids)
        if found.clip.id not in view.session.clips:
            view.choose(ids)

    @property
    def _from(self) -> int:
        return self._clip.start if self._edge is Edge.START else self._clip.end

    def moved(self, at: QPoint, keys: Keys) -> None:
        """As far as neighbours and material allow."""
        if not self.far(at):
            return
        by = round((self._content(at).x() - self._film.x()) / self.view.state.scale.per_frame)
        by, guide = self._magnets.pull([self._from], by, self.view.reach)
        name, frame, known = self._clip.id, self._from + by, self._available
        if keys & Keys.ShiftModifier:
            self.edit("edit.ripple_trim", ripple_trim, name, self._edge, frame, known)
        else:
            self.edit("edit.trim", trim, name, self._edge, frame, alone=self._alone,
                      available=known)  # fmt: skip
        self._tell(guide)

    def _tell(self, guide: int | None) -> None:
        """How long the clip is now, and by how much that differs."""
        found = find_clip(self.view.desk.project, self._clip.id)
        now = found[1] if found is not None else self._clip
        reached = now.start if self._edge is Edge.START else now.end
        self.guide = guide if guide == reached else None
        length = self.view.desk.project.rate.timecode(now.frames)
        change = _signed(self.view, now.frames - self._clip.frames)
        self.told = f"{change}   {length}"


class Band(Drag):
    """A rectangle chooses what it touches; with Ctrl or Shift besides what was chosen."""

    def __init__(self, view: "TimelineView", at: QPoint, keys: Keys) -> None:
        super().__init__(view, at)
        self._more = bool(keys & (Keys.ControlModifier | Keys.ShiftModifier))
        self._before = view.session.clips
        self._alone = bool(keys & Keys.AltModifier)
        if not self._more:
            view.choose(())

    def moved(self, at: QPoint, keys: Keys) -> None:
        """Choose what is touched."""
        if not self.far(at):
            return
        self.band = QRect(self._film, self._content(at)).normalized()
        touched = self._touched(self.band)
        kept = self._before if self._more else ()
        self.view.session.choose_clips((*kept, *self.view.group(touched, self._alone)))

    def done(self) -> None:
        """The shots of what is chosen are shown beside."""
        self.view.choose(self.view.session.clips)

    def broken(self) -> None:
        """What was chosen before is chosen again."""
        self.view.choose(self._before)

    def _touched(self, band: QRect) -> list[str]:
        scale = self.view.state.scale
        first, last = scale.frame(band.left()), scale.frame(band.right()) + 1
        return [
            clip.id
            for lane in self.view.lanes.between(band.top(), band.bottom() + 1)
            if not lane.track.locked
            for clip in within(lane.track, first, last)
        ]


def begin(view: "TimelineView", at: QPoint, keys: Keys) -> Drag | None:
    """What a press at a point begins; some of it is done at once."""
    found = view.hit(at)
    if found is None or found.clip is None or found.lane.track.locked:
        return Band(view, at, keys)
    alone = bool(keys & Keys.AltModifier)
    if view.state.tool == RAZOR:
        _cut(view, found, keys)
        return None
    if found.edge is not None and not keys & Keys.ControlModifier:
        return Trim(view, found, at, alone=alone)
    ids = view.group([found.clip.id], alone)
    chosen = view.session.clips
    if keys & (Keys.ControlModifier | Keys.ShiftModifier):
        if found.clip.id in chosen:
            rest = [name for name in chosen if name not in ids]
            return Move(view, found, at, chosen, settles=rest)
        view.choose((*chosen, *ids))
        return Move(view, found, at, view.session.clips, settles=view.session.clips)
    if found.clip.id not in chosen or alone:
        view.choose(ids)
    return Move(view, found, at, view.session.clips, settles=ids)


def razor_frame(view: "TimelineView", found: Hit) -> int:
    """Where the razor cuts when it is pressed here."""
    frame = view.magnets().near(found.frame, view.reach // 2)
    return found.frame if frame is None else frame


def _cut(view: "TimelineView", found: Hit, keys: Keys) -> None:
    """The razor cuts where it is pressed; with Shift through everything."""
    assert found.clip is not None
    frame = razor_frame(view, found)
    label = view.words("edit.split")
    if keys & Keys.ShiftModifier:
        ids = [clip.id for track, clip in clips(view.desk.project) if not track.locked]
        view.desk.edit(label, split_clips, ids, frame)
    elif found.clip.start < frame < found.clip.end:
        alone = bool(keys & Keys.AltModifier) or not view.state.linked
        view.desk.edit(label, razor, found.clip.id, frame, alone=alone)


def _free(project: Project, clip_id: str) -> bool:
    found = find_clip(project, clip_id)
    return found is not None and not found[0].locked


def _signed(view: "TimelineView", frames: int) -> str:
    sign = "-" if frames < 0 else "+"
    return sign + view.desk.project.rate.timecode(abs(frames))
