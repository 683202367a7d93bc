"""The deliver page: a preset, what may differ from it, and the queue of what is rendered."""

import asyncio
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.errors import BadInput, StudioError
from studio.render.place import Place, look, need_of, output_for
from studio.ui.actions import ActionTable
from studio.ui.banner import retone
from studio.ui.deliver_form import DeliverForm
from studio.ui.deliver_list import QueueList
from studio.ui.deliver_presets import PresetList
from studio.ui.deliver_preview import DeliveryPreview
from studio.ui.deliver_queue import Order, RenderQueue, State
from studio.ui.desk import Desk
from studio.ui.plain import homely, soft
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.ui.words import Words

_PULSE = 200  # milliseconds between two looks at how far a render is
_ROW_ACTIONS = ("deliver.cancel", "deliver.again", "deliver.remove", "deliver.show")
_MOVES = ("deliver.earlier", "deliver.later")


class DeliverPage(QWidget):
    """Presets left, settings in the middle, the render queue right."""

    delivered = Signal(str)  # path

    def __init__(self, desk: Desk, session: Session, theme: Theme, words: Words) -> None:
        super().__init__()
        self._desk, self._everything, self._words = desk, words, words.of("ui_deliver")
        self._actions: ActionTable | None = None
        self.queue = RenderQueue(desk, self)
        self.presets = PresetList(desk.project, theme, self._words)
        self.preview = DeliveryPreview(desk, session, theme, self._words)
        self.form = DeliverForm(desk, session, self.presets.preset, self._words)
        self.path, self.go, self.captions = self.form.path, self.form.go, self.form.captions
        self.list = QueueList(self.queue, theme, self._words)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.details, self.empty = soft(), soft(self._words("queue.empty"))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.question: QMessageBox | None = None
        self.buttons: dict[str, QPushButton] = {}
        self._stale = True
        self._lay_out()
        self._pulse = QTimer(self, interval=_PULSE)
        self._pulse.timeout.connect(self.list.rows.touch)
        self._connect()
        self._refresh_queue()

    def take_actions(self, actions: ActionTable) -> None:
        """Let the buttons of the queue be those of the table."""
        self._actions = actions
        for name, button in self.buttons.items():
            button.setText(actions.words_of(name))
            button.setToolTip(actions.tip(name))
            button.clicked.connect(partial(self._run, name))
        self.go.setToolTip(actions.tip("deliver.export"))
        self._refresh_queue()

    def preset_words(self, name: str) -> str:
        """What the action that chooses a preset is called."""
        return self._words("choose", name=self._words.of("deliver")(f"preset.{name}"))

    def export(self) -> None:
        """Put what is asked for into the queue; asks before a file is replaced."""
        film, delivery = self._desk.project, self.form.delivery
        try:
            home = self._desk.folder.resolve().parent
            output = output_for(self.path.text(), delivery.suffix, home)
            first, last = delivery.part_of(film.cut.frames)
            if first >= last:
                raise BadInput("render.empty_span" if delivery.span else "render.empty_cut")
            if self.queue.writes(output):
                raise BadInput("render.in_queue", path=output)
        except StudioError as error:
            self.form.refuse(error)
            return
        self.path.setText(homely(output))
        self.form.hush()
        order = Order(
            film, dict(self._desk.shown), self._desk.folder, output, delivery, self.form.preset.id
        )
        work = partial(look, output, need_of(delivery, film), self._desk.folder)
        looked = partial(self._looked, order)
        self._desk.ask(partial(asyncio.to_thread, work), looked, self.form.refuse)

    def show_file(self, order: Order) -> None:
        """Open the folder in which a film lies."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(order.output.parent)))

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown."""
        super().showEvent(event)
        if self._stale:
            self._refresh()

    def _looked(self, order: Order, place: Place) -> None:
        if not place.exists:
            self._begin(order)
            return
        self.question = QMessageBox(
            QMessageBox.Icon.Question, self._words("exists.title"),
            self._words("exists", path=place.output), parent=self,
        )  # fmt: skip
        replace = self.question.addButton(
            self._words("replace"), QMessageBox.ButtonRole.AcceptRole
        )  # fmt: skip
        keep = self.question.addButton(self._words("keep"), QMessageBox.ButtonRole.RejectRole)
        self.question.setDefaultButton(keep)
        replace.clicked.connect(partial(self._begin, order))
        self.question.open()

    def _begin(self, order: Order, _checked: bool = False) -> None:
        if self.queue.writes(order.output):  # queued twice while the place was looked at
            self.form.refuse(BadInput("render.in_queue", path=order.output))
            return
        self.queue.add(order)
        self.list.choose(order)
        self.list.scrollTo(self.list.currentIndex())

    def _run(self, name: str, _checked: bool = False) -> None:
        if self._actions is not None:
            self._actions.trigger(name)

    def _connect(self) -> None:
        self.presets.chosen.connect(self.form.choose)
        self.form.changed.connect(self._changed)
        self.form.wanted.connect(self.export)
        self.queue.changed.connect(self._refresh_queue)
        self.queue.delivered.connect(self.delivered.emit)
        self.queue.failed.connect(self._failed)
        self.list.selectionModel().selectionChanged.connect(self._refresh_queue)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.pressed_key.connect(self._run)
        self.list.doubleClicked.connect(lambda _: self._run("deliver.show"))
        self._desk.changed.connect(self._refresh)
        self._desk.take_arrived.connect(self._refresh)
        self._changed()

    def _failed(self, error: Exception) -> None:
        """Said here where the page is seen, and in the bar of the window elsewhere."""
        if not (self.isVisible() and isinstance(error, StudioError)):
            self._desk.fail(error)

    def _changed(self) -> None:
        self.preview.show_delivery(self.form.delivery)

    def _refresh(self, *_: object) -> None:
        """The film was edited; looked at only while the page is seen."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.presets.show_for(self._desk.project)
            self.form.refresh()

    def _refresh_queue(self, *_: object) -> None:
        busy = self.queue.running is not None
        if busy and not self._pulse.isActive():
            self._pulse.start()
        elif not busy:
            self._pulse.stop()
        some = bool(self.queue.orders)
        self.empty.setVisible(not some)
        self.list.setVisible(some)
        order = self.list.order
        self.details.setVisible(some)
        self.details.setText(self._told(order) if order else self._words("queue.hint"))
        failed = order is not None and order.state is State.FAILED
        retone(self.details, "bad" if failed else "")
        if self._actions is not None:
            self._actions.refresh()
            for name, button in self.buttons.items():
                button.setEnabled(self._actions.can(name))
                button.setVisible(some and (name in _MOVES or button.isEnabled()))

    def _told(self, order: Order) -> str:
        """The chosen delivery: how it ended, or what it waits for."""
        if order.error is not None:
            return self._words.error(order.error)
        report = order.report
        if report is not None:
            told = self._words(
                "done", path=report.path, seconds=f"{report.seconds:.1f}",
                loudness=f"{report.loudness:.1f}".replace("-", "\u2212"),
            )  # fmt: skip
            if report.captions:
                told += "\n" + self._words("done.captions", name=Path(report.captions).name)
            if report.stems:
                names = ", ".join(Path(path).name for path in report.stems)
                told += "\n" + self._words("done.stems", names=names)
            return told
        return self._words(f"about.{order.state.value}")

    def _menu(self, place: object) -> None:
        if self._actions is None or self.list.order is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in (*_ROW_ACTIONS, *_MOVES):
            menu.addAction(self._actions.qaction(name))
        menu.popup(self.list.viewport().mapToGlobal(place))  # type: ignore[arg-type]

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(16)
        column.addWidget(self.preview, 1)
        column.addWidget(self.form)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(middle)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has the focus
        center = QVBoxLayout()
        center.setSpacing(2)
        center.addWidget(scroll, 1)
        center.addWidget(self.form.place)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2)
        left, right = self._side("presets", 304), self._side("queue", 380)
        left.layout().addWidget(self.presets, 1)  # type: ignore[union-attr]
        self._fill_queue(right)
        across.addWidget(left)
        across.addLayout(center, 1)
        across.addWidget(right)

    def _side(self, title: str, width: int) -> QFrame:
        side = QFrame()
        side.setProperty("part", "panel")
        side.setFixedWidth(width)
        head = QLabel(self._words(title))
        head.setProperty("rank", "head")
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(head)
        return side

    def _fill_queue(self, side: QFrame) -> None:
        column = side.layout()
        assert isinstance(column, QVBoxLayout)
        column.addWidget(self.empty, 1)
        column.addWidget(self.list, 1)
        column.addWidget(self.details)
        for names in (_ROW_ACTIONS, _MOVES):
            row = QHBoxLayout()
            row.setSpacing(8)
            for name in names:
                self.buttons[name] = QPushButton()
                row.addWidget(self.buttons[name])
            row.addStretch(1)
            column.addLayout(row)
