"""The small fields of the cast's panels: lists, texts and buttons named by the cast's words."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QToolButton

from studio.ui.words import Words

_SHORT = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


def choice(words: Words, name: str, act: Callable[[int], None]) -> QComboBox:
    """A list that asks for little room; `act` is told of the row that was picked."""
    box = QComboBox()
    box.setSizeAdjustPolicy(_SHORT)
    box.setMinimumContentsLength(6)
    box.setAccessibleName(words(name))
    box.setToolTip(words(name))
    box.activated.connect(act)
    return box


def button(words: Words, name: str, act: Callable[[], None]) -> QToolButton:
    """A small button with the words `<name>.button`, named by what it does, `edit.<name>`."""
    made = QToolButton()
    made.setText(words(f"{name}.button"))
    made.setToolTip(words(f"edit.{name}"))
    made.setAccessibleName(words(f"edit.{name}"))
    made.setProperty("part", "small")
    made.clicked.connect(lambda _checked=False: act())
    return made


def field(words: Words, name: str, most: int, act: Callable[[str], None]) -> QLineEdit:
    """A line of at most so many characters; `act` is told of each change by the keyboard."""
    made = QLineEdit()
    made.setMaxLength(most)
    made.setPlaceholderText(words(name))
    made.setAccessibleName(words(name))
    made.textEdited.connect(act)
    return made


def heading(text: str) -> QLabel:
    """What a part of the cast panel is about."""
    label = QLabel(text)
    label.setProperty("rank", "soft")
    return label
