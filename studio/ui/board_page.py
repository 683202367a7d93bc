"""The board page: all shots as cards, the chosen one beside them."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSplitter, QToolButton, QVBoxLayout

from studio.ui.actions import ActionTable
from studio.ui.board import Board
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.shot_panel import ShotPanel
from studio.ui.stills import Stills
from studio.ui.theme import Theme
from studio.ui.words import Words


class BoardPage(QFrame):
    """Cards left, the chosen shot right."""

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
        split.addWidget(self.panel)
        split.setStretchFactor(0, 1)
        split.setSizes([900, 340])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(split, 1)
