"""The drag that trims a clip at one of its ends, with or without all that comes later."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from studio.timeline.cutting import Edge, trim
from studio.timeline.queries import find_clip
from studio.timeline.ripple import ripple_trim
from studio.ui.timeline_drag import Drag, Keys, signed
from studio.ui.timeline_hit import Hit

if TYPE_CHECKING:
    from studio.ui.timeline_view import TimelineView


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
        change = signed(self.view, now.frames - self._clip.frames)
        self.told = f"{change}   {length}"
