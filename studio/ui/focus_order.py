"""The order in which Tab goes through a window: as it is read, whenever its parts were made."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QWidget,
)

from studio.ui.keeping_focus import HOME, lost, nearest

# What has a focus of its own and hides its parts, such as the field inside a spin box.
_WHOLE = (QAbstractSpinBox, QComboBox, QTabBar)


def step(window: QWidget, *, forward: bool) -> bool:
    """Give the focus to the next widget, or to the one before; False when there is none."""
    now = QApplication.focusWidget()
    if now is not None and lost(window, now):
        return _beside(window, now, forward)
    stops = list(tab_stops(window))
    if not stops:
        return False
    if now is not None and now.property(HOME):
        nearest(window, now, stops, forward).setFocus(_reason(forward))
        return True
    while now is not None and now not in stops and now is not window:
        now = now.parentWidget()  # the field in a spin box stands for the spin box
    way = 1 if forward else -1
    place = stops.index(now) + way if now in stops else 0 if forward else -1
    stops[place % len(stops)].setFocus(_reason(forward))
    return True


def _beside(window: QWidget, now: QWidget, forward: bool) -> bool:
    """What had the focus was hidden or can be used no more: it goes to what is near it, in the
    smallest group that has something to take it.
    """
    above = now.parentWidget()
    while above is not None:
        if above.isVisible() and above.isEnabled():
            if above.property(HOME):
                above.setFocus()
                return True
            stops = list(tab_stops(above))
            inside = [stop for stop in stops if stop is not above]
            if stops:
                to = nearest(above, now, inside, forward) if inside else above
                to.setFocus(_reason(forward))
                return True
        above = None if above is window else above.parentWidget()
    return False


def _reason(forward: bool) -> Qt.FocusReason:
    return Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason


def tab_stops(widget: QWidget) -> Iterator[QWidget]:
    """The widgets that Tab reaches now, in the order of layouts, splitters and tabs."""
    return (each for each in dict.fromkeys(_within(widget)) if _stops(each))


def _within(widget: QWidget) -> Iterator[QWidget]:
    if not widget.isVisible() or widget.isHidden():
        return
    yield widget
    if isinstance(widget, _WHOLE):
        return
    for part in _parts(widget):
        if part is not None:
            yield from _within(part)


def _parts(widget: QWidget) -> Iterator[QWidget | None]:
    """What lies in it, in the order it is read; None where there could be something."""
    if isinstance(widget, QSplitter):
        yield from (widget.widget(n) for n in range(widget.count()))
    elif isinstance(widget, QTabWidget):
        yield widget.tabBar()
        yield widget.currentWidget()
    elif isinstance(widget, QStackedWidget):
        yield widget.currentWidget()
    elif isinstance(widget, QScrollArea):
        yield widget.widget()
    elif isinstance(widget, QAbstractScrollArea):
        yield widget.viewport()  # on it may lie a button, over a painted row
    else:
        yield from as_read(_own(widget))


def _own(widget: QWidget) -> list[QWidget]:
    """What lies in it and can be seen, no window among it."""
    option = Qt.FindChildOption.FindDirectChildrenOnly
    return [
        part
        for part in widget.findChildren(QWidget, options=option)
        if part.isVisible() and not part.isWindow()
    ]


def as_read(parts: Iterable[QWidget]) -> list[QWidget]:
    """Row by row by where they lie, each row from the left; beside something tall, downwards.

    Not by their layouts: an item of a layout that Python has seen is freed twice once its widget
    is taken out (PySide6 6.11).
    """
    rows: list[list[QWidget]] = []
    for part in sorted(parts, key=lambda each: (each.y(), each.x())):
        middle = part.geometry().center().y()
        if rows and any(middle <= other.geometry().bottom() for other in rows[-1]):
            rows[-1].append(part)
        else:
            rows.append([part])
    return [part for row in rows for part in sorted(row, key=lambda each: (each.x(), each.y()))]


def _stops(widget: QWidget) -> bool:
    if not widget.isEnabled() or widget.focusProxy() is not None:
        return False
    if not widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value:
        return False
    if isinstance(widget, QTabWidget):
        return False  # its tab bar stands for it
    return not (isinstance(widget, QAbstractButton) and _stands_back(widget))


def _stands_back(button: QAbstractButton) -> bool:
    """Of buttons that exclude one another only the one that is on is a stop; arrows do the rest."""
    group = button.group()
    if not group or not group.exclusive() or button.isChecked():
        return False
    on = group.checkedButton()
    return on is not None and on.isVisible() and on.isEnabled()
