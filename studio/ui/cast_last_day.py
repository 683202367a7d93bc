"""Until when something holds: a day, or no end."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QWidget

from studio.ui.words import Words


class LastDay(QWidget):
    """A day that counts while its box is checked."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.ends = QCheckBox(words("consent.ends"))
        self.until = QDateEdit(QDate.currentDate().addYears(1))
        self.until.setAccessibleName(words("consent.until"))
        self.until.setCalendarPopup(True)
        self.until.setDisplayFormat("yyyy-MM-dd")
        self.until.setEnabled(False)
        self.ends.toggled.connect(self.until.setEnabled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.ends)
        row.addWidget(self.until, 1)

    @property
    def day(self) -> date | None:
        """The last day, None for no end."""
        last = self.until.date()
        return date(last.year(), last.month(), last.day()) if self.ends.isChecked() else None

    def fill(self, day: date | None) -> None:
        """Show a last day, or that there is none."""
        self.ends.setChecked(day is not None)
        if day is not None:
            self.until.setDate(QDate(day.year, day.month, day.day))
