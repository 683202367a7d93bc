"""A film's folder opened for a command; the maker is told when its file had to be recovered."""

from pathlib import Path

from studio.cli.console import Console
from studio.errors import BadInput
from studio.jobs.journal import Journal
from studio.timeline.project import Project
from studio.timeline.queries import resolve_shot, takes_by_owner
from studio.timeline.store import Store, look, open_folder
from studio.timeline.take import Take


def opened(console: Console, folder: Path) -> Store:
    """The film to be worked on. Raises ProjectError."""
    store = open_folder(folder)
    _tell(console, folder, store.recovered)
    return store


def looked_at(console: Console, folder: Path) -> Project:
    """The film, without locking or writing anything. Raises ProjectError."""
    seen = look(folder)
    _tell(console, folder, seen.recovered)
    return seen.project


def _tell(console: Console, folder: Path, backup: str | None) -> None:
    if backup is not None:
        console.warn("cli.recovered", path=folder, backup=backup)


def journal_takes(folder: Path) -> dict[str, list[Take]]:
    """Takes by owner, read without holding up whoever writes."""
    with Journal.open(folder, write=False) as journal:
        return takes_by_owner(journal.takes())


def named_shots(project: Project, shots: str) -> list[str]:
    """The ids of the shots that a list such as `1-2, 2-1` means, each once. Raises BadInput."""
    names = [name for name in shots.replace("，", ",").split(",") if name.strip()]
    return list(dict.fromkeys(shot_id(project, name) for name in names or [shots]))


def shot_id(project: Project, name: str) -> str:
    """The id of the shot that a word of the command line means. Raises BadInput."""
    shot = resolve_shot(project, name)
    if shot is None:
        raise BadInput("cli.no_such_shot", text=name.strip()[:40])
    return shot.id
