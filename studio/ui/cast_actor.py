"""An actor out of a clip: looked for off the window's thread, shown as a sheet, then confirmed."""

import asyncio
import shutil
import tempfile
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.jobs.imports import Imported
from studio.timeline.actor_edits import add_actor
from studio.timeline.story import View
from studio.ui.desk import Desk
from studio.ui.landing_edits import new_subject
from studio.ui.plain import one_line, soft
from studio.ui.words import Words

if TYPE_CHECKING:  # what looks for faces is much to read
    from studio.cast.draft import ActorDraft

Maker = Callable[[Path, str, Path, Callable[[], bool], Callable[[float], None]], "ActorDraft"]
"""Makes an actor of a clip under a name in a folder; it may be stopped, and tells how far it is."""

_STILL = 150  # pixels a still is wide in the dialog
_VIEWS = {"front": View.FRONT, "left": View.LEFT, "right": View.RIGHT, "smile": View.SMILE}


def from_clip(
    clip: Path, name: str, folder: Path, stopped: Callable[[], bool], told: Callable[[float], None]
) -> "ActorDraft":
    """As `studio actor make` does. Blocking. Raises StudioError, OSError."""
    from studio.cast.actor import Wanted, make
    from studio.cast.loaded import Loaded

    with Loaded() as models:
        return make(clip, Wanted(name), folder, models, stopped=stopped, on_progress=told)


class ActorMaker(QObject):
    """One clip at a time; nothing joins the film before the maker has seen the sheet."""

    said = Signal(str, str)  # a sentence and its tone
    added = Signal(str)  # the subject that joined the film
    plain_wanted = Signal(object)  # the clip is to be a look only
    _moved = Signal(float)

    def __init__(self, desk: Desk, words: Words, parent: QWidget, make: Maker = from_clip) -> None:
        super().__init__(parent)
        self._desk, self._words, self._parent, self.make = desk, words, parent, make
        self.dialog: ActorDialog | None = None
        self._stop = threading.Event()
        self._folder: Path | None = None

    def begin(self, clip: Path) -> None:
        """Look for the actor of a clip, and show what is found."""
        if self.dialog is not None:
            return
        dialog = self.dialog = ActorDialog(clip, self._words, self._parent.window())
        self._stop = stop = threading.Event()
        self._folder = folder = Path(tempfile.mkdtemp(prefix="storyreel-actor-"))
        self._moved.connect(dialog.move_on)
        dialog.finished.connect(partial(self._ended, clip))
        dialog.open()
        tell: Callable[[float], None] = self._moved.emit
        work = partial(self.make, clip, dialog.name.text(), folder, stop.is_set, tell)

        def done() -> "ActorDraft | StudioError | None":
            try:
                return work()
            except StudioError as error:
                return error
            finally:
                if stop.is_set():
                    shutil.rmtree(folder, ignore_errors=True)

        self._desk.ask(partial(asyncio.to_thread, done), partial(self._found, dialog))

    def _found(self, dialog: "ActorDialog", draft: "ActorDraft | StudioError | None") -> None:
        if self.dialog is not dialog or draft is None:
            return
        if isinstance(draft, StudioError):
            dialog.tell(self._words.error(draft))
        else:
            dialog.show_draft(draft)

    def _ended(self, clip: Path, how: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        self._moved.disconnect(dialog.move_on)
        dialog.deleteLater()
        draft = dialog.draft
        if how != QDialog.DialogCode.Accepted or draft is None:
            self._stop.set()
            self._forget()
            if dialog.plain:
                self.plain_wanted.emit(clip)
            return
        name = dialog.name.text().strip() or draft.name
        views = {each.path: _VIEWS[each.view] for each in draft.stills if each.view in _VIEWS}
        paths = [*views, *([draft.voice] if draft.voice is not None else []), clip]
        then = partial(self._brought, name, [views.get(path) for path in paths])
        self._desk.bring(paths, then, self._failed)

    def _brought(self, name: str, views: list[View | None], imported: list[Imported]) -> None:
        self._forget()
        subject = new_subject(self._desk.project, name)
        known = [(each.reference, view) for each, view in zip(imported, views, strict=True)]
        if self._desk.edit(self._words("edit.actor"), add_actor, subject, known):
            self.said.emit(self._words("actor.joined", name=one_line(name, 60)), "good")
            self.added.emit(subject.id)

    def _failed(self, error: StudioError) -> None:
        self._forget()
        self._desk.refused.emit(error)

    def _forget(self) -> None:
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


class ActorDialog(QDialog):
    """First how far the search is, then the sheet, or what is wrong and what helps."""

    def __init__(self, clip: Path, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("actor")
        self.setWindowTitle(words("actor.title"))
        self._words = words
        self.draft: ActorDraft | None = None
        self.plain = False
        self.name = QLineEdit(one_line(clip.stem, 60))
        self.name.setMaxLength(200)
        self.name.setAccessibleName(words("actor.name"))
        self.about = QLabel(words("actor.looking", clip=one_line(clip.name, 60)))
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.about.text())
        self.stills = QFrame()
        self._row = QHBoxLayout(self.stills)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self.heard = soft()
        self.warned = soft(tone="warn")
        self.look_only = QPushButton(words("actor.plain"))
        self.look_only.setAutoDefault(False)
        self.look_only.clicked.connect(self._plain)
        self.add = QPushButton(words("actor.add"))
        self.add.setProperty("tone", "go")
        self.add.clicked.connect(lambda _checked=False: self.accept())
        self.add.setEnabled(False)
        buttons = QDialogButtonBox()
        self.keep = buttons.addButton(words("actor.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(self.look_only, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.add, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        label = QLabel(words("actor.name"))
        label.setProperty("rank", "soft")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for part in (
            self.about, self.progress, label, self.name, self.stills, self.heard, self.warned,
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(buttons)
        for part in (self.stills, self.heard, self.warned, self.look_only):
            part.hide()
        self.resize(600, self.sizeHint().height())

    def move_on(self, done: float) -> None:
        """How far the search is, 0 to 1."""
        self.progress.setValue(round(1000 * done))

    def show_draft(self, draft: "ActorDraft") -> None:
        """The sheet: pictures with their views, what is said, and what is to be known."""
        words = self._words
        self.draft = draft
        self.progress.hide()
        self.about.setText(words("actor.found"))
        for still in draft.stills:
            if still.view in _VIEWS:
                self._row.addWidget(_card(still.path, words(f"view.{_VIEWS[still.view].value}")))
        self._row.addStretch(1)
        self.stills.show()
        if draft.voice is None:
            told = words("actor.silent")
        elif draft.transcript:
            told = words("actor.says", text=one_line(draft.transcript, 200))
        else:
            told = words("actor.voice")
        self.heard.setText(told)
        self.heard.show()
        if draft.warnings:
            self.warned.setText("\n".join(each.text(words.language) for each in draft.warnings))
            self.warned.show()
        self.add.setEnabled(True)
        self.add.setDefault(True)

    def tell(self, text: str) -> None:
        """What is wrong with the clip, or what is not installed and the command for it."""
        self.progress.hide()
        self.about.setText(self._words("actor.not"))
        self.warned.setText(text)
        self.warned.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.warned.show()
        self.look_only.show()

    def _plain(self, _checked: bool = False) -> None:
        self.plain = True
        self.reject()


def _card(path: Path, text: str) -> QWidget:
    """A still with the name of its view."""
    card = QFrame()
    picture, name = QLabel(), QLabel(text)
    image = QImage(str(path))
    if not image.isNull():
        mode = Qt.TransformationMode.SmoothTransformation
        scaled = image.scaledToWidth(2 * _STILL, mode)
        pixmap = QPixmap.fromImage(scaled)
        pixmap.setDevicePixelRatio(2)
        picture.setPixmap(pixmap)
    picture.setAccessibleName(text)
    name.setProperty("rank", "soft")
    column = QVBoxLayout(card)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(picture)
    column.addWidget(name)
    return card
