"""The past and the future of a film: snapshots that share what did not change."""

from dataclasses import dataclass

from studio.timeline.project import Project

STEPS = 200
MERGE_SECONDS = 1.0


@dataclass(frozen=True)
class Step:
    """A film to go back (or forward) to, and the name of the edit between it and its neighbour."""

    project: Project
    label: str


class History:
    """Steps behind and steps ahead of the present film, the nearest last."""

    def __init__(self) -> None:
        self.past: list[Step] = []
        self.future: list[Step] = []
        self._typing: tuple[str, str, float] | None = None  # label, field and moment of the last

    def record(self, before: Project, label: str, field: str = "", moment: float = 0.0) -> None:
        """`before` becomes the past; what lay ahead is gone.

        An edit with the label and the `field` of the one just before, at most a second after it,
        joins its step. `moment` is in seconds.
        """
        last, self._typing = self._typing, (label, field, moment) if field else None
        self.future.clear()
        joins = last is not None and self.past and last[:2] == (label, field)
        if joins and last is not None and 0 <= moment - last[2] <= MERGE_SECONDS:
            return
        self.past.append(Step(before, label))
        del self.past[:-STEPS]

    def settle(self) -> None:
        """The next edit is a step of its own, whatever it is called."""
        self._typing = None

    def undo(self, present: Project) -> Project:
        """The film before the last step; `present` becomes the first thing ahead."""
        self.settle()
        step = self.past.pop()
        self.future.append(Step(present, step.label))
        return step.project

    def redo(self, present: Project) -> Project:
        """The film after the step last undone."""
        self.settle()
        step = self.future.pop()
        self.past.append(Step(present, step.label))
        return step.project
