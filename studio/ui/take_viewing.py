"""A take is played in the viewer of its page, and the viewer goes back to what it showed."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QToolButton

from studio.timeline.take import Take
from studio.ui.session import Session
from studio.ui.shot_takes import TakesPart
from studio.ui.viewer import Viewer
from studio.ui.words import Words


class TakeViewing(QObject):
    """Joins a strip and a viewer; with a session the viewer returns to the film with a button,
    when the playhead moves, and when other shots are chosen.
    """

    def __init__(
        self, takes: TakesPart, viewer: Viewer, words: Words, session: Session | None = None
    ) -> None:
        super().__init__(viewer)
        self._viewer = viewer
        self._wanted = ""  # the take that is to be played once it is there
        takes.deeds.play_wanted.connect(self.play)
        takes.findings.wanted.connect(self.look)
        viewer.deck.changed.connect(self._changed)
        self.back: QToolButton | None = None
        if session is not None:
            self.back = QToolButton()
            self.back.setText(words.of("ui_shot")("takes.to_film"))
            self.back.setProperty("part", "choice")
            self.back.clicked.connect(self.to_film)
            self.back.hide()
            viewer.head.insertWidget(viewer.head.count() - 2, self.back)
            session.playhead_moved.connect(self.to_film)
            session.shots_chosen.connect(self.to_film)

    def play(self, take: Take) -> None:
        """Show a take and play it from its start."""
        self._wanted = take.id
        self._viewer.show_take(take)
        self._changed()

    def look(self, take: Take, frame: int) -> None:
        """Show a frame of a take, and rest there."""
        self._wanted = ""
        self._viewer.show_place(take, frame)
        self._changed()

    def to_film(self, *_news: object) -> None:
        """The viewer plays the film again."""
        self._wanted = ""
        if not self._viewer.deck.showing.is_cut:
            self._viewer.show_cut()

    def _changed(self) -> None:
        deck = self._viewer.deck
        if self.back is not None:
            self.back.setVisible(not deck.showing.is_cut)
        if self._wanted and deck.ready and deck.showing.take == self._wanted:
            self._wanted = ""
            deck.seek(0)
            deck.run()
