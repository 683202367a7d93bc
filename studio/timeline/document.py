"""The document: the current film and the past ones; the only writer."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from studio.errors import EditRefused
from studio.timeline.check import new_problems
from studio.timeline.history import History
from studio.timeline.project import Project

Edit = Callable[..., Project]
Listener = Callable[[Project, Project], None]


class Gesture:
    """A drag under way: every move recomputes from the film at the start of the drag.

    `label` may change with what it has become; at its end it names the step.
    """

    def __init__(self, label: str, start: Project, show: Callable[[Project], None]) -> None:
        self.label = label
        self.start = start
        self.over = False
        self._show = show

    def move(self, edit: Edit, /, *args: Any, **kwargs: Any) -> None:
        """Show the film as `edit` makes it of the starting film.

        Raises EditRefused; the film then stays as the last move made it, and the drag may go on.
        A move that comes after the end of the drag does nothing.
        """
        if self.over:
            return
        self._show(_checked(self.start, edit(self.start, *args, **kwargs)))


class Document:
    """Holds a film; edits go through `apply` and `gesture`, readers subscribe.

    It belongs to one thread; the films it hands out may be read on any. `clock` gives seconds.
    """

    def __init__(self, project: Project, clock: Callable[[], float] = time.monotonic) -> None:
        self._project = project
        self._saved = project
        self._history = History()
        self._clock = clock
        self._listeners: list[Listener] = []
        self._gesture: Gesture | None = None

    @property
    def project(self) -> Project:
        """The film as it is now."""
        return self._project

    @property
    def modified(self) -> bool:
        """True when the film differs from the one last saved."""
        return self._project is not self._saved

    def saved(self, project: Project) -> None:
        """`project` is on the disk now."""
        self._saved = project
        self._history.settle()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(before, after)` at every change; returns what ends that."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def apply(
        self, label: str, edit: Edit, /, *args: Any, field: str = "", **kwargs: Any
    ) -> Project:
        """Make an edit: one step of undo named `label`. Raises EditRefused; then nothing happened.

        Edits with the same label and `field` within a second become one step. An edit that changes
        nothing leaves no step.
        """
        self._refuse_while_dragging()
        before = self._project
        after = _checked(before, edit(before, *args, **kwargs))
        if after is not before:
            self._history.record(before, label, field, self._clock())
            self._show(after)
        return after

    @contextmanager
    def gesture(self, label: str) -> Generator[Gesture, None, None]:
        """A drag: one step at its end; none, and the film as it was, when it is broken off.

        Whatever leaves the `with` block as an exception breaks it off.
        """
        self._refuse_while_dragging()
        gesture = self._gesture = Gesture(label, self._project, self._show)
        try:
            yield gesture
        except BaseException:
            self._end(gesture)
            self._show(gesture.start)
            raise
        self._end(gesture)
        if self._project is not gesture.start:
            self._history.record(gesture.start, gesture.label)

    @property
    def dragging(self) -> bool:
        """Whether a gesture is under way."""
        return self._gesture is not None

    @property
    def undo_label(self) -> str | None:
        """The name of the edit that `undo` would take back."""
        return self._history.past[-1].label if self._history.past else None

    @property
    def redo_label(self) -> str | None:
        """The name of the edit that `redo` would make again."""
        return self._history.future[-1].label if self._history.future else None

    def undo(self) -> str | None:
        """Go back a step; its name, or None when there is none or a drag is under way."""
        label = self.undo_label
        if label is None or self._gesture is not None:
            return None
        self._show(self._history.undo(self._project))
        return label

    def redo(self) -> str | None:
        """Go forward a step; its name, or None when there is none or a drag is under way."""
        label = self.redo_label
        if label is None or self._gesture is not None:
            return None
        self._show(self._history.redo(self._project))
        return label

    @property
    def steps(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names of the edits behind, oldest first, and of those ahead, nearest first."""
        past, future = self._history.past, self._history.future
        return tuple(s.label for s in past), tuple(s.label for s in reversed(future))

    @property
    def states(self) -> tuple[Project, ...]:
        """The film before the first of the `steps`, and after each of them."""
        past, future = self._history.past, self._history.future
        behind, ahead = (s.project for s in past), (s.project for s in reversed(future))
        return (*behind, self._project, *ahead)

    def jump(self, by: int) -> None:
        """Go `by` steps ahead, or back when negative, in one change; no further than there are."""
        if self._gesture is not None:
            return
        project, history = self._project, self._history
        for _ in range(min(by, len(history.future))):
            project = history.redo(project)
        for _ in range(min(-by, len(history.past))):
            project = history.undo(project)
        self._show(project)

    def _show(self, project: Project) -> None:
        before, self._project = self._project, project
        if project is not before:
            for listener in tuple(self._listeners):
                listener(before, project)

    def _end(self, gesture: Gesture) -> None:
        gesture.over = True
        self._gesture = None

    def _refuse_while_dragging(self) -> None:
        if self._gesture is not None:
            raise EditRefused("timeline.dragging", label=self._gesture.label)


def _checked(before: Project, after: Project) -> Project:
    """`after`, unless it breaks what held before. Raises EditRefused.

    Faults that the film had already stay mendable: they do not stand in the way of other edits.
    """
    if after is not before:
        for problem in new_problems(before, after):
            raise EditRefused(problem.key, **problem.values)
    return after
