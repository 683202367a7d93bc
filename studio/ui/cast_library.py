"""The library of subjects beside the cast panel: taken in, saved, brought up to date."""

import asyncio
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.backends.registering import HANDLE
from studio.jobs.cast_library import Arrived, hashes_of, own_library
from studio.timeline.cast_copies import (
    Standing,
    come_from,
    copied,
    differing,
    standing,
    updated,
)
from studio.timeline.cast_entry import Entry
from studio.timeline.cast_shelf import Found, Shelf
from studio.timeline.model import new_id
from studio.timeline.queries import find_subject
from studio.timeline.story import Subject
from studio.ui.desk import Desk
from studio.ui.plain import one_line, soft, tip
from studio.ui.words import Words

_ID = Qt.ItemDataRole.UserRole


class LibraryPart(QWidget):
    """How the chosen subject stands to the library, and what can be done about it."""

    said = Signal(str, str)  # a sentence and its tone
    added = Signal(str)  # the subject that joined the film

    def __init__(self, desk: Desk, words: Words, shelf: Shelf | None = None) -> None:
        super().__init__()
        self._desk, self._words = desk, words
        self.shelf = shelf or own_library()
        self._found = Found()
        self._id = ""
        self.dialog: LibraryDialog | None = None
        self.state = soft()
        self.save = self._button("library.save", self.keep)
        self.update_it = self._button("library.update", self.renew)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.save)
        row.addWidget(self.update_it)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.state)
        column.addLayout(row)

    def look(self, then: Callable[[], None] | None = None) -> None:
        """Read the library anew, off this thread."""

        def found(told: Found) -> None:
            self._found = told
            subject = find_subject(self._desk.project, self._id)
            if subject is not None:
                self.fill(subject)
            if then is not None:
                then()

        self._desk.ask(partial(asyncio.to_thread, self.shelf.find), found)

    def fill(self, subject: Subject) -> None:
        """Show how a subject stands, by what was read last."""
        self._id = subject.id
        stands = standing(subject, self._hashes(), self._found.by_id)
        text = self._words(f"library.{stands.value}")
        if subject.origin is not None and stands in {Standing.NEWER, Standing.BOTH}:
            entry = self._found.by_id[subject.origin.entry]
            told = [
                part.text(self._words.language)
                for part in differing(subject, self._hashes(), entry)
            ]
            text = self._words("library.differs", text=text, what=self._words.listed(told))
        self.state.setText(text)
        self.save.setEnabled(stands is not Standing.SAME or self._registered_since(subject))
        known = subject.origin is not None and stands not in {Standing.SAME, Standing.GONE}
        self.update_it.setVisible(known)
        self.update_it.setText(
            self._words("library.back" if stands is Standing.CHANGED else "library.update")
        )

    def keep(self) -> None:
        """The chosen subject is saved to the library."""
        subject = find_subject(self._desk.project, self._id)
        if subject is not None:
            self._desk.casting.save(self.shelf, subject, partial(self._kept, subject))

    def renew(self) -> None:
        """The film's copy becomes what the library has."""
        subject = find_subject(self._desk.project, self._id)
        if subject is not None and subject.origin is not None:
            then = partial(self._renewed, subject)
            self._desk.casting.fetch(self.shelf, subject.origin.entry, then)

    def show_library(self) -> None:
        """Open the library as it is now."""
        self.look(self._open)

    def _open(self) -> None:
        if self.dialog is None:
            self.dialog = LibraryDialog(self._found, self._words, self.window())
            self.dialog.finished.connect(self._closed)
            self.dialog.open()

    def _closed(self, how: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None and how == QDialog.DialogCode.Accepted and dialog.entry:
            self._desk.casting.fetch(self.shelf, dialog.entry, self._joined)

    def _kept(self, subject: Subject, entry: Entry) -> None:
        self._desk.edit(self._words("edit.library.save"), come_from, subject.id, entry)
        self.said.emit(self._words("library.saved", name=one_line(subject.name, 60)), "good")
        self.look()

    def _renewed(self, subject: Subject, arrived: Arrived) -> None:
        label = self._words("edit.library.update")
        given = (subject.id, arrived.entry, arrived.references)
        if self._desk.edit(label, updated, *given):
            self.said.emit(self._words("library.updated", name=one_line(subject.name, 60)), "good")
            self._desk.casting.adopt_handles(arrived.entry, subject.id)
        self.look()

    def _joined(self, arrived: Arrived) -> None:
        ident = new_id("su")
        label = self._words("edit.library.add")
        if self._desk.edit(label, copied, arrived.entry, arrived.references, ident):
            name = one_line(arrived.entry.subject.name, 60)
            self.said.emit(self._words("library.joined", name=name), "good")
            self._desk.casting.adopt_handles(arrived.entry, ident)
            self.added.emit(ident)
        self.look()

    def _registered_since(self, subject: Subject) -> bool:
        """Whether a service calls the subject something that the library does not know yet."""
        entry = self._found.by_id.get(subject.origin.entry) if subject.origin is not None else None
        kept = entry.handles if entry is not None else ()
        known = {value for each in kept for value in each.names.values()}
        takes = self._desk.takes.get(subject.id, ())
        named = [take.usage for take in takes if take.kind == HANDLE]
        return any(v not in known for use in named[-1:] for n, v in use.items() if "." in n)

    def _hashes(self) -> dict[str, str]:
        takes = (take for those in self._desk.takes.values() for take in those)
        return hashes_of(takes)

    def _button(self, name: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(self._words(name))
        button.setProperty("part", "small")
        button.clicked.connect(lambda _checked=False: act())
        return button


class LibraryDialog(QDialog):
    """Everybody in the library; one of them may join the film."""

    def __init__(self, found: Found, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("library")
        self.setWindowTitle(words("library.title"))
        self.list = QListWidget()
        self.list.setAccessibleName(words("library.title"))
        for entry in found.entries:
            subject = entry.subject
            variants = words.listed(each.name for each in subject.variants)
            text = f"{subject.name}  ({variants})" if variants else subject.name
            item = QListWidgetItem(one_line(text, 120))
            item.setData(_ID, entry.id)
            item.setToolTip(tip(f"{subject.name}\n{subject.description}"))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _: self.accept())
        head = QLabel(words("library.about"))
        head.setWordWrap(True)
        empty = soft(words("library.empty"))
        empty.setVisible(not found.entries)
        self.list.setVisible(bool(found.entries))
        damaged = soft("\n".join(each.why.text(words.language) for each in found.damaged), "warn")
        damaged.setVisible(bool(found.damaged))
        self.add = QPushButton(words("library.add"))
        self.add.setEnabled(bool(found.entries))
        self.add.clicked.connect(lambda _checked=False: self.accept())
        buttons = QDialogButtonBox()
        buttons.addButton(words("library.close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(self.add, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        for part in (head, empty, self.list, damaged):
            column.addWidget(part)
        if not found.entries:
            column.addStretch(1)
        column.addWidget(buttons)
        self.resize(460, 420)

    @property
    def entry(self) -> str:
        """The entry under the cursor; empty for none."""
        return self.list.currentItem().data(_ID) if self.list.currentRow() >= 0 else ""
