"""The board page: all shots as cards, the chosen one beside them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
)

from studio.ui.actions import ActionTable
from studio.ui.board import Board
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.shot_panel import ShotPanel
from studio.ui.shot_viewer import ShotViewer
from studio.ui.stills import Stills
from studio.ui.theme import Theme
from studio.ui.words import Words


class BoardPage(QFrame):
    """Cards left, the chosen shot right: large, and what it should be."""

    def __init__(
        self,
        desk: Desk,
        session: Session,
        stills: Stills,
        theme: Theme,
        words: Words,
        actions: ActionTable,
    ) -> None:
        super().__init__()
        self.board = Board(desk, session, stills, theme, words)
        self.panel = ShotPanel(desk, session, stills, words)
        self.viewer = ShotViewer(desk, session, words, theme)
        self.board.opened.connect(lambda _: self.panel.prompt.setFocus())
        bar = QFrame()
        bar.setProperty("part", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        for name in ("shot.insert", "shot.duplicate", "shot.delete", "shot.earlier", "shot.later"):
            button = QToolButton()
            button.setDefaultAction(actions.qaction(name))
            row.addWidget(button)
        row.addStretch(1)
        self.make_all = QPushButton(words("action.film.generate"))
        self.make_all.setProperty("tone", "go")
        self.make_all.clicked.connect(lambda: actions.trigger("film.generate"))
        row.addWidget(self.make_all)
        split = QSplitter()
        split.addWidget(self.board)
        split.addWidget(self._right())
        split.setStretchFactor(0, 1)
        split.setSizes([860, 420])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(split, 1)

    def _right(self) -> QSplitter:
        """The chosen shot large, and under it what it should be."""
        room = QScrollArea()
        room.setWidget(self.panel)
        room.setWidgetResizable(True)
        room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.viewer)
        right.addWidget(room)
        right.setStretchFactor(1, 1)
        right.setSizes([350, 400])
        return right
