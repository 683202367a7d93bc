"""What every part of the shot inspector does: shows one shot and edits that one, no other."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.timeline.project import Project
from studio.timeline.queries import find_shot
from studio.timeline.shot_edits import change_shot
from studio.timeline.story import Shot
from studio.ui.kit import Kit
from studio.ui.landing_edits import followed


class ShotPart(QWidget):
    """A part shows a shot when it is told to; what is typed goes to the shot it shows."""

    def __init_subclass__(cls, **more: Any) -> None:
        """Raises TypeError for a part that shows nothing; Qt's kind of class would not look."""
        super().__init_subclass__(**more)
        if cls.fill is ShotPart.fill:
            raise TypeError(f"{cls.__name__} has to say how it fills its fields")

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.kit = kit
        self.shot_id = ""
        self.filling = False

    @property
    def shot(self) -> Shot | None:
        """The shot that is shown, as it is now."""
        return find_shot(self.kit.desk.project, self.shot_id)

    def show_shot(self, shot: Shot) -> None:
        """Show a shot; what is half typed in another one was committed before."""
        self.shot_id = shot.id
        self.filling = True
        try:
            self.fill(shot)
        finally:
            self.filling = False

    @abstractmethod
    def fill(self, shot: Shot) -> None:
        """Bring the fields up to date with the shot."""

    def commit(self) -> None:
        """Make an edit of what is still being typed."""

    def edit(self, name: str, edit: Callable[[Project], Project], *, field: str = "") -> bool:
        """One step of undo called `edit.<name>`; typing in one field joins."""
        if self.filling or not self.shot_id:
            return False
        key = f"{self.shot_id}.{field}" if field else ""

        def whole(film: Project) -> Project:
            return followed(film, edit(film))

        return self.kit.desk.edit(self.kit.words(f"edit.{name}"), whole, field=key)

    def change(self, name: str, **changes: Any) -> bool:
        """Give the shot other values; edits of one field within a second join."""
        shot_id = self.shot_id
        return self.edit(name, lambda film: change_shot(film, shot_id, **changes), field=name)


def show_choices(box: QComboBox, choices: Sequence[tuple[str, object, QIcon]]) -> None:
    """Fill a list, unless it shows just these: a list that is open must not close."""
    now = [(box.itemText(row), box.itemData(row)) for row in range(box.count())]
    if now != [(text, value) for text, value, _ in choices]:
        box.clear()
        for text, value, icon in choices:
            box.addItem(icon, text, value)


def show_choice(box: QComboBox, value: object) -> None:
    """Choose a value, unless it is chosen."""
    row = box.findData(value)
    if row != box.currentIndex():
        box.setCurrentIndex(row)


def inset(*spins: QAbstractSpinBox) -> None:
    """Give numbers the room at their left that texts have; a style sheet cannot reach it."""
    for spin in spins:
        spin.lineEdit().setTextMargins(7, 0, 0, 0)


class Section(QWidget):
    """A part under a title that folds it away; `beside` stands at the end of the title's row."""

    def __init__(
        self, title: str, part: QWidget, beside: QWidget | None = None, *, opened: bool = True
    ) -> None:
        super().__init__()
        self.part = part
        self.head = QToolButton()
        self.head.setText(title)
        self.head.setCheckable(True)
        self.head.setChecked(opened)
        self.head.setProperty("part", "section")
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.toggled.connect(self._fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._holder: QWidget | None = None  # in which `beside` may show and hide itself
        if beside is None:
            column.addWidget(self.head)
        else:
            self._holder = QWidget()
            inner = QHBoxLayout(self._holder)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.addWidget(beside)
            row = QHBoxLayout()
            row.addWidget(self.head)
            row.addStretch(1)
            row.addWidget(self._holder)
            column.addLayout(row)
        column.addWidget(part)
        self._fold(opened)

    def _fold(self, opened: bool) -> None:
        kinds = Qt.ArrowType
        self.head.setArrowType(kinds.DownArrow if opened else kinds.RightArrow)
        self.part.setVisible(opened)
        if self._holder is not None:
            self._holder.setVisible(opened)


class QuietWheel(QObject):
    """Keeps the wheel from changing a field that the maker only scrolls past."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wheel events go on to what scrolls, unless the field has the focus."""
        if event.type() is not QEvent.Type.Wheel or not isinstance(watched, QWidget):
            return False
        if watched.hasFocus():
            return False
        above: QWidget | None = watched.parentWidget()
        while above is not None and not isinstance(above, QAbstractScrollArea):
            above = above.parentWidget()
        if above is not None:
            QApplication.sendEvent(above.verticalScrollBar(), event)
        return True

    def over(self, parent: QWidget) -> None:
        """Watch the fields inside a widget."""
        fields: list[QWidget] = [*parent.findChildren(QComboBox)]
        fields += parent.findChildren(QAbstractSpinBox)
        for field in fields:
            if field.focusPolicy() is not Qt.FocusPolicy.StrongFocus:
                field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            field.removeEventFilter(self)
            field.installEventFilter(self)
