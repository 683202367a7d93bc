"""Imported media: pictures, sounds and videos that shots and subjects can use."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from studio.timeline.project import Project
from studio.timeline.queries import find_shot, shot_label
from studio.timeline.reference_edits import change_reference, remove_reference
from studio.timeline.roles import ROLES
from studio.timeline.story import Role
from studio.ui.asking import ask
from studio.ui.dragging import Cargo, Target
from studio.ui.kit import Kit
from studio.ui.landing_edits import thing_of, used_as
from studio.ui.media_list import MediaList, where_used
from studio.ui.plain import one_line, soft

_MASKS = (
    "*.png *.jpg *.jpeg *.webp *.tif *.tiff *.bmp *.gif *.wav *.flac *.mp3 *.m4a *.aac *.ogg "
    "*.opus *.aiff *.aif *.mp4 *.mov *.mkv *.webm *.avi *.mxf *.mpg *.ts *.m4v"
)


class MediaPanel(QFrame):
    """The grid, what is known of the chosen one, and what can be done with it."""

    view_wanted = Signal(str)  # a reference is to be looked at in the viewer of the edit page

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.setProperty("part", "panel")
        self._kit = kit
        media = kit.media
        self.grid = MediaList(kit)
        self.grid.renamed.connect(self._renamed)
        self.grid.delete_pressed.connect(self.remove)
        self.grid.itemSelectionChanged.connect(self._refresh)
        self.grid.itemActivated.connect(self._activated)
        self.grid.customContextMenuRequested.connect(self._menu)
        self.empty = soft(media("media.empty"))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.facts = soft()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(media("media.importing"))
        self.progress.hide()
        self.bring = QPushButton(media("media.import"))
        self.bring.clicked.connect(self.choose_files)
        self.add = kit.button("add", self.add_to_shot)
        self.rename = kit.button("rename", self.rename_chosen)
        self.gone = kit.button("remove", self.remove)
        self._lay_out()
        kit.takes_drops(self, Target("media"))
        kit.takes_drops(self.grid.viewport(), Target("media"), self._mark)
        kit.desk.changed.connect(self._edited)
        kit.desk.take_arrived.connect(self._edited)
        kit.desk.importing.connect(self._imported)
        kit.bringer.busy_changed.connect(self._busy)
        kit.session.shots_chosen.connect(self._refresh)
        self._edited()

    def choose_files(self) -> None:
        """Ask for files to import."""
        media = self._kit.media
        dialog = QFileDialog(self, media("media.import"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([f"{media('media.files')} ({_MASKS})", f"{media('media.all')} (*)"])
        dialog.filesSelected.connect(self._kit.bringer.bring)
        dialog.open()

    def choose_folder(self) -> None:
        """Ask for a folder whose media are imported."""
        dialog = QFileDialog(self, self._kit.media("action.media.import_folder"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(self._kit.bringer.bring)
        dialog.open()

    def add_to_shot(self) -> None:
        """The chosen media go to the last chosen shot, in the role a drop there would take."""
        shot = self._shot()
        cargo = self._cargo()
        if shot and cargo.things:
            self._kit.bringer.drop(cargo, Target("shot", shot))

    def view(self) -> None:
        """The chosen medium in the viewer, to be marked and cut in."""
        if self.grid.chosen:
            self.view_wanted.emit(self.grid.chosen[0].id)

    def _activated(self, *_item: object) -> None:
        """Where films are cut it is looked at; else it goes to the shot."""
        self.view() if self._cutting() else self.add_to_shot()

    def _cutting(self) -> bool:
        return self._kit.session.page == "edit"

    def rename_chosen(self) -> None:
        """Edit the name in its place."""
        if self.grid.currentRow() >= 0:
            self.grid.setFocus()
            self.grid.editItem(self.grid.currentItem())

    def remove(self) -> None:
        """The chosen media leave the film; when something uses them, ask first."""
        chosen = self.grid.chosen
        if not chosen:
            return
        media, desk = self._kit.media, self._kit.desk
        used = where_used(desk.project)
        users = list(dict.fromkeys(u for each in chosen for u in used.get(each.id, ())))
        names = [each.id for each in chosen]
        shown = any(c.owner in names for t in desk.project.cut.tracks for c in t.clips)
        if not users and not shown:
            self._remove(names, cascade=False)
            return
        name = one_line(chosen[0].name, 60)
        where = media.listed([*users[:6], *(["…"] if len(users) > 6 else [])])
        where = where or media("media.in_cut")
        if len(chosen) > 1:
            name = media("said.more", name=name, count=len(chosen) - 1)
        question = media("media.ask", name=name, where=where)
        then = partial(self._remove, names, cascade=True)
        ask(self, question, media("media.everywhere"), media("media.keep"), lambda: then())

    def _remove(self, names: list[str], *, cascade: bool) -> None:
        def edit(film: Project) -> Project:
            for name in names:
                film = remove_reference(film, name, cascade=cascade)
            return film

        self._kit.desk.edit(self._kit.media("edit.remove"), edit)

    def _use_as(self, role: Role, _checked: bool = False) -> None:
        shot = self._shot()
        names = [each.id for each in self.grid.chosen if role in ROLES[each.kind]]
        if shot and names:
            label = self._kit.media(f"edit.role.{role.value}")
            self._kit.desk.edit(label, lambda film: used_as(film, shot, names, role))

    def _menu(self, point: QPoint) -> None:
        """Every drop of the chosen media, as words."""
        chosen = self.grid.chosen
        if not chosen:
            return
        media, words = self._kit.media, self._kit.words
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if self._cutting():
            menu.addAction(media("media.view"), self.view)
        shot = self._shot()
        if shot:
            label = shot_label(self._kit.desk.project, shot)
            roles = menu.addMenu(media("media.use_on", label=label))
            for role in Role:
                if role in ROLES[chosen[0].kind]:
                    act = roles.addAction(words(f"role.{role.value}"))
                    act.triggered.connect(partial(self._use_as, role))
        looks = menu.addMenu(media("media.look_of"))
        for subject in self._kit.desk.project.subjects:
            act = looks.addAction(one_line(subject.name, 40).replace("&", "&&"))
            act.triggered.connect(partial(self._look, subject.id))
        looks.setEnabled(not looks.isEmpty())
        menu.addSeparator()
        menu.addAction(self.rename.text(), self.rename_chosen)
        menu.addAction(self.gone.text(), self.remove)
        menu.popup(self.grid.viewport().mapToGlobal(point))

    def _look(self, subject_id: str, _checked: bool = False) -> None:
        self._kit.bringer.drop(self._cargo(), Target("subject", subject_id))

    def _cargo(self) -> Cargo:
        desk = self._kit.desk
        found = (thing_of(desk.project, r.id, desk.takes.get(r.id, ())) for r in self.grid.chosen)
        return Cargo(tuple(thing for thing in found if thing is not None), str(desk.folder))

    def _shot(self) -> str:
        chosen = self._kit.session.shots
        return chosen[-1] if chosen and find_shot(self._kit.desk.project, chosen[-1]) else ""

    def _renamed(self, reference_id: str, name: str) -> None:
        desk = self._kit.desk
        label = self._kit.media("edit.rename")
        if not desk.edit(label, change_reference, reference_id, name=name):
            self.grid.fill(desk.project)  # the old name again

    def _edited(self, *_news: object) -> None:
        film = self._kit.desk.project
        self.grid.fill(film)
        self.empty.setVisible(not film.references)
        self.grid.setVisible(bool(film.references))
        self._refresh()

    def _refresh(self, *_news: object) -> None:
        chosen = self.grid.chosen
        self.add.setEnabled(bool(chosen) and bool(self._shot()))
        self.rename.setEnabled(len(chosen) == 1)
        self.gone.setEnabled(bool(chosen))
        users = where_used(self._kit.desk.project)
        one = chosen[0] if len(chosen) == 1 else None
        text = self.grid.facts(one, users.get(one.id, [])[:12]) if one is not None else ""
        self.facts.setText("\n".join(one_line(line, 160) for line in text.split("\n")[-2:]))
        self.facts.setVisible(one is not None)

    def _imported(self, done: int, whole: int) -> None:
        self.progress.setRange(0, whole)
        self.progress.setValue(done)

    def _busy(self, busy: bool) -> None:
        self.progress.setRange(0, 0 if busy else 1)
        self.progress.setVisible(busy)

    def _mark(self, target: Target | None, fits: bool) -> None:
        state = "" if target is None else "yes" if fits else "no"
        self.setProperty("drop", state)
        self.style().unpolish(self)
        self.style().polish(self)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.add, self.rename, self.gone):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.bring)
        column.addWidget(self.progress)
        column.addWidget(self.empty, 1)
        column.addWidget(self.grid, 1)
        column.addWidget(self.facts)
        column.addLayout(row)
