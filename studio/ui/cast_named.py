"""Names that a maker gives: what a service calls a subject that was not registered from here."""

from collections.abc import Mapping

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.jobs.given_handles import KNOWN, LONGEST
from studio.jobs.handles import Handle, HandleState
from studio.ui.cast_last_day import LastDay
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
        self.last = LastDay(words)
        self.last.until.setMinimumDate(QDate.currentDate())
        buttons = QDialogButtonBox()
        self.go = buttons.addButton(words("named.keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("tone", "go")
        buttons.addButton(words("named.not"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        for part in (soft(words("named.about")), self.service, self._pages, self.last):
            column.addWidget(part)
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
        self.last.fill(known.expires if known is not None else None)

    def _keep(self) -> None:
        service = str(self.service.currentData())
        known = self._handles.get(f"{service}-library")
        good = known if known is not None and known.state is HandleState.GOOD else None
        before = dict(good.names) if good is not None else {}
        names = {name: told for name, told in before.items() if name not in self.fields}
        for name, field in self.fields.items():
            if name.startswith(f"{service}.") and field.text().strip():
                names[name] = field.text().strip()
        if (names, self.last.day) != (before, good.expires if good is not None else None):
            self.kept.emit(service, names, self.last.day)  # else what was registered stays so
        self.accept()
