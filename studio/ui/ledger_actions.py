"""What can be done about money from menus and keys: the ledger, and shots made together."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from studio.ui.actions import Action
from studio.ui.desk import Desk
from studio.ui.ledger_dialog import LedgerDialog
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.ui.shot_panel import ShotPanel

AREA = "ui_ledger"


class LedgerActions:
    """Opens the ledger of the film in a window."""

    def __init__(
        self, desk: Desk, words: Words, window: QWidget, prefer: Callable[[str, str], object],
        inspector: Callable[[], "ShotPanel | None"],
    ) -> None:  # fmt: skip
        """`prefer` keeps a preference of the maker, by its name; `inspector` is the one seen."""
        self._desk = desk
        self._words = words
        self._window = window
        self._prefer = prefer
        self._inspector = inspector
        self.dialog: LedgerDialog | None = None

    def table(self) -> Iterable[Action]:
        """The actions, for the table of the window."""
        yield Action("film.ledger", self.open, ("Ctrl+Alt+B",), area=AREA)
        yield Action("shot.together", self._turn, ("Ctrl+Alt+J",), self._can_join, area="ui_shot",
                     checked=self._joins)  # fmt: skip

    def open(self) -> None:
        """Show the ledger, with the budget to be set."""
        if self.dialog is None:
            self.dialog = LedgerDialog(self._desk, self._words, self._window)
            self.dialog.preferred.connect(self._prefer)
            self.dialog.finished.connect(self._closed)
            self.dialog.open()

    def _can_join(self) -> bool:
        panel = self._inspector()
        return panel is not None and len(panel.offer.shots) > 1

    def _joins(self) -> bool:
        panel = self._inspector()
        return panel is not None and panel.offer.together.isChecked()

    def _turn(self) -> None:
        panel = self._inspector()
        if panel is not None and not panel.offer.together.isHidden():
            panel.offer.together.toggle()

    def _closed(self, _how: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
