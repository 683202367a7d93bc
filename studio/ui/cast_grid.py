"""The pictures, videos and sounds of one variant in a grid, which takes drops."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from studio.timeline.queries import find_reference
from studio.timeline.story import ReferenceKind, Role, Use
from studio.ui.dragging import Target
from studio.ui.kit import DENSE, Kit, fitted
from studio.ui.plain import one_line, tip

_USE = Qt.ItemDataRole.UserRole
_WIDE, _TALL = 84, 63  # points of a picture in the grid
_MOST = 3  # rows that are seen at once


class SheetGrid(QListWidget):
    """As high as its pictures need, up to three rows; Delete takes the chosen one off."""

    def __init__(self, kit: Kit, removed: Callable[[], None], target: Callable[[], Target]) -> None:
        super().__init__()
        self._kit, self._removed = kit, removed
        self._words = kit.media.of("ui_cast")
        self.setAccessibleName(self._words("sheet"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setWordWrap(False)
        self.setIconSize(QSize(_WIDE, _TALL))
        self.setGridSize(QSize(_WIDE + 14, _TALL + 30))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

        def whose(_at: QPoint) -> Target:
            return target()

        kit.takes_drops_at(self.viewport(), whose)
        for source in (kit.stills, kit.waves):
            source.ready.connect(self._redraw)

    @property
    def use(self) -> Use | None:
        """The use under the cursor."""
        return self.currentItem().data(_USE) if self.currentRow() >= 0 else None

    def show_uses(self, uses: Sequence[Use]) -> None:
        """Show these; the cursor stays on its own, or goes to a neighbour of one that went."""
        before, row = self.use, self.currentRow()
        self.clear()
        for use in uses:
            self._add(use)
        there = [self.item(n).data(_USE) for n in range(self.count())]
        if before in there:
            self.setCurrentRow(there.index(before))
        elif there and row >= 0:
            self.setCurrentRow(min(row, len(there) - 1))
        across = max(1, self.viewport().width() // (_WIDE + 14))
        rows = min(_MOST, max(1, -(-len(there) // across)))
        self.setFixedHeight(rows * (_TALL + 30) + 8)
        self.setVisible(bool(there))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the chosen picture off the sheet."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.currentRow() >= 0:
            self._removed()
            return
        super().keyPressEvent(event)

    def _add(self, use: Use) -> None:
        reference = find_reference(self._kit.desk.project, use.reference)
        if reference is None:
            return
        known = use.role is Role.SUBJECT and reference.kind is ReferenceKind.PICTURE
        name = f"view.{use.view.value if use.view else 'none'}" if known else ""
        text = self._words(name) if name else self._kit.words(f"role.{use.role.value}")
        item = QListWidgetItem(one_line(text, 20))
        item.setData(_USE, use)
        item.setToolTip(tip(reference.name))
        item.setIcon(self._icon(use))
        self.addItem(item)

    def _icon(self, use: Use) -> QIcon:
        reference = find_reference(self._kit.desk.project, use.reference)
        image = self._kit.still_of(reference) if reference is not None else None
        return QIcon(fitted(image, _WIDE, _TALL, self._kit.theme.ground, dots=DENSE))

    def _redraw(self, _take: str = "") -> None:
        for row in range(self.count()):
            item = self.item(row)
            item.setIcon(self._icon(item.data(_USE)))
