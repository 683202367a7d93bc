"""The viewer: plays the cut or a take, exact to the frame, by mouse and by keys."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSplitter, QVBoxLayout

from studio.media.scopes import Scope
from studio.render.sound_out import SoundOut
from studio.timeline.queries import find_reference, shot_label
from studio.timeline.take import Take
from studio.ui.deck import Deck
from studio.ui.desk import Desk
from studio.ui.full_screen import FullScreen
from studio.ui.meters import Meters
from studio.ui.plain import one_line
from studio.ui.scopes import Scopes
from studio.ui.screen import Screen
from studio.ui.scrub_bar import ScrubBar
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.ui.transport import Transport
from studio.ui.viewer_keys import ViewerKeys
from studio.ui.words import Words

AREA = "ui_viewer"


class Viewer(QFrame):
    """Picture, scrub bar and transport on one deck; it ends when the desk closes.

    It plays the cut until `show_owner` or `show_take` is called. Its keys work in its window while
    it can be seen; a widget that has the property `viewer_keys` leaves all of them to it.
    """

    def __init__(
        self,
        desk: Desk,
        session: Session,
        words: Words,
        theme: Theme,
        *,
        sound: SoundOut | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("part", "panel")
        self._desk = desk
        self._words = words.of(AREA)
        self._theme = theme
        self.deck = Deck(desk, session, sound)
        self.deck.setParent(self)
        self.title, self.trouble = QLabel(), QLabel()
        self.screen_part = Screen(self.deck, self._words)
        self.scrub = ScrubBar(self.deck, self._words, theme)
        self.transport = Transport(self.deck, self._words, theme)
        self.meters = Meters(self.deck, self._words, theme)
        self.scopes: Scopes | None = None  # from when they are wanted first
        self.full: FullScreen | None = None
        self.keys = ViewerKeys(self, self.deck, full=self.toggle_full, scopes=self.toggle_scopes)
        self.screen_part.opened.connect(self.toggle_full)
        self.transport.full.clicked.connect(self.toggle_full)
        self.transport.safe.toggled.connect(self.set_safe)
        self.deck.changed.connect(self._refresh)
        desk.closed.connect(self.leave_full)
        desk.closed.connect(self.meters.rest)
        self._lay_out()
        self._refresh()

    def show_cut(self) -> None:
        """Play the film."""
        self.deck.show_cut()

    def show_owner(self, owner: str) -> None:
        """Play the take that a shot, cue or reference shows."""
        self.deck.show_owner(owner)

    def show_take(self, take: Take) -> None:
        """Play a certain take."""
        self.deck.show_take(take)

    def show_place(self, take: Take, frame: int) -> None:
        """Rest at a film frame of a take; the one that its owner shows is followed from then on."""
        self.deck.pause()
        if self._desk.shown.get(take.owner) is take:
            self.deck.show_owner(take.owner, frame)
        else:
            self.deck.show_take(take, frame)

    def set_safe(self, shown: bool) -> None:
        """The areas in which action and titles are safe, on or off."""
        self.screen_part.safe_areas = shown
        self.screen_part.update()

    def show_scope(self, scope: Scope | None = None) -> None:
        """The scopes beside the picture, with this one where one is named."""
        if self.scopes is None:
            self.scopes = Scopes(self.deck, self._desk, self._words)
            self.beside.addWidget(self.scopes)
            wide = self.beside.width()
            self.beside.setSizes([wide * 3 // 5, wide * 2 // 5])
        if scope is not None:
            self.scopes.choose(scope)
        self.scopes.show()

    def toggle_scopes(self) -> None:
        """The scopes beside the picture, or not."""
        if self.scopes is not None and not self.scopes.isHidden():
            self.scopes.hide()
        else:
            self.show_scope()

    def toggle_meters(self) -> None:
        """The sound levels beside the picture, or not."""
        self.meters.setVisible(self.meters.isHidden())

    def toggle_full(self) -> None:
        """The whole screen, or back."""
        if self.full is not None:
            self.full.close()
            return
        self.full = FullScreen(self.deck, self._words, self._theme)
        self.full.set_safe(self.screen_part.safe_areas)
        self.full.left.connect(self._left_full)
        self.full.setScreen(self.screen())
        self.full.setGeometry(self.screen().geometry())  # where no window manager sees to it
        self.full.showFullScreen()

    def leave_full(self) -> None:
        """Back from the whole screen."""
        if self.full is not None:
            self.full.close()

    def _left_full(self) -> None:
        full, self.full = self.full, None
        if full is not None:
            self.transport.safe.setChecked(full.screen_part.safe_areas)
            self.deck.look_away(full.screen_part)
            full.deleteLater()
        self.window().activateWindow()

    def _refresh(self) -> None:
        self.title.setText(self._title())
        trouble = self.deck.sound.trouble
        self.trouble.setText(self._words(f"trouble.{trouble}") if trouble else "")
        self.trouble.setVisible(bool(trouble))

    def _title(self) -> str:
        showing, project = self.deck.showing, self._desk.project
        if showing.is_cut:
            return self._words("title.cut")
        label = shot_label(project, showing.owner)
        takes = self._desk.takes.get(showing.owner, [])
        chosen = self._desk.shown.get(showing.owner)
        wanted = showing.take or (chosen.id if chosen is not None else "")
        number = next((n for n, take in enumerate(takes, 1) if take.id == wanted), 0)
        medium = find_reference(project, showing.owner)
        if medium is not None:
            return one_line(medium.name, 120)
        if label is None:
            return self._words("title.take", number=number) if number else ""
        if not number:
            return self._words("title.shot", label=label)
        return self._words("title.shot_take", label=label, number=number)

    def _lay_out(self) -> None:
        self.setAccessibleName(self._words("name"))
        for label in (self.title, self.trouble):
            label.setProperty("rank", "soft")
        self.head = QHBoxLayout()
        self.head.setContentsMargins(10, 4, 10, 4)
        self.head.setSpacing(2)
        self.head.addWidget(self.title, 1)
        self.head.addSpacing(10)
        self.head.addWidget(self.trouble)
        self.beside = QSplitter()
        self.beside.setChildrenCollapsible(False)
        self.beside.addWidget(self.screen_part)
        self.beside.setStretchFactor(0, 1)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.beside, 1)
        column.addWidget(self.scrub)
        column.addWidget(self.transport)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(column, 1)
        body.addWidget(self.meters)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self.head)
        whole.addLayout(body, 1)
