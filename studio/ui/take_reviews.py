"""What the inspector says of takes: asked for by the maker, found off the window's thread."""

import asyncio
import threading
from collections import deque
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap

from studio.errors import StudioError
from studio.review.finding import Report
from studio.review.inspector import inspected
from studio.review.memory import Memory
from studio.review.takes import Reviewed, asked_for, judged
from studio.timeline.queries import find_shot
from studio.timeline.story import Shot
from studio.timeline.take import Take
from studio.ui.desk import Desk
from studio.ui.theme import Theme

_SIDE = 17  # pixels of a badge
_TOLD = 4  # sentences of a take that are told beside it


class TakeReviews(QObject):
    """Inspects takes one after the other, and knows the reports of this sitting."""

    changed = Signal(str)  # take id

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._reports: dict[str, Report] = {}
        self._troubles: dict[str, StudioError] = {}
        self._waiting: deque[Take] = deque()
        self._under_way: Take | None = None
        self._over = threading.Event()
        desk.closed.connect(self._over.set)

    def inspect(self, takes: Iterable[Take]) -> None:
        """Look at these takes; what is known or waits already is not looked at again."""
        for take in takes:
            if take.kind == "video" and not self.is_waiting(take) and take.id not in self._reports:
                self._troubles.pop(take.id, None)
                self._waiting.append(take)
                self.changed.emit(take.id)
        if self._under_way is None:
            self._next()

    def is_waiting(self, take: Take) -> bool:
        """Whether a take is being looked at, or will be."""
        return take is self._under_way or take in self._waiting

    def of(self, shot: Shot, take: Take) -> Reviewed | None:
        """What is known of a take, in the light of what the maker overruled."""
        report = self._reports.get(take.id)
        return judged(shot, take, 0, report) if report is not None else None

    def trouble(self, take: Take) -> StudioError | None:
        """Why a take could not be looked at."""
        return self._troubles.get(take.id)

    def _next(self) -> None:
        self._under_way = self._waiting.popleft() if self._waiting else None
        take = self._under_way
        if take is None or self._over.is_set():
            return
        desk = self._desk
        shot = find_shot(desk.project, take.owner)
        if shot is None:  # it went with its shot
            self._next()
            return
        asked = asked_for(desk.project, shot, take, dict(desk.takes), desk.folder)
        path = desk.folder / take.files[0].path

        def look() -> Report:
            memory = Memory.of_the_user()
            return inspected(path, asked, memory=memory, cancelled=self._over.is_set)

        found = partial(self._found, take)
        desk.ask(partial(asyncio.to_thread, look), found, partial(self._failed, take))

    def _found(self, take: Take, report: Report) -> None:
        self._reports[take.id] = report
        self._go_on(take)

    def _failed(self, take: Take, error: StudioError) -> None:
        self._troubles[take.id] = error
        self._go_on(take)

    def _go_on(self, take: Take) -> None:
        self._next()
        self.changed.emit(take.id)


def sentences(found: Reviewed | None, trouble: StudioError | None, language: str) -> list[str]:
    """What is told beside a take: its faults first."""
    if trouble is not None:
        return [trouble.text(language)]
    if found is None or found.report is None:
        return []
    ordered = sorted(found.report.findings, key=lambda each: each.check not in found.failed)
    return [finding.text(language) for finding in ordered[:_TOLD]]


def badge(still: QPixmap, theme: Theme, found: Reviewed | None, *, waiting: bool) -> QPixmap:
    """The still with what the inspector says in its upper right corner; as it is without a word."""
    if found is None and not waiting:
        return still
    good = found is not None and found.usable
    colour, sign = (
        (theme.soft, "…") if found is None else (theme.good, "✓") if good else (theme.bad, "!")
    )
    with QPainter(still) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = round(still.width() / still.devicePixelRatio())
        spot = QRect(QPoint(wide - _SIDE - 4, 4), QPoint(wide - 5, 3 + _SIDE))
        painter.setPen(QColor(theme.panel))
        painter.setBrush(QColor(colour))
        painter.drawEllipse(spot)
        font = painter.font()
        font.setPixelSize(12)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, sign)
    return still
