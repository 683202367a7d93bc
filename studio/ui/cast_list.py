"""The subjects of the film in a list: dragged from it onto shots, pictures dropped on them."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from studio.timeline.story import Subject
from studio.ui.dragging import Cargo, Target, Thing, mime_of
from studio.ui.kit import Kit, dot
from studio.ui.plain import one_line, tip

_LEAST, _MOST = 2, 6  # rows that are seen at once
_EDGES = 6  # pixels above and below the rows
_ID = Qt.ItemDataRole.UserRole


class CastList(QListWidget):
    """Subjects that can be dragged onto shots and take drops of pictures."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._room = 10_000  # pixels it may take
        self.setAccessibleName(kit.media("cast.title"))
        self.setIconSize(QSize(16, 16))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    @property
    def subject_id(self) -> str:
        """The subject under the cursor; empty when there is none."""
        return self.currentItem().data(_ID) if self.currentRow() >= 0 else ""

    def target_at(self, point: QPoint) -> Target:
        """The subject under a point, else the cast as a whole."""
        index = self.indexAt(point)
        return Target("subject", index.data(_ID)) if index.isValid() else Target("cast")

    def mark(self, target: Target | None, fits: bool) -> None:
        """Show where a drop would land."""
        theme = self._kit.theme
        for row in range(self.count()):
            item = self.item(row)
            here = target is not None and target.owner == item.data(_ID)
            colour = theme.chosen if fits else theme.hover
            item.setData(Qt.ItemDataRole.BackgroundRole, QBrush(QColor(colour)) if here else None)

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """The subjects as things of the film."""
        things = tuple(Thing("subject", id=item.data(_ID)) for item in items)
        return mime_of(Cargo(things, str(self._kit.desk.folder)))

    def fill(self, subjects: Sequence[Subject]) -> None:
        """List these, without a word of it; the cursor stays on its subject, else on the first."""
        cursor = self.subject_id
        self.blockSignals(True)
        self.clear()
        for subject in subjects:
            kind = self._kit.media(f"kind.{subject.kind.value}")
            item = QListWidgetItem(QIcon(dot(subject.colour, 16)), one_line(subject.name))
            item.setData(_ID, subject.id)
            item.setToolTip(tip(f"{subject.name}\n{kind}\n{subject.description}"))
            self.addItem(item)
        self._fit()
        self.setCurrentRow(0)
        self.go_to(cursor)
        self.blockSignals(False)

    @property
    def least(self) -> int:
        """Pixels it takes where there is little room."""
        return _LEAST * max(24, self.sizeHintForRow(0)) + _EDGES

    def showEvent(self, event: QShowEvent) -> None:
        """Only now rows are as tall as the style of the window says."""
        super().showEvent(event)
        self._fit()

    def fit(self, room: int) -> None:
        """Be as tall as the rows are, up to six and no more than whole ones in `room` pixels."""
        self._room = room
        self._fit()

    def _fit(self) -> None:
        row = max(24, self.sizeHintForRow(0))
        room = max(1, (self._room - _EDGES) // row)
        least = min(_LEAST, room)
        self.setMinimumHeight(least * row + _EDGES)
        self.setMaximumHeight(max(least, min(_MOST, self.count(), room)) * row + _EDGES)
        self.updateGeometry()
        self.scrollToItem(self.currentItem())

    def sizeHint(self) -> QSize:
        """All that it may take."""
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def go_to(self, subject_id: str) -> None:
        """Put the cursor on a subject, where it is listed."""
        for row in range(self.count()):
            if self.item(row).data(_ID) == subject_id:
                self.setCurrentRow(row)
