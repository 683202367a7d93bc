"""A maker's hands on whatever window is in front: only what a mouse and a keyboard can do."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Maker:
    """Clicks at places of the window as the system sends them, and keys to who has the keyboard."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot

    def front(self, window: QWidget) -> None:
        """A window comes to the front, as a desktop sees to; offscreen there is none."""
        window.activateWindow()
        self.qtbot.waitUntil(window.isActiveWindow, timeout=20_000)

    # The mouse.

    def click(
        self, what: QWidget, at: QPoint | None = None, button: Qt.MouseButton = LEFT, times: int = 1
    ) -> None:
        """Click a part that is seen, and not covered by another one."""
        window = what.window()
        self.qtbot.waitUntil(what.isVisible, timeout=20_000)
        QApplication.processEvents()  # what was laid out anew is where it will be
        place = what.mapTo(window, at or what.rect().center())
        beneath = window.childAt(place)
        assert window is what or beneath is what or what.isAncestorOf(beneath), (what, beneath)
        handle = window.windowHandle()
        if times == 2:
            self.qtbot.mouseDClick(handle, button, NONE, place)
        else:
            self.qtbot.mouseClick(handle, button, NONE, place)

    def scroll_to(self, what: QWidget, area: QScrollArea) -> None:
        """Turn the wheel over what scrolls until a part is wholly in sight."""
        view = area.viewport()
        for _ in range(60):
            top = what.mapTo(view, what.rect().topLeft()).y()
            over = top + what.height() - view.height()
            if top >= 0 and over <= 0:
                return
            self._wheel(view, 60 if top < 0 else -60)
        raise AssertionError(f"the wheel does not bring {what} into sight")

    def _wheel(self, over: QWidget, by: int) -> None:
        window = over.window()
        place = over.mapTo(window, QPoint(4, over.height() // 2))
        QTest.wheelEvent(window.windowHandle(), QPointF(place), QPoint(0, by))
        self.qtbot.wait(1)

    def click_item(self, view: QAbstractItemView, index: QModelIndex, times: int = 1) -> None:
        """Click an entry of a list, which is there and in sight."""
        place = view.visualRect(index)
        assert view.viewport().rect().contains(place.center()), index.data()
        self.click(view.viewport(), place.center(), times=times)

    def choose(self, box: QComboBox, row: int) -> None:
        """Open a box and click one of its entries."""
        self.click(box)
        self.qtbot.waitUntil(box.view().isVisible)
        self.click_item(box.view(), box.model().index(row, 0))
        assert box.currentIndex() == row

    def menu(self, bar: QMenuBar, title: str, action: str) -> None:
        """An entry of a menu, by the id of its action."""
        (head,) = [each for each in bar.actions() if _plain(each.text()) == title]
        self.click(bar, bar.actionGeometry(head).center())
        self.entry(action)

    def entry(self, action: str) -> None:
        """An entry of the menu that is open."""
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        (wanted,) = [each for each in menu.actions() if each.objectName() == action]
        self.click(menu, menu.actionGeometry(wanted).center())

    # The keyboard.

    @property
    def focus(self) -> QWidget:
        """What has the keyboard."""
        now = QApplication.focusWidget()
        assert now is not None, "nothing has the keyboard"
        return now

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
        """A key, for the window in front."""
        self.qtbot.keyClick(_front(), key, keys)

    def type(self, text: str) -> None:
        """Letters one after the other; what no key carries comes from an input method."""
        for letter in text:
            if letter.isascii():
                self.qtbot.keyClick(_front(), letter)
            else:
                event = QInputMethodEvent("", [])
                event.setCommitString(letter)
                QApplication.sendEvent(QApplication.focusObject(), event)

    def tab_to(self, goal: QWidget) -> None:
        """Tab until a part has the keyboard; a field that takes tabs is left by Ctrl+Tab."""
        for _ in range(120):
            if QApplication.focusWidget() in (goal, goal.focusProxy()):
                return
            self.key(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {goal.accessibleName() or goal}")

    def in_dialog(self, act: Callable[[QWidget], None]) -> None:
        """Do something in the dialog that the next press opens and waits for."""
        trouble: list[Exception] = []
        before = self.focus.window()

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog in (None, before) or not dialog.isVisible():
                QTimer.singleShot(5, look)
                return
            try:
                act(dialog)
            except Exception as error:  # it would be lost in Qt's loop
                trouble.append(error)
                dialog.close()

        self._trouble, self._before = trouble, before
        QTimer.singleShot(0, look)

    def dialog_done(self) -> None:
        """What went wrong in the dialog goes wrong here."""
        for error in self._trouble:
            raise error
        self.front(self._before)


def _front() -> QWindow:
    window = QApplication.activeWindow()
    assert window is not None, "no window is in front"
    return window.windowHandle()


def _plain(text: str) -> str:
    return text.replace("&", "")


def field_of(dialog: QWidget) -> QLineEdit:
    """Where a file dialog takes a name."""
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(field, QLineEdit)
    return field
