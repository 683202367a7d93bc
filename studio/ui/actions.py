"""The one table behind menus, keys, the command palette and tooltips."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from studio.ui.words import Words

_APART = 28  # pixels between an action's name and its key in a menu, beyond what Qt gives


def _always() -> bool:
    return True


def _nothing() -> None:
    """All actions are there."""


def _spread(menu: QMenu) -> None:
    """Keys stand apart from names."""
    menu.setMinimumWidth(0)
    menu.setMinimumWidth(menu.sizeHint().width() + _APART)


@dataclass(frozen=True)
class Submenu:
    """Entries that belong together, behind one; `title` is that of `ui.menu.<title>`."""

    title: str
    entries: "tuple[Entry, ...]"


Entry = str | Submenu  # the id of an action, "-" for a line, or a menu in the menu
Entries = Callable[[], Iterable[Entry]]


@dataclass(frozen=True)
class Action:
    """Something a person can trigger. Its words are `<area>.action.<id>` in the catalogue."""

    id: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    enabled: Callable[[], bool] = _always
    label: Callable[[], str] | None = None  # words that change, such as "Undo Trim clip"
    area: str = "ui"  # the catalogue that holds its words
    checked: Callable[[], bool] | None = None  # for what is on or off


class ActionTable:
    """Every action of a window by id, each as one QAction."""

    def __init__(
        self, window: QWidget, words: Words, finish: Callable[[], object] = _nothing
    ) -> None:
        """`finish` makes known what is not yet: it is called for an action that is missing."""
        self._window = window
        self._words = words
        self._finish = finish
        self._menus: list[tuple[QMenu, Entries]] = []  # those that are to be filled
        self._table: dict[str, Action] = {}
        self._made: dict[str, QAction] = {}

    def add(self, actions: Iterable[Action]) -> None:
        """Make actions known; their keys work in the whole window."""
        added: list[str] = []
        for action in actions:
            added.append(action.id)
            if action.id in self._table:
                raise ValueError(f"the action {action.id} is there already")
            made = QAction(self._window)
            made.setObjectName(action.id)
            made.setShortcuts([QKeySequence(keys) for keys in action.keys])
            made.setCheckable(action.checked is not None)
            made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            made.triggered.connect(lambda _checked=False, a=action: self.trigger(a.id))
            self._window.addAction(made)
            self._table[action.id] = action
            self._made[action.id] = made
        for action_id in added:
            self._show(action_id)

    def trigger(self, action_id: str) -> None:
        """Run an action, if it can be run now."""
        action = self._of(action_id)
        if action.enabled():
            action.run()
        self.refresh()

    def refresh(self) -> None:
        """Bring words and states up to date."""
        for action_id in self._made:
            self._show(action_id)

    def words_of(self, action_id: str) -> str:
        """What an action is called."""
        return self._words.of(self._of(action_id).area)(f"action.{action_id}")

    def label(self, action_id: str) -> str:
        """What an action is called now."""
        label = self._of(action_id).label
        return label() if label else self.words_of(action_id)

    def keys(self, action_id: str) -> str:
        """The first of an action's keys as this system writes them; empty when it has none."""
        keys = self._of(action_id).keys
        return written(keys[0]) if keys else ""

    def tip(self, action_id: str) -> str:
        """An action's words with its key, for tooltips."""
        text, keys = self.label(action_id).replace("&", ""), self.keys(action_id)
        return f"{text}  ({keys})" if keys else text

    def can(self, action_id: str) -> bool:
        """Whether an action can be run now."""
        return self._of(action_id).enabled()

    def qaction(self, action_id: str) -> QAction:
        """The action as Qt has it, for menus and buttons."""
        self._of(action_id)
        return self._made[action_id]

    def knows(self, keys: QKeySequence) -> bool:
        """Whether an action that is there already has these keys."""
        return any(keys in made.shortcuts() for made in self._made.values())

    def ids(self) -> tuple[str, ...]:
        """Every action there is, for the palette."""
        self._finish()
        return tuple(self._table)

    def fill(self, bar: QMenuBar, menus: Mapping[str, Entries]) -> None:
        """Menus by the name of their title; what gives their entries.

        A menu is filled by `stock`, and when it is opened at the latest.
        """
        for title, entries in menus.items():
            menu = bar.addMenu(self._words(f"menu.{title}"))
            self._menus.append((menu, entries))
            menu.aboutToShow.connect(self.stock)
            menu.aboutToShow.connect(self.refresh)
            menu.aboutToShow.connect(partial(_spread, menu))

    def stock(self) -> None:
        """Fill the menus that are still empty."""
        menus, self._menus = self._menus, []
        for menu, entries in menus:
            self.put_in(menu, entries())

    def put_in(self, menu: QMenu, entries: Iterable[Entry]) -> None:
        """Add entries to a menu, such as one that opens where the pointer is."""
        for entry in entries:
            if isinstance(entry, Submenu):
                inner = menu.addMenu(self._words(f"menu.{entry.title}"))
                inner.aboutToShow.connect(partial(_spread, inner))
                self.put_in(inner, entry.entries)
            elif entry == "-":
                menu.addSeparator()
            else:
                menu.addAction(self.qaction(entry))

    def _show(self, action_id: str) -> None:
        action, made = self._table[action_id], self._made[action_id]
        made.setText(self.label(action_id))
        made.setToolTip(self.tip(action_id))
        made.setEnabled(action.enabled())
        if action.checked is not None:
            made.setChecked(action.checked())

    def _of(self, action_id: str) -> Action:
        """The action of this id, when all must be known if it is not."""
        if action_id not in self._table:
            self._finish()
        return self._table[action_id]


@cache
def written(keys: str) -> str:
    """Keys as this system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
