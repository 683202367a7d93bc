"""The deliver page: a preset, what may differ from it, and the queue of what is rendered."""

import asyncio
import dataclasses
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.errors import BadInput, StudioError
from studio.render.encoders import found_hardware, require
from studio.render.place import look, need_of
from studio.ui.actions import ActionTable
from studio.ui.deliver_form import DeliverForm
from studio.ui.deliver_presets import PresetList
from studio.ui.deliver_preview import DeliveryPreview
from studio.ui.deliver_queue import Order, RenderQueue
from studio.ui.deliver_side import QueueSide, side
from studio.ui.desk import Desk
from studio.ui.plain import homely, soft
from studio.ui.reframe_line import ReframeLine
from studio.ui.reframes import Reframes
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.ui.words import Words

_LEFT, _RIGHT = 304, 380  # pixels of presets and queue
_LEAST_LEFT, _LEAST_RIGHT = 248, 320  # where the settings need the room
_MIDDLE = 456  # pixels of the settings, scroll bar and all, in the wider language


class DeliverPage(QWidget):
    """Presets left, settings in the middle, the render queue right."""

    delivered = Signal(str)  # path

    def __init__(self, desk: Desk, session: Session, theme: Theme, words: Words) -> None:
        super().__init__()
        self._desk, self._everything, self._words = desk, words, words.of("ui_deliver")
        self.queue = RenderQueue(desk, self)
        self.presets = PresetList(desk.project, theme, self._words)
        self.preview = DeliveryPreview(desk, session, theme, self._words)
        mine = words.of("reframe")
        self.reframe = ReframeLine(desk, Reframes(desk, session, mine), mine)
        self.form = DeliverForm(desk, session, self.presets.preset, self._words)
        self.path, self.go, self.captions = self.form.path, self.form.go, self.form.captions
        self._queued = QueueSide(desk, session, self.queue, theme, self._words)
        self.list, self.buttons = self._queued.list, self._queued.buttons
        self.details, self.empty = self._queued.details, self._queued.empty
        self.remarks = self._queued.remarks
        self.question: QMessageBox | None = None
        self._stale = True
        self._lay_out()
        self._reveal = QTimer(self, singleShot=True, interval=0)  # when it has its place
        self._reveal.timeout.connect(lambda: self._scroll.ensureWidgetVisible(self.form.more))
        self._connect()

    def take_actions(self, actions: ActionTable) -> None:
        """Let the buttons of the queue be those of the table."""
        self._queued.take_actions(actions)
        self.go.setToolTip(actions.tip("deliver.export"))

    def preset_words(self, name: str) -> str:
        """What the action that chooses a preset is called."""
        return self._words("choose", name=self._words.of("deliver")(f"preset.{name}"))

    def export(self) -> None:
        """Put what is asked for into the queue; asks before files are replaced."""
        film = self._desk.project
        try:
            asked = self.form.asked
            for each in asked:
                first, last = each.delivery.part_of(film.cut.frames)
                if first >= last:
                    whole = each.delivery.span is None
                    raise BadInput("render.empty_cut" if whole else "render.empty_span")
                if self.queue.writes(each.output):
                    raise BadInput("render.in_queue", path=each.output)
        except StudioError as error:
            self.form.refuse(error)
            return
        self.path.setText(homely(asked[0].output.parent if self.form.several else asked[0].output))
        self.form.hush()
        shown = dict(self._desk.shown)
        orders = [
            Order(
                film, shown, self._desk.folder, each.output, each.delivery, each.preset.id,
                report_in=self._words.language,
            )
            for each in asked
        ]  # fmt: skip
        work = partial(_prepared, orders, [each.hardware for each in asked])
        looked = partial(self._looked, orders)
        self._desk.ask(partial(asyncio.to_thread, work), looked, self.form.refuse)

    def show_file(self, order: Order) -> None:
        """Open the folder in which a film lies."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(order.output.parent)))

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown."""
        super().showEvent(event)
        if self._stale:
            self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Presets and queue make room for the settings on a narrow page."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        spare = max(0, min(_LEFT + _RIGHT, self.width() - _MIDDLE) - _LEAST_LEFT - _LEAST_RIGHT)
        share = min(_LEFT - _LEAST_LEFT, spare // 2)
        self._left.setFixedWidth(_LEAST_LEFT + share)
        self._queued.setFixedWidth(min(_RIGHT, _LEAST_RIGHT + spare - share))

    def _looked(self, orders: Sequence[Order], there: Sequence[Path]) -> None:
        if not there:
            self._begin(orders)
            return
        asked = self._words("exists", path=there[0])
        if len(there) > 1:
            names = "\n".join(path.name for path in there)
            asked = self._words("exist", count=len(there), path=there[0].parent, names=names)
        self.question = QMessageBox(
            QMessageBox.Icon.Question, self._words("exists.title"), asked, parent=self
        )
        replace = self.question.addButton(
            self._words("replace"), QMessageBox.ButtonRole.AcceptRole
        )  # fmt: skip
        keep = self.question.addButton(self._words("keep"), QMessageBox.ButtonRole.RejectRole)
        self.question.setDefaultButton(keep)
        replace.clicked.connect(partial(self._begin, orders))
        self.question.open()

    def _begin(self, orders: Sequence[Order], _checked: bool = False) -> None:
        for order in orders:
            if self.queue.writes(order.output):  # queued twice while the place was looked at
                self.form.refuse(BadInput("render.in_queue", path=order.output))
                return
            self.queue.add(order)
        self.list.choose(orders[0])
        self.list.scrollTo(self.list.currentIndex())

    def _connect(self) -> None:
        self.presets.chosen.connect(self.form.choose)
        self.form.changed.connect(self._changed)
        self.form.wanted.connect(self.export)
        self.form.unfolded.connect(self._reveal.start)
        self.queue.delivered.connect(self.delivered.emit)
        self.queue.failed.connect(self._failed)
        self._desk.changed.connect(self._refresh)
        self._desk.take_arrived.connect(self._refresh)
        self._changed()

    def _failed(self, error: Exception) -> None:
        """Said here where the page is seen, and in the bar of the window elsewhere."""
        if not (self.isVisible() and isinstance(error, StudioError)):
            self._desk.fail(error)

    def _changed(self) -> None:
        self.preview.show_delivery(self.form.delivery)
        self.reframe.show_for(self.form.deliveries)

    def _refresh(self, *_: object) -> None:
        """The film was edited; looked at only while the page is seen."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.presets.show_for(self._desk.project)
            self.form.refresh()

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(16)
        column.addWidget(self.preview, 1)
        column.addWidget(self.reframe)
        column.addWidget(self.form)
        scroll = self._scroll = QScrollArea()
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
        left, presets = side(self._words("presets"), _LEFT)
        presets.addWidget(self.presets, 1)
        presets.addWidget(soft(self._words("presets.hint")))
        self._left = left
        self._fit()
        across.addWidget(left)
        across.addLayout(center, 1)
        across.addWidget(self._queued)


def _prepared(orders: Sequence[Order], hardware: Sequence[str]) -> list[Path]:
    """Try the places, encoders and covers of orders; what would be replaced. Blocking.

    Hardware that was asked for by a word is found and written into the order. Raises BadInput.
    """
    there: list[Path] = []
    for order, word in zip(orders, hardware, strict=True):
        wanted = order.delivery
        if word and not wanted.sound_only:
            family = found_hardware(word, wanted.codec, wanted.bits)
            wanted = order.delivery = dataclasses.replace(wanted, hardware=family)
        require(wanted)
        need, folder = need_of(wanted, order.project), wanted.container.folder
        place = look(order.output, need, order.folder, folder=folder)
        there += [place.output] if place.exists else []
    return there
