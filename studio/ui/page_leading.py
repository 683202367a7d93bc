"""On the way to a page that is not there yet: a calm ground, while it is built a part at a time."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from studio.ui.plain import soft
from studio.ui.session import Session
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.ui.film_pages import FilmPages

_LONG = 400  # milliseconds without words: most pages are there before


class ComingPage(QFrame):
    """Bare ground that takes the keys; it says what comes when that lasts."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("part", "panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.told = soft()
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.addWidget(self.told)
        self._long = QTimer(self, singleShot=True, interval=_LONG)
        self._long.timeout.connect(lambda: self.told.setText(self.accessibleName()))

    def expect(self, page: str) -> None:
        """A page is on its way; nothing is said of it yet."""
        name = self._words(f"action.page.{page}")
        self.setAccessibleName(self._words("page.coming", page=name))
        self.told.setText("")
        self._long.start()

    def rest(self) -> None:
        """It is there, or is not wanted any more."""
        self._long.stop()


class Leading(QObject):
    """Leads to one page at a time; another wish takes the place of the one before."""

    began = Signal(str)  # a page is led to, or turned to at once

    def __init__(self, pages: "FilmPages", session: Session, words: Words) -> None:
        super().__init__(pages)
        self._pages, self._session = pages, session
        self.page = ""  # that is led to
        self.coming: ComingPage | None = None
        self._words = words

    def to(self, page: str) -> None:
        """Turn to a page: at once when it is there, else when its parts are."""
        self.began.emit(page)
        if self._pages.has(page):
            self.forget()
            self._session.turn_to(page)
            self._pages.turn(page)  # the ground of another page may be in front
            return
        if self.coming is None:
            self.coming = ComingPage(self._words)
            self._pages.addWidget(self.coming)
        self.page = page
        self.coming.expect(page)
        self._pages.setCurrentWidget(self.coming)
        self.coming.setFocus()
        self._later(page)

    def arrive(self) -> None:
        """The page is there: turn to it."""
        page = self.page
        self.forget()
        self._session.turn_to(page)

    def forget(self) -> None:
        """Lead nowhere."""
        self.page = ""
        if self.coming is not None:
            self.coming.rest()

    def _later(self, page: str) -> None:
        QTimer.singleShot(0, self, partial(self._step, page))

    def _step(self, page: str) -> None:
        """A part in each turn of the loop, then the page into the window, then it is shown."""
        if page != self.page:
            return
        if self._pages.has(page):
            self.arrive()
        elif self._pages.prepare(page) or self._pages.put_in(page):
            self._later(page)
