"""The contact sheet of a film, drawn where it does not lie there already."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from studio.render.left import Mark
from studio.render.proof_memory import Memory, name_of
from studio.render.release import release
from studio.timeline.cut import TrackKind
from studio.timeline.project import Project
from studio.timeline.take import Take


def sheet_at(
    target: Path, project: Project, shown: Mapping[str, Take], folder: Path, language: str
) -> None:
    """Draw the sheet of a film whose takes lie in `folder`, unless it was left there before.

    Raises BadInput, OSError.
    """
    memory = Memory.of_the_user()
    name = _name(project, shown, target, language)
    mark = memory.known(name, Mark)
    with suppress(OSError):
        if mark is not None and mark.holds(target):
            return
    from studio.render.contact import contact_sheet  # drawing, of which a sheet that lies there

    contact_sheet(project, shown, folder, target, language=language)  # needs nothing
    with suppress(OSError):
        memory.keep(name, Mark.of(target))


def _name(project: Project, shown: Mapping[str, Take], target: Path, language: str) -> str:
    """The name of all that is to be seen on a sheet, and of its place; sound is not heard on it."""
    pictures = [track.model_dump_json() for track in project.cut.active(TrackKind.PICTURE)]
    told = project.model_dump_json(exclude={"cut", "brief"})
    takes = [f"{owner} {take.model_dump_json()}" for owner, take in sorted(shown.items())]
    place = str(target.parent.resolve() / target.name)
    frames = str(project.cut.frames)
    return name_of("sheet", place, language, release(), told, frames, *pictures, *takes)
