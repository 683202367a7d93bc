"""What is typed on the script page comes into the film, and what the film says into the text."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from studio.timeline.project import Project
from studio.timeline.script_edits import write_text
from studio.ui.desk import Desk
from studio.ui.script_marks import Marks
from studio.ui.script_text import ScriptEdit
from studio.ui.words import Words

REST = 400  # milliseconds without a key after which what was typed is an edit


class Writing(QObject):
    """Keeps the field and the film's text the same; `marks` say how the text belongs to it."""

    marked = Signal()  # the marks are new

    def __init__(self, desk: Desk, text: ScriptEdit, words: Words) -> None:
        super().__init__()
        self._desk = desk
        self._text = text
        self._label = words("edit.text")
        self._timer = QTimer(self, singleShot=True, interval=REST)
        self._timer.timeout.connect(self.commit)
        text.show_text(desk.project.brief)
        self.marks = Marks(desk.project.told, desk.project.brief)
        self._next: Marks | None = None  # those of the text that is about to be the film's
        self._apart = False  # what is about to become an edit joins no other
        text.typed.connect(partial(self._timer.start, REST))
        text.pasted.connect(self._pasted)
        text.left.connect(self.commit)
        desk.changed.connect(self._edited)

    @property
    def pending(self) -> bool:
        """Whether something was typed that is not in the film yet."""
        return self._timer.isActive()

    def commit(self) -> None:
        """What was typed becomes an edit; lines that are plain in it get their words."""
        if not self._timer.isActive() and self.sender() is not self._timer:
            return
        self._timer.stop()
        field, self._apart = "" if self._apart else "brief", False
        self._write(self._label, self._text.whole(), field=field)

    def _pasted(self) -> None:
        """A paste is taken back alone, whatever is typed behind it at once."""
        self._apart = True
        self._timer.start(0)

    def replace(self, label: str, text: str) -> None:
        """Another text, as one edit of its own."""
        self._write(label, text)

    def _write(self, label: str, text: str, field: str = "") -> None:
        film = self._desk.project
        if text != film.brief:
            self._next = Marks(film.told, text)
            words = self._next.words_since(self.marks)
            self._desk.edit(label, write_text, text, words, field=field)

    def _edited(self, before: Project, after: Project) -> None:
        if before.brief is after.brief and before.told is after.told:
            return
        if before.brief != after.brief and not self._timer.isActive():
            self._text.show_text(after.brief)
        self.marks = Marks(after.told, after.brief, self._next)
        self._next = None
        self.marked.emit()
