"""A service's voice heard in its subject's first line: spoken once, for the agreed price."""

import asyncio
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from studio.errors import BadInput, EditRefused, StudioError
from studio.jobs.admission import Plan
from studio.jobs.film import Film
from studio.jobs.job import LIVE, Job, State
from studio.jobs.line_alone import first_line, plan_line, spoken
from studio.media.sound import read_sound
from studio.timeline.story import Subject
from studio.timeline.take import Take
from studio.ui.asking import ask
from studio.ui.desk import Desk
from studio.ui.offer_text import price_text
from studio.ui.plain import one_line
from studio.ui.words import Words


class LineListening(QObject):
    """Finds the line or has it spoken; `waiting` while it is on its way."""

    heard = Signal(object)  # (n, 2) samples at 48 kHz
    failed = Signal(object)  # a StudioError
    changed = Signal()  # `waiting` is another one

    def __init__(self, desk: Desk, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._words, self._parent = desk, words, parent
        self._cue = ""  # the line that is waited for
        desk.take_arrived.connect(self._arrived)
        desk.job_changed.connect(self._job_changed)

    @property
    def waiting(self) -> bool:
        """Whether a line is on its way."""
        return bool(self._cue)

    def forget(self) -> None:
        """Another subject is looked at: what is on its way comes, but is not played."""
        self._wait("")

    def ask(self, subject: Subject) -> None:
        """Play the subject's first line, or ask whether it shall be spoken."""
        desk, name = self._desk, subject.voice.backend or ""
        film = Film(desk.project, [take for those in desk.takes.values() for take in those])
        cue, backend = first_line(film, subject.id), desk.backends.get(name)
        if cue is None:
            self.failed.emit(EditRefused("casting.says_nothing", name=one_line(subject.name, 60)))
            return
        there = spoken(film, cue, backend.offer) if backend is not None else None
        if there is not None:
            self._play(there)
            return
        project, wanted = desk.project, cue.id
        desk.quote_special(
            lambda takes, offers, compile: plan_line(project, takes, offers, wanted, name, compile),
            self._quoted,
            self._refused,
        )

    def _quoted(self, plan: Plan) -> None:
        [item] = plan.items
        for reason in item.blocks:
            self._refused(BadInput(reason.key, **reason.values))
            return
        go = partial(self._send, plan)
        if not plan.prices:
            go()
            return
        title = item.offer.called(self._words.language) if item.offer else item.backend
        line = one_line(item.request.lines[0].text if item.request.lines else "", 80)
        price = price_text(plan.prices, self._words.of("ui_shot"))
        warned = [self._words.sentence(each.key, each.values) for each in item.warnings]
        question = self._words("listen.ask", backend=title, line=line, price=price)
        text = "\n\n".join([question, *warned])
        ask(self._parent, text, self._words("listen.go"), self._words("listen.not"), lambda: go())

    def _send(self, plan: Plan) -> None:
        self._wait(plan.items[0].owner)
        self._desk.generate(plan, otherwise=self._refused)

    def _arrived(self, take: Take) -> None:
        if take.owner == self._cue:
            self._wait("")
            self._play(take)

    def _job_changed(self, job: Job) -> None:
        """What fails is told where all jobs are told of."""
        if job.owner == self._cue and job.state not in LIVE and job.state is not State.DONE:
            self._wait("")

    def _play(self, take: Take) -> None:
        path = self._desk.folder / take.files[0].path
        read = partial(read_sound, path, channels=2)
        self._desk.ask(partial(asyncio.to_thread, read), self.heard.emit, self._refused)

    def _refused(self, error: StudioError) -> None:
        self._wait("")
        self.failed.emit(error)

    def _wait(self, cue: str) -> None:
        if cue != self._cue:
            self._cue = cue
            self.changed.emit()
