"""The right side of the deliver page: the render queue, what is told of one, and what it can do."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout

from studio.ui.actions import ActionTable
from studio.ui.banner import retone
from studio.ui.deliver_list import QueueList
from studio.ui.deliver_proof import Remarks
from studio.ui.deliver_queue import RenderQueue, State
from studio.ui.deliver_told import told
from studio.ui.desk import Desk
from studio.ui.plain import soft
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.ui.words import Words

_PULSE = 200  # milliseconds between two looks at how far a render is
_ROW_ACTIONS = ("deliver.cancel", "deliver.again", "deliver.remove", "deliver.show")
_MOVES = ("deliver.earlier", "deliver.later")
_PROOFS = ("deliver.allow", "deliver.remark", "deliver.report")


def side(title: str, width: int) -> tuple[QFrame, QVBoxLayout]:
    """A panel of a width with a head, and the column in which its parts stand."""
    panel = QFrame()
    panel.setFixedWidth(width)
    return panel, _column(panel, title)


def _column(panel: QFrame, title: str) -> QVBoxLayout:
    panel.setProperty("part", "panel")
    head = QLabel(title)
    head.setProperty("rank", "head")
    column = QVBoxLayout(panel)
    column.setContentsMargins(16, 16, 16, 12)
    column.setSpacing(10)
    column.addWidget(head)
    return column


class QueueSide(QFrame):
    """Shows the queue; its buttons are actions of the window's table."""

    def __init__(
        self, desk: Desk, session: Session, queue: RenderQueue, theme: Theme, words: Words
    ) -> None:
        super().__init__()
        self._queue, self._words = queue, words
        self._actions: ActionTable | None = None
        self.list = QueueList(queue, theme, words)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.details, self.empty = soft(), soft(words("queue.empty"))
        self.remarks = Remarks(desk, session, words)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self._pulse = QTimer(self, interval=_PULSE)
        self._pulse.timeout.connect(self.list.rows.touch)
        queue.changed.connect(self.refresh)
        self.list.selectionModel().selectionChanged.connect(self.refresh)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.pressed_key.connect(self._run)
        self.list.doubleClicked.connect(lambda _: self._run("deliver.show"))
        self.refresh()

    def take_actions(self, actions: ActionTable) -> None:
        """Let the buttons be those of the table."""
        self._actions = actions
        for name, button in self.buttons.items():
            button.setText(actions.words_of(name))
            button.setToolTip(actions.tip(name))
            button.clicked.connect(partial(self._run, name))
        self.refresh()

    def refresh(self, *_: object) -> None:
        """The list, or what is chosen in it, is another."""
        busy = self._queue.running is not None
        if busy and not self._pulse.isActive():
            self._pulse.start()
        elif not busy:
            self._pulse.stop()
        some = bool(self._queue.orders)
        self.empty.setVisible(not some)
        self.list.setVisible(some)
        order = self.list.order
        self.details.setVisible(some)
        self.details.setText(told(order, self._words) if order else self._words("queue.hint"))
        self.remarks.show_order(order)
        failed = order is not None and order.state is State.FAILED
        retone(self.details, "bad" if failed else "")
        if self._actions is not None:
            self._actions.refresh()
            for name, button in self.buttons.items():
                button.setEnabled(self._actions.can(name))
                button.setVisible(some and (name in _MOVES or button.isEnabled()))

    def _run(self, name: str, _checked: bool = False) -> None:
        if self._actions is not None:
            self._actions.trigger(name)

    def _menu(self, place: object) -> None:
        if self._actions is None or self.list.order is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in (*_ROW_ACTIONS, *_MOVES, *_PROOFS):
            menu.addAction(self._actions.qaction(name))
        menu.popup(self.list.viewport().mapToGlobal(place))  # type: ignore[arg-type]

    def _lay_out(self) -> None:
        column = _column(self, self._words("queue"))
        column.addWidget(self.empty, 1)
        column.addWidget(self.list, 1)
        column.addWidget(self.details)
        column.addWidget(self.remarks)
        for names in (_PROOFS, _ROW_ACTIONS, _MOVES):
            row = QHBoxLayout()
            row.setSpacing(8)
            for name in names:
                self.buttons[name] = QPushButton()
                row.addWidget(self.buttons[name])
            row.addStretch(1)
            column.addLayout(row)
