"""The open film as the window sees it: document, takes and jobs here, the work on the loop."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.backends.base import Backend
from studio.backends.trusted import Every, trusted
from studio.errors import StudioError
from studio.jobs.admission import Plan
from studio.jobs.consent import Question
from studio.jobs.events import JobChanged, News, QueueChanged, TakeArrived, WorkStopped
from studio.jobs.imports import Imported
from studio.jobs.job import LIVE, Job
from studio.jobs.thread import LoopThread
from studio.jobs.workshop import Workshop
from studio.timeline.document import Document
from studio.timeline.project import Project
from studio.timeline.queries import shown_takes, takes_by_owner
from studio.timeline.store import Store
from studio.timeline.take import Take
from studio.ui.autosave import Autosave
from studio.ui.cast_orders import CastOrders
from studio.ui.job_orders import JobOrders
from studio.ui.ledger_costs import Costs
from studio.ui.loop_calls import LoopCalls, Then

if TYPE_CHECKING:
    from studio.jobs.generate import Special
    from studio.render.standins import StandIns

LEAVE = 12.0  # seconds that the work gets to stop; a little more than a service is waited for


class Desk(QObject):
    """Holds an open film for one window; everything but the work itself is on the GUI thread."""

    changed = Signal(object, object)  # the film before and after an edit
    take_arrived = Signal(object)
    job_changed = Signal(object)
    progressed = Signal(object)
    queue_changed = Signal(object)
    media_doubted = Signal()  # a file of a take could not be used
    media_changed = Signal()  # files of takes are gone, altered or back
    played = Signal(bool)  # a viewer began to play, or rests
    refused = Signal(object)  # a StudioError to be said where the maker is looking
    importing = Signal(int, int)  # how far an import is: steps done, and all of them
    closed = Signal()  # the folder is let go of; who reads in it stops
    consent_wanted = Signal(object, object)  # questions about faces, and what goes on thereafter
    _news = Signal(object)

    def __init__(
        self,
        loop: LoopThread,
        store: Store,
        backends: Mapping[str, Backend],
        registrars: Mapping[str, Backend] | None = None,
    ) -> None:
        """Take over an open store; `registrars` register subjects at services.

        Raises ProjectError when its journal cannot be opened.
        """
        super().__init__()
        self.patience = LEAVE
        self.export_memory: int | None = None  # bytes that one may take, None for what is free
        self.folder: Path = store.folder
        self.backends = trusted(backends)
        self.registrars = trusted({} if registrars is None else registrars)
        self.every = Every(self.registrars, self.backends)
        self.document = Document(store.project)
        self._shown: dict[str, Take] | None = None  # asked for often, found once
        self.document.subscribe(self._forget)  # before all others hear of it
        self.take_arrived.connect(self._forget)
        self.takes: dict[str, list[Take]] = {}
        self.jobs: dict[str, Job] = {}
        self._calls = LoopCalls(loop, self.refused.emit)
        self.ask = self._calls.ask
        self._store = store
        self.queue = QueueChanged(held=False)
        self._news.connect(self._hear)
        self._workshop = workshop = self._calls.wait_for(self._opened())
        self.orders = JobOrders(workshop, self.every, self.document, self.ask)
        self.casting = CastOrders(workshop, self.document, self.folder, self.takes, self.ask)
        self.saving = Autosave(store, self.document, self.ask)
        self.document.subscribe(self.changed.emit)
        self.costs = Costs(self)

    @cached_property
    def standins(self) -> "StandIns":
        """What stands in for heavy takes while one looks and plays."""
        from studio.render.standins import StandIns

        return StandIns.of_the_user()

    @property
    def project(self) -> Project:
        """The film as it is now."""
        return self.document.project

    @property
    def shown(self) -> dict[str, Take]:
        """The take each owner shows; not to be changed."""
        if self._shown is None:
            self._shown = shown_takes(self.project, self.takes)
        return self._shown

    @property
    def working(self) -> list[Job]:
        """Jobs that wait, run or are in doubt."""
        return [job for job in self.jobs.values() if job.state in LIVE]

    def edit(self, label: str, edit: Callable[..., Project], *args: Any, **more: Any) -> bool:
        """Make an edit as one step of undo; a refusal is said, and False comes back."""
        try:
            self.document.apply(label, edit, *args, **more)
        except StudioError as error:
            self.refused.emit(error)
            return False
        return True

    def fail(self, error: BaseException) -> None:
        """Say a refusal where the maker is looking; a fault of our own goes to the crash hook."""
        if isinstance(error, StudioError):
            self.refused.emit(error)
        else:
            raise error

    def quote(
        self, then: Callable[[Plan], None], otherwise: Then | None = None, **wishes: Any
    ) -> None:
        """Ask what making shots would take; `then` gets the plan (see `Workshop.quote`)."""
        self.ask(partial(self._workshop.quote, self.project, **wishes), then, otherwise)

    def quote_special(
        self, special: "Special", then: Callable[[Plan], None], otherwise: Then | None = None
    ) -> None:
        """Ask what a wish would take that is no take a shot lacks; `generate` begins it."""
        self.ask(partial(self._workshop.quote_special, special), then, otherwise)

    def bring(
        self, paths: Sequence[Path], then: Callable[[list[Imported]], None], otherwise: Then
    ) -> None:
        """Import files; `then` gets what they became, which an edit has yet to use."""
        told = self.importing.emit
        self.ask(partial(self._workshop.import_media, self.project, paths, told), then, otherwise)

    def generate(
        self,
        plan: Plan,
        then: Callable[[list[Job]], None] | None = None,
        otherwise: Then | None = None,
    ) -> None:
        """Begin what a quote lists; a refusal (other terms by now) goes to `otherwise`.

        A face of whom nobody has said whether it is a real person's is asked about before.
        """
        go_on = partial(self.ask, partial(self._workshop.generate, plan), then, otherwise)
        if any(item.offer is not None and not item.offer.local for item in plan.items):
            work = partial(self._workshop.unanswered, self.project, plan)
            self.ask(work, partial(self._asked, go_on), otherwise)
        else:
            go_on()

    def make(self, shots: Collection[str] | None = None, **wishes: Any) -> None:
        """Quote and begin at once; for what costs nothing."""
        self.quote(self.generate, shots=shots, **wishes)

    def save_now(self) -> None:
        """Write what is not written yet and wait for it, as before closing. Raises ProjectError."""
        if self.document.modified:
            project = self.project
            self._calls.wait_for(self.saving.write(project))
            self.document.saved(project)

    def close(self, *, save: bool = True) -> None:
        """Save, stop the work here (it is carried on at the next opening), let go of the folder.

        Work that does not stop is left after `patience` seconds; its jobs stay in the journal.
        Raises ProjectError when the film cannot be saved; then everything stays open.
        """
        if save:
            self.save_now()
        self.saving.stop()
        self._calls.end()
        try:
            self._calls.wait_for(self._stopped())
        finally:
            self._store.close()
            self.closed.emit()

    def shut(self, then: Callable[[], None]) -> None:
        """Like `close` for a film that is saved, without waiting for the work to stop."""
        self.saving.stop()

        async def stop() -> Exception | None:
            try:
                await self._stopped()
            except Exception as error:
                return error
            return None

        def stopped(error: Exception | None) -> None:
            self._calls.end()
            self._store.close()
            self.closed.emit()
            then()
            if error is not None:
                raise error  # to the crash hook; the film is closed all the same

        self.ask(stop, stopped)

    def _asked(self, go_on: Callable[[], None], questions: list[Question]) -> None:
        if questions:
            self.consent_wanted.emit(questions, go_on)
        else:
            go_on()

    def _forget(self, *_news: object) -> None:
        """What owners show is to be found anew."""
        self._shown = None

    async def _stopped(self) -> None:
        """Close the workshop; leave it as it is when something in it hangs."""
        closing = asyncio.ensure_future(self._workshop.close())
        done, _ = await asyncio.wait({closing}, timeout=self.patience)
        for each in done:
            each.result()

    async def _opened(self) -> Workshop:
        workshop = Workshop(
            self.folder, self.backends, on_event=self._news.emit, registrars=self.registrars
        )
        self.takes = takes_by_owner(workshop.takes)
        self.jobs = {job.id: job for job in workshop.jobs}
        self.queue = QueueChanged(workshop.held)
        return workshop

    def _hear(self, news: News) -> None:
        if isinstance(news, TakeArrived):
            self.takes.setdefault(news.take.owner, []).append(news.take)
            self.take_arrived.emit(news.take)
        elif isinstance(news, JobChanged):
            self.jobs[news.job.id] = news.job
            self.job_changed.emit(news.job)
        elif isinstance(news, QueueChanged):
            self.queue = news
            self.queue_changed.emit(news)
        elif isinstance(news, WorkStopped):
            self.refused.emit(news.error)
        else:
            self.progressed.emit(news)
