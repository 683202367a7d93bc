"""The faces of a clip side by side, of which one is chosen: by click, arrows or its number."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem

from studio.ui.words import Words

_WIDE, _TALL, _GAP = 96, 128, 8  # pixels
_ROW = 5  # faces beside each other
_ROWS = 2  # that are seen at once


class FaceList(QListWidget):
    """Faces from left to right, numbered from 1; `settled` tells the one that was decided for."""

    settled = Signal(int)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setAccessibleName(words("actor.faces"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(_WIDE, _TALL))
        self.setGridSize(QSize(_WIDE + _GAP, _TALL + 28))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(lambda _: self.settled.emit(self.number))

    def show_faces(self, faces: Sequence[Path]) -> None:
        """Pictures of the faces, the first one under the cursor."""
        self.clear()
        for number, path in enumerate(faces, 1):
            item = QListWidgetItem(_icon(path, self.devicePixelRatioF()), str(number))
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, self._words("actor.face", number=number)
            )
            self.addItem(item)
        rows = min(_ROWS, -(-len(faces) // _ROW))
        self.setFixedHeight(rows * self.gridSize().height() + 2 * self.frameWidth() + 4)
        self.setCurrentRow(0)

    @property
    def number(self) -> int:
        """The face under the cursor, from 1; 0 when there is none."""
        return self.currentRow() + 1


def _icon(path: Path, ratio: float) -> QIcon:
    image = QImage(str(path))
    if image.isNull():
        return QIcon()
    size = QSize(round(_WIDE * ratio), round(_TALL * ratio))
    mode = Qt.AspectRatioMode.KeepAspectRatio
    scaled = image.scaled(size, mode, Qt.TransformationMode.SmoothTransformation)
    pixmap = QPixmap.fromImage(scaled)
    pixmap.setDevicePixelRatio(ratio)
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # untinted: it is a face
    return icon
