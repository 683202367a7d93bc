"""Split and merge of chosen shots, and their way earlier or later, many at once."""

from collections.abc import Callable, Iterable, Sequence

from studio.errors import EditRefused
from studio.jobs.line_lengths import fitted
from studio.timeline.following import follow
from studio.timeline.project import Project
from studio.timeline.queries import find_scene_of, find_shot, shots
from studio.timeline.rebuild import with_shots
from studio.timeline.shot_edits import merge_shots, split_shot
from studio.timeline.story import CueKind
from studio.ui.actions import Action
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.words import Words

FIT_KEYS = "Ctrl+Alt+U"
Where = Callable[[str], int | None]


class ShotActions:
    """Edits of the chosen shots, each one step; `playhead` tells where one is looked at, if it is.

    A place in a shot is a frame of it.
    """

    def __init__(self, desk: Desk, session: Session, words: Words, playhead: Where) -> None:
        self._desk = desk
        self._session = session
        self._words = words
        self._playhead = playhead

    def table(self) -> Iterable[Action]:
        """The actions, for the table of the window."""
        yield Action("shot.split", self.split, ("Ctrl+Shift+S",), self._some)
        yield Action("shot.merge", self.merge, ("Ctrl+Shift+J",), self._can_merge)
        yield Action("shot.fit_lines", self.fit_lines, (FIT_KEYS,), self._speak)
        yield Action("shot.earlier", lambda: self.shift(-1), ("Ctrl+[",), self._some)
        yield Action("shot.later", lambda: self.shift(1), ("Ctrl+]",), self._some)

    def split(self) -> None:
        """Each chosen shot becomes two: where it is looked at, else in its middle."""
        names = self._chosen()
        places = {name: self._playhead(name) for name in names}
        self._edit("edit.split", lambda film: split_all(film, names, places))

    def merge(self) -> None:
        """The chosen neighbours become one shot; one alone takes the next one in."""
        names = self._to_merge()
        if self._edit("edit.merge", lambda film: merge_all(film, names)):
            self._session.choose_shots(names[:1])

    def fit_lines(self) -> None:
        """Each chosen shot as long as what is said in it."""
        names, takes = self._chosen(), self._desk.takes
        made = [take for own in takes.values() for take in own]
        self._desk.edit(self._words("edit.fit_lines"), lambda film: fitted(film, made, names))

    def shift(self, by: int) -> None:
        """The chosen shots one place earlier or later in their scenes, in their order."""
        names = self._chosen()
        self._edit("edit.move", lambda film: shifted(film, names, by))

    def _edit(self, label: str, edit: Callable[[Project], Project]) -> bool:
        return self._desk.edit(self._words(label), lambda film: follow(film, edit(film)))

    def _chosen(self) -> list[str]:
        """The chosen shots in the order of the film."""
        chosen = set(self._session.shots)
        return [shot.id for shot in shots(self._desk.project) if shot.id in chosen]

    def _some(self) -> bool:
        return any(find_shot(self._desk.project, name) for name in self._session.shots)

    def _speak(self) -> bool:
        """Whether anything is said in a chosen shot."""
        chosen = (find_shot(self._desk.project, name) for name in self._session.shots)
        return any(c.kind is CueKind.LINE for shot in chosen if shot for c in shot.cues)

    def _to_merge(self) -> list[str]:
        names, film = self._chosen(), self._desk.project
        scene = find_scene_of(film, names[0]) if len(names) == 1 else None
        if scene is None:
            return names
        own = [shot.id for shot in scene.shots]
        return own[own.index(names[0]) :][:2]

    def _can_merge(self) -> bool:
        return self._some() and len(self._to_merge()) > 1


def split_all(film: Project, names: Sequence[str], places: dict[str, int | None]) -> Project:
    """Shots in two, before the frame that is told, else in the middle. Raises EditRefused."""
    for name in names:
        shot, at = find_shot(film, name), places.get(name)
        if shot is None:
            raise EditRefused("timeline.no_shot", id=name)
        inside = at is not None and 0 < at < shot.frames
        film = split_shot(film, name, at if inside and at is not None else shot.frames // 2)
    return film


def merge_all(film: Project, names: Sequence[str]) -> Project:
    """Neighbours become the first of them. Raises EditRefused where they are none."""
    for name in names[1:]:
        film = merge_shots(film, names[0], name)
    return film


def shifted(film: Project, names: Sequence[str], by: int) -> Project:
    """Shots one place earlier (-1) or later (1); those at the end of their scene stay."""
    chosen = set(names)
    for scene in film.scenes:
        own = [shot.id for shot in scene.shots]
        order = own[::-by]
        for at in range(1, len(order)):
            if order[at] in chosen and order[at - 1] not in chosen:
                order[at - 1], order[at] = order[at], order[at - 1]
        if order != own[::-by]:
            there = {shot.id: shot for shot in scene.shots}
            film = with_shots(film, scene, [there[name] for name in order[::-by]])
    return film
