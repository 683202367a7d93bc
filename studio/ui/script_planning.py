"""A planning under way: asked for on the loop, merged off the window's thread, can be cancelled."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, Signal

from studio.errors import StudioError
from studio.jobs.telling import told, told_scene
from studio.script.compose import Plan
from studio.script.planner import Planner
from studio.script.read import load_text
from studio.timeline.project import Project
from studio.ui.desk import Desk

_TURNS = 3  # merges with a film that was changed meanwhile, before the window waits for one


@dataclass
class _Order:
    """What is planned: a text, as a whole or the scene with an id or a character."""

    text: str
    planner: Planner
    label: str
    scene: str | int | None
    film: Project  # as it was when it was merged last
    taken: frozenset[str]
    brief: str  # of the film when the planning began
    clean: str = ""
    plan: Plan | None = None
    turns: int = 0
    over: bool = False
    task: "asyncio.Task[Project] | None" = field(default=None)

    def merged(self, film: Project) -> Project:
        """A film with the plan; what was written meanwhile stays. Raises BadInput, EditRefused."""
        if self.plan is None:
            return film
        if self.scene is None:
            after = told(film, self.clean, self.plan, self.taken)
        else:
            after = told_scene(film, self.clean, self.plan, self.scene, self.taken)
        return after if film.brief == self.brief else after.evolve(brief=film.brief)


class Planning(QObject):
    """One planning at a time; `done` tells the film before it and after it."""

    changed = Signal()  # whether it is busy
    failed = Signal(object)  # the StudioError that says why there is no plan
    done = Signal(object, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._order: _Order | None = None

    @property
    def busy(self) -> bool:
        """Whether a planning is under way."""
        return self._order is not None

    def start(
        self, text: str, planner: Planner, label: str, scene: str | int | None = None
    ) -> None:
        """Plan a text, or one scene of it; the edit is called `label`."""
        if self._order is not None:
            return
        film = self._desk.project
        taken = frozenset(self._desk.takes)
        self._order = _Order(text, planner, label, scene, film, taken, film.brief)
        self._ask(self._order, partial(self._planned, self._order))

    def cancel(self) -> None:
        """Stop it; the film stays as it is."""
        order, self._order = self._order, None
        if order is not None:
            order.over = True
            self._desk.ask(partial(_stop, order))
            self.changed.emit()

    def _ask(self, order: _Order, work: Callable[[], object]) -> None:
        self._desk.ask(work, partial(self._came, order))
        self.changed.emit()

    async def _planned(self, order: _Order) -> Project | Exception | None:
        """On the loop: the film with the plan, or why there is none; None when cancelled."""
        if order.over:
            return None
        order.task = asyncio.ensure_future(self._made(order))
        try:
            return await order.task
        except asyncio.CancelledError:
            if order.over:
                return None
            raise
        except Exception as error:
            return error

    async def _made(self, order: _Order) -> Project:
        film = order.film
        if order.plan is None:
            data = order.text.encode("utf-8", "replace")
            order.clean = await asyncio.to_thread(load_text, data)
            size = (film.width, film.height)
            order.plan = await order.planner.plan(order.clean, rate=film.rate, size=size)
        return await asyncio.to_thread(order.merged, film)

    def _came(self, order: _Order, after: Project | Exception | None) -> None:
        """The merged film; where the maker changed it meanwhile, it is merged again."""
        if order is not self._order or after is None:
            return
        if isinstance(after, Exception):
            self._order = None
            self.changed.emit()
            self._fail(after)
            return
        before = self._desk.project
        if before is not order.film and order.turns < _TURNS:
            order.film, order.turns = before, order.turns + 1
            self._ask(order, partial(self._planned, order))
            return
        self._order = None
        self.changed.emit()

        def edit(film: Project) -> Project:
            return after if film is order.film else order.merged(film)

        if self._desk.edit(order.label, edit):
            self.done.emit(before, self._desk.project)

    def _fail(self, error: Exception) -> None:
        """A refusal is told on the page; a fault of our own goes to the crash hook."""
        if not isinstance(error, StudioError):
            raise error
        self.failed.emit(error)


def _stop(order: _Order) -> None:
    """On the loop."""
    if order.task is not None:
        order.task.cancel()
