"""Names and texts of the maker as they are: no markup, no mnemonics, no line breaks."""

import html
import os
import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from studio.ui.words import Words

# Chinese, Japanese and Korean may break anywhere, but not before a stop: left to Qt.
_ENDLESS = re.compile(r"([^\s\u2e80-\U0010ffff]{24})(?=[^\s\u2e80-\U0010ffff])")
# Between two letters of which one is Chinese a line may end where no space is.
_HINGE = re.compile(r"(?<=[\u2e80-\U0010ffff])(?=.)|(?<=.)(?=[\u2e80-\U0010ffff])")
_WHOLE = 30  # letters of a part that keeps to one line, a Chinese one counted twice
_BESIDE = "   "  # between two parts
TIP_LIMIT = 600  # characters of a tooltip


def one_line(text: str, limit: int = 200) -> str:
    """A text for one line."""
    flat = " ".join(text[: limit + 1].split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def on_button(text: str, limit: int = 60) -> str:
    """A text for a button or a menu, where an ampersand would mark a key."""
    return one_line(text, limit).replace("&", "&&")


def listed(media: Words, names: Sequence[str]) -> str:
    """The first of some names, and how many more there are; `media` are the words of media."""
    name = one_line(names[0], 40) if names else ""
    more = len(names) - 1
    return media("said.more", name=name, count=more) if more > 0 else name


def tip(text: str) -> str:
    """A text for a tooltip, where `<b>` would be read as markup."""
    shown = text if len(text) <= TIP_LIMIT else text[:TIP_LIMIT] + "…"
    return f"<p style='white-space:pre-wrap'>{html.escape(shown)}</p>"


def homely(path: str | Path) -> str:
    """A path as makers write it: `~` for their own folder, where the system's shells do so."""
    whole, home = Path(path), Path.home()
    if os.name == "nt" or home == whole or not whole.is_relative_to(home):
        return str(path)
    return str(Path("~") / whole.relative_to(home))


class NameLabel(QLabel):
    """One line of plain text that is cut with dots where there is no room."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_name(text)

    def set_name(self, text: str) -> None:
        """Show another text; all of it is in the tooltip."""
        self.setText(one_line(text, TIP_LIMIT))
        self.setToolTip(tip(text) if text else "")

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(30, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, cut."""
        with QPainter(self) as painter:
            room = self.contentsRect()
            painter.setPen(self.palette().color(self.foregroundRole()))
            cut = self.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), cut)


class Sentence(QLabel):
    """A wrapped plain text; a word without an end may break, so that it never widens a panel."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text."""
        super().setText(_ENDLESS.sub("\\1\u200b", text))


class Parts(Sentence):
    """Short sentences side by side: a line ends between two of them, not within a short one."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[str, ...] = ()
        self.setProperty("rank", "soft")

    def show_parts(self, parts: Sequence[str]) -> None:
        """Show these."""
        self._parts = tuple(parts)
        self.setText(_BESIDE.join(_whole(part) for part in parts))
        self.setAccessibleName(self.text())

    def text(self) -> str:
        """What is said, without the marks that hold it together."""
        return _BESIDE.join(self._parts)


def _whole(part: str) -> str:
    """A part in which no line may end, unless it is a long one."""
    if sum(2 if letter >= "\u2e80" else 1 for letter in part) > _WHOLE:
        return part
    joined = part.replace(" ", "\u00a0")
    return _HINGE.sub("\u2060", joined)


def soft(text: str = "", tone: str = "") -> Sentence:
    """A wrapped sentence of second rank."""
    label = Sentence(text)
    label.setProperty("rank", "soft")
    if tone:
        label.setProperty("tone", tone)
    return label
