"""The buttons under the takes of a shot; what is done less often is behind the last one."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QMenu, QToolButton

from studio.ui.flow import FlowLayout
from studio.ui.kit import Kit
from studio.ui.take_deeds import ACTS, TakeDeeds

_BUTTONS = ("play", "choose", "reject", "compare")


class TakeBar(QFrame):
    """Its buttons are those of the take under the cursor, once it is told to `renew`."""

    def __init__(self, kit: Kit, deeds: TakeDeeds) -> None:
        super().__init__()
        self._deeds = deeds
        self.buttons: dict[str, QToolButton] = {}
        row = FlowLayout(self)
        for name in _BUTTONS:
            button = self._button(kit, name, f"{name}.tip")
            button.setText("▶" if name == "play" else kit.words(f"takes.{name}"))
            button.clicked.connect(partial(self._press, name))
            self.buttons[name] = button
            row.addWidget(button)
        self.more = self._button(kit, "more", "more")
        self.more.setText("⋯")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self._list_others)
        row.addWidget(self.more)

    def renew(self) -> None:
        """The buttons say and allow what holds for the take under the cursor."""
        for name, button in self.buttons.items():
            button.setEnabled(self._deeds.can(name))
        reject = self._deeds.name_of("reject")
        self.buttons["reject"].setText(reject)
        self.buttons["reject"].setAccessibleName(reject)

    def list_in(self, menu: QMenu, names: Sequence[str] = ACTS) -> None:
        """Put these deeds into a menu, as they can be done now."""
        for name in names:
            act = menu.addAction(self._deeds.name_of(name))
            act.setEnabled(self._deeds.can(name))
            act.triggered.connect(partial(self._press, name))

    def _list_others(self) -> None:
        self.more.menu().clear()
        self.list_in(self.more.menu(), [name for name in ACTS if name not in _BUTTONS])

    def _press(self, name: str, *_news: object) -> None:
        self._deeds.act(name)

    def _button(self, kit: Kit, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setAccessibleName(kit.words(f"takes.{name}"))
        button.setToolTip(kit.words(f"takes.{tip}"))
        button.setProperty("part", "small")
        return button
