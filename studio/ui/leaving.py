"""How the window of a film closes: saved first, asked about work that goes on, let go of last."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QMessageBox

from studio.errors import StudioError
from studio.ui.closing import ask_unsaved, ask_work, at_work
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.ui.window import FilmWindow


class Leaving:
    """Says whether the window may close now; where it may not, it closes it later, or stays."""

    def __init__(self, window: "FilmWindow", words: Words) -> None:
        self._window, self._words = window, words
        self._agreed = False
        self.gone = False  # the film is let go of, and nothing is asked any more
        self.question: QMessageBox | None = None

    def may_close(self) -> bool:
        """Save, say what happens to the work, stop what runs here, and let go of the film."""
        window = self._window
        window.menuBar().setFocus()  # a field that loses the focus keeps what is in it
        window.pages.commit()
        try:
            window.desk.save_now()
        except StudioError as error:
            self.question = ask_unsaved(
                window, error, self._words, self._elsewhere, self._discard, window.stayed.emit
            )
            return False
        here, there = at_work(window.desk.working, window.desk.backends)
        renders = window.pages.renders
        if here + there + renders and not self._agreed:
            self.question = ask_work(
                window, here, there, self._words, self._close_at_work, window.stayed.emit, renders
            )
        elif here + there + renders:
            self.leave()
        else:
            window.desk.close(save=False)
            self.gone = True
        return self.gone

    def leave(self) -> None:
        """Close without asking or saving: the film is written elsewhere, or given up."""
        window = self._window
        window.setEnabled(False)
        window.pages.rest()
        window.pages.stop_renders()
        window.tell(self._words.of("ui_prefs")("closing.stopping"))
        window.desk.shut(self._is_shut)

    def agree(self) -> None:
        """Closing needs not ask about the work any more."""
        self._agreed = True

    def _close_at_work(self) -> None:
        self.agree()
        self._when_alone(self._window.close)

    def _is_shut(self) -> None:
        self.gone = True
        self._window.close()
        self._window.closed.emit()

    def _discard(self) -> None:
        self._when_alone(self.leave)

    def _when_alone(self, do: object) -> None:
        """When the dialog is away."""
        QTimer.singleShot(0, self._window, do)  # type: ignore[call-overload]

    def _elsewhere(self) -> None:
        near = str(self._window.desk.folder)
        title = self._words.of("ui_prefs")("unsaved.copy")
        folder, _ = QFileDialog.getSaveFileName(self._window, title, near)
        self._window.unsaved.copy_to(folder)
