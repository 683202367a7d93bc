"""How each page of a film's window is made and joined with the others."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, Qt
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
    from studio.ui.dragging import Target
    from studio.ui.edit_page import EditPage
    from studio.ui.film_pages import FilmPages
    from studio.ui.script_page import ScriptPage
    from studio.ui.shot_panel import ShotPanel
    from studio.ui.shot_parts import ShotParts
    from studio.ui.shot_viewer import ShotViewer
    from studio.ui.take_viewing import TakeViewing
    from studio.ui.timeline_panel import TimelinePanel
    from studio.ui.viewer import Viewer

# The parts of an inspector, in the order in which they are made.
SHOT_PARTS = ("prompt", "craft", "lines", "wells", "texts", "backend", "takes", "offer")


class PageMaking:
    """Makes each page once, a part at a time; `pages` is where they will stand."""

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
        self._shot_parts: ShotParts | None = None  # of an inspector that is being made
        self._loose: dict[str, QWidget] = {}  # parts that stand nowhere yet
        parts: dict[str, tuple[Callable[[], QWidget], ...]] = {
            "script": (self._script,), "board": (self._beside, self._board),
            "edit": (
                *(partial(self._shot_part, name) for name in SHOT_PARTS), self._panel,
                self._viewer, self._timeline, self._edit,
            ),
            "deliver": (self._deliver,),
        }  # fmt: skip
        self._left = {page: list(makers) for page, makers in parts.items()}

    def part(self, page: str) -> bool:
        """Make the next part of a page, reading its modules if need be; False: none is left."""
        if not self._left[page]:
            return False
        made = self._left[page].pop(0)()
        self._loose[page if not self._left[page] else type(made).__name__] = made
        return True

    def page(self, page: str) -> QWidget:
        """The whole page."""
        while self.part(page):
            pass
        return self._loose.pop(page)

    def drop(self) -> None:
        """Let go of what was made for a page that will not be."""
        for part in self._loose.values():
            part.deleteLater()
        self._loose.clear()

    def _script(self) -> "ScriptPage":
        from studio.ui.script_page import ScriptPage

        page = ScriptPage(self._desk, self._session, self._planner, self._theme, self._words)
        self._actions.add(page.table())
        page.planned.connect(self._pages.planned)
        page.said.connect(self._pages.said)
        page.changed.connect(self._pages.stirred)
        return page

    def _beside(self) -> "ShotViewer":
        """The viewer beside the board."""
        from studio.ui.shot_viewer import ShotViewer

        return ShotViewer(self._desk, self._session, self._words, self._theme)

    def _board(self) -> "BoardPage":
        """With what viewers, frames and takes can do."""
        from studio.ui.board_page import BoardPage
        from studio.ui.frame_actions import FrameActions
        from studio.ui.stills import Stills
        from studio.ui.take_actions import order_actions, take_actions
        from studio.ui.viewer_actions import viewer_actions

        self._actions.add(viewer_actions(lambda: self._pages.viewer, self._words))
        page = BoardPage(
            self._desk, self._session, Stills(self._desk), self._theme, self._words,
            self._actions, cast("ShotViewer", self._loose.pop("ShotViewer")),
        )  # fmt: skip
        page.said.connect(self._pages.said)
        page.media.grid.itemSelectionChanged.connect(self._actions.refresh)
        page.panel.takes.strip.itemSelectionChanged.connect(self._actions.refresh)
        page.panel.takes.deeds.lips_wanted.connect(partial(self._actions.trigger, "take.lips"))
        frames = FrameActions(self._pages, self._desk, self._session, page.bringer, page.cast)
        self._actions.add(frames.table())
        self._actions.add(take_actions(lambda: self._pages.takes))
        self._actions.add(order_actions(self._session))
        _offer_frames(page, self._actions)
        no_mark = lambda _target, _fits: None  # noqa: E731
        page.kit.takes_drops_at(self._pages, self._elsewhere, no_mark)
        return page

    def _elsewhere(self, at: QPoint) -> "Target":
        """Where a drag is that nothing on the page takes, so that the reason can be told."""
        from studio.ui.dragging import Target
        from studio.ui.screen import Screen

        over = isinstance(self._pages.childAt(at), Screen)
        return Target("elsewhere", well="viewer" if over else self._session.page)

    def _shot_part(self, name: str) -> QWidget:
        """A part of the inspector of the edit page: all of them at once would be felt."""
        from studio.ui.shot_parts import ShotParts

        self._shot_parts = self._shot_parts or ShotParts(self._pages.board.kit)
        return self._shot_parts.make(name)

    def _panel(self) -> "ShotPanel":
        """The inspector of the edit page, of its parts."""
        from studio.ui.shot_panel import ShotPanel

        parts, self._shot_parts = self._shot_parts, None
        assert parts is not None
        for name in SHOT_PARTS:
            self._loose.pop(type(parts.make(name)).__name__)
        return ShotPanel(parts.kit, parts)

    def _viewer(self) -> "Viewer":
        """The viewer of the edit page."""
        from studio.ui.viewer import Viewer

        return Viewer(self._desk, self._session, self._words, self._theme)

    def _timeline(self) -> "TimelinePanel":
        """The timeline of the edit page."""
        from studio.ui.timeline_panel import TimelinePanel

        timeline = TimelinePanel(
            self._desk, self._session, self._theme, self._words, self._actions,
            marks_elsewhere=True,
        )  # fmt: skip
        timeline.view.told.connect(self._pages.said)
        return timeline

    def _edit(self) -> "EditPage":
        """It borrows the media and the cast of the board."""
        from studio.ui.edit_page import EditPage
        from studio.ui.take_viewing import TakeViewing

        board = self._pages.board
        panel = cast("ShotPanel", self._loose.pop("ShotPanel"))
        viewer = cast("Viewer", self._loose.pop("Viewer"))
        timeline = cast("TimelinePanel", self._loose.pop("TimelinePanel"))
        page = EditPage(
            self._desk, self._session, panel, self._theme, self._words, self._actions, viewer,
            board.tabs, timeline,
        )  # fmt: skip
        page.timeline.actions_here.sources.chosen_media = lambda: [
            reference.id for reference in board.media.grid.chosen
        ]
        panel.takes.strip.itemSelectionChanged.connect(self._actions.refresh)
        panel.takes.deeds.lips_wanted.connect(partial(self._actions.trigger, "take.lips"))
        board.media.view_wanted.connect(page.sources.show)
        panel.takes.findings.told.connect(self._pages.said)
        page.seams.said.connect(self._pages.said)
        page.reframes.said.connect(self._pages.said)
        self.viewing = TakeViewing(panel.takes, viewer, self._words, self._session)
        _offer_frames(page, self._actions)
        return page

    def _deliver(self) -> "DeliverPage":
        from studio.ui.deliver_actions import deliver_actions
        from studio.ui.deliver_page import DeliverPage

        page = DeliverPage(self._desk, self._session, self._theme, self._words)
        turn = partial(self._session.turn_to, "deliver")
        self._actions.add(deliver_actions(page, turn))
        page.take_actions(self._actions)
        page.delivered.connect(self._pages.delivered)
        page.reframe.reframes.said.connect(self._pages.said)
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
