"""Fields of the preferences: numbers with their unit, and fields with a sentence below them."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from studio.ui.shot_part import inset

_LOWER = 6  # pixels that a switch is below the top of its row


def megabytes(now: int, *, least: int, step: int) -> QSpinBox:
    """A number of megabytes."""
    box = QSpinBox()
    box.setRange(least, 1_000_000)
    box.setSingleStep(step)
    box.setSuffix(" MB")
    box.setValue(now)
    inset(box)
    return box


def below(field: QWidget, note: QLabel) -> QVBoxLayout:
    """A field with a sentence about it right below."""
    column = QVBoxLayout()
    column.setSpacing(4)
    if isinstance(field, QCheckBox):  # lower than other fields: its words stand beside its name
        column.setContentsMargins(0, _LOWER, 0, 0)
    column.addWidget(field)
    column.addWidget(note)
    return column


def in_a_row(first: QWidget, second: QWidget) -> QHBoxLayout:
    """Two parts side by side; the first one takes the room."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(first, 1)
    row.addWidget(second)
    return row
