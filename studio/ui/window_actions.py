"""What the window of a film can do itself: its pages, its drawers, and sending what is chosen."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from studio.timeline.queries import find_shot
from studio.ui.actions import Action
from studio.ui.film_actions import FilmActions
from studio.ui.film_pages import PAGES
from studio.ui.shot_actions import ShotActions
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.ui.window import FilmWindow

_MINE = "ui_prefs"


class WindowActions:
    """The actions that are there before any page is."""

    def __init__(self, window: "FilmWindow", words: Words) -> None:
        self._window = window
        self._words = words
        self._desk, self._session = window.desk, window.session

    def table(self) -> Iterable[Action]:
        """The actions, for the table of the window."""
        window = self._window
        film = FilmActions(self._desk, self._session, self._words, self._tell_step)
        yield from film.table()
        yield Action("film.generate", window.sending.ask, ("Ctrl+G",), film.has_film)
        yield Action("shot.generate", self._generate, ("Ctrl+Shift+G",), self._has_shots)
        yield from ShotActions(self._desk, self._session, self._words, self._looked_at).table()
        for number, page in enumerate(PAGES, 1):
            yield Action(f"page.{page}", partial(self._lead_to, page), (f"Ctrl+{number}",))
        yield Action("view.larger", lambda: window.board.board.zoom(1), ("Ctrl++", "Ctrl+="))
        yield Action("view.smaller", lambda: window.board.board.zoom(-1), ("Ctrl+-",))
        yield Action("view.jobs", window.toggle_jobs, ("Ctrl+J",), area=_MINE)
        yield Action("view.history", window.toggle_history, ("Ctrl+Shift+H",), area=_MINE)
        yield Action("view.palette", window.open_palette, ("Ctrl+Shift+P",), area=_MINE)
        yield Action("film.earlier", window.earlier.show, ("Ctrl+Alt+Z",), area="earlier")
        yield Action("film.hold", self._hold, (), label=self._hold_words, area=_MINE)
        yield Action("film.skip_ahead", window.at_rest.skip, (),
                     lambda: window.at_rest.working, area="ui_idle")  # fmt: skip
        prefer = window.preferences_wanted.emit
        yield Action("app.preferences", prefer, ("Ctrl+,",), area=_MINE)
        yield Action("app.traffic", window.traffic_wanted.emit, area=_MINE)
        yield Action("film.close", window.close, ("Ctrl+W",))
        yield Action("film.quit", window.quit_wanted.emit, ("Ctrl+Q",))

    def _tell_step(self, sentence: str) -> None:
        self._window.bar.tell_step(sentence)

    def _lead_to(self, page: str) -> None:
        self._window.pages.leading.to(page)

    def _looked_at(self, shot: str) -> int | None:
        """The frame of a shot that the viewer beside the board stands at."""
        if self._session.page != "board":
            return None
        deck = self._window.board.viewer.deck
        return deck.player.frame if deck.ready and deck.showing.owner == shot else None

    def _shots(self) -> list[str]:
        return [name for name in self._session.shots if find_shot(self._desk.project, name)]

    def _has_shots(self) -> bool:
        return bool(self._shots())

    def _generate(self) -> None:
        """Send the chosen shots as the inspector shows; where none is seen, the terms are asked."""
        panel = self._window.pages.inspector
        if panel is None:
            names = self._shots()
            again = all(self._desk.takes.get(name) for name in names)
            self._window.sending.ask(shots=names, again=again)
        else:
            panel.offer.generate()

    def _hold(self) -> None:
        self._desk.orders.hold(not self._desk.queue.held)

    def _hold_words(self) -> str:
        return self._words.of("ui_jobs")("resume" if self._desk.queue.held else "hold")
