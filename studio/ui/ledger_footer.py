"""The film's sums below the jobs: spent, wasted, under way, a second of it, and the budget."""

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from studio.jobs.admission import money
from studio.ui.banner import retone
from studio.ui.desk import Desk
from studio.ui.plain import NameLabel
from studio.ui.theme import Theme
from studio.ui.words import Words

FIGURES = ("charged", "waste", "waiting", "doubtful", "per_second")
_GUESSED = frozenset({"waiting", "doubtful"})  # by the price list


class LedgerFooter(QFrame):
    """Hidden while the film costs nothing and has no budget."""

    wanted = Signal()  # the ledger itself

    def __init__(self, desk: Desk, theme: Theme, words: Words) -> None:
        super().__init__()
        self.setProperty("part", "bar")
        self._costs = desk.costs
        self._words = words.of("ui_ledger")
        self.setAccessibleName(self._words("title"))
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 5, 8, 5)
        row.setSpacing(6)
        self.values: dict[str, NameLabel] = {}
        self._heads: dict[str, QLabel] = {}
        for name in FIGURES:
            head = self._heads[name] = QLabel(self._words(f"sum.{name}"))
            head.setProperty("rank", "soft")
            value = self.values[name] = NameLabel()
            value.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            row.addWidget(head)
            row.addWidget(value)
            row.addSpacing(12)
        row.addStretch(1)
        self.left = NameLabel()
        self.bar = BudgetBar(theme)
        self.open = QPushButton(self._words("open"))
        self.open.setToolTip(self._words("open.tip"))
        self.open.clicked.connect(self.wanted)
        row.addWidget(self.left)
        row.addWidget(self.bar)
        row.addSpacing(6)
        row.addWidget(self.open)
        desk.costs.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        costs = self._costs
        for name in FIGURES:
            sums: Mapping[str, Decimal] = getattr(costs.book, name)
            seen = bool(sums) or name == "charged"
            text = money(sums)
            self.values[name].set_name(f"≈ {text}" if name in _GUESSED else text)
            self.values[name].setAccessibleName(f"{self._words(f'sum.{name}')} {text}")
            self._heads[name].setVisible(seen)
            self.values[name].setVisible(seen)
        self._show_budget()
        self.setVisible(costs.matter)

    def _show_budget(self) -> None:
        costs = self._costs
        left = costs.left()
        over = {name: -amount for name, amount in left.items() if amount < 0}
        limits = money(costs.budget)
        if over:
            told = self._words("budget.over", over=money(over), limit=limits)
        else:
            rest = " + ".join(f"{amount.normalize():f} {name}" for name, amount in left.items())
            told = self._words("budget.left", left=rest, limit=limits)
        self.left.set_name(told if left else self._words("budget.none"))
        retone(self.left, "bad" if over else "")
        self.bar.show_share(fullest(costs.book.bound, costs.budget))
        self.bar.setVisible(bool(left))
        self.bar.setAccessibleName(told)


def fullest(bound: Mapping[str, Decimal], budget: Mapping[str, Decimal]) -> float:
    """How much of the tightest budget is spent or bound, 0 to 1 and beyond; 0 without one."""
    shares = [
        float(bound.get(name, Decimal(0)) / most) if most else float(bool(bound.get(name))) * 2
        for name, most in budget.items()
    ]
    return max(shares, default=0.0)


class BudgetBar(QWidget):
    """How much of a budget is gone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A line."""
        return QSize(110, 14)

    def show_share(self, share: float) -> None:
        """Another share, 0 to 1; beyond 1 it is over."""
        self.share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """In the accent's colour; from nine tenths on in that of warnings, over it in red."""
        theme, share = self._theme, self.share
        colour = theme.bad if share > 1 else theme.warn if share >= 0.9 else theme.accent
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            box = QRectF(0, (self.height() - 6) / 2, self.width(), 6)
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(box, 3, 3)
            box.setWidth(box.width() * min(1.0, share))
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(box, 3, 3)
