"""What a film's window hears of, and what it then says, shows and allows."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from studio.errors import StudioError
from studio.ui.edit_news import EditNews
from studio.ui.film_pages import PAGES
from studio.ui.plain import homely
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.ui.window import FilmWindow


class WindowNews(QObject):
    """Joins the window's pages, its desk and what lies around them."""

    def __init__(self, window: "FilmWindow", words: Words) -> None:
        super().__init__(window)
        self._window, self._words, pages = window, words, window.pages
        self._made: list[str] = []  # files since nothing was being rendered
        self._edits = EditNews(window.desk, window.bar.tell_step, words)
        self._pulse = QTimer(self, singleShot=True, interval=50)  # jobs tell of more than is seen
        self._pulse.timeout.connect(window.actions_table.refresh)
        self._hear()
        pages.built.connect(self._built)
        pages.leading.began.connect(lambda page: window.bar.turned(PAGES.index(page)))
        pages.said.connect(window.tell)
        pages.planned.connect(self._planned)
        pages.delivered.connect(self._delivered)
        pages.undelivered.connect(window.missing.look)
        pages.stirred.connect(self._soon)
        window.desk.refused.connect(self._refused)
        window.sending.said.connect(window.tell)
        window.earlier.said.connect(window.tell)
        window.desk.job_changed.connect(self._soon)
        window.desk.queue_changed.connect(self._soon)
        window.drawer.show_wanted.connect(self._show_shot)
        window.missing.found.connect(self._media_found)
        window.at_rest.changed.connect(self._soon)
        window.bar.skip_wanted.connect(window.at_rest.skip)
        window.unsaved.copied.connect(window.moved.emit)

    def _hear(self) -> None:
        self._window.session.page_changed.connect(self._turned)
        self._window.session.shots_chosen.connect(self._chosen)
        self._window.desk.changed.connect(self._edited)

    def _built(self, page: str) -> None:
        """A page more: it hears of things first, as actions ask the pages what can be done."""
        self._window.at_rest.built(page)
        self._window.session.page_changed.disconnect(self._turned)
        self._window.session.shots_chosen.disconnect(self._chosen)
        self._window.desk.changed.disconnect(self._edited)
        self._hear()
        if self._window.pages.complete:
            self._window.actions_table.stock()

    def _show_shot(self, shot_id: str) -> None:
        self._window.session.turn_to("board")
        self._window.session.choose_shots([shot_id])

    def _media_found(self, count: int) -> None:
        self._window.tell(self._words.of("ui_prefs")("missing.found", count=count), "good")

    def _planned(self) -> None:
        self._window.pages.lead_on("board")

    def _delivered(self, path: str) -> None:
        """Of several files the last one tells of all that lie beside it."""
        self._made.append(path)
        folder = Path(path).parent
        beside = [each for each in dict.fromkeys(self._made) if Path(each).parent == folder]
        told = self._words("deliver.at", path=path)
        if len(beside) > 1 and not self._window.deliver.queue.unfinished:
            told = self._words("deliver.many", count=len(beside), folder=homely(folder))
        self._window.tell(told, "good")
        if not self._window.deliver.queue.unfinished:
            self._made = []

    def _refused(self, error: StudioError) -> None:
        self._window.tell(self._words.error(error), "bad")

    def _turned(self, page: str) -> None:
        self._window.pages.turn(page)
        self._window.bar.turned(PAGES.index(page))

    def _chosen(self, _shots: object) -> None:
        self._window.actions_table.refresh()

    def _soon(self, _news: object = None) -> None:
        if not self._pulse.isActive():
            self._pulse.start()

    def _edited(self, before: object, after: object) -> None:
        self._window.name_it()
        self._window.actions_table.refresh()
        if self._window.said.property("tone") == "bad":
            self._window.tell("")
