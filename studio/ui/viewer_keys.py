"""The keys of a viewer: they work in its whole window, but never while something is typed."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from studio.ui.deck import Deck

_TYPING = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
_PRESSED = (QAbstractButton, QComboBox, QMenu)  # Space is theirs
_SEARCHED = (QAbstractItemView, QComboBox)  # typing in them looks for a row
_WALKED = (QAbstractScrollArea, QAbstractSlider, QComboBox, QMenu, QTabBar)  # arrows are theirs
ALL_KEYS = "viewer_keys"  # a property: True on a widget that leaves every key to the viewer


class ViewerKeys(QObject):
    """Shortcuts of a window that act on a deck; they sleep while `host` is hidden."""

    def __init__(
        self,
        host: QWidget,
        deck: Deck,
        *,
        full: Callable[[], object],
        leave: Callable[[], object] | None = None,
        scopes: Callable[[], object] | None = None,
    ) -> None:
        """`full` is called for full screen, `leave` for Escape, where that is the host's, and
        `scopes` to show or hide those, where it has any.
        """
        super().__init__(host)
        self._host = host
        second = deck.second
        self._letters = self._made(host, {
            "J": lambda: deck.shuttle(-1), "K": deck.pause, "L": lambda: deck.shuttle(1),
            "I": deck.marks.mark_in, "O": deck.marks.mark_out, "Alt+X": deck.marks.clear,
        })  # fmt: skip
        self._space = self._made(host, {"Space": deck.toggle})
        self._arrows = self._made(host, {
            "Left": lambda: deck.step(-1), "Right": lambda: deck.step(1),
            "Shift+Left": lambda: deck.step(-second()), "Shift+Right": lambda: deck.step(second()),
            "Home": lambda: deck.seek(0), "End": lambda: deck.seek(deck.player.frames - 1),
        })  # fmt: skip
        self._made(host, {"Ctrl+Shift+L": lambda: deck.set_loop(not deck.player.loop)})
        self._made(host, {"F11": full})
        if scopes is not None:
            self._made(host, {"Ctrl+Shift+W": scopes})
        self._leave = self._made(host, {"Esc": leave}) if leave else []
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focused)
        self._focused(None, app.focusWidget())

    def _made(self, host: QWidget, rows: dict[str, Callable[[], object]]) -> list[QShortcut]:
        made: list[QShortcut] = []
        for keys, deed in rows.items():
            shortcut = QShortcut(QKeySequence(keys), host)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(deed)
            made.append(shortcut)
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A list or a box that would search by letters leaves the viewer's keys to the viewer."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() in kinds and isinstance(event, QKeyEvent) and self._host.isVisible():
            pressed = QKeySequence(event.keyCombination())
            every = (*self._letters, *self._space, *self._arrows)
            ours = [each for each in every if each.isEnabled() and each.key() == pressed]
            if ours and event.type() is QEvent.Type.ShortcutOverride:
                event.ignore()
                return True
            if ours:  # a box is not asked before it is given the key
                ours[0].activated.emit()
                return True
        return super().eventFilter(watched, event)

    def _focused(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if isinstance(now, _SEARCHED):
            now.installEventFilter(self)
        ours = now is None or bool(now.property(ALL_KEYS))
        typing = isinstance(now, _TYPING) or (isinstance(now, QComboBox) and now.isEditable())
        for group, taken in (
            (self._letters, typing),
            (self._space, typing or isinstance(now, _PRESSED)),
            (self._arrows, typing or isinstance(now, _WALKED)),
        ):
            for shortcut in group:
                shortcut.setEnabled(ours or not taken)
