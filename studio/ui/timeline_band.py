"""The drag that chooses: a rectangle over the lanes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect

from studio.ui.timeline_drag import Drag, Keys
from studio.ui.timeline_scale import within

if TYPE_CHECKING:
    from studio.ui.timeline_view import TimelineView


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
