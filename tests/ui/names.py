"""What a screen reader and a keyboard find in a window: names, tool tips, and the way of Tab."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QTabWidget,
    QWidget,
)

_OWN = ("qt_", "ScrollLeftButton", "ScrollRightButton")  # parts that Qt makes


def focusable(root: QWidget) -> Iterator[QWidget]:
    """What can have the focus now; the field inside a spin box is the spin box."""
    for each in root.findChildren(QWidget):
        policy = each.focusPolicy().value & Qt.FocusPolicy.StrongFocus.value
        inner = isinstance(each.parentWidget(), QAbstractSpinBox | QComboBox)
        if policy and each.isVisible() and not inner and not isinstance(each, QTabWidget):
            yield each


def spoken(widget: QWidget) -> str:
    """What a screen reader calls a widget. A combo box without a name says its value only."""
    if isinstance(widget, QComboBox):
        labels = (label for label in widget.window().findChildren(QLabel))
        buddy = next((label.text() for label in labels if label.buddy() is widget), "")
        return widget.accessibleName() or buddy
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def where(widget: QWidget) -> str:
    names: list[str] = []
    each: QWidget | None = widget
    while each is not None and len(names) < 4:
        names.append(f"{type(each).__name__} {each.objectName()}".strip())
        each = each.parentWidget()
    return " in ".join(names)


def nameless(root: QWidget) -> list[str]:
    return [where(each) for each in focusable(root) if len(spoken(each).strip(" ×+…")) < 2]


def unexplained(root: QWidget) -> list[str]:
    """Buttons that show no word and have no tool tip."""
    buttons = [b for b in root.findChildren(QAbstractButton) if b.isVisible()]
    mute = [b for b in buttons if len(b.text().strip()) < 2 and not b.toolTip()]
    return [where(b) for b in mute if not b.objectName().startswith(_OWN)]


def walk(root: QWidget, *, back: bool = False) -> list[QWidget]:
    """Where Tab goes, until it comes round."""
    seen: list[QWidget] = []
    for _ in range(250):
        now = QApplication.focusWidget()
        assert now is not None
        if now in seen:
            return seen
        seen.append(now)
        QTest.keyClick(now, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
        QApplication.processEvents()
    raise AssertionError("Tab never comes round")


def tabbed(root: QWidget) -> set[QWidget]:
    """What Tab must reach: of buttons that exclude one another the chosen one."""
    found: set[QWidget] = set()
    for each in focusable(root):
        tab = each.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        group = each.group() if isinstance(each, QAbstractButton) else None
        others = bool(group) and group.exclusive() and not each.isChecked()
        if tab and each.isEnabled() and each.focusProxy() is None and not others:
            found.add(each)
    return found
