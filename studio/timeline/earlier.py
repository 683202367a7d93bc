"""Earlier states of a film, as its backups hold them, and the way back to one of them."""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from studio.errors import BadInput, ProjectError
from studio.messages import Part
from studio.timeline.backups import backups, number_of
from studio.timeline.difference import Difference, difference
from studio.timeline.project import Project
from studio.timeline.project_file import parse
from studio.timeline.rebuild import evolved
from studio.timeline.store import told
from studio.timeline.story import Scene, Shot

P = TypeVar("P")


@dataclass(frozen=True)
class Earlier:
    """A state that a backup holds: which one, when it was saved, and what it holds.

    `saved` is in seconds since 1970, and 0 where the system does not tell. A backup that cannot be
    read has no `project` but the `trouble` with it; `difference` is seen from the film as it is.
    """

    number: int
    saved: float
    project: Project | None = None
    difference: Difference | None = None
    trouble: ProjectError | None = None

    @property
    def words(self) -> tuple[Part, ...]:
        """What is otherwise, what weighs most first; never empty for what can be read."""
        if self.difference is None:
            return ()
        return self.difference.parts or (Part("earlier.little"),)


def earlier(folder: Path, now: Project) -> list[Earlier]:
    """The states of a film before the present one, newest first; each is there once.

    Blocking: reads every backup. Raises ProjectError when the folder cannot be looked into.
    """
    found: list[Earlier] = []
    seen = [now]
    with told(folder, "timeline.unreadable"):
        paths = backups(folder)
    for path in paths:
        state = _read(path, now)
        if state.project is not None:
            would = back_to(now, state.project)
            if would in (now, seen[-1]):
                continue
            seen.append(would)
        found.append(state)
    return found


def state_named(folder: Path, now: Project, name: str) -> Earlier:
    """The state whose number is `name`. Raises BadInput when there is none or it is unreadable."""
    states = earlier(folder, now)
    state = next((s for s in states if str(s.number) == name.strip().lstrip("0")), None)
    if state is None:
        raise BadInput("earlier.no_such", name=name.strip()[:40], path=folder)
    if state.trouble is not None:
        raise state.trouble
    return state


def back_to(now: Project, then: Project) -> Project:
    """An edit: the film as it was, with nothing lost that was brought or learned since.

    Media imported since stay in the film, and what was said of takes since stays said; the budget
    is that of now. Takes belong to their shots whatever the film says, so none is touched.
    """
    shots = {shot.id: shot for scene in now.scenes for shot in scene.shots}
    scenes = {scene.id: scene for scene in now.scenes}
    references = {reference.id for reference in then.references}
    since = (reference for reference in now.references if reference.id not in references)
    story = tuple(_scene(scene, scenes.get(scene.id), shots) for scene in then.scenes)
    media = (*then.references, *since)
    tables = {lut.sha256 for lut in then.luts}
    luts = (*then.luts, *(lut for lut in now.luts if lut.sha256 not in tables))
    film = {**dict(then), "scenes": story, "references": media, "luts": luts, "budget": now.budget}
    changes = {name: value for name, value in film.items() if value != getattr(now, name)}
    return evolved(now, **changes)


def _scene(then: Scene, now: Scene | None, shots: dict[str, Shot]) -> Scene:
    """A scene as it was; it and its shots are those of now where they are alike."""
    old = tuple(_shot(shot, shots.get(shot.id)) for shot in then.shots)
    return _same(now, then.evolve(shots=old))


def _shot(then: Shot, now: Shot | None) -> Shot:
    """A shot as it was, with what was said since of takes that nothing was said of then."""
    if now is None:
        return then
    judged = {verdict.take for verdict in then.verdicts}
    since = tuple(verdict for verdict in now.verdicts if verdict.take not in judged)
    return _same(now, evolved(then, verdicts=(*then.verdicts, *since)))


def _same(now: P | None, then: P) -> P:
    """The very object of now, where it is alike: who watches a film asks `is` what changed."""
    return now if now is not None and now == then else then


def _read(path: Path, now: Project) -> Earlier:
    saved = 0.0
    with contextlib.suppress(OSError):
        saved = path.stat().st_mtime
    try:
        project = parse(path)
    except ProjectError as error:
        broken = error.key == "timeline.broken"
        trouble = ProjectError("earlier.damaged", name=path.name) if broken else error
        return Earlier(number_of(path), saved, trouble=trouble)
    return Earlier(number_of(path), saved, project, difference(back_to(now, project), now))
