"""What the inspector says of takes: found off the window's thread, as asked for or at rest."""

import asyncio
import threading
from collections import deque
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from studio.errors import StudioError
from studio.review.finding import Report
from studio.review.inspector import inspected, recalled
from studio.review.lag import Lag, lags
from studio.review.memory import reports
from studio.review.takes import Reviewed, Usable, asked_for, judged, usable_rate
from studio.timeline.project import Project
from studio.timeline.queries import find_shot, shots
from studio.timeline.story import Shot
from studio.timeline.take import Take
from studio.ui.desk import Desk
from studio.ui.take_standing import Standing, standing

_TOLD = 4  # sentences of a take that are told beside it


class TakeReviews(QObject):
    """Inspects takes one after the other, and knows the reports of earlier sittings too."""

    changed = Signal(str)  # take id
    recalled = Signal()  # what is known from earlier is there
    begun = Signal(int)  # how many takes are looked at now that were not
    ended = Signal(int, int)  # how many were looked at, and how many of them have faults

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._reports: dict[str, Report] = {}
        self._troubles: dict[str, StudioError] = {}
        self._waiting: deque[Take] = deque()
        self._under_way: Take | None = None
        self._over = threading.Event()
        self._seen: list[bool] = []  # whether what was looked at since this was idle has faults
        self._held: tuple[Project, int, list[Usable]] | None = None
        self._lags: tuple[list[tuple[str, bool]], list[Lag]] = [], []  # and what they are of
        desk.closed.connect(self._over.set)
        self._recall()

    def inspect(self, takes: Iterable[Take]) -> None:
        """Look at these takes; what is known or waits already is not looked at again."""
        wanted = list[str]()
        for take in takes:
            if take.kind == "video" and not self.is_waiting(take) and take.id not in self._reports:
                self._troubles.pop(take.id, None)
                self._waiting.append(take)
                wanted.append(take.id)
        if self._under_way is None:
            self._next()
        self.begun.emit(len(wanted))
        for name in wanted:  # once it is busy: what is looked at without being asked for gives way
            self.changed.emit(name)

    def is_waiting(self, take: Take) -> bool:
        """Whether a take is being looked at, or will be."""
        return take is self._under_way or take in self._waiting

    @property
    def busy(self) -> bool:
        """Whether takes are looked at that the maker asked for."""
        return self._under_way is not None

    def lacking(self) -> list[tuple[Shot, Take]]:
        """The takes that nobody looked at, in the order of the film."""
        return [
            (shot, take)
            for shot in shots(self._desk.project)
            for take in self._desk.takes.get(shot.id, ())
            if take.kind == "video"
            and take.id not in self._reports
            and take.id not in self._troubles
            and not self.is_waiting(take)
        ]

    def learn(self, take_id: str, found: Report | StudioError) -> None:
        """What was found of a take without being asked for."""
        if isinstance(found, Report):
            self._reports[take_id] = found
        else:
            self._troubles[take_id] = found
        self.changed.emit(take_id)

    def of(self, shot: Shot, take: Take) -> Reviewed | None:
        """What is known of a take, in the light of what the maker overruled."""
        report = self._reports.get(take.id)
        return judged(shot, take, 0, report) if report is not None else None

    def trouble(self, take: Take) -> StudioError | None:
        """Why a take could not be looked at."""
        return self._troubles.get(take.id)

    def standing(self, shot: Shot, take: Take) -> Standing:
        """How a take stands by what is known of it."""
        return standing(self.of(shot, take), broken=take.id in self._troubles)

    def rates(self) -> list[Usable]:
        """The usable rate of each backend and of the film, of all takes that were looked at."""
        return self._together()

    def lag_of(self, backend: str) -> Lag | None:
        """By how much the sound of a backend is beside the lips in all its takes, where it is."""
        self._together()
        return next((lag for lag in self._lags[1] if lag.backend == backend), None)

    def _together(self) -> list[Usable]:
        """What all takes say that were looked at; lags only when a take's lips are new, as they
        take a while.
        """
        film, known = self._desk.project, len(self._reports)
        if self._held is None or self._held[0] is not film or self._held[1] != known:
            every = [judged for shot in shots(film) for judged in self._judged(shot)]
            self._held = (film, known, usable_rate(every))
            spoken = [each for each in every if each.report and each.report.lips is not None]
            now = [(each.take.id, "lips" in each.overruled) for each in spoken]
            if now != self._lags[0]:
                self._lags = now, lags(spoken)
        return self._held[2]

    def rate_of(self, shot: Shot) -> Usable | None:
        """The usable rate of a shot; None while none of its takes was looked at."""
        found = usable_rate(self._judged(shot))
        return found[-1] if found else None

    def _judged(self, shot: Shot) -> list[Reviewed]:
        takes = self._desk.takes.get(shot.id, ())
        return [found for take in takes if (found := self.of(shot, take)) is not None]

    def _recall(self) -> None:
        """Ask what was looked at before, in this film or by the command line; no file is read."""
        desk = self._desk
        film, folder = desk.project, desk.folder
        takes = {owner: list(those) for owner, those in desk.takes.items()}

        def ask() -> dict[str, Report]:
            memory = reports()
            found: dict[str, Report] = {}
            for shot in shots(film):
                for take in takes.get(shot.id, ()):
                    if self._over.is_set():
                        return {}
                    if take.kind == "video":
                        asked = asked_for(film, shot, take, takes, folder)
                        file = take.files[0]
                        report = recalled(file.path, file.sha256, asked, memory)
                        if report is not None:
                            found[take.id] = report
            return found

        if any(takes.get(shot.id) for shot in shots(film)):
            desk.ask(partial(asyncio.to_thread, ask), self._remembered)

    def _remembered(self, reports: dict[str, Report]) -> None:
        new = {name: report for name, report in reports.items() if name not in self._reports}
        if new:
            self._reports |= new
            self.recalled.emit()

    def _next(self) -> None:
        self._under_way = self._waiting.popleft() if self._waiting else None
        take = self._under_way
        if take is None or self._over.is_set():
            return
        desk = self._desk
        shot = find_shot(desk.project, take.owner)
        if shot is None:  # it went with its shot
            self._next()
            return
        asked = asked_for(desk.project, shot, take, dict(desk.takes), desk.folder)
        path = desk.folder / take.files[0].path

        def look() -> Report:
            memory = reports()
            return inspected(path, asked, memory=memory, cancelled=self._over.is_set)

        found = partial(self._found, take)
        desk.ask(partial(asyncio.to_thread, look), found, partial(self._failed, take))

    def _found(self, take: Take, report: Report) -> None:
        self._reports[take.id] = report
        self._go_on(take)

    def _failed(self, take: Take, error: StudioError) -> None:
        self._troubles[take.id] = error
        self._go_on(take)

    def _go_on(self, take: Take) -> None:
        shot = find_shot(self._desk.project, take.owner)
        if shot is not None:
            self._seen.append(self.standing(shot, take) is Standing.FAILED)
        self._next()
        self.changed.emit(take.id)
        if self._under_way is None:
            self.ended.emit(len(self._seen), sum(self._seen))
            self._seen = []


def sentences(found: Reviewed | None, trouble: StudioError | None, language: str) -> list[str]:
    """What is told beside a take: its faults first."""
    if trouble is not None:
        return [trouble.text(language)]
    if found is None or found.report is None:
        return []
    ordered = sorted(found.report.findings, key=lambda each: each.check not in found.failed)
    return [finding.text(language) for finding in ordered[:_TOLD]]
