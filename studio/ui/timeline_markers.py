"""Markers under the hand: which one is meant, the drag that moves it, the field that names it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from studio.timeline.cut import Marker, MarkerColour
from studio.timeline.project import Project
from studio.timeline.track_edits import change_marker
from studio.ui.theme import Theme
from studio.ui.timeline_drag import Drag, Keys

if TYPE_CHECKING:
    from studio.ui.timeline_view import TimelineView

_LONGEST = 200  # letters of a name


def colours(theme: Theme) -> Mapping[MarkerColour, str]:
    """The theme's colour for each colour of markers."""
    return {
        MarkerColour.GREEN: theme.good, MarkerColour.RED: theme.bad,
        MarkerColour.YELLOW: theme.warn, MarkerColour.BLUE: theme.picture,
        MarkerColour.VIOLET: theme.words,
    }  # fmt: skip


def marker_at(project: Project, frame: int) -> Marker | None:
    """The marker of a film frame; of several the last, which lies on top."""
    found = [marker for marker in project.cut.markers if marker.frame == frame]
    return found[-1] if found else None


class MarkerMove(Drag):
    """A marker follows the pointer, and the playhead with it: the viewer shows what it marks."""

    def __init__(self, view: "TimelineView", marker: Marker, at: QPoint) -> None:
        super().__init__(view, at)
        self._marker = marker
        self._home = view.session.playhead
        view.session.move_playhead(marker.frame)
        self._magnets = view.magnets(markers=False)

    def moved(self, at: QPoint, keys: Keys) -> None:
        """To a frame; drawn to edges where snapping is on."""
        if not self.far(at):
            return
        scale, project = self.view.state.scale, self.view.desk.project
        by = round((self._content(at).x() - self._film.x()) / scale.per_frame)
        by, self.guide = self._magnets.pull([self._marker.frame], by, self.view.reach)
        frame = max(0, self._marker.frame + by)
        self.told = project.rate.timecode(frame)
        self.edit("edit.move_marker", change_marker, self._marker.id, frame=frame)
        self.view.session.move_playhead(frame)

    def broken(self) -> None:
        """The marker and the playhead go back."""
        super().broken()
        self.view.session.move_playhead(self._home)


class MarkerName(QLineEdit):
    """A field over the ruler: Enter takes the name, Escape and leaving empty-handed do not."""

    def __init__(
        self, parent: QWidget, place: QPoint, name: str, take: Callable[[str], object]
    ) -> None:
        super().__init__(name, parent)
        self._take: Callable[[str], object] | None = take
        self.setMaxLength(_LONGEST)
        self.setFixedWidth(200)
        self.move(max(0, min(place.x(), parent.width() - 204)), place.y())
        self.editingFinished.connect(self._done)
        self.show()
        self.selectAll()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the name as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self._take = None
            self._end()
            return
        super().keyPressEvent(event)

    def _done(self) -> None:
        take, self._take = self._take, None
        if take is not None:
            take(self.text().strip())
            self._end()

    def _end(self) -> None:
        home = self.parentWidget()
        if home is not None and self.hasFocus():
            home.setFocus()
        self.hide()
        self.deleteLater()
