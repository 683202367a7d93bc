"""What lines can be asked to do beside being spoken: lips follow them, pictures say them."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from studio.timeline.queries import find_shot
from studio.ui.actions import Action
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.words import Words

if TYPE_CHECKING:  # read when first wanted
    from studio.ui.line_dialog import LineDialog

Pointed = Callable[[], str | None]


class LineWishes:
    """The actions for the last chosen shot; `pointed` gives the take under the cursor, if any."""

    def __init__(
        self, desk: Desk, session: Session, words: Words, parent: QWidget, pointed: Pointed
    ) -> None:
        self._desk, self._session, self._parent = desk, session, parent
        self._words, self._pointed = words.of("ui_shot"), pointed
        self.dialog: LineDialog | None = None

    def table(self) -> Iterable[Action]:
        """The actions, for the table of the window."""
        yield Action("take.lips", self.lips, ("Ctrl+Alt+I",), self._has_shot, area="ui_shot")
        yield Action("shot.talk", self.talk, ("Ctrl+Alt+W",), self._has_shot, area="ui_shot")

    def lips(self) -> None:
        """Ask which line the lips of the take under the cursor follow, else of the one shown."""
        from studio.ui.line_dialog import LipsDialog

        shot = self._shot()
        if shot and self.dialog is None:
            named = self._pointed()
            made = {take.id for take in self._desk.takes.get(shot, ())}
            take = named if named in made else None
            self._open(LipsDialog(self._desk, self._words, shot, take, self._parent))

    def talk(self) -> None:
        """Ask which picture says which line of the chosen shot."""
        from studio.ui.line_dialog import TalkDialog

        shot = self._shot()
        if shot and self.dialog is None:
            self._open(TalkDialog(self._desk, self._words, shot, self._parent))

    def _open(self, dialog: "LineDialog") -> None:
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self, _how: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _shot(self) -> str:
        chosen = self._session.shots
        return chosen[-1] if chosen and find_shot(self._desk.project, chosen[-1]) else ""

    def _has_shot(self) -> bool:
        return bool(self._shot())
