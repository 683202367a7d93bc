"""What steers a shot, in four wells: pictures, sounds, videos, subjects."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.timeline.queries import find_reference, find_subject
from studio.timeline.reference_edits import drop_use
from studio.timeline.story import Reference, ReferenceKind, Role, Shot, Subject, Use
from studio.ui.dragging import Cargo, Target, Thing
from studio.ui.keeping_focus import give_back, place_in
from studio.ui.kit import Kit, dot
from studio.ui.landing_edits import other_role, thing_of, uncast
from studio.ui.plain import NameLabel, on_button
from studio.ui.shot_part import QuietWheel, ShotPart
from studio.ui.use_rows import UseRow

WELLS = ("picture", "sound", "video", "subject")


class Well(QFrame):
    """One kind of input: drops land here, and + lists what could be dropped."""

    def __init__(self, kit: Kit, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.shot_id = ""
        self._kit = kit
        self._rows: list[QWidget] = []
        self.setProperty("part", "well")
        self.setAccessibleName(kit.words(f"wells.{kind}"))
        title = QLabel(kit.words(f"wells.{kind}"))
        title.setProperty("rank", "soft")
        self.plus = QToolButton()
        self.plus.setText("+")
        self.plus.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.plus.setProperty("tone", "flat")
        self.plus.setProperty("part", "small")
        self.plus.setToolTip(kit.words(f"wells.add.{kind}"))
        self.plus.setAccessibleName(kit.words(f"wells.add.{kind}"))
        self.plus.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.plus)
        self.menu.aboutToShow.connect(self._list)
        self.plus.setMenu(self.menu)
        self.empty = QLabel(kit.words(f"wells.empty.{kind}"))
        self.empty.setProperty("rank", "soft")
        self.empty.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.plus)
        self.body = QVBoxLayout()
        self.body.setSpacing(3)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 4, 6)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self.empty)
        column.addLayout(self.body)
        kit.takes_drops_at(self, lambda _: Target("well", self.shot_id, kind))

    def put(self, rows: Sequence[QWidget]) -> None:
        """Show these rows and no others; the keyboard stays at its place among them."""
        place = place_in(self._rows)
        self._rows = list(rows)
        while self.body.count():
            item = self.body.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self.body.addWidget(row)
        self.empty.setVisible(not rows)
        give_back(place, rows, self.plus)

    def _list(self) -> None:
        """What the film has that can be put here."""
        self.menu.clear()
        for thing, name in self._fitting():
            act = self.menu.addAction(on_button(name))
            act.triggered.connect(partial(self._put_in, thing))
        if self.menu.isEmpty():
            none = self.menu.addAction(self._kit.words(f"wells.none.{self.kind}"))
            none.setEnabled(False)

    def _fitting(self) -> list[tuple[Thing, str]]:
        desk = self._kit.desk
        if self.kind == "subject":
            return [(Thing("subject", id=s.id), s.name) for s in desk.project.subjects]
        found: list[tuple[Thing, str]] = []
        for reference in desk.project.references:
            thing = thing_of(desk.project, reference.id, desk.takes.get(reference.id, ()))
            if thing is not None and thing.kind == self.kind:
                found.append((thing, reference.name))
        return found

    def _put_in(self, thing: Thing, _checked: bool = False) -> None:
        cargo = Cargo((thing,), str(self._kit.desk.folder))
        self._kit.bringer.drop(cargo, Target("well", self.shot_id, self.kind))


class SubjectRow(QFrame):
    """A subject that is in the shot."""

    removed = Signal(str)

    def __init__(self, kit: Kit, subject: Subject) -> None:
        super().__init__()
        self.setProperty("part", "row")
        self._id = subject.id
        mark = QLabel()
        mark.setPixmap(QIcon(dot(subject.colour, 16)).pixmap(QSize(16, 16)))
        kind = QLabel(kit.media(f"kind.{subject.kind.value}"))
        kind.setProperty("rank", "soft")
        away = QToolButton()
        away.setText("×")
        away.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        away.setProperty("tone", "flat")
        away.setProperty("part", "small")
        away.setToolTip(kit.words("wells.uncast"))
        away.setAccessibleName(kit.words("wells.uncast_of", name=subject.name))
        away.clicked.connect(self._gone)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 4, 3)
        row.setSpacing(8)
        row.addWidget(mark)
        row.addWidget(NameLabel(subject.name), 1)
        row.addWidget(kind)
        row.addWidget(away)

    def _gone(self, _checked: bool = False) -> None:
        self.removed.emit(self._id)


class WellsPart(ShotPart):
    """The four wells of the shot that is shown."""

    def __init__(self, kit: Kit, wheel: QuietWheel) -> None:
        super().__init__(kit)
        self._wheel = wheel
        self._shown: object = None
        self.wells = {kind: Well(kit, kind) for kind in WELLS}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for well in self.wells.values():
            column.addWidget(well)

    def fill(self, shot: Shot) -> None:
        """The uses of a shot and who is in it."""
        film = self.kit.desk.project
        for well in self.wells.values():
            well.shot_id = shot.id
        cast = [s for name in shot.subjects if (s := find_subject(film, name)) is not None]
        found = ((u, find_reference(film, u.reference)) for u in shot.uses)
        media = [(use, reference) for use, reference in found if reference is not None]
        now = (shot.id, tuple(cast), tuple(media))
        if now == self._shown:
            return
        self._shown = now
        for kind in ReferenceKind:
            rows = [self._row(use, each) for use, each in media if each.kind is kind]
            self.wells[kind.value].put(rows)
        people: list[QWidget] = []
        for subject in cast:
            row = SubjectRow(self.kit, subject)
            row.removed.connect(self._uncast)
            people.append(row)
        self.wells["subject"].put(people)
        self._wheel.over(self)

    def _row(self, use: Use, reference: Reference) -> UseRow:
        row = UseRow(self.kit, use, reference)
        row.role_picked.connect(self._role_picked, Qt.ConnectionType.QueuedConnection)
        row.removed.connect(self._removed, Qt.ConnectionType.QueuedConnection)
        return row

    def _role_picked(self, use: Use, role: Role) -> None:
        shot_id = self.shot_id
        self.edit("role", lambda film: other_role(film, shot_id, use, role))

    def _removed(self, use: Use) -> None:
        shot_id = self.shot_id
        self.edit("unuse", lambda film: drop_use(film, shot_id, use))

    def _uncast(self, subject_id: str) -> None:
        shot_id = self.shot_id
        self.edit("uncast", lambda film: uncast(film, shot_id, subject_id))
