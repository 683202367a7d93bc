"""What can be done to an open film from menus, keys and buttons."""

from collections.abc import Callable, Iterable, Sequence

from studio.timeline.following import follow
from studio.timeline.model import new_id
from studio.timeline.project import Project
from studio.timeline.queries import find_scene_of, find_shot, shots
from studio.timeline.shot_edits import duplicate_shot, insert_shot, remove_shots
from studio.timeline.story import Shot
from studio.ui.actions import Action
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.words import Words

_NEW_SECONDS = 3


class FilmActions:
    """Edits of shots, undo and redo, on one film and one session."""

    def __init__(
        self, desk: Desk, session: Session, words: Words, tell: Callable[[str], object]
    ) -> None:
        """`tell` says which step was taken back or made again."""
        self._desk = desk
        self._tell = tell
        self._session = session
        self._words = words

    def table(self) -> Iterable[Action]:
        """The actions, for the table of the window."""
        some, film = self._some, self.has_film
        document = self._desk.document
        yield Action("edit.undo", self._undo, ("Ctrl+Z",),
                     lambda: document.undo_label is not None, self._undo_words)  # fmt: skip
        yield Action("edit.redo", self._redo, ("Ctrl+Shift+Z", "Ctrl+Y"),
                     lambda: document.redo_label is not None, self._redo_words)  # fmt: skip
        yield Action("film.save", self._desk.saving.save, ("Ctrl+S",))
        yield Action(
            "film.stop", self._desk.orders.cancel_all, (), lambda: bool(self._desk.working)
        )
        yield Action("shot.insert", self.insert, ("Ctrl+Shift+N",), film)
        yield Action("shot.duplicate", self.duplicate, ("Ctrl+D",), some)
        yield Action("shot.delete", self.delete, ("Ctrl+Backspace",), some)

    def insert(self) -> None:
        """A new shot after the chosen one, or at the end of the film."""
        project = self._desk.project
        after = self._session.shots[-1] if self._session.shots else project.scenes[-1].shots[-1].id
        scene = find_scene_of(project, after)
        if scene is None:
            return
        place = [shot.id for shot in scene.shots].index(after) + 1
        shot = Shot(id=new_id("sh"), frames=project.rate.frames(_NEW_SECONDS))

        def edit(film: Project) -> Project:
            return follow(film, insert_shot(film, scene.id, place, shot))

        if self._desk.edit(self._words("edit.insert"), edit):
            self._session.choose_shots([shot.id])

    def duplicate(self) -> None:
        """Each chosen shot once more, behind it."""
        names = self._chosen()

        def edit(film: Project) -> Project:
            told = film
            for name in names:
                told = duplicate_shot(told, name)
            return follow(film, told)

        self._desk.edit(self._words("edit.duplicate"), edit)

    def delete(self) -> None:
        """The chosen shots leave the film."""
        names = self._chosen()
        order = [shot.id for shot in shots(self._desk.project)]

        def edit(film: Project) -> Project:
            return follow(film, remove_shots(film, names))

        if self._desk.edit(self._words("edit.delete"), edit):
            self._session.choose_shots(_beside(order, names))

    def _chosen(self) -> list[str]:
        project = self._desk.project
        return [name for name in self._session.shots if find_shot(project, name)]

    def _some(self) -> bool:
        return bool(self._chosen())

    def has_film(self) -> bool:
        """Whether there are shots."""
        return any(scene.shots for scene in self._desk.project.scenes)

    def _undo(self) -> None:
        """Say what is gone, too: it may be on a page that is not looked at."""
        label = self._desk.document.undo()
        if label is not None:
            self._tell(self._words("edit.undone", label=label))

    def _redo(self) -> None:
        label = self._desk.document.redo()
        if label is not None:
            self._tell(self._words("edit.redone", label=label))

    def _undo_words(self) -> str:
        return self._words("action.undo", label=self._desk.document.undo_label or "").strip()

    def _redo_words(self) -> str:
        return self._words("action.redo", label=self._desk.document.redo_label or "").strip()


def _beside(order: Sequence[str], gone: Sequence[str]) -> list[str]:
    """The shot that stands where the last of those that are gone was, else the one before."""
    if not gone:
        return []
    last = max(order.index(name) for name in gone)
    left = [name for name in (*order[last:], *reversed(order[:last])) if name not in gone]
    return left[:1]
