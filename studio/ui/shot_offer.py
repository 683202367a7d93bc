"""On what terms a shot is made: shown before anything is sent; Generate and Cancel."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.jobs.admission import Plan, Sums, sum_prices
from studio.jobs.job import LIVE, Job, State
from studio.jobs.threshold import above
from studio.jobs.workshop import Price
from studio.timeline.queries import find_shot
from studio.ui.asking import ask
from studio.ui.both_ways import Ways, ask_both
from studio.ui.keeping_focus import HOME, pass_on
from studio.ui.kit import Kit
from studio.ui.offer_text import Told, price_text, told
from studio.ui.plain import Parts, soft
from studio.ui.tall import Low

_TOLD = 6  # sentences of one sort that are shown
_TERMS = 92  # pixels of sentences above the buttons; more scroll
_WAIT = 150  # milliseconds without a change before the terms are asked for
_ENDED = {State.FAILED, State.CANCELLED}


class OfferPart(QFrame):
    """The terms for the chosen shots, kept up to date, and the buttons that act on them."""

    quoted = Signal(object)  # a Plan, or the StudioError that says why there is none

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._plan: Plan | None = None
        self._ways: Ways | None = None
        self._asked = 0  # the question whose answer counts
        self._stated: dict[str, Decimal] = {}  # the prices that were shown last
        self._eager = False  # Generate was pressed before the terms were there
        self._news = ""  # why nothing was sent though Generate was pressed
        self._again_for: dict[str, Price | None] = {}  # failed jobs, and the price that is shown
        self._timer = QTimer(self, singleShot=True, interval=_WAIT)
        self._timer.timeout.connect(self._ask)
        self.kept = Parts()
        self.warned = soft(tone="warn")
        self.refused = soft(tone="bad")
        self.state = soft()
        words = kit.words
        self.together = QCheckBox()
        self.together.toggled.connect(self._chose_together)
        self.together.hide()
        self.go = QPushButton(words("go"))
        self.go.setProperty("tone", "go")
        self.go.clicked.connect(self.generate)
        self.stop = QPushButton(words("cancel"))
        self.stop.clicked.connect(self.cancel)
        self.retry = QPushButton(words("retry"))
        self.retry.clicked.connect(self._retry)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addStretch(1)
        for button in (self.stop, self.retry, self.go):
            buttons.addWidget(button)
        terms = QWidget()
        lines = QVBoxLayout(terms)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        for part in (self.state, self.refused, self.warned, self.kept):
            lines.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.terms = Low(terms, _TERMS)
        column.addWidget(self.terms)
        column.addWidget(self.together)
        column.addLayout(buttons)
        self.setProperty(HOME, True)  # while Generate or Cancel cannot be pressed it has the keys
        desk = kit.desk
        desk.changed.connect(self.ask_soon)
        desk.take_arrived.connect(self.ask_soon)
        desk.job_changed.connect(self._job_changed)
        kit.jobs.changed.connect(self._stirred)
        kit.session.shots_chosen.connect(self._chosen)
        self.ask_soon()

    @property
    def shots(self) -> list[str]:
        """The chosen shots that the film has."""
        project = self._kit.desk.project
        return [name for name in self._kit.session.shots if find_shot(project, name)]

    def ask_soon(self, *_news: object) -> None:
        """Something changed: the terms that were shown have to be asked for anew."""
        self._plan = self._ways = None
        self._asked += 1
        if self.isVisible():
            self._timer.start()
            self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        """Who is seen again may show what was."""
        super().showEvent(event)
        self.ask_soon()

    def generate(self) -> None:
        """Send what was shown; nothing is sent at a price that was not shown."""
        plan = self._plan
        if plan is None:  # the terms are on their way: send if they are as they were
            self._eager = True
            self._timer.stop()
            self._ask()
            return
        self._first(plan.prices, partial(self._send, plan))

    def _send(self, plan: Plan) -> None:
        self._plan, self._news = None, ""
        self.go.setEnabled(False)
        self._kit.desk.generate(plan, otherwise=self._refused)

    def _first(self, prices: Sums, then: Callable[[], object]) -> None:
        """Ask before what is dearer than the maker's limit for one press; else do it at once."""
        words = self._kit.words
        if above(prices, self._kit.desk.costs.ask_above):
            question = words("ask.dear", price=price_text(prices, words))
            ask(self, question, words("ask.send"), words("cancel"), then)
        else:
            then()

    def cancel(self) -> None:
        """Stop what is under way for the chosen shots."""
        for job in self._jobs():
            if job.state in LIVE:
                self._kit.desk.orders.cancel(job.id)

    def _retry(self) -> None:
        found = {
            job.id: self._again_for[job.id]
            for job in self._jobs()
            if job.state in _ENDED and job.id in self._again_for
        }
        prices = sum_prices(price for price in found.values() if price is not None)

        def send() -> None:
            for job, price in found.items():
                self._kit.desk.orders.retry(job, price=price)

        self._first(prices, send)

    def _chosen(self, *_shots: object) -> None:
        self._news = ""
        self.ask_soon()

    def _refused(self, error: StudioError) -> None:
        """Nothing was sent: say why, and show the terms as they are now."""
        self._news = self._kit.words.error(error)
        self.ask_soon()

    def _ask(self) -> None:
        shots, desk = self.shots, self._kit.desk
        if not shots:
            return
        again = all(desk.takes.get(name) for name in shots)
        asked = self._asked
        ask_both(
            desk, partial(self._answer, asked), partial(self._refuse, asked),
            shots=shots, again=again,
        )  # fmt: skip

    def _answer(self, asked: int, ways: Ways) -> None:
        if asked != self._asked:
            return
        self._ways = ways
        offered = ways.told(self._kit.words)
        self.together.setText(offered)
        self.together.setToolTip(ways.about(self._kit.words))
        self.together.setVisible(bool(offered))
        plan = ways.plan(self.together.isChecked())
        seeds = {name: each.offer.seeds for name, each in self._kit.desk.backends.items()}
        found = told(plan, self._kit.desk.project, seeds, self._kit.words)
        as_shown = dict(plan.prices) == self._stated
        self._plan, self._stated = plan, dict(plan.prices)
        self._show(found)
        self.quoted.emit(plan)
        eager, self._eager = self._eager, False
        if eager and as_shown and self.go.isEnabled():
            self.generate()

    def _chose_together(self) -> None:
        if self._ways is not None:
            self._asked += 1
            self._answer(self._asked, self._ways)

    def _refuse(self, asked: int, error: StudioError) -> None:
        if asked == self._asked:
            self._eager = False
            self._show(Told(bad=(self._kit.words.error(error),)))
            self.quoted.emit(error)

    def _show(self, found: Told) -> None:
        warned = (self._news, *found.warn) if self._news else found.warn
        self.refused.setText("\n".join(self._first_of(found.bad)))
        self.warned.setText("\n".join(self._first_of(warned)))
        self.kept.show_parts(self._first_of(found.kept))
        for label in (self.refused, self.warned, self.kept):
            label.setVisible(bool(label.text()))
        sendable = found.sendable > 0 and not found.bad
        self.go.setEnabled(sendable)
        words = self._kit.words
        self.go.setText(words("go.price", price=found.price) if sendable else words("go"))
        self._show_state()

    def _first_of(self, sentences: Sequence[str]) -> list[str]:
        """So many as are read, and how many more there are."""
        more = len(sentences) - _TOLD
        last = [self._kit.words("offer.more", count=more)] if more > 0 else []
        return [*sentences[:_TOLD], *last]

    def _job_changed(self, job: Job) -> None:
        if job.owner in self.shots or job.state not in LIVE:
            self.ask_soon()

    def _stirred(self, owner: str) -> None:
        if owner in self.shots and self.isVisible():
            self._show_state()

    def _jobs(self) -> list[Job]:
        """The last job of each chosen shot, and all those that are under way."""
        shots, jobs = self.shots, self._kit.jobs
        last = [job for name in shots if (job := jobs.last(name)) is not None]
        return list({job.id: job for job in [*last, *jobs.live(shots)]}.values())

    def _show_state(self) -> None:
        jobs, words = self._jobs(), self._kit.words
        live = [job for job in jobs if job.state in LIVE]
        failed = [job for job in jobs if job.state is State.FAILED]
        ended = [job for job in jobs if job.state is State.CANCELLED]
        self.stop.setVisible(bool(live))
        self.retry.setVisible(not live and bool(failed or ended))
        self._price_retry([] if live else [*failed, *ended])
        tone = "bad" if failed and not live else ""
        doubts = [said for job in live if (said := self._kit.trouble(job))]
        if doubts:
            tone, text = "warn", doubts[-1]
        elif live:
            text = words("state.live", count=len(live))
        elif failed:
            text = self._kit.trouble(failed[-1])
        else:
            text = words("state.cancelled") if ended else ""
        self.state.setText(text)
        self.state.setVisible(bool(text))
        if self.state.property("tone") != tone:
            self.state.setProperty("tone", tone)
            self.state.style().unpolish(self.state)
            self.state.style().polish(self.state)
        pass_on(self, (self.stop, self.go, self.retry))

    def _price_retry(self, jobs: list[Job]) -> None:
        """What trying again costs, on its button; what is only fetched costs nothing."""
        desk, words = self._kit.desk, self._kit.words
        self._again_for = {
            job.id: None if job.fetchable else desk.orders.price_now(job) for job in jobs
        }
        prices = sum_prices(price for price in self._again_for.values() if price is not None)
        text = words("retry.price", price=price_text(prices, words)) if prices else words("retry")
        self.retry.setText(text)
