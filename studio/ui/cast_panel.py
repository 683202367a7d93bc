"""The cast: who and what must stay itself through the film."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
)

from studio.timeline.queries import find_shot, find_subject, shot_labels
from studio.timeline.story import Subject
from studio.timeline.subject_edits import add_subject, remove_subject
from studio.ui.actions import Action
from studio.ui.asking import ask
from studio.ui.cast_actions import subject_actions
from studio.ui.cast_actor import ActorMaker
from studio.ui.cast_consent import ConsentPart
from studio.ui.cast_fields import heading
from studio.ui.cast_form import SubjectForm
from studio.ui.cast_handles import HandlesPart
from studio.ui.cast_library import LibraryPart
from studio.ui.cast_list import CastList
from studio.ui.dragging import Cargo, Target, Thing
from studio.ui.kit import Kit
from studio.ui.landing_edits import new_subject
from studio.ui.plain import one_line, soft

_FORM = 96  # pixels of the form that are seen: a field with its name
_LITTLE = 40  # pixels of it in a very low panel


def _always() -> bool:
    return True


class CastPanel(QFrame):
    """The list and the form of the chosen one."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.setProperty("part", "panel")
        self._kit = kit
        self._shown: object = None
        media = kit.media
        self.list = CastList(kit)
        self.list.currentItemChanged.connect(self._turned)
        self.list.itemActivated.connect(lambda _: self.add_to_shot())
        self.list.customContextMenuRequested.connect(self._menu)
        self.empty = soft(media("cast.empty"))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.form = SubjectForm(kit)
        words = media.of("ui_cast")
        self.consent = ConsentPart(kit.desk, words)
        self.handles = HandlesPart(kit)
        self.library = LibraryPart(kit.desk, words)
        self.library.said.connect(kit.bringer.told)
        self.library.added.connect(self.list.go_to)
        self.actors = ActorMaker(kit.desk, words, self)
        self.actors.said.connect(kit.bringer.told)
        self.actors.added.connect(self.list.go_to)
        self.actors.plain_wanted.connect(self._look_only)
        kit.bringer.actor_wanted.connect(self.actors.begin)
        self.form.sheet.variants.picked.connect(self._turned)
        self.new = QPushButton(media("cast.new"))
        self.new.clicked.connect(self.new_one)
        self.add = kit.button("add", self.add_to_shot)
        self.gone = kit.button("remove", self.remove)
        self.clip = QPushButton(words("actor.button"))
        self.clip.clicked.connect(lambda _checked=False: self.actors.choose())
        self.shelf = QPushButton(words("library.open"))
        self.shelf.clicked.connect(lambda _checked=False: self.library.show_library())
        self._lay_out()
        kit.takes_drops(self, Target("cast"))
        kit.takes_drops_at(self.list.viewport(), self.list.target_at, self.list.mark)
        kit.desk.changed.connect(self._edited)
        kit.session.shots_chosen.connect(self._turned)
        self._edited()

    def table(self) -> Iterable[Action]:
        """What menus and keys can do with the cast."""

        def chosen() -> bool:
            return self.subject is not None

        for name, act, can in (
            ("new", self.new_one, None),
            ("actor", self.actors.choose, None),
            ("library", self.library.show_library, None),
            ("save", self.library.keep, chosen),
            ("update", self.library.renew, chosen),
        ):
            yield Action(f"cast.{name}", act, (), can or _always, area="ui_cast")
        yield from subject_actions(self, partial(self._kit.session.turn_to, "board"))

    def showEvent(self, event: QShowEvent) -> None:
        """The library may be another one by now."""
        super().showEvent(event)
        self.library.look()
        self._turned()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low panel shows fewer rows, all of them whole, so that nothing lies over another."""
        super().resizeEvent(event)
        self._fit_list()

    def _fit_list(self) -> None:
        parts = self.list.minimumHeight() + self.area.minimumHeight()
        room = self.height() - self.minimumSizeHint().height() + parts
        self.area.setMinimumHeight(min(_FORM, max(_LITTLE, room - self.list.least)))
        self.list.fit(room - self.area.minimumHeight())

    @property
    def subject(self) -> Subject | None:
        """The subject under the cursor."""
        return find_subject(self._kit.desk.project, self.list.subject_id)

    def new_one(self, _checked: bool = False) -> None:
        """A subject without a name of its own yet."""
        film = self._kit.desk.project
        taken = {subject.name for subject in film.subjects}
        names = (self._kit.media("cast.unnamed", number=n) for n in range(1, len(taken) + 2))
        made = new_subject(film, next(name for name in names if name not in taken))
        if self._kit.desk.edit(self._kit.media("edit.subject.new"), add_subject, made):
            self.list.go_to(made.id)
            self.form.name.setFocus()
            self.form.name.selectAll()

    def _look_only(self, clip: Path) -> None:
        """A clip of which no actor can be made is a look all the same."""
        thing = Thing("video", path=str(clip))
        self._kit.bringer.use(Cargo((thing,)), Target("cast"))

    def add_to_shot(self, _checked: bool = False) -> None:
        """Cast the subject in the last chosen shot."""
        shot = self._shot()
        if shot and self.list.subject_id:
            thing = Thing("subject", id=self.list.subject_id)
            cargo = Cargo((thing,), str(self._kit.desk.folder))
            self._kit.bringer.drop(cargo, Target("shot", shot))

    def remove(self, _checked: bool = False) -> None:
        """The subject leaves the film; when shots show it, ask first."""
        subject, film = self.subject, self._kit.desk.project
        if subject is None:
            return
        labels, media = shot_labels(film), self._kit.media
        where = [
            labels[shot.id]
            for scene in film.scenes
            for shot in scene.shots
            if subject.id in shot.subjects or any(c.speaker == subject.id for c in shot.cues)
        ]
        if not where:
            self._remove(subject.id, cascade=False)
            return
        named = media.listed([*where[:6], *(["…"] if len(where) > 6 else [])])
        question = media("cast.ask", name=one_line(subject.name, 60), where=named)
        then = partial(self._remove, subject.id, cascade=True)
        ask(self, question, media("media.everywhere"), media("media.keep"), lambda: then())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes the chosen subject."""
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.remove()
            return
        super().keyPressEvent(event)

    def _remove(self, subject_id: str, *, cascade: bool) -> None:
        label = self._kit.media("edit.subject.remove")
        self._kit.desk.edit(label, remove_subject, subject_id, cascade=cascade)

    def _menu(self, point: QPoint) -> None:
        if self.subject is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        add = menu.addAction(self.add.text(), self.add_to_shot)
        add.setEnabled(bool(self._shot()))
        menu.addAction(self.gone.text(), self.remove)
        menu.popup(self.list.viewport().mapToGlobal(point))

    def _shot(self) -> str:
        chosen = self._kit.session.shots
        return chosen[-1] if chosen and find_shot(self._kit.desk.project, chosen[-1]) else ""

    def _edited(self, *_news: object) -> None:
        film = self._kit.desk.project
        now = [(s.id, s.name, s.colour, s.kind) for s in film.subjects]
        if now != self._shown:
            self._shown = now
            self.list.fill(film.subjects)
        self._turned()

    def _turned(self, *_news: object) -> None:
        subject = self.subject
        has = bool(self._kit.desk.project.subjects)
        self.empty.setVisible(not has)
        self.list.setVisible(has)
        self.area.setVisible(subject is not None)
        self.gone.setEnabled(subject is not None)
        self.add.setEnabled(subject is not None and bool(self._shot()))
        if subject is not None:
            self.form.fill(subject)
            self.consent.fill(subject)
            self.library.fill(subject)
            if self.isVisible():
                self.handles.fill(subject, self._variant(subject))

    def _variant(self, subject: Subject) -> str:
        """The variant that is looked at: the one picked on the sheet, else the default."""
        first = subject.variants[0].id if subject.variants else ""
        return self.form.sheet.variants.id or first

    def _lay_out(self) -> None:
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setMinimumHeight(_FORM)
        self.area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QFrame()
        holder.setProperty("part", "inside")
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 4, 0)
        inner.setSpacing(8)
        inner.addWidget(self.form)
        words = self._kit.media.of("ui_cast")
        for name, part in (
            ("consent", self.consent), ("handles", self.handles), ("library", self.library),
        ):  # fmt: skip
            inner.addWidget(heading(words(name)))
            inner.addWidget(part)
        inner.addStretch(1)
        self.area.setWidget(holder)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.add)
        row.addWidget(self.gone)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.new, 1)
        top.addWidget(self.shelf)
        column.addLayout(top)
        column.addWidget(self.clip)
        column.addWidget(self.empty, 1)
        column.addWidget(self.list)
        column.addLayout(row)
        column.addWidget(self.area, 3)
