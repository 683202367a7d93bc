"""The edit page: media and cast left, the film, the chosen shot right, the timeline below."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QTabWidget, QVBoxLayout, QWidget

from studio.ui.actions import Action, ActionTable
from studio.ui.canvas import Canvas
from studio.ui.canvas_actions import CANVAS_HERE, canvas_actions
from studio.ui.clip_actions import ClipActions
from studio.ui.clip_hand import ClipHand
from studio.ui.clip_panel import ClipPanel
from studio.ui.clip_wipes import WipesPanel
from studio.ui.cut_mending import CutMending
from studio.ui.desk import Desk
from studio.ui.reframes import Reframes
from studio.ui.seams_panel import SeamsPanel
from studio.ui.session import Session
from studio.ui.shelf import Shelf
from studio.ui.shot_panel import ShotPanel
from studio.ui.source_viewing import SourceViewing
from studio.ui.theme import Theme
from studio.ui.timeline_keys import TypingGuard
from studio.ui.timeline_panel import TimelinePanel
from studio.ui.viewer import Viewer
from studio.ui.words import Words

PAGE = "edit"
LAYOUT_MENU = ("edit.shelf", "edit.inspector", "edit.tall", "edit.only")
_MEDIA = 300  # pixels of width of media and cast at the first look
_MENU_DOWN = 30  # pixels below the top of the timeline where the remedies of a cut are listed
_LOW = 860  # pixels; on a lower page the inspector stands beside the timeline, not above it


class EditPage(QFrame):
    """Everything to cut with; `viewer` shows the cut, `tabs` are the board's media and cast.

    The tabs are shared: they stand on the page that is seen. Each part can be put away or dragged
    to nothing, but the timeline and the viewer.
    """

    def __init__(
        self,
        desk: Desk,
        session: Session,
        panel: ShotPanel,
        theme: Theme,
        words: Words,
        actions: ActionTable,
        viewer: Viewer,
        tabs: QTabWidget,
        timeline: TimelinePanel,
    ) -> None:
        super().__init__()
        self.timeline = timeline
        self.viewer, self.panel, self.tabs = viewer, panel, tabs
        self.sources = SourceViewing(
            viewer, desk, session, self.timeline.actions_here.sources, actions.refresh
        )
        self.guard = TypingGuard(self)
        self._session = session
        self.hand = ClipHand(desk, session, theme, words.of("ui_clip"), actions.refresh)
        state, facts = self.timeline.state, self.timeline.view.facts
        view = self.timeline.view
        self.mending = CutMending(
            self.hand, facts.available, view, lambda: QPoint(view.width() // 3, _MENU_DOWN)
        )
        self.clip_actions = ClipActions(
            self.hand, state, self.show_clip, self.show_wipes, self._open_title,
            self._choose_table, self.mending.here,
        )  # fmt: skip
        self.reframes = Reframes(desk, session, words.of("reframe"))
        self.clip_panel = ClipPanel(self.hand, state, facts.name, self.clip_actions.freeze_here)
        self.canvas = Canvas(viewer, self.hand)
        self.inspector = QTabWidget()
        self.inspector.setDocumentMode(True)
        self.inspector.addTab(panel, self.hand.words("tab.shot"))
        self.inspector.addTab(self.clip_panel, self.hand.words("tab.clip"))
        self.wipes = WipesPanel(self.hand.words, theme, self.clip_actions.put_kind)
        self.inspector.addTab(self.wipes, self.hand.words("tab.wipes"))
        self.seams = SeamsPanel(self.hand, self.mending, self.show_seams)
        self.inspector.addTab(self.seams, self.hand.words("tab.seams"))
        self.inspector.setMinimumWidth(panel.minimumWidth())
        self._fitted = False
        self._tall: bool | None = None  # chosen by hand; else the height of the page decides
        self._away: list[QWidget] | None = None  # what one part that fills the page has hidden
        self._lay_out()
        self._shelf = Shelf(tabs, session, {PAGE: self._above})
        self._stand()
        self.timeline.view.opened.connect(self._opened)
        self.timeline.view.passage_opened.connect(self.show_clip)
        session.page_changed.connect(self._turned)
        actions.add(self._own_actions())
        actions.add(self.clip_actions.table())
        actions.add(self.reframes.table())
        actions.add(self.seams.actions_here())
        actions.add(self.sources.table(self._here))
        actions.add(canvas_actions(self.canvas, self._here))
        viewer.screen_part.addActions([actions.qaction(name) for name in CANVAS_HERE])
        viewer.transport.offer(
            ("insert", actions.qaction("timeline.insert")),
            ("overwrite", actions.qaction("timeline.overwrite")),
        )

    @property
    def tall(self) -> bool:
        """Whether the inspector stands from top to bottom."""
        return self.height() < _LOW if self._tall is None else self._tall

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low page the inspector is given the height of the timeline as well."""
        super().resizeEvent(event)
        self._stand()

    def _lay_out(self) -> None:
        self._above, self._left, self._whole = (
            QSplitter(), QSplitter(Qt.Orientation.Vertical), QSplitter(),
        )  # fmt: skip
        self._above.addWidget(self.viewer)
        self._above.setCollapsible(0, False)
        self._left.addWidget(self._above)
        self._left.addWidget(self.timeline)
        self._left.setChildrenCollapsible(False)
        self._left.setStretchFactor(0, 3)
        self._left.setStretchFactor(1, 2)
        self._left.setSizes([360, 318])
        self._whole.addWidget(self._left)
        self._whole.setCollapsible(0, False)
        self._whole.setStretchFactor(0, 1)
        self.viewer.setMinimumSize(320, 180)
        self.timeline.setMinimumHeight(150)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)

    def _stand(self) -> None:
        """The inspector beside the timeline, or above it."""
        home = self._whole if self.tall else self._above
        if self.inspector.parentWidget() is home:
            return
        hidden = self.inspector.parentWidget() is not None and self.inspector.isHidden()
        home.addWidget(self.inspector)
        self.inspector.setHidden(hidden)
        self._above.setStretchFactor(self._above.indexOf(self.viewer), 1)

    def _room(self) -> None:
        """At first the media get what two columns of stills need, whatever they had elsewhere."""
        whole, inspector = sum(self._above.sizes()), self.inspector.minimumWidth()
        beside = [inspector] if self.inspector.parentWidget() is self._above else []
        self._above.setSizes([_MEDIA, max(0, whole - _MEDIA - sum(beside)), *beside])

    def _own_actions(self) -> Iterable[Action]:
        def row(
            name: str, run: Callable[[], object], keys: str, on: Callable[[], bool] | None = None
        ) -> Action:
            return Action(f"edit.{name}", run, (keys,), self._here, area="ui_edit", checked=on)

        yield row("shelf", partial(self._toggle, self.tabs), "F7", lambda: self._seen(self.tabs))
        yield row("inspector", partial(self._toggle, self.inspector), "F8",
                  lambda: self._seen(self.inspector))  # fmt: skip
        yield row("tall", self._turn, "Shift+F8", lambda: self.tall)
        yield row("only", self.only, "`", lambda: self._away is not None)

    def only(self) -> None:
        """The part under the pointer (else the timeline) fills the page; again: all as it was."""
        if self._away is not None:
            away, self._away = self._away, None
            for part in away:
                part.show()
            return
        parts = (self.tabs, self.viewer, self.inspector, self.timeline)
        under = [part for part in parts if part.isVisible() and part.underMouse()]
        kept = under[0] if under else self.timeline
        self._away = [part for part in parts if part is not kept and not part.isHidden()]
        if kept in (self.inspector, self.timeline):
            self._away.append(self._above)
        for part in self._away:
            part.hide()

    def _toggle(self, part: QWidget) -> None:
        part.setVisible(part.isHidden())

    def _turn(self) -> None:
        self._tall = not self.tall
        self._stand()

    def _seen(self, part: QWidget) -> bool:
        return not part.isHidden()

    def _here(self) -> bool:
        return self._session.page == PAGE

    def _opened(self, shot: str, owner: str) -> None:
        self._session.choose_shots([shot])
        self.inspector.show()
        self.inspector.setCurrentWidget(self.panel)
        self.panel.open_words(owner)

    def show_clip(self) -> None:
        """Bring the inspector of clips up."""
        self.inspector.show()
        self.inspector.setCurrentWidget(self.clip_panel)

    def show_wipes(self) -> None:
        """Bring the list of transitions up."""
        self.inspector.show()
        self.inspector.setCurrentWidget(self.wipes)
        self.wipes.list.setFocus()

    def show_seams(self) -> None:
        """Bring the list of cuts up."""
        self.inspector.show()
        self.inspector.setCurrentWidget(self.seams)

    def commit(self) -> None:
        """What is half typed becomes an edit."""
        self.panel.commit()
        self.clip_panel.commit()

    def _choose_table(self) -> None:
        self.show_clip()
        self.clip_panel.colour.choose_table()

    def _open_title(self) -> None:
        self.show_clip()
        self.clip_panel.open_title()

    def _turned(self, page: str) -> None:
        """The first look is at the whole film."""
        if page == PAGE:
            self.timeline.view.setFocus()
            if not self._fitted:
                self._fitted = True
                self._room()
                QTimer.singleShot(0, self.timeline.view.first_look)
