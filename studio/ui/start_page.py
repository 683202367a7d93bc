"""The start page: a new film, a film there is, a template, or the sample."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.timeline.store import FILE
from studio.ui.actions import Action, ActionTable
from studio.ui.banner import retone
from studio.ui.film_row import FilmRow
from studio.ui.new_film import TEMPLATES, NewFilmDialog
from studio.ui.palette import Palette
from studio.ui.posters import Poster, poster_of
from studio.ui.theme import Theme, clothe
from studio.ui.words import Words

_MENU = (
    "start.new", "start.open", "start.sample", "-", "app.preferences", "view.palette", "-",
    "film.quit",
)  # fmt: skip
Look = Callable[[Callable[[], Any], Callable[[Any], None]], None]


class StartWindow(QMainWindow):
    """The start page with its keys, its menu and its palette."""

    closed = Signal()

    def __init__(self, page: "StartPage", theme: Theme, words: Words) -> None:
        super().__init__()
        self.page = page
        self._theme = theme
        self._words = words
        self.palette_box: Palette | None = None
        self.setWindowTitle("Storyreel")
        self.setCentralWidget(page)
        self.resize(1040, 680)
        mine = "ui_prefs"
        self.actions_table = ActionTable(self, words)
        self.actions_table.add([
            Action("start.new", lambda: page.ask_new("empty"), ("Ctrl+N",), area=mine),
            Action("start.open", page.ask_open, ("Ctrl+O",), area=mine),
            Action("start.sample", page.sample_wanted.emit, (), area=mine),
            Action("app.preferences", page.preferences_wanted.emit, ("Ctrl+,",), area=mine),
            Action("view.palette", self.open_palette, ("Ctrl+Shift+P",), area=mine),
            Action("film.quit", self.close, ("Ctrl+Q",)),
        ])  # fmt: skip
        self.actions_table.fill(self.menuBar(), {"film": lambda: _MENU})
        self.actions_table.stock()
        clothe(self, theme)

    def open_palette(self) -> None:
        """Every action by a few letters."""
        table = self.actions_table
        self.palette_box = Palette(table, self._theme, self._words, self, "view.palette")
        self.palette_box.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The last window takes the program with it."""
        super().closeEvent(event)
        self.closed.emit()


class StartPage(QWidget):
    """What is shown while no film is open; a film's folder may be dropped on it."""

    new_wanted = Signal(str, object, bool)  # folder, the film
    open_wanted = Signal(str)
    sample_wanted = Signal()
    forgotten = Signal(str)  # folder, to be taken off the list
    preferences_wanted = Signal()

    def __init__(
        self, recent: Sequence[str], home: Path, look: Look, theme: Theme, words: Words
    ) -> None:
        """`look(work, then)` does blocking work elsewhere and brings its answer back here."""
        super().__init__()
        self.setAcceptDrops(True)
        self._words = words
        self._mine = words.of("ui_prefs")
        self._home = home
        self.dialog: NewFilmDialog | None = None
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.new = self._button(words("start.new"), lambda: self.ask_new("empty"))
        self.new.setProperty("tone", "go")
        self.open = self._button(words("start.open"), self.ask_open)
        self.sample = self._button(words("start.sample"), self.sample_wanted.emit)
        self.sample.setToolTip(self._mine("start.sample.tip"))
        self.settings = self._button(self._mine("action.app.preferences"), self._settings)
        self.templates = [
            self._button(self._mine(f"template.{each.id}"), lambda t=each.id: self.ask_new(t))
            for each in TEMPLATES
            if each.file
        ]
        self.rows = [FilmRow(folder, theme, self._mine) for folder in recent]
        for row in self.rows:
            row.wanted.connect(self.open_wanted.emit)
            row.forgotten.connect(self._forget)
            look(lambda f=row.folder: poster_of(Path(f)), self._looked)
        self._lay_out()

    def say(self, sentence: str, tone: str = "bad") -> None:
        """Show why a film could not be opened, or what goes on."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        retone(self.said, tone)

    def wait(self, waiting: bool) -> None:
        """While a film is being opened nothing else can be begun."""
        for button in (self.new, self.open, self.sample, *self.templates, *self.rows):
            button.setEnabled(not waiting)

    def ask_new(self, template: str) -> None:
        """Ask what the new film shall be."""
        self.dialog = NewFilmDialog(self._home, self._words, template, self)
        self.dialog.wanted.connect(self.new_wanted.emit)
        self.dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Says before the drop what it will do."""
        folder = _dropped(event)
        if folder is None:
            self.say(self._mine("start.drop.no"), "warn")
        else:
            self.say(self._mine("start.drop.open", name=folder.stem), "good")
        event.acceptProposedAction() if folder is not None else event.ignore()

    def dragLeaveEvent(self, event: object) -> None:
        """Nothing was dropped."""
        self.said.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Opens the film."""
        folder = _dropped(event)
        self.said.hide()
        if folder is not None:
            event.acceptProposedAction()
            self.open_wanted.emit(str(folder))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as Space does."""
        now = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(now, QPushButton):
            now.click()
        else:
            super().keyPressEvent(event)

    def _button(self, words: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(lambda: do())
        return button

    def _looked(self, poster: Poster) -> None:
        for row in self.rows:
            if row.folder == poster.folder:
                row.show_poster(poster)

    def _forget(self, folder: str) -> None:
        for row in self.rows:
            if row.folder == folder:
                row.hide()
        self.rows = [row for row in self.rows if row.folder != folder]
        self.forgotten.emit(folder)

    def _settings(self) -> None:
        self.preferences_wanted.emit()

    def ask_open(self) -> None:
        """Ask for a film's folder."""
        folder = QFileDialog.getExistingDirectory(self, self._words("start.open"), str(self._home))
        if folder:
            self.open_wanted.emit(folder)

    def _lay_out(self) -> None:
        left = QFrame()
        left.setProperty("part", "start")
        left.setFixedWidth(300)
        name = QLabel("Storyreel")
        name.setProperty("rank", "title")
        line = QLabel(self._words("start.line"))
        line.setProperty("rank", "soft")
        line.setWordWrap(True)
        side = QVBoxLayout(left)
        side.setContentsMargins(28, 32, 28, 24)
        side.setSpacing(10)
        side.addWidget(name)
        side.addWidget(line)
        side.addSpacing(12)
        for button in (self.new, self.open, self.sample):
            side.addWidget(button)
        side.addSpacing(16)
        side.addWidget(_head(self._mine("start.templates")))
        for button in self.templates:
            button.setProperty("tone", "plain")
            side.addWidget(button)
        side.addStretch(1)
        self.settings.setProperty("tone", "plain")
        side.addWidget(self.settings)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(left)
        whole.addWidget(self._right(), 1)

    def _right(self) -> QFrame:
        right = QFrame()
        right.setProperty("part", "panel")
        films = QWidget()
        rows = QVBoxLayout(films)
        rows.setContentsMargins(0, 0, 12, 0)
        rows.setSpacing(6)
        for row in self.rows:
            rows.addWidget(row)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(films)
        self._head = _head(self._words("start.recent"))
        self.empty = QLabel(self._mine("start.empty"))
        self.empty.setProperty("rank", "soft")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.said.hide()
        column = QVBoxLayout(right)
        column.setContentsMargins(28, 32, 16, 20)
        column.setSpacing(12)
        for part in (self.said, self._head):
            column.addWidget(part)
        column.addWidget(scroll, 1)
        column.addWidget(self.empty, 1)
        for part in (self._head, scroll):  # in the page by now: else they would be windows
            part.setVisible(bool(self.rows))
        self.empty.setVisible(not self.rows)
        return right


def _head(words: str) -> QLabel:
    head = QLabel(words)
    head.setProperty("rank", "soft")
    return head


def _dropped(event: QDropEvent) -> Path | None:
    """The film's folder in what is dragged, where there is one: itself or its file."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    if len(paths) != 1:
        return None
    folder = paths[0].parent if paths[0].name == FILE else paths[0]
    return folder if (folder / FILE).exists() else None
