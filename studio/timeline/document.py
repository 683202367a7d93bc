"""The document: the current film and the past ones; the only writer."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from studio.errors import EditRefused
from studio.timeline.check import check
from studio.timeline.history import History
from studio.timeline.project import Project

Edit = Callable[..., Project]
Listener = Callable[[Project, Project], None]


class Gesture:
    """A drag under way: every move recomputes from the film at the start of the drag."""

    def __init__(self, document: "Document", label: str) -> None:
        self._document = document
        self.start = document.project
        self.label = label

    def move(self, edit: Edit, *args: Any, **kwargs: Any) -> None:
        """Show the film as `edit` makes it of the starting film."""
        self._document.show(_checked(self.start, edit(self.start, *args, **kwargs)))


class Document:
    """Holds a film; edits go through `apply` and `gesture`, readers subscribe."""

    def __init__(self, project: Project, clock: Callable[[], float] = time.monotonic) -> None:
        self.project = project
        self.history = History()
        self._saved = project
        self._clock = clock
        self._listeners: list[Listener] = []

    @property
    def modified(self) -> bool:
        """True when the film differs from the one last saved."""
        return self.project is not self._saved

    def saved(self, project: Project) -> None:
        """`project` is on the disk now."""
        self._saved = project

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(before, after)` at every change; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def show(self, project: Project) -> None:
        """Another film is the present one, without a step of its own."""
        before, self.project = self.project, project
        if project is not before:
            for listener in tuple(self._listeners):
                listener(before, project)

    def apply(self, label: str, edit: Edit, *args: Any, field: str = "", **kwargs: Any) -> Project:
        """Make an edit: one step of undo named `label`. Raises EditRefused; then nothing happened.

        Edits with the same label and `field` within a second become one step.
        """
        before = self.project
        after = _checked(before, edit(before, *args, **kwargs))
        if after is not before:
            self.history.record(before, label, field, self._clock())
            self.show(after)
        return after

    @contextmanager
    def gesture(self, label: str) -> Generator[Gesture, None, None]:
        """A drag: one step at its end; none, and the film as it was, when it is broken off."""
        gesture = Gesture(self, label)
        try:
            yield gesture
        except BaseException:
            self.show(gesture.start)
            raise
        if self.project is not gesture.start:
            self.history.record(gesture.start, label)

    def undo(self) -> str | None:
        """Go back a step; its name, or None when there is none."""
        if not self.history.past:
            return None
        label = self.history.past[-1].label
        self.show(self.history.undo(self.project))
        return label

    def redo(self) -> str | None:
        """Go forward a step; its name, or None when there is none."""
        if not self.history.future:
            return None
        label = self.history.future[-1].label
        self.show(self.history.redo(self.project))
        return label


def _checked(before: Project, after: Project) -> Project:
    """`after`, unless it breaks what held before. Raises EditRefused."""
    if after is before:
        return after
    problems = check(after)
    if problems:
        known = check(before)
        for problem in problems:
            if problem not in known:
                raise EditRefused(problem.key, **problem.values)
    return after
