"""The pictures that a subject must look like."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from studio.timeline.queries import find_reference
from studio.timeline.reference_edits import drop_use
from studio.timeline.story import Role, Subject, Use
from studio.ui.dragging import Target
from studio.ui.keeping_focus import give_back, place_in
from studio.ui.kit import Kit
from studio.ui.landing_edits import other_role
from studio.ui.plain import soft
from studio.ui.use_rows import UseRow


class Looks(QFrame):
    """The pictures a subject must look like; drops land here."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._subject = ""
        self._shown: object = None
        self._rows: list[UseRow] = []
        self.setProperty("part", "well")
        self.setAccessibleName(kit.media("cast.looks"))
        self.empty = soft(kit.media("cast.no_looks"))
        self.body = QVBoxLayout()
        self.body.setSpacing(3)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 4, 6)
        column.addWidget(self.empty)
        column.addLayout(self.body)
        kit.takes_drops_at(self, lambda _: Target("subject", self._subject))

    def fill(self, subject: Subject) -> None:
        """The uses of one subject."""
        film = self._kit.desk.project
        found = [(use, find_reference(film, use.reference)) for use in subject.uses]
        if (subject.id, found) == self._shown:
            return
        self._subject, self._shown = subject.id, (subject.id, found)
        place = place_in(self._rows)
        self._rows = []
        while self.body.count():
            item = self.body.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for use, reference in found:
            if reference is not None:
                row = UseRow(self._kit, use, reference, roles=use.role is not Role.SUBJECT)
                row.removed.connect(self._removed)
                row.role_picked.connect(self._role_picked)
                self.body.addWidget(row)
                self._rows.append(row)
        self.empty.setVisible(not found)
        give_back(place, self._rows)

    def _removed(self, use: Use) -> None:
        subject = self._subject
        self._kit.desk.edit(
            self._kit.media("edit.unlook"), lambda film: drop_use(film, subject, use)
        )

    def _role_picked(self, use: Use, role: Role) -> None:
        subject = self._subject
        self._kit.desk.edit(
            self._kit.words("edit.role"), lambda film: other_role(film, subject, use, role)
        )
