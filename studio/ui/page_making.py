"""How each page of a film's window is made and joined with the others."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from studio.ui.actions import ActionTable
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.script.planner import Planner
    from studio.ui.board_page import BoardPage
    from studio.ui.deliver_page import DeliverPage
    from studio.ui.edit_page import EditPage
    from studio.ui.film_pages import FilmPages
    from studio.ui.script_page import ScriptPage
    from studio.ui.shot_panel import ShotPanel
    from studio.ui.take_viewing import TakeViewing
    from studio.ui.viewer import Viewer


class PageMaking:
    """Makes each page once; its modules are read by then, or now. `pages` is where they stand."""

    def __init__(
        self,
        pages: "FilmPages",
        desk: Desk,
        session: Session,
        planner: "Planner",
        theme: Theme,
        words: Words,
        actions: ActionTable,
    ) -> None:
        self._pages, self._desk, self._session, self._planner = pages, desk, session, planner
        self._theme, self._words, self._actions = theme, words, actions
        self.viewing: TakeViewing | None = None  # once the edit page is there
        self._viewer: Viewer | None = None  # of the edit page, when it is made ahead
        self._panel: ShotPanel | None = None

    def script(self) -> "ScriptPage":
        """The page of the text."""
        from studio.ui.script_page import ScriptPage

        page = ScriptPage(self._desk, self._session, self._planner, self._theme, self._words)
        self._actions.add(page.table())
        page.planned.connect(self._pages.planned)
        page.said.connect(self._pages.said)
        page.changed.connect(self._pages.stirred)
        return page

    def board(self) -> "BoardPage":
        """The page of all shots, with what viewers and takes can do."""
        from studio.ui.board_page import BoardPage
        from studio.ui.frame_actions import FrameActions
        from studio.ui.stills import Stills
        from studio.ui.take_actions import take_actions
        from studio.ui.viewer_actions import viewer_actions

        self._actions.add(viewer_actions(self._pages, self._words))
        stills = Stills(self._desk)
        page = BoardPage(self._desk, self._session, stills, self._theme, self._words, self._actions)
        page.said.connect(self._pages.said)
        page.media.grid.itemSelectionChanged.connect(self._actions.refresh)
        frames = FrameActions(self._pages, self._desk, self._session, page.bringer, page.cast)
        self._actions.add(frames.table())
        self._actions.add(take_actions(lambda: self._pages.takes))
        _offer_frames(page, self._actions)
        return page

    def ahead(self, board: "BoardPage") -> bool:
        """Make one part of the edit page ahead, as all of it takes a moment; False: all are."""
        from studio.ui.shot_panel import ShotPanel
        from studio.ui.viewer import Viewer

        if self._panel is None:
            self._panel = ShotPanel(board.kit)
            return True
        if self._viewer is None:
            self._viewer = Viewer(self._desk, self._session, self._words, self._theme)
            return True
        return False

    def drop(self) -> None:
        """Let go of what was made for a page that will not be."""
        for part in (self._panel, self._viewer):
            if part is not None:
                part.deleteLater()
        self._panel = self._viewer = None

    def edit(self, board: "BoardPage") -> "EditPage":
        """The page of the cut; it borrows the media and the cast of the board."""
        from studio.ui.edit_page import EditPage
        from studio.ui.take_viewing import TakeViewing

        while self.ahead(board):
            pass
        panel, viewer = self._panel, self._viewer
        assert panel is not None
        assert viewer is not None
        self._panel = self._viewer = None
        page = EditPage(
            self._desk, self._session, panel, self._theme, self._words, self._actions, viewer,
            board.tabs,
        )  # fmt: skip
        page.timeline.actions_here.sources.chosen_media = lambda: [
            reference.id for reference in board.media.grid.chosen
        ]
        page.timeline.view.told.connect(self._pages.said)
        board.media.view_wanted.connect(page.sources.show)
        self.viewing = TakeViewing(panel.takes, viewer, self._words, self._session)
        _offer_frames(page, self._actions)
        return page

    def deliver(self) -> "DeliverPage":
        """The page of renders."""
        from studio.ui.deliver_actions import deliver_actions
        from studio.ui.deliver_page import DeliverPage

        page = DeliverPage(self._desk, self._session, self._theme, self._words)
        turn = partial(self._session.turn_to, "deliver")
        self._actions.add(deliver_actions(page, turn))
        page.take_actions(self._actions)
        page.delivered.connect(self._pages.delivered)
        page.queue.failed.connect(lambda _error: self._pages.undelivered.emit())
        page.queue.changed.connect(self._pages.stirred)
        return page


def _offer_frames(page: QWidget, actions: ActionTable) -> None:
    """A right click on a picture offers what a drag of it does."""
    from studio.ui.frame_actions import FRAME_MENU
    from studio.ui.screen import Screen

    for screen in page.findChildren(Screen):
        screen.addActions([actions.qaction(name) for name in FRAME_MENU])
        screen.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
