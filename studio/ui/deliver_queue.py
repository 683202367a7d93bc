"""The render queue: deliveries one after the other, each of the film as it was when queued."""

import asyncio
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from studio.errors import Cancelled, StudioError
from studio.jobs.proofs import Fate, losses_in_cut
from studio.render.delivery import Delivery
from studio.render.export import export
from studio.render.kept import Kept
from studio.render.report import Report
from studio.timeline.project import Project
from studio.timeline.take import Take
from studio.ui.desk import Desk

_SURE = 0.03  # share of the work after which the time left is told


class State(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


ENDED = frozenset({State.DONE, State.FAILED, State.STOPPED})


@dataclass(eq=False)
class Order:
    """One delivery; the film in it is a snapshot, which later edits leave alone."""

    project: Project
    shown: Mapping[str, Take]
    folder: Path
    output: Path
    delivery: Delivery
    preset: str
    report_in: str | None = None  # language of the report beside the file
    memory: int | None = None  # bytes that it may take, None for what is free
    state: State = State.WAITING
    done: float = 0.0  # 0 to 1; written by the threads that encode
    began: float = 0.0  # of time.monotonic
    error: StudioError | None = None
    report: Report | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def seconds_left(self) -> float | None:
        """How long it will still take, where that can be told."""
        if self.state is not State.RUNNING or self.done < _SURE:
            return None
        return (time.monotonic() - self.began) * (1 - self.done) / self.done

    def make(self) -> Report:
        """Write the file. Blocking. Raises StudioError."""
        lost = losses_in_cut(self.project, self.shown, self.folder, self.stop.is_set)
        if lost:
            key = "render.take_gone" if lost[0].fate is Fate.GONE else "render.take_altered"
            raise StudioError(key, count=len(lost), path=Path(lost[0].file.path).name)
        return export(
            self.project, self.shown, self.folder, self.output, self.delivery,
            overwrite=True, progress=self._moved, cancelled=self.stop.is_set,
            kept=Kept.of_the_user(), report_in=self.report_in, memory=self.memory,
        )  # fmt: skip

    def _moved(self, done: float) -> None:
        self.done = max(self.done, done)


class RenderQueue(QObject):
    """Orders in the order in which they are made; all but the making is on the GUI thread."""

    changed = Signal()  # the list, or the state of one
    delivered = Signal(str)  # path
    failed = Signal(object)  # the error

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.orders: list[Order] = []
        desk.closed.connect(self.stop_all)

    @property
    def running(self) -> Order | None:
        """What is being made."""
        return next((each for each in self.orders if each.state is State.RUNNING), None)

    @property
    def unfinished(self) -> list[Order]:
        """What is being made and what waits."""
        return [each for each in self.orders if each.state not in ENDED]

    def writes(self, output: Path) -> bool:
        """Whether something unfinished will write this file, or captions of its name."""
        stem = output.with_suffix("")
        return any(each.output.with_suffix("") == stem for each in self.unfinished)

    def add(self, order: Order) -> None:
        """One more at the end; it begins at once when nothing is being made."""
        self.orders.append(order)
        self._go_on()

    def again(self, order: Order) -> None:
        """Make what failed or was stopped once more, of the same film, after those that wait."""
        if order.state in (State.FAILED, State.STOPPED) and not self.writes(order.output):
            order.state, order.done, order.error = State.WAITING, 0.0, None
            order.stop = threading.Event()
            self.orders.remove(order)
            self.add(order)

    def cancel(self, order: Order) -> None:
        """Stop it, or do not begin it; nothing of it stays on the disk."""
        order.stop.set()
        if order.state is State.WAITING:
            order.state = State.STOPPED
            self.changed.emit()

    def remove(self, order: Order) -> None:
        """Take what has ended, or waits, off the list; files stay where they are."""
        if order.state is not State.RUNNING and order in self.orders:
            self.orders.remove(order)
            self.changed.emit()

    def clear(self) -> None:
        """Take all that has ended off the list."""
        self.orders = self.unfinished
        self.changed.emit()

    def can_move(self, order: Order, by: int) -> bool:
        """Whether a waiting order has a waiting neighbour on that side."""
        waiting = [each for each in self.orders if each.state is State.WAITING]
        return order in waiting and 0 <= waiting.index(order) + by < len(waiting)

    def move(self, order: Order, by: int) -> None:
        """Make a waiting order earlier or later than its waiting neighbour."""
        if self.can_move(order, by):
            waiting = [each for each in self.orders if each.state is State.WAITING]
            self.place(order, self.orders.index(waiting[waiting.index(order) + by]))

    def place(self, order: Order, row: int) -> None:
        """Put a waiting order at a place of the list."""
        if order.state is State.WAITING:
            self.orders.remove(order)
            self.orders.insert(max(0, min(row, len(self.orders))), order)
            self.changed.emit()

    def stop_all(self) -> None:
        """Stop everything, as the film is closed."""
        for order in self.unfinished:
            self.cancel(order)

    def _go_on(self) -> None:
        waiting = next((each for each in self.orders if each.state is State.WAITING), None)
        if self.running is None and waiting is not None:
            waiting.state, waiting.began = State.RUNNING, time.monotonic()
            waiting.memory = self._desk.export_memory
            self._desk.ask(partial(_outcome, waiting), partial(self._ended, waiting))
        self.changed.emit()

    def _ended(self, order: Order, outcome: Report | Exception) -> None:
        order.state = State.FAILED
        if isinstance(outcome, Report):
            order.state, order.report, order.done = State.DONE, outcome, 1.0
            self.delivered.emit(outcome.path)
        elif isinstance(outcome, Cancelled):
            order.state = State.STOPPED
        elif isinstance(outcome, StudioError):
            order.error = outcome
        self._go_on()
        if order.state is State.FAILED and isinstance(outcome, Exception):
            self._desk.media_doubted.emit()
            self.failed.emit(outcome)


async def _outcome(order: Order) -> Report | Exception:
    """What making it gives, an error too: the queue has to go on after either."""
    try:
        return await asyncio.to_thread(order.make)
    except Exception as error:
        return error
