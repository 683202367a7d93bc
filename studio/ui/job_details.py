"""The chosen jobs: why they failed, what helps, and the buttons that fit."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import is_

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFrame,
    QInputDialog,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.jobs.admission import money, sum_prices
from studio.jobs.job import Job, State
from studio.jobs.workshop import Price
from studio.timeline.queries import find_shot
from studio.ui.actions import Action
from studio.ui.banner import retone
from studio.ui.desk import Desk
from studio.ui.flow import FlowLayout
from studio.ui.job_words import JobWords, fitting
from studio.ui.plain import NameLabel, Sentence, soft
from studio.ui.words import Words

_RISKY = frozenset({"again", "anew"})  # may be paid for twice
_PAID = frozenset({"send", "retry"})  # is paid for when it was never made


DEEDS = (
    "first", "fetch", "send", "retry", "check", "show", "folder", "lost", "again", "anew", "cancel",
)  # fmt: skip


class JobDetails(QFrame):
    """Acts on all chosen jobs at once; what may cost money is asked first."""

    show_wanted = Signal(str)  # shot id

    def __init__(self, desk: Desk, words: Words, told: JobWords) -> None:
        super().__init__()
        self.setProperty("part", "panel")
        self.setMinimumWidth(300)
        self._desk = desk
        self._words = words.of("ui_jobs")
        self._told = told
        self._jobs: tuple[Job, ...] = ()
        self._placed: tuple[str, ...] = ()  # the buttons that are shown
        self._seen: dict[str, Price] = {}  # the prices that were shown, by job
        self.title = NameLabel()
        self.title.setProperty("rank", "head")
        self.sentence = Sentence()
        self.remedy = soft()
        self.question: QMessageBox | QInputDialog | None = None
        self.buttons: dict[str, QPushButton] = {}
        self._row = FlowLayout(gap=6)
        for name in DEEDS:
            button = QPushButton(self._words(f"do.{name}"), self)
            button.hide()
            button.setObjectName(f"job.{name}")
            button.setToolTip(self._words(f"do.{name}.tip"))
            button.clicked.connect(partial(self.do, name))
            self.buttons[name] = button
        self._lay_out()
        self.look([])

    def _lay_out(self) -> None:
        told = QWidget()
        words = QVBoxLayout(told)
        words.setContentsMargins(0, 0, 8, 0)
        words.setSpacing(6)
        for part in (self.title, self.sentence, self.remedy):
            words.addWidget(part)
        words.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumHeight(56)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(told)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 4, 10, 12)
        column.setSpacing(8)
        column.addWidget(scroll, 1)
        column.addLayout(self._row)

    def look(self, jobs: Sequence[Job]) -> None:
        """Show these jobs."""
        if jobs and len(jobs) == len(self._jobs) and all(map(is_, jobs, self._jobs)):
            return  # twenty times a second nothing has changed
        self._jobs = tuple(jobs)
        one = jobs[0] if len(jobs) == 1 else None
        if one is not None:
            self.title.set_name(f"{self._told.owner(one)} · {self._told.backend(one)}")
            self.sentence.setText(self._told.trouble(one) or self._told.what(one))
            self.remedy.setText(self._told.remedy(one))
            tones = {State.FAILED: "bad", State.UNKNOWN: "warn"}
            retone(self.sentence, tones.get(one.state, ""))
        else:
            self.title.set_name(self._words("chosen", count=len(jobs)) if jobs else "")
            self.sentence.setText("" if jobs else self._words("choose"))
            retone(self.sentence, "")
            self.remedy.setText("")
        self._fit()

    def do(self, name: str, _checked: bool = False) -> None:
        """Press a button: asks first where money may be spent."""
        jobs = [job for job in self._jobs if name in self._fits(job)]
        if not jobs:
            return
        if name == "check" and not self._answers(jobs[0]):
            self._ask_id(jobs[0])
        elif name in _RISKY or (name in _PAID and any(self._pays(job) for job in jobs)):
            self._ask_first(name, jobs)
        else:
            self._go(name, jobs)

    def _deeds(self) -> dict[str, Callable[[Job], object]]:
        desk = self._desk
        return {
            "first": lambda job: desk.orders.put_first(job.id),
            "fetch": lambda job: desk.orders.retry(job.id),
            "send": lambda job: desk.orders.retry(job.id, price=self._seen.get(job.id)),
            "retry": lambda job: desk.orders.retry(job.id, price=self._seen.get(job.id)),
            "check": lambda job: desk.orders.check(job.id),
            "show": lambda job: self.show_wanted.emit(job.owner),
            "folder": lambda _: QDesktopServices.openUrl(QUrl.fromLocalFile(str(desk.folder))),
            "lost": lambda job: desk.orders.mark_lost(job.id),
            "again": lambda job: desk.orders.send_again(job.id),
            "anew": lambda job: desk.orders.retry(job.id, anew=True, price=self._seen.get(job.id)),
            "cancel": lambda job: desk.orders.cancel(job.id),
        }

    def _fits(self, job: Job) -> tuple[str, ...]:
        names = fitting(job)
        there = find_shot(self._desk.project, job.owner) is not None
        if "show" in names or not there:
            return tuple(name for name in names if name != "show" or there)
        return (*names, "show") if len(self._jobs) == 1 else names

    @property
    def offered(self) -> tuple[str, ...]:
        """What can be done with the jobs that are shown, by name, the most helpful first."""
        wanted = dict.fromkeys(name for job in self._jobs for name in self._fits(job))
        if len(self._jobs) > 1:  # these are about one job
            wanted = {name: None for name in wanted if name not in {"show", "folder", "check"}}
        return tuple(wanted)

    def actions_of_jobs(self) -> Iterable[Action]:
        """The buttons as actions, for the table of the window."""
        for name in DEEDS:
            yield Action(
                f"job.{name}", partial(self.do, name), (),
                partial(self._offers, name), area="ui_jobs",
            )  # fmt: skip

    def _offers(self, name: str) -> bool:
        return name in self.offered

    def _fit(self) -> None:
        wanted = self.offered
        if wanted == self._placed:
            return
        self._placed = wanted
        for name in wanted:
            self._row.removeWidget(self.buttons[name])
            self._row.addWidget(self.buttons[name])
            self.buttons[name].show()
        for name, button in self.buttons.items():  # last: the keyboard of one goes to another
            if name not in wanted and not button.isHidden():
                self._row.removeWidget(button)
                button.hide()

    def _pays(self, job: Job) -> bool:
        return bool(self._price(job)[0]) and not job.fetchable

    def _price(self, job: Job) -> Price:
        """What sending it costs now, else what it was to cost."""
        return self._desk.orders.price_now(job) or (job.price, job.currency)

    def _answers(self, job: Job) -> bool:
        """True when the service itself can be asked."""
        backend = self._desk.every.get(job.backend)
        return backend is not None and (backend.offer.idempotent or backend.offer.findable)

    def _ask_id(self, job: Job) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self._words("do.check"))
        dialog.setLabelText(self._words("check.how", backend=self._told.backend(job)))
        dialog.setOkButtonText(self._words("check.fetch"))
        dialog.setCancelButtonText(self._words("not_now"))
        dialog.textValueSelected.connect(partial(self._found, job))
        self.question = dialog
        dialog.open()

    def _found(self, job: Job, remote_id: str) -> None:
        if remote_id.strip():
            self._desk.orders.check(job.id, remote_id.strip())

    def _ask_first(self, name: str, jobs: Sequence[Job]) -> None:
        self._seen = {job.id: self._price(job) for job in jobs}
        cost = money(sum_prices(self._seen.values()))
        kind = "twice" if name in _RISKY else "pay"
        dialog = QMessageBox(
            QMessageBox.Icon.Warning, self._words(f"do.{name}"),
            self._words(f"ask.{kind}", count=len(jobs), cost=cost), parent=self,
        )  # fmt: skip
        send = dialog.addButton(
            self._words(f"ask.{kind}.yes", cost=cost), QMessageBox.ButtonRole.AcceptRole
        )
        no = dialog.addButton(self._words("not_now"), QMessageBox.ButtonRole.RejectRole)
        dialog.setDefaultButton(no)
        send.clicked.connect(partial(self._go, name, jobs))
        self.question = dialog
        dialog.open()

    def _go(self, name: str, jobs: Sequence[Job], _checked: bool = False) -> None:
        deed = self._deeds()[name]
        for job in reversed(jobs) if name == "first" else jobs:
            deed(job)
