"""The command that mends a cut by one of the remedies that the inspector names."""

from pathlib import Path

from studio.cli.console import Console
from studio.cli.opening import journal_takes, opened, shot_id
from studio.cli.values import choice
from studio.errors import BadInput
from studio.messages import say
from studio.render.tables import graded
from studio.review.mending import mended
from studio.review.seam import Remedy, Seam
from studio.review.seams import remembered, seams
from studio.timeline.queries import clips, lasting, shown_takes

REMEDIES = tuple(each.value.replace("_", "-") for each in Remedy)


def mend(console: Console, folder: Path, *, shot: str, how: str) -> None:
    """Mend the cut that leads into a shot, and tell what is left to find there."""
    choice("--how", how, REMEDIES)
    remedy = Remedy(how.replace("-", "_"))
    with opened(console, folder) as store:
        film, takes = store.project, journal_takes(folder)
        owner = shot_id(film, shot)
        shown = shown_takes(film, takes)
        into = [clip.id for _, clip in clips(film) if clip.owner == owner]
        found = [
            each
            for each in seams(film, shown, folder, only=into, graded=graded, memory=remembered())
            if isinstance(each, Seam)
        ]
        if not found:
            raise BadInput("cli.no_such_cut", text=shot[:40])
        available = {
            name: frames for name, take in shown.items()
            if (frames := lasting(take, film.rate)) is not None
        }  # fmt: skip
        after = mended(film, shown, folder, found[0], remedy, available, graded)
        store.save(after)
        only = [found[0].cut.after.id]
        left = seams(after, shown, folder, only=only, graded=graded, memory=remembered())
    findings = [f.text(console.language) for each in left if isinstance(each, Seam)
                for f in each.findings]  # fmt: skip
    name = say(f"review.remedy.{remedy.value}", console.language)
    console.say("cli.mended", label=found[0].cut.label, remedy=name)
    for line in findings:
        console.line(line)
    console.result({
        "label": found[0].cut.label, "remedy": remedy.value, "frames": after.cut.frames,
        "left": findings,
    })  # fmt: skip
