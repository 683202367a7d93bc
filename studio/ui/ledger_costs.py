"""The ledger of the open film, added up off the window's thread whenever money moved."""

import asyncio
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.jobs.ledger import Ledger, ledger
from studio.jobs.threshold import Limits
from studio.timeline.project import Project

if TYPE_CHECKING:
    from studio.ui.desk import Desk

WAIT = 200  # milliseconds: sixty jobs at work change the sums more often than anybody reads them


class Costs(QObject):
    """What the film cost as far as it is known; one for each open film."""

    changed = Signal()

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self._book = Ledger()
        self._over = False
        self._asked = 0  # the question whose answer counts
        self.ask_above: Limits = {}  # the maker's, by currency; see `sending`
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self._count)
        desk.changed.connect(self._edited)
        desk.take_arrived.connect(self._soon)
        desk.job_changed.connect(self._soon)
        desk.closed.connect(self._end)
        self._count()

    @property
    def book(self) -> Ledger:
        """The ledger as it was counted last."""
        return self._book

    @property
    def budget(self) -> Mapping[str, Decimal]:
        """What the film may cost, by currency."""
        return self._desk.project.budget

    @property
    def matter(self) -> bool:
        """Whether there is anything to tell: something was paid for or may be, or is limited."""
        return bool(self._book.bound or self.budget)

    def left(self) -> Mapping[str, Decimal]:
        """What may still be spent, by currency with a budget; below 0 when it is over."""
        bound = self._book.bound
        return {name: most - bound.get(name, Decimal(0)) for name, most in self.budget.items()}

    def _edited(self, before: Project, after: Project) -> None:
        if before.cut is not after.cut or before.scenes is not after.scenes:
            self._soon()
        elif before.budget is not after.budget:
            self.changed.emit()

    def _soon(self, _news: object = None) -> None:
        if not self._over and not self._timer.isActive():
            self._timer.start()

    def _end(self) -> None:
        """The film is closed; what is still told of its jobs is of no account."""
        self._over = True
        self._timer.stop()

    def _count(self) -> None:
        desk = self._desk
        if not any(job.price for job in desk.jobs.values()) and not self._paid():
            self._took(self._asked, Ledger())  # a film that costs nothing is not added up
            return
        self._asked += 1
        takes = [take for takes in desk.takes.values() for take in takes]
        work = partial(ledger, desk.project, takes, list(desk.jobs.values()))
        desk.ask(partial(asyncio.to_thread, work), partial(self._took, self._asked))

    def _paid(self) -> bool:
        return any(take.cost for takes in self._desk.takes.values() for take in takes)

    def _took(self, asked: int, book: Ledger) -> None:
        if asked == self._asked and book != self._book:
            self._book = book
            self.changed.emit()
