"""Takes inspected while the maker rests: what landed, and what the film has without a report."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from studio.errors import StudioError
from studio.review.finding import Report
from studio.review.idle import IdleInspector, Look
from studio.review.takes import asked_for
from studio.timeline.project import Project
from studio.timeline.story import Shot
from studio.timeline.take import Take
from studio.ui.desk import Desk
from studio.ui.prerender import Prerender
from studio.ui.take_reviews import TakeReviews


class IdleReviews(QObject):
    """For one film's window; stand-ins go first, as they are waited for."""

    changed = Signal()  # how much is left, or whether it works now
    _told = Signal(str, object)  # take id; a Report, or a StudioError

    def __init__(self, desk: Desk, reviews: TakeReviews, prerender: Prerender) -> None:
        super().__init__(prerender)
        self._desk, self._reviews, self._prerender = desk, reviews, prerender
        self._allowed = True
        self._resting = False
        self._total = 0
        self._inspector = IdleInspector(self._told.emit)
        self._told.connect(self._hear)
        prerender.changed.connect(self._look)
        reviews.changed.connect(self._look)
        reviews.recalled.connect(self._look)
        desk.closed.connect(self._inspector.close)

    @property
    def working(self) -> bool:
        """Whether a take is looked at now."""
        return self._resting and self._inspector.left > 0

    @property
    def counted(self) -> tuple[int, int]:
        """Which take it is at, and of how many."""
        return self._total - self._inspector.left, self._total

    def allow(self, wanted: bool) -> None:
        """Whether takes are inspected without being asked to."""
        self._allowed = wanted
        self._look()

    def skip(self) -> None:
        """Give up the take that is looked at now."""
        self._inspector.skip()
        self.changed.emit()

    def _look(self, *_news: object) -> None:
        """Begin where the maker rests and nothing else is made, and stand where not."""
        free = self._prerender.finished and not self._reviews.busy
        resting = self._allowed and free
        if resting and not self._resting:
            looks = self._lacking()
            self._total = len(looks)
            self._inspector.want(looks)
        if resting != self._resting:
            self._resting = resting
            self._inspector.rest(resting)
            self.changed.emit()

    def _lacking(self) -> list[Look]:
        """The takes that nobody looked at; those that are shown come first."""
        desk = self._desk
        film = desk.project
        takes = {owner: list(those) for owner, those in desk.takes.items()}
        shown = {take.id for take in desk.shown.values()}

        def look(shot: Shot, take: Take, film: Project = film) -> Look:
            asked = partial(asked_for, film, shot, take, takes, desk.folder)
            return Look(take.id, desk.folder / take.files[0].path, asked)

        lacking = sorted(self._reviews.lacking(), key=lambda each: each[1].id not in shown)
        return [look(shot, take) for shot, take in lacking]

    def _hear(self, take_id: str, found: Report | StudioError) -> None:
        self._reviews.learn(take_id, found)
        self.changed.emit()
