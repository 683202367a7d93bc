"""What the proof of a delivered film found: remarks that lead to their places in the film."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from studio.render.proof_report import verdict_key
from studio.ui.actions import Action
from studio.ui.deliver_queue import Order, RenderQueue, State
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.ui.deliver_page import DeliverPage

_FRAME = Qt.ItemDataRole.UserRole
_TALLEST = 200  # pixels: more remarks are scrolled to
_AREA = "ui_deliver"


class Remarks(QListWidget):
    """The remarks of the chosen delivery; a click, or Enter, moves the playhead to their place."""

    def __init__(self, desk: Desk, session: Session, words: Words) -> None:
        super().__init__()
        self._desk, self._session, self._words = desk, session, words
        self._order: Order | None = None
        self.setAccessibleName(words("remarks"))
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setProperty("part", "steps")
        self.itemClicked.connect(self.go)
        self.itemActivated.connect(self.go)
        self.hide()

    def show_order(self, order: Order | None) -> None:
        """Show those of a delivery; nothing where there are none."""
        report = order.report if order is not None else None
        if order is self._order and bool(self.count()) == bool(report and report.proof.findings):
            return
        self._order = order
        self.clear()
        for finding in report.proof.findings if report is not None else ():
            item = QListWidgetItem(self._words.sentence(finding.key, finding.values))
            item.setData(_FRAME, finding.frame)
            if finding.frame is not None:
                item.setToolTip(self._words("remark.tip"))
            self.addItem(item)
        self.setVisible(self.count() > 0)
        self._fit()

    def go(self, item: QListWidgetItem) -> None:
        """Move the playhead to where a remark begins, as far as the film still reaches."""
        frame = item.data(_FRAME)
        if frame is not None:
            self._session.move_playhead(min(frame, max(0, self._desk.project.cut.frames - 1)))

    def next(self) -> None:
        """Go to the remark after the chosen one; after the last comes the first."""
        if self.count():
            self.setCurrentRow((self.currentRow() + 1) % self.count())
            self.go(self.currentItem())

    def resizeEvent(self, event: object) -> None:
        """Lines break anew."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def _fit(self) -> None:
        tall = sum(self.sizeHintForRow(row) for row in range(self.count())) + 2 * self.frameWidth()
        self.setFixedHeight(min(_TALLEST, tall + 4))


def proof_words(order: Order, words: Words) -> str:
    """What the details of a delivery say of its proof."""
    report = order.report
    if report is None:
        return ""
    key = verdict_key(report.proof)
    told = words.sentence(key, {"count": len(report.proof.findings)})
    if report.told:
        told += "\n" + words("done.report", name=Path(report.told).name)
    return told


def proof_actions(page: "DeliverPage", queue: RenderQueue) -> Iterable[Action]:
    """The actions of proofs: the next remark, the report, and damaged takes as they are."""

    def chosen() -> Order | None:
        return page.list.order

    def open_report() -> None:
        order = chosen()
        if order is not None and order.report is not None and order.report.told:
            QDesktopServices.openUrl(QUrl.fromLocalFile(order.report.told))

    def allow() -> None:
        order = chosen()
        if order is not None:
            order.delivery = replace(order.delivery, allow_damaged=True)
            queue.again(order)

    def told() -> bool:
        order = chosen()
        return order is not None and order.report is not None and bool(order.report.told)

    yield Action("deliver.remark", page.remarks.next, (), lambda: page.remarks.count() > 0,
                 area=_AREA)  # fmt: skip
    yield Action("deliver.report", open_report, (), told, area=_AREA)
    yield Action("deliver.allow", allow, (), lambda: _is_damaged(chosen()), area=_AREA)


def _is_damaged(order: Order | None) -> bool:
    """Whether a delivery failed for nothing else than a damaged take."""
    if order is None or order.state is not State.FAILED or order.error is None:
        return False
    return order.error.key == "render.damaged"
