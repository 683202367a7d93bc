"""Clips reframed from the window: who is seen is found in a thread, the answer is one edit."""

import asyncio
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from studio.cast.loaded import Loaded
from studio.errors import Cancelled, StudioError
from studio.jobs.sightings import drawn
from studio.review.faces_seen import remembered
from studio.review.reframing import (
    Looker,
    Reframing,
    Standing,
    crops,
    left_out,
    reframings,
    wholes,
)
from studio.timeline.look import Focus
from studio.timeline.look_edits import put_focus
from studio.timeline.project import Project
from studio.timeline.take import Take
from studio.ui.actions import Action
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.words import Words

PAGE = "edit"
UPRIGHT, WIDE = "9:16", "16:9"
_NAMED = 6  # shots that are named in the bar


class Reframes(QObject):
    """One film at a time is looked at; what is wished for meanwhile is not heard."""

    said = Signal(str, str)  # a sentence for the bar, and its tone
    done = Signal()

    def __init__(self, desk: Desk, session: Session, words: Words) -> None:
        """`words`: those of `reframe`."""
        super().__init__()
        self._desk, self._session, self._words = desk, session, words
        self._stop = threading.Event()
        self._busy = False
        desk.closed.connect(self._stop.set)

    @property
    def busy(self) -> bool:
        """Whether takes are looked at just now."""
        return self._busy

    @property
    def ratio(self) -> str:
        """What the film is most often reframed for: upright, or wide where it is that itself."""
        film = self._desk.project
        return UPRIGHT if film.width * 16 != film.height * 9 else WIDE

    def table(self) -> Iterable[Action]:
        """The actions, of the chosen clips or of all that have no focus."""
        for name, whole in (("crop", False), ("whole", True)):
            yield Action(
                f"reframe.{name}", partial(self.chosen, whole=whole), enabled=self._can,
                label=partial(self._label, name), area="reframe",
            )  # fmt: skip

    def chosen(self, *, whole: bool) -> None:
        """Reframe the chosen clips, else all of them, for the usual ratio."""
        self.reframe(self.ratio, whole=whole, only=self._session.clips or None)

    def reframe(self, ratio: str, *, whole: bool, only: Collection[str] | None = None) -> None:
        """Give clips without a focus one that keeps figures in sight.

        With `whole` those that cannot hold everybody show all of them, smaller, over a ground.
        """
        if self._busy:
            return
        self._busy = True
        self.said.emit(self._words("working", ratio=ratio), "")
        film, shown = self._desk.project, dict(self._desk.shown)
        looker = partial(Looker, self._desk.folder, drawn, remembered())
        work = partial(_looked, film, shown, looker, ratio, only, self._stop.is_set)
        then = partial(self._found, film, ratio, whole, only)
        self._desk.ask(partial(asyncio.to_thread, work), then, self._failed)

    def _found(
        self, film: Project, ratio: str, whole: bool, only: Collection[str] | None,
        found: list[Reframing],
    ) -> None:  # fmt: skip
        self._busy = False
        if self._desk.project is not film:  # edited meanwhile; the faces are known by now
            self.reframe(ratio, whole=whole, only=only)
            return
        foci = crops(found) | (wholes(found) if whole else {})
        refused = bool(foci) and not self._desk.edit(self._words("edit"), put_focus, foci)
        if not refused:  # else it is said why
            self.said.emit(self._told(found, foci, ratio), "good" if foci else "")
        self.done.emit()

    def _told(self, found: list[Reframing], foci: Mapping[str, Focus], ratio: str) -> str:
        """How many were reframed, who is cut off all the same, and whose takes nobody looked at."""
        words = self._words
        parts = [words("done", count=len(foci), ratio=ratio)]
        if kept := sum(each.standing is Standing.SET for each in found):
            parts.append(words("kept", count=kept))
        if lost := left_out(found, foci):
            parts.append(words("bar.lost", shots=labels(lost, words)))
        if unknown := [each for each in found if each.why is not None]:
            why = unknown[0].why
            assert why is not None
            parts.append(
                words("not_looked", shots=labels(unknown, words), why=why.text(words.language))
            )
        return words("bar.between").join(parts)

    def _failed(self, error: StudioError) -> None:
        self._busy = False
        self.done.emit()
        if not isinstance(error, Cancelled):
            self._desk.refused.emit(error)

    def _label(self, name: str) -> str:
        return self._words(f"action.reframe.{name}", ratio=self.ratio)

    def _can(self) -> bool:
        return self._session.page == PAGE and bool(self._desk.shown) and not self._busy


def labels(those: Iterable[Reframing], words: Words) -> str:
    """The shots of some clips, the first ones of many."""
    every = list(dict.fromkeys(each.label for each in those))
    return words.listed(every[:_NAMED]) + (" …" if len(every) > _NAMED else "")


def _looked(
    film: Project, shown: Mapping[str, Take], looker: Callable[[Loaded], Looker], ratio: str,
    only: Collection[str] | None, stopped: Callable[[], bool],
) -> list[Reframing]:  # fmt: skip
    """For a thread. Raises Cancelled."""
    with Loaded() as models:
        return reframings(film, shown, looker(models), ratio, only=only, cancelled=stopped)
