"""The timeline as one part: a bar of tools and timecodes, heads, ruler and lanes."""

import math
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.ui.actions import ActionTable, Entry
from studio.ui.desk import Desk
from studio.ui.plain import NameLabel
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.ui.timeline_actions import TimelineActions
from studio.ui.timeline_cost import CostHead, CostLane
from studio.ui.timeline_heads import WIDE, Heads
from studio.ui.timeline_icons import PX, icon
from studio.ui.timeline_menus import HERE_MENU, MARKER_MENU
from studio.ui.timeline_ruler import TALL, Ruler
from studio.ui.timeline_scale import FARTHEST, NEAREST, STEP
from studio.ui.timeline_state import TimelineState
from studio.ui.timeline_view import TimelineView
from studio.ui.words import Words

_ICONS = (
    ("timeline.select", "select"), ("timeline.razor", "razor"), ("timeline.snap", "magnet"),
    ("timeline.linked", "chain"), ("timeline.marker", "marker"),
)  # fmt: skip
_NOTCHES = 1000


class TimelinePanel(QFrame):
    """Built of the desk and the session; its actions join the window's table."""

    _dressed = ""  # the name of the theme that the drawings are in

    def __init__(
        self,
        desk: Desk,
        session: Session,
        theme: Theme,
        words: Words,
        actions: ActionTable,
        *,
        marks_elsewhere: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("part", "panel")
        self._words = words.of("ui_edit")
        self._theme = theme
        self._session = session
        self._table = actions
        self._drawn: list[tuple[QAction | QToolButton, str]] = []
        self.state = TimelineState()
        self.view = TimelineView(desk, session, self.state, theme, self._words)
        self.ruler = Ruler(self.view, theme, self._words)
        self.heads = Heads(self.view, theme, self._words)
        self.costs = CostLane(self.view, theme, self._words)
        self.costs_head = CostHead(self._words, WIDE)
        self.actions_here = TimelineActions(
            self.view, self._words, self.ruler.ask_name, marks_elsewhere=marks_elsewhere
        )
        actions.add(self.actions_here.table())
        self._lay_out()
        self.view.menu_wanted.connect(partial(self._menu, HERE_MENU))
        self.ruler.menu_wanted.connect(partial(self._menu, MARKER_MENU))
        self.ruler.name_wanted.connect(partial(actions.trigger, "timeline.marker_name"))
        self.heads.menu_wanted.connect(self._track_menu)
        self.view.drag_ended.connect(self._refresh)
        session.playhead_moved.connect(self._tell)
        session.clips_chosen.connect(self._refresh)
        self.state.passage_chosen.connect(self._refresh)
        session.span_changed.connect(self._tell)
        session.page_changed.connect(self._refresh)
        self.state.tool_changed.connect(self._refresh)
        self.state.options_changed.connect(self._refresh)
        self.state.options_changed.connect(self._show_costs)
        desk.costs.changed.connect(self._show_costs)
        self.state.scale_changed.connect(self._show_scale)
        desk.changed.connect(self._tell)
        self._tell()
        self._show_costs()
        self._show_scale()
        self._dressed = theme.name

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: the drawings on the buttons take its colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._dressed not in ("", self._theme.name):
            self._dressed = self._theme.name
            for target, drawn in self._drawn:
                target.setIcon(icon(drawn, self._theme))
            self.heads.redraw()

    def sizeHint(self) -> QSize:
        """Room for the usual five tracks."""
        return QSize(1200, 380)

    def _tell(self, *_news: object) -> None:
        project, span = self.view.desk.project, self._session.span
        rate = project.rate
        self.clock.setText(rate.timecode(self._session.playhead))
        parts = [self._words("timeline.length", length=rate.timecode(project.cut.frames))]
        if span is not None:
            parts.append(
                self._words(
                    "timeline.span",
                    start=rate.timecode(span[0]),
                    end=rate.timecode(span[1]),
                    length=rate.timecode(span[1] - span[0]),
                )
            )
        self.lengths.set_name(" · ".join(parts))

    def _show_costs(self) -> None:
        shown = self.actions_here.costs_shown()
        self.costs.setVisible(shown)
        self.costs_head.setVisible(shown)

    def _refresh(self, *_news: object) -> None:
        self._table.refresh()

    def _menu(self, entries: Sequence[Entry], at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._table.refresh()
        self._table.put_in(menu, entries)
        menu.popup(at)

    def _track_menu(self, track_id: str, at: QPoint) -> None:
        menu = self._adding(QMenu(self))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSeparator()
        menu.addAction(self._words("timeline.remove_track")).setData(track_id)
        menu.triggered.connect(self._track_picked)
        menu.popup(at)

    def _track_picked(self, action: QAction) -> None:
        track_id = action.data()
        if isinstance(track_id, str):
            self.actions_here.remove(track_id)

    def _adding(self, menu: QMenu) -> QMenu:
        for kind in ("picture", "sound", "text"):
            menu.addAction(self._table.qaction(f"timeline.add_{kind}"))
        return menu

    def _lay_out(self) -> None:
        body = QGridLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._corner(), 0, 0)
        body.addWidget(self.ruler, 0, 1)
        body.addWidget(self.costs_head, 1, 0)
        body.addWidget(self.costs, 1, 1)
        body.addWidget(self.heads, 2, 0)
        body.addWidget(self.view, 2, 1)
        body.setColumnStretch(1, 1)
        body.setRowStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addLayout(body, 1)

    def _corner(self) -> QWidget:
        """Above the heads: tracks are added here."""
        corner = QFrame()
        corner.setFixedSize(WIDE, TALL)
        add = QToolButton()
        add.setIcon(icon("plus", self._theme))
        self._drawn.append((add, "plus"))
        add.setIconSize(QSize(PX, PX))
        add.setProperty("tone", "flat")
        add.setProperty("part", "tool")
        add.setToolTip(self._words("timeline.add_track"))
        add.setAccessibleName(self._words("timeline.add_track"))
        add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        add.setMenu(self._adding(QMenu(add)))
        label = QLabel(self._words("timeline.tracks"))
        label.setProperty("rank", "soft")
        row = QHBoxLayout(corner)
        row.setContentsMargins(10, 0, 4, 0)
        row.addWidget(label, 1)
        row.addWidget(add)
        return corner

    def _bar(self) -> QWidget:
        bar = QFrame()
        bar.setProperty("part", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        self.clock = QLabel()
        self.clock.setProperty("rank", "clock")
        self.clock.setAccessibleName(self._words("timeline.clock"))
        self.lengths = NameLabel()
        self.lengths.setProperty("rank", "soft")
        row.addWidget(self.clock)
        row.addSpacing(14)
        for name, drawn in _ICONS:
            row.addWidget(self._tool(name, drawn))
        row.addSpacing(14)
        row.addWidget(self.lengths, 1)
        row.addWidget(self._tool("timeline.farther", "minus"))
        row.addWidget(self._slider())
        row.addWidget(self._tool("timeline.nearer", "plus"))
        row.addWidget(self._tool("timeline.fit", "fit"))
        return bar

    def _tool(self, name: str, drawn: str) -> QToolButton:
        action = self._table.qaction(name)
        action.setIcon(icon(drawn, self._theme))
        self._drawn.append((action, drawn))
        action.setIconVisibleInMenu(False)
        keys = action.shortcut().toString()
        words = self._table.words_of(name)
        action.setToolTip(f"{words}  {keys}")
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(PX, PX))
        button.setProperty("tone", "flat")
        button.setProperty("part", "tool")
        button.setAccessibleName(words)
        return button

    def _slider(self) -> QSlider:
        self.scale = QSlider(Qt.Orientation.Horizontal)
        self.scale.setRange(0, _NOTCHES)
        self.scale.setFixedWidth(120)
        self.scale.setAccessibleName(self._words("timeline.scale"))
        self.scale.valueChanged.connect(self._slid)
        return self.scale

    def _slid(self, value: int) -> None:
        """Even steps of the slider are even ratios; kept to whole zoom steps, whose tiles last."""
        wanted = FARTHEST * (NEAREST / FARTHEST) ** (value / _NOTCHES)
        steps = round(math.log(wanted / self.state.scale.per_frame) / math.log(STEP))
        if steps:
            self.view.zoom(steps)

    def _show_scale(self) -> None:
        share = math.log(self.state.scale.per_frame / FARTHEST) / math.log(NEAREST / FARTHEST)
        self.scale.blockSignals(True)
        self.scale.setValue(round(share * _NOTCHES))
        self.scale.blockSignals(False)
