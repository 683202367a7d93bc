"""The past and the future of a film: snapshots that share what did not change."""

from dataclasses import dataclass

from studio.timeline.project import Project

STEPS = 200
MERGE_SECONDS = 1.0


@dataclass(frozen=True)
class Step:
    """A film before an edit, and the edit's name. `field` and `moment` let typing merge."""

    project: Project
    label: str
    field: str = ""
    moment: float = 0.0


class History:
    """Steps behind and steps ahead of the present film."""

    def __init__(self) -> None:
        self.past: list[Step] = []
        self.future: list[Step] = []

    def record(self, before: Project, label: str, field: str = "", moment: float = 0.0) -> None:
        """`before` becomes the past; what lay ahead is gone. Typing in one field merges."""
        self.future.clear()
        last = self.past[-1] if self.past else None
        same = field and last is not None and (last.label, last.field) == (label, field)
        if same and last is not None and moment - last.moment <= MERGE_SECONDS:
            self.past[-1] = Step(last.project, label, field, moment)
            return
        self.past.append(Step(before, label, field, moment))
        del self.past[:-STEPS]

    def undo(self, present: Project) -> Project:
        """The film before the last step; `present` becomes the first thing ahead."""
        step = self.past.pop()
        self.future.append(Step(present, step.label))
        return step.project

    def redo(self, present: Project) -> Project:
        """The film after the step last undone."""
        step = self.future.pop()
        self.past.append(Step(present, step.label))
        return step.project
