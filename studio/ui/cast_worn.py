"""Which variant of a subject the chosen shots show."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.timeline.queries import find_shot, find_subject
from studio.timeline.variant_edits import show_variant
from studio.ui.cast_fields import choice
from studio.ui.kit import Kit
from studio.ui.plain import one_line, soft


class WornPart(QWidget):
    """There while shots are chosen that show the subject, or in which it speaks."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._words = kit.media.of("ui_cast")
        self._subject = ""
        self.head = soft()
        self.worn = choice(self._words, "worn", self._picked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.head)
        row.addWidget(self.worn, 1)
        kit.session.shots_chosen.connect(self._chosen)

    def fill(self, subject_id: str) -> None:
        """Show what the chosen shots show of a subject."""
        self._subject = subject_id
        subject = find_subject(self._kit.desk.project, subject_id)
        shots = self._shots() if subject is not None else []
        seen = bool(shots) and subject is not None and bool(subject.variants)
        self.setVisible(seen)
        if subject is None or not seen:
            return
        self.head.setText(self._words("worn.in", count=len(shots)))
        self.worn.clear()
        first = one_line(subject.variants[0].name, 40)
        self.worn.addItem(self._words("worn.first", name=first), "")
        for each in subject.variants:
            self.worn.addItem(one_line(each.name, 40), each.id)
        self.worn.setCurrentIndex(self.worn.findData(self._named(shots)))

    def _named(self, shots: list[str]) -> str:
        """A variant that one of the shots names; empty where all of them show the first one."""
        film = self._kit.desk.project
        found = (shot for name in shots if (shot := find_shot(film, name)) is not None)
        worn = {v.variant for shot in found for v in shot.variants if v.subject == self._subject}
        return next(iter(worn), "")

    def _chosen(self, *_news: object) -> None:
        self.fill(self._subject)

    def _picked(self, _row: int) -> None:
        shots = self._shots()
        if shots:
            label, variant = self._words("edit.worn"), self.worn.currentData() or None
            self._kit.desk.edit(label, show_variant, shots, self._subject, variant)

    def _shots(self) -> list[str]:
        """The chosen shots that show the subject or in which it speaks."""
        film, found = self._kit.desk.project, list[str]()
        for name in self._kit.session.shots:
            shot = find_shot(film, name)
            if shot is not None and (
                self._subject in shot.subjects
                or any(cue.speaker == self._subject for cue in shot.cues)
            ):
                found.append(name)
        return found
