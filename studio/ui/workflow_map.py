"""Where the studio's wishes go in a workflow: a row for each, its places to be chosen from."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QPushButton, QScrollArea, QWidget

from studio.backends.comfyui_fill_files import needs
from studio.backends.comfyui_mapping import ONE_EACH, Role, Target
from studio.backends.comfyui_places import candidates
from studio.backends.comfyui_shelf import place_of
from studio.backends.comfyui_store import Kept
from studio.ui.plain import on_button
from studio.ui.words import Words

_LETTERS = 44  # of a place on its button
_MOST = 200  # places in a menu


class PlaceButton(QPushButton):
    """The places of one role; several may be checked, and all but some roles set all alike."""

    chosen = Signal(object, object)  # the role, its places as they are written

    def __init__(self, role: Role, words: Words) -> None:
        super().__init__()
        self.role, self._words = role, words
        self.setProperty("part", "field")
        self.setAutoDefault(False)
        menu = QMenu(self)
        menu.triggered.connect(self._toggled)
        self.setMenu(menu)
        self._places: tuple[str, ...] = ()

    def fill(self, kept: Kept, doubtful: Collection[str]) -> None:
        """Show what is mapped, and what else could be; `doubtful` places come first, marked."""
        role, words = self.role, self._words
        mapped = kept.mapping.of(role)
        self._places = tuple(place_of(role, each) for each in mapped)
        found = candidates(kept.workflow, kept.known, role)
        every = {place_of(role, each): each for each in (*mapped, *found)}
        order = sorted(every, key=lambda place: place not in doubtful)
        menu = self.menu()
        menu.clear()
        for place in order[:_MOST]:
            mark = words("maybe", place=self._called(every[place])) if place in doubtful else ""
            action = QAction(on_button(mark or self._called(every[place]), 80), menu)
            action.setCheckable(True)
            action.setChecked(place in self._places)
            action.setData(place)
            menu.addAction(action)
        self.setEnabled(bool(every))
        self.setText(self._told(mapped, bool(doubtful), bool(every)))
        name = words.sentence(role.key, {})
        self.setAccessibleName(f"{name}: {self.text()}")

    def _told(self, mapped: tuple[Target, ...], doubtful: bool, possible: bool) -> str:
        if len(mapped) == 1:
            return on_button(self._called(mapped[0]), _LETTERS)
        if mapped:
            return self._words("places", count=len(mapped))
        if doubtful:
            return self._words("unsure")
        return self._words("nowhere") if possible else self._words("none")

    def _called(self, target: Target) -> str:
        return f"{target.title or target.class_type} ({place_of(self.role, target)})"

    def _toggled(self, action: QAction) -> None:
        place, checked = str(action.data()), action.isChecked()
        rest = tuple(each for each in self._places if each != place)
        if self.role is Role.OUTPUT:
            rest = ()
        self.chosen.emit(self.role, (*rest, place) if checked else rest)


class MappingTable(QScrollArea):
    """All roles of a workflow with their places."""

    chosen = Signal(object, object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("part", "inside")
        grid = QGridLayout(inside)
        grid.setContentsMargins(12, 10, 12, 10)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self.buttons: dict[Role, PlaceButton] = {}
        self._labels: dict[Role, QLabel] = {}
        self._words = words
        for row, role in enumerate(Role):
            button = self.buttons[role] = PlaceButton(role, words)
            button.chosen.connect(self.chosen)
            label = self._labels[role] = QLabel()
            label.setBuddy(button)
            if role in ONE_EACH:
                label.setToolTip(words("in_order"))
            grid.addWidget(label, row, 0)
            grid.addWidget(button, row, 1)
        grid.setRowStretch(len(Role), 1)
        self.setWidget(inside)

    def fill(self, kept: Kept, doubts: dict[Role, tuple[Target, ...]]) -> None:
        """Show a workflow."""
        must = needs(kept.workflow, kept.mapping, kept.known)
        for role, button in self.buttons.items():
            name = self._words.sentence(role.key, {})
            if role in must:
                name = self._words.sentence("comfyui.needed", {"role": name})
            self._labels[role].setText(name[:1].upper() + name[1:])
            button.fill(kept, [place_of(role, each) for each in doubts.get(role, ())])
