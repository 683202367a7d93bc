"""An actor joins a film from the command line, once the maker has seen the sheet."""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.cast.sheet import SHEET
from studio.cli.actors import drafted, told_draft
from studio.cli.console import Console
from studio.cli.opening import looked_at, opened
from studio.errors import BadInput
from studio.jobs.imports import import_media
from studio.jobs.journal import Journal
from studio.messages import say
from studio.timeline.actor_edits import add_actor
from studio.timeline.model import new_id
from studio.timeline.story import Subject, View

if TYPE_CHECKING:
    from studio.cast.draft import ActorDraft

_VIEWS = {"front": View.FRONT, "left": View.LEFT, "right": View.RIGHT, "smile": View.SMILE}
_YES = frozenset({"y", "yes", "是", "好"})


def joined(console: Console, clip: Path, wanted: Any, project: Path, *, yes: bool) -> None:
    """Make an actor of a clip, show the sheet, and let it join the film when it is confirmed.

    Raises BadInput when nobody is there to confirm it and `yes` is not given.
    """
    looked_at(console, project)  # a folder that is no film is told before the work
    asked = sys.stdin is not None and sys.stdin.isatty() and not console.as_json
    if not yes and not asked:
        raise BadInput("cli.actor_needs_yes")
    work = Path(tempfile.mkdtemp(prefix="storyreel-actor-"))
    try:
        draft = drafted(console, clip, wanted, work / "actor", overwrite=False)
        told_draft(console, draft)
        if not yes and not _confirmed(console, work / "actor" / SHEET):
            console.say("cli.actor_not_joined", name=draft.name)
            console.result({"subject": None})
            return
        _join(console, draft, project)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _confirmed(console: Console, sheet: Path) -> bool:
    sys.stderr.write(say("cli.actor_ask", console.language, sheet=sheet) + " [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in _YES


def _join(console: Console, draft: "ActorDraft", project: Path) -> None:
    """The stills with their views, the voice and the clip become what the subject is known by."""
    views = {each.path: _VIEWS[each.view] for each in draft.stills if each.view in _VIEWS}
    paths = [*views, *([draft.voice] if draft.voice is not None else []), draft.clip]
    with opened(console, project) as store, Journal.open(project) as journal:
        brought = import_media(store.project, project, journal, paths)
        known = [
            (each.reference, views.get(path)) for path, each in zip(paths, brought, strict=True)
        ]
        subject = Subject(id=new_id("su"), name=draft.name)
        store.save(add_actor(store.project, subject, known))
    console.say("cli.actor_joined", name=draft.name, path=project)
    console.result({
        "subject": subject.id, "name": draft.name, "transcript": draft.transcript,
        "language": draft.language, "references": [reference.id for reference, _ in known],
        "warnings": [{"key": each.key, "sentence": each.text(console.language)}
                     for each in draft.warnings],
    })  # fmt: skip
