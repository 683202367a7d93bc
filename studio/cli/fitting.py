"""The command that makes shots as long as what is said in them."""

from pathlib import Path

from studio.cli.console import Console
from studio.cli.opening import journal_takes, named_shots, opened
from studio.errors import BadInput
from studio.jobs.line_lengths import fitted
from studio.timeline.queries import shot_labels
from studio.timeline.queries import shots as shots_of


def fit(console: Console, folder: Path, *, shots: str | None) -> None:
    """All shots or some, in one edit."""
    with opened(console, folder) as store:
        before = store.project
        names = (
            named_shots(before, shots) if shots is not None else [s.id for s in shots_of(before)]
        )
        if not names:
            raise BadInput("cli.no_shots", path=folder)
        takes = [take for made in journal_takes(folder).values() for take in made]
        after = fitted(before, takes, names)
        if after is not before:
            store.save(after)
        old = {shot.id: shot.frames for shot in shots_of(before)}
        labels = shot_labels(after)
        told: list[dict[str, str | int]] = []
        for shot in shots_of(after):
            if shot.frames != old[shot.id]:
                told.append(
                    {"shot": labels[shot.id], "before": old[shot.id], "frames": shot.frames}
                )
                console.line(f"{labels[shot.id]}  {old[shot.id]} -> {shot.frames}")
        console.say("cli.fitted", count=len(told))
        console.result({"changed": told, "frames": after.cut.frames})
