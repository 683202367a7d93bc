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
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from studio.errors import StudioError
from studio.jobs.imports import Imported
from studio.render.recording import Samples
from studio.timeline.actor_edits import add_actor
from studio.timeline.story import View
from studio.ui.cast_actor_dialog import VIEWS, ActorDialog
from studio.ui.cast_actor_voice import samples_of
from studio.ui.desk import Desk
from studio.ui.landing_edits import new_subject
from studio.ui.plain import one_line
from studio.ui.words import Words

if TYPE_CHECKING:  # what looks for faces is much to read
    from studio.cast.draft import ActorDraft

    _Found = tuple[ActorDraft, Samples | None]

Maker = Callable[..., "ActorDraft"]
"""Makes an actor of a clip under a name in a folder; it may be stopped, and tells how far it is.

A sixth value is the face that the maker chose, from 1: as `from_clip`.
"""


def from_clip(
    clip: Path,
    name: str,
    folder: Path,
    stopped: Callable[[], bool],
    told: Callable[[float], None],
    face: int | None = None,
) -> "ActorDraft":
    """As `studio actor make` does. Blocking. Raises StudioError, OSError."""
    from studio.cast.actor import Wanted, make
    from studio.cast.loaded import Loaded

    wanted = Wanted(name, face, shown=True)
    with Loaded() as models:
        return make(clip, wanted, folder, models, stopped=stopped, on_progress=told)


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
        dialog.face_chosen.connect(partial(self._look, dialog, clip, folder, stop))
        dialog.finished.connect(partial(self._ended, clip))
        dialog.open()
        self._look(dialog, clip, folder, stop)

    def choose(self) -> None:
        """Ask for the clip that an actor is made of."""
        dialog = QFileDialog(self._parent, self._words("action.cast.actor"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"{self._words('clips')} (*.mp4 *.mov *.mkv *.webm *.m4v)"])
        dialog.fileSelected.connect(lambda path: self.begin(Path(path)))
        dialog.open()

    def _look(
        self, dialog: ActorDialog, clip: Path, folder: Path, stop: threading.Event, *face: int
    ) -> None:
        """Search in a thread of its own; `face` is the one that was chosen, if any."""
        tell: Callable[[float], None] = self._moved.emit
        work = partial(self.make, clip, dialog.name.text(), folder, stop.is_set, tell, *face)

        def done() -> "_Found | StudioError":
            try:
                draft = work()
                return draft, samples_of(draft.voice) if draft.voice is not None else None
            except StudioError as error:
                return error
            finally:
                if stop.is_set():
                    shutil.rmtree(folder, ignore_errors=True)

        self._desk.ask(partial(asyncio.to_thread, done), partial(self._found, dialog))

    def _found(self, dialog: ActorDialog, found: "_Found | StudioError | None") -> None:
        if self.dialog is not dialog or found is None:
            return
        if not isinstance(found, StudioError):
            dialog.show_draft(*found)
        elif faces := getattr(found, "faces", ()):  # of `SeveralFaces`, which is much to read
            dialog.ask_face(faces)
        else:
            dialog.tell(self._words.error(found))

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
        views = {each.path: VIEWS[each.view] for each in draft.stills if each.view in VIEWS}
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
