"""Names that a maker gives: what a service calls a subject that was not registered from here."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.jobs.given_handles import KNOWN, LONGEST
from studio.jobs.handles import Handle, HandleState
from studio.ui.plain import soft
from studio.ui.words import Words

_WIDE = 420


class NamedDialog(QDialog):
    """A service, and a line for each name it may have; an empty one is none."""

    kept = Signal(str, dict, object)  # service, names by their kind, last day or None

    def __init__(
        self, words: Words, subject: str, handles: Mapping[str, Handle], parent: QWidget
    ) -> None:
        """`handles` is what services call the subject now, by registrar."""
        super().__init__(parent)
        self._handles = handles
        self.setWindowTitle(words("named.title", name=subject))
        self.service = QComboBox()
        self.service.setAccessibleName(words("named.service"))
        self.fields: dict[str, QLineEdit] = {}
        self._pages = QStackedWidget()
        for service, kinds in KNOWN.items():
            self.service.addItem(words(f"named.{service}"), service)
            self._pages.addWidget(self._page(words, service, kinds))
        self.ends = QCheckBox(words("consent.ends"))
        self.until = QDateEdit(QDate.currentDate().addYears(1))
        self.until.setAccessibleName(words("consent.until"))
        self.until.setCalendarPopup(True)
        self.until.setDisplayFormat("yyyy-MM-dd")
        self.until.setMinimumDate(QDate.currentDate())
        self.until.setEnabled(False)
        self.ends.toggled.connect(self.until.setEnabled)
        last = QHBoxLayout()
        last.addWidget(self.ends)
        last.addWidget(self.until, 1)
        buttons = QDialogButtonBox()
        self.go = buttons.addButton(words("named.keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("tone", "go")
        buttons.addButton(words("named.not"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        for part in (soft(words("named.about")), self.service, self._pages):
            column.addWidget(part)
        column.addLayout(last)
        column.addWidget(buttons)
        self.setMinimumWidth(_WIDE)
        self.service.currentIndexChanged.connect(self._turned)
        self.service.setCurrentIndex(self._first())
        self._turned()

    def _page(self, words: Words, service: str, kinds: tuple[str, ...]) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        known = self._handles.get(f"{service}-library")
        good = known is not None and known.state is HandleState.GOOD
        for kind in kinds:
            name = f"{service}.{kind}"
            field = QLineEdit(known.names.get(name, "") if known is not None and good else "")
            field.setMaxLength(LONGEST)
            field.setPlaceholderText(words(f"named.{name}.hint"))
            field.setAccessibleName(words(f"named.{name}"))
            label = QLabel(words(f"named.{name}"))
            label.setBuddy(field)
            form.addRow(label, field)
            self.fields[name] = field
        return page

    def _first(self) -> int:
        """The service that knows the subject already, else the first."""
        services = list(KNOWN)
        found = (n for n, each in enumerate(services) if f"{each}-library" in self._handles)
        return next(found, 0)

    def _turned(self, _row: int = 0) -> None:
        self._pages.setCurrentIndex(self.service.currentIndex())
        known = self._handles.get(f"{self.service.currentData()}-library")
        last = known.expires if known is not None else None
        self.ends.setChecked(last is not None)
        if last is not None:
            self.until.setDate(QDate(last.year, last.month, last.day))

    def _keep(self) -> None:
        service = str(self.service.currentData())
        names = {
            name: field.text().strip()
            for name, field in self.fields.items()
            if name.startswith(f"{service}.") and field.text().strip()
        }
        last = self.until.date()
        until = date(last.year(), last.month(), last.day()) if self.ends.isChecked() else None
        self.kept.emit(service, names, until)
        self.accept()
