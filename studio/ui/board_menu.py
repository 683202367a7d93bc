"""The menu of the chosen shots: what can be done with them, and every drop as an entry."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from studio.timeline.project import Project
from studio.timeline.roles import ROLES
from studio.timeline.story import ReferenceKind, Role
from studio.ui.actions import ActionTable
from studio.ui.kit import Kit
from studio.ui.landing_edits import cast, used_as
from studio.ui.plain import on_button

_MENU = (
    "shot.generate", "-", "shot.insert", "shot.duplicate", "shot.split", "shot.merge",
    "shot.fit_lines", "shot.delete", "-", "shot.earlier", "shot.later", "shot.scene_before",
    "shot.scene_after", "-", "take.next_frame",
)  # fmt: skip


class BoardMenu:
    """Made anew whenever it is opened, for the media and subjects there are by then."""

    def __init__(
        self, kit: Kit, actions: ActionTable, shots: Callable[[], Sequence[str]], parent: QWidget
    ) -> None:
        """`shots` are those that are chosen."""
        self._kit, self._actions, self._shots, self._parent = kit, actions, shots, parent

    def open_at(self, point: QPoint) -> None:
        """Show it at a point of the screen."""
        menu = QMenu(self._parent)
        menu.setObjectName("board.menu")
        self._actions.refresh()
        self._actions.put_in(menu, (*_MENU, "-"))
        self._add_uses(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def _add_uses(self, menu: QMenu) -> None:
        """The film's media by kind and role, and its subjects."""
        media, words, film = self._kit.media, self._kit.words, self._kit.desk.project
        some = bool(self._shots())
        for kind in ReferenceKind:
            sub = menu.addMenu(media(f"use.{kind.value}"))
            for reference in (r for r in film.references if r.kind is kind):
                roles = sub.addMenu(on_button(reference.name, 40))
                for role in Role:
                    if role in ROLES[kind]:
                        act = roles.addAction(words(f"role.{role.value}"))
                        act.triggered.connect(partial(self._use, reference.id, role))
            sub.setEnabled(some and not sub.isEmpty())
        people = menu.addMenu(media("use.subject"))
        for subject in film.subjects:
            act = people.addAction(on_button(subject.name, 40))
            act.triggered.connect(partial(self._cast, subject.id))
        people.setEnabled(some and not people.isEmpty())

    def _use(self, reference: str, role: Role, _checked: bool = False) -> None:
        self._each(
            f"edit.role.{role.value}", lambda film, name: used_as(film, name, [reference], role)
        )

    def _cast(self, subject: str, _checked: bool = False) -> None:
        self._each("edit.cast", lambda film, name: cast(film, name, subject))

    def _each(self, label: str, change: Callable[[Project, str], Project]) -> None:
        """One edit of all chosen shots."""
        names = self._shots()

        def edit(film: Project) -> Project:
            for name in names:
                film = change(film, name)
            return film

        self._kit.desk.edit(self._kit.media(label), edit)
