"""What can be done about money from menus, keys and buttons: the ledger, and costs shown or not."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QWidget

from studio.ui.actions import Action
from studio.ui.desk import Desk
from studio.ui.ledger_dialog import LedgerDialog
from studio.ui.words import Words

AREA = "ui_ledger"


class LedgerActions:
    """Opens the ledger of the film in a window."""

    def __init__(
        self, desk: Desk, words: Words, window: QWidget, prefer: Callable[[str, str], object]
    ) -> None:
        """`prefer` keeps a preference of the maker, by its name."""
        self._desk = desk
        self._words = words
        self._window = window
        self._prefer = prefer
        self.dialog: LedgerDialog | None = None

    def table(self) -> Iterable[Action]:
        """The actions, for the table of the window."""
        yield Action("film.ledger", self.open, ("Ctrl+Alt+B",), area=AREA)

    def open(self) -> None:
        """Show the ledger, with the budget to be set."""
        if self.dialog is None:
            self.dialog = LedgerDialog(self._desk, self._words, self._window)
            self.dialog.preferred.connect(self._prefer)
            self.dialog.finished.connect(self._closed)
            self.dialog.open()

    def _closed(self, _how: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
