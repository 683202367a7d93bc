"""One quiet line of the deliver page: how many clips cut figures off, and a button that helps."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from studio.cast.models import State, named, state_of
from studio.jobs.sightings import drawn
from studio.render.delivery import Delivery
from studio.review.faces_seen import remembered
from studio.review.reframing import Looker, Reframing, Standing, crops, cut_off, reframings
from studio.timeline.project import Project
from studio.timeline.take import Take
from studio.ui.desk import Desk
from studio.ui.plain import soft
from studio.ui.reframes import Reframes, labels
from studio.ui.words import Words

_REST = 200  # milliseconds without a change before the film is looked at


class ReframeLine(QWidget):
    """Nothing where the delivery cuts nobody off; looks at what is known, and for no faces."""

    def __init__(self, desk: Desk, reframes: Reframes, words: Words) -> None:
        """`words`: those of `reframe`."""
        super().__init__()
        self._desk, self.reframes, self._words = desk, reframes, words
        self._delivery: Delivery | None = None  # the first one that cuts pictures off
        self._looking = self._stale = self._whole = False
        self.said = soft()
        self.button = QPushButton()
        self.button.clicked.connect(self._reframe)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.said, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._look)
        reframes.done.connect(self._ask)
        self._stop = threading.Event()
        desk.closed.connect(self._rest.stop)
        desk.closed.connect(self._stop.set)
        self.hide()

    def show_for(self, deliveries: Iterable[Delivery]) -> None:
        """Tell of deliveries from now on, of the film as it is now."""
        self._delivery = next((each for each in deliveries if each.cuts_off), None)
        if self._delivery is None:
            self._rest.stop()
            self.hide()
        self._ask()

    def _ask(self) -> None:
        if self._delivery is not None:
            self._rest.start()

    def _look(self) -> None:
        wanted, page = self._delivery, self.parentWidget()
        if wanted is None or page is None or not page.isVisible():
            return  # the page asks again when it is shown
        if self._looking:
            self._stale = True
            return
        self._looking = True
        work = partial(
            _known, self._desk.project, dict(self._desk.shown), self._desk.folder, wanted.ratio,
            self._stop.is_set,
        )  # fmt: skip
        self._desk.ask(partial(asyncio.to_thread, work), self._seen, lambda _error: self._seen([]))

    def _seen(self, found: list[Reframing]) -> None:
        self._looking = False
        if self._stale:
            self._stale = False
            self._ask()
            return
        if self._delivery is None:
            self.hide()
            return
        span = self._delivery.part_of(self._desk.project.cut.frames)
        cut = cut_off(found, span)
        better = crops(cut)
        free = [each for each in cut if each.clip.id in better]
        lost = [each for each in cut if each.clip.id not in better]
        unseen = [e for e in found if e.why is not None and e.standing is not Standing.SET]
        self._whole = bool(lost) and not free
        those = free or lost or unseen
        if not those:
            self.hide()
            return
        key = "cut" if free else "lost" if lost else "unseen"
        ratio, shots = self._delivery.ratio, labels(those, self._words)
        self.said.setText(self._words(f"line.{key}", count=len(those), shots=shots, ratio=ratio))
        self.button.setText(self._words(f"button.{key}"))
        self.button.setToolTip(self._words(f"tip.{key}"))
        self.button.setEnabled(not self.reframes.busy)
        self.show()

    def _reframe(self) -> None:
        if self._delivery is not None:
            self.button.setEnabled(False)
            self.reframes.reframe(self._delivery.ratio, whole=self._whole)


def _known(
    film: Project,
    shown: Mapping[str, Take],
    folder: Path,
    ratio: str,
    stopped: Callable[[], bool],
) -> list[Reframing]:
    """What is known without looking for faces; for a thread.

    Of takes that nobody looked at nothing is said where the model that would is not there.
    Raises Cancelled.
    """
    looker = Looker(folder, drawn, remembered())
    found = reframings(film, shown, looker, ratio, cancelled=stopped)
    if state_of(named("yunet")) is not State.INSTALLED:
        found = [each for each in found if each.why is None]
    return found
