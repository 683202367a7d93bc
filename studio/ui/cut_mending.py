"""The cut at the playhead inspected and mended: what steps there, and a menu of remedies."""

import asyncio
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from studio.errors import EditRefused, StudioError
from studio.messages import say
from studio.render.tables import graded
from studio.review.mending import mended
from studio.review.seam import Remedy, Seam, Unseen
from studio.review.seams import cuts_of, remembered, seams
from studio.timeline.project import Project
from studio.timeline.take import Take
from studio.ui.clip_hand import ClipHand

Available = Callable[[], dict[str, int]]


class CutMending(QObject):
    """Measures in a thread, then asks by a menu; what is chosen is one step of undo."""

    def __init__(
        self, hand: ClipHand, available: Available, over: QWidget, where: Callable[[], QPoint]
    ) -> None:
        """`available`: film frames that takes last; the menu opens over a widget at `where`."""
        super().__init__(over)
        self._hand, self._available = hand, available
        self._over, self._where = over, where
        self._asking = False
        self.menu: QMenu | None = None

    def here(self) -> None:
        """Look at the cut that a chosen clip begins with, else the one next to the playhead."""
        if self._asking:
            return
        desk, session = self._hand.desk, self._hand.session
        film, shown = desk.project, dict(desk.shown)
        self._asking = True
        work = partial(_looked, film, shown, desk.folder, session.clips, session.playhead)
        desk.ask(partial(asyncio.to_thread, work), partial(self._seen, film), self._failed)

    def _seen(self, film: Project, found: list[Seam | Unseen]) -> None:
        self._asking = False
        seam = found[0] if found else None
        if isinstance(seam, Unseen):
            self._hand.desk.refused.emit(EditRefused(seam.why.key, **dict(seam.why.values)))
        elif seam is not None and self._hand.desk.project is film:
            self._open(film, seam)

    def _open(self, film: Project, seam: Seam) -> None:
        language = self._hand.words.language
        menu = QMenu(self._over)
        told = [finding.text(language) for finding in seam.findings]
        for line in told or [f"{seam.cut.label}: {self._hand.words('mend.clean')}"]:
            menu.addAction(line).setEnabled(False)
        menu.addSeparator()
        ordered = sorted(Remedy, key=lambda each: each not in seam.remedies)
        for remedy in ordered:
            act = menu.addAction(say(f"review.remedy.{remedy.value}", language))
            act.setData(remedy)
            font = act.font()
            font.setBold(remedy in seam.remedies)
            act.setFont(font)
            act.triggered.connect(partial(self.mend, film, seam, remedy))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.destroyed.connect(self._closed)
        self.menu = menu
        menu.popup(self._over.mapToGlobal(self._where()))

    def _closed(self, _gone: object = None) -> None:
        self.menu = None

    def mend(self, film: Project, seam: Seam, remedy: Remedy, _checked: bool = False) -> None:
        """Mend a seam that was measured on a film; refused where that does not help there."""
        desk = self._hand.desk
        work = partial(
            mended, film, dict(desk.shown), desk.folder, seam, remedy, self._available(), graded
        )
        then = partial(self._mended, film)
        desk.ask(partial(asyncio.to_thread, work), then, self._failed)

    def _mended(self, film: Project, after: Project) -> None:
        if self._hand.desk.project is film:  # else it was measured on another film
            self._hand.edit("mend", lambda _now: after)

    def _failed(self, error: StudioError) -> None:
        self._asking = False
        self._hand.desk.refused.emit(error)


def _looked(
    film: Project, shown: dict[str, Take], folder: Path, chosen: Collection[str], playhead: int
) -> list[Seam | Unseen]:
    """The cut that a chosen clip begins with, else the nearest one, measured; for a thread.

    Raises EditRefused where there is none.
    """
    cuts = list(cuts_of(film, shown))
    those = [cut for cut in cuts if cut.after.id in chosen] or cuts
    if not those:
        raise EditRefused("ui_clip.mend.none")
    nearest = min(those, key=lambda cut: abs(cut.frame - playhead))
    return seams(film, shown, folder, only=[nearest.after.id], graded=graded, memory=remembered())
