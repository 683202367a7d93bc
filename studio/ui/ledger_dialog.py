"""The ledger: each currency's sums, what the film may cost in it, and when Generate asks first."""

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.jobs.threshold import AMOUNT
from studio.timeline.project import Project
from studio.timeline.story_edits import set_budget
from studio.ui.banner import retone
from studio.ui.desk import Desk
from studio.ui.plain import soft
from studio.ui.words import Words

SUMS = ("charged", "waste", "waiting", "doubtful", "per_second")
USUAL = ("USD", "CNY")  # those that the services known here charge in


class LedgerDialog(QDialog):
    """Changes nothing before it is agreed to; then the budget is one edit of the film."""

    preferred = Signal(str, str)  # a preference and its value

    def __init__(self, desk: Desk, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._words = words.of("ui_ledger")
        self.setWindowTitle(self._words("title"))
        costs = desk.costs
        self.currencies = tuple(dict.fromkeys((*USUAL, *costs.book.currencies, *costs.budget)))
        self.sums: dict[tuple[str, str], QLabel] = {}
        self.budgets: dict[str, QLineEdit] = {}
        self.limits: dict[str, QLineEdit] = {}
        self.go = QPushButton(self._words("keep"))
        self.go.setProperty("tone", "go")
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        away = QPushButton(self._words("cancel"))
        away.clicked.connect(self.reject)
        self.said = soft(self._words("note"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(16)
        column.addLayout(self._table())
        column.addWidget(self.said)
        column.addStretch(1)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(away)
        bottom.addWidget(self.go)
        column.addLayout(bottom)
        self._tell()
        costs.changed.connect(self._tell)
        self.resize(self.sizeHint().expandedTo(self.minimumSizeHint()))
        self.budgets[self.currencies[0]].setFocus()

    def accept(self) -> None:
        """Set the budget, in one step that can be undone, and keep the limits."""
        changed = {
            name: typed(field.text())
            for name, field in self.budgets.items()
            if typed(field.text()) != self._desk.project.budget.get(name)
        }

        def edit(film: Project) -> Project:
            for name, amount in changed.items():
                film = set_budget(film, name, amount)
            return film

        if changed and not self._desk.edit(self._words("edit.budget"), edit):
            return
        for name, field in self.limits.items():
            if typed(field.text()) != self._desk.costs.ask_above.get(name, Decimal(0)):
                self.preferred.emit(f"ask_above.{name}", field.text().strip())
        super().accept()

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(22)
        grid.setVerticalSpacing(10)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for at, name in enumerate((*SUMS, "budget", "ask_above"), 1):
            label = QLabel(self._words(f"sum.{name}"))
            label.setProperty("rank", "soft")
            label.setToolTip(self._words(f"sum.{name}.tip"))
            grid.addWidget(label, 0, at, right)
        for row, currency in enumerate(self.currencies, 1):
            grid.addWidget(QLabel(currency), row, 0)
            for at, name in enumerate(SUMS, 1):
                value = self.sums[currency, name] = QLabel()
                value.setAccessibleName(f"{self._words(f'sum.{name}')} {currency}")
                grid.addWidget(value, row, at, right)
            most = self._desk.project.budget.get(currency)
            limit = self._desk.costs.ask_above.get(currency, Decimal(0))
            self.budgets[currency] = self._field("budget", currency, most)
            self.limits[currency] = self._field("ask_above", currency, limit)
            grid.addWidget(self.budgets[currency], row, len(SUMS) + 1)
            grid.addWidget(self.limits[currency], row, len(SUMS) + 2)
        return grid

    def _field(self, name: str, currency: str, amount: Decimal | None) -> QLineEdit:
        field = QLineEdit("" if amount is None else f"{amount.normalize():f}")
        field.setObjectName(f"{name}.{currency}")
        field.setAccessibleName(f"{self._words(f'sum.{name}')} {currency}")
        field.setPlaceholderText(self._words(f"{name}.none"))
        field.setValidator(QRegularExpressionValidator(QRegularExpression(AMOUNT), field))
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setFixedWidth(110)
        field.textChanged.connect(self._check)
        return field

    def _check(self, _text: str = "") -> None:
        """Half an amount cannot be kept, and the dialog says which."""
        fields = [*self.budgets.values(), *self.limits.values()]
        bad = [field for field in fields if field.text() and not field.hasAcceptableInput()]
        self.go.setEnabled(not bad)
        name = bad[0].accessibleName() if bad else ""
        self.said.setText(self._words("bad_amount", name=name) if bad else self._words("note"))
        retone(self.said, "bad" if bad else "")

    def _tell(self) -> None:
        book = self._desk.costs.book
        for (currency, name), label in self.sums.items():
            sums: Mapping[str, Decimal] = getattr(book, name)
            amount = sums.get(currency)
            label.setText("—" if amount is None else f"{amount.normalize():f}")


def typed(text: str) -> Decimal | None:
    """An amount that was typed; None where there is none."""
    return Decimal(text.strip()) if text.strip() else None
