"""What services call a subject: registered or not, until when, and the button that does it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.jobs.admission import Plan
from studio.jobs.film import Film
from studio.jobs.handles import Handle, HandleState, handles_of
from studio.jobs.job import LIVE, Job, Kind, State
from studio.timeline.queries import find_subject
from studio.timeline.story import Subject, Variant
from studio.ui.asking import ask
from studio.ui.cast_named import NamedDialog
from studio.ui.kit import Kit
from studio.ui.offer_text import price_text
from studio.ui.plain import soft


class HandleRow(QWidget):
    """One service: what it is called, how it stands, and what to do."""

    def __init__(self, title: str, act: Callable[[], None]) -> None:
        super().__init__()
        self.title = QLabel(title)
        self.state = soft()
        self.go = QPushButton()
        self.go.setProperty("part", "small")
        self.go.clicked.connect(lambda _checked=False: act())
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.state)

    def tell(self, text: str, tone: str, button: str, *, enabled: bool) -> None:
        """Show how it stands."""
        self.state.setText(text)
        self.state.setProperty("tone", tone)
        self.state.style().polish(self.state)
        self.go.setText(button)
        self.go.setEnabled(enabled)
        self.go.setAccessibleName(f"{self.title.text()}: {button}")


class HandlesPart(QWidget):
    """A row for each service that registers subjects; the services are read when first shown."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._words = kit, kit.media.of("ui_cast")
        self._subject, self._variant = "", ""
        self.rows: dict[str, HandleRow] = {}
        self.others = soft()  # services where nothing registers: their names were given
        self.dialog: NamedDialog | None = None
        self._built = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.others)
        self.name = QPushButton(self._words("named.button"))
        self.name.setProperty("part", "small")
        self.name.clicked.connect(lambda _checked=False: self.ask_names())
        self._column.addWidget(self.name)
        kit.desk.take_arrived.connect(self._news)
        kit.desk.job_changed.connect(self._news)

    def fill(self, subject: Subject, variant: str) -> None:
        """Show how a subject stands in a variant (by id, empty for the subject itself)."""
        self._subject, self._variant = subject.id, variant
        self._build()
        found = self._found(subject)
        for name, row in self.rows.items():
            self._tell(row, name, found.get(name))
        self._tell_others([each for name, each in found.items() if name not in self.rows])

    def register(self, name: str) -> None:
        """Ask the price, then register; what costs nothing begins at once."""
        subject = find_subject(self._kit.desk.project, self._subject)
        if subject is not None:
            chosen = self._chosen(subject)
            self._kit.desk.casting.quote(subject, chosen, name, self._quoted)

    def ask_names(self) -> None:
        """Ask what services call the subject where it was registered elsewhere."""
        subject = find_subject(self._kit.desk.project, self._subject)
        if subject is None:
            return
        dialog = NamedDialog(self._words, subject.name, self._found(subject), self)
        give = self._kit.desk.casting.name_at
        dialog.kept.connect(partial(give, subject, self._chosen(subject)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.open()

    def _quoted(self, plan: Plan) -> None:
        [item] = plan.items
        words, desk = self._words, self._kit.desk
        if item.blocks:
            first = item.blocks[0]
            self._kit.bringer.told.emit(words.sentence(first.key, first.values), "warn")
            return
        if not plan.prices:
            desk.generate(plan)
            return
        title = self._title(item.backend)
        price = price_text(plan.prices, words.of("ui_shot"))
        question = words("register.ask", name=item.label, backend=title, price=price)
        go = partial(desk.generate, plan)
        ask(self, question, words("register.go"), words("register.not"), lambda: go())

    def _tell(self, row: HandleRow, name: str, handle: Handle | None) -> None:
        words, job = self._words, self._job(name)
        if job is not None and job.state in LIVE:
            key = "handle.unknown" if job.state.value == "unknown" else "handle.working"
            row.tell(
                words(key),
                "warn" if key.endswith("unknown") else "",
                words("register"),
                enabled=False,
            )
            return
        offer = self._kit.desk.registrars[name].offer
        if handle is None:
            failed = job is not None and job.state is State.FAILED and job.error is not None
            text = self._kit.trouble(job) if job is not None and failed else words("handle.none")
            if not offer.ready:
                text = words.sentence(offer.missing or "jobs.not_ready", {"backend": offer.told})
            row.tell(text, "bad" if failed else "", words("register"), enabled=offer.ready)
            return
        until = {"until": handle.expires.isoformat() if handle.expires else ""}
        if handle.state is HandleState.GOOD:
            key = "handle.good_until" if handle.expires else "handle.good"
            row.tell(words(key, **until), "good", words("register.again"), enabled=offer.ready)
        else:
            key = f"handle.{handle.state.value}"
            row.tell(words(key, **until), "warn", words("register.again"), enabled=offer.ready)

    def _tell_others(self, handles: list[Handle]) -> None:
        """What services call the subject that it cannot be registered at from here."""
        lines: list[str] = []
        for each in handles:
            names = self._words.listed(f"{name} = {told}" for name, told in each.names.items())
            until = each.expires.isoformat() if each.expires else ""
            key = "handle.given_good_until" if until else "handle.given_good"
            if each.state is HandleState.EXPIRED:
                key = "handle.given_expired"
            lines.append(self._words(key, names=names, until=until))
        self.others.setText("\n".join(lines))
        self.others.setVisible(bool(lines))

    def _job(self, name: str) -> Job | None:
        """The newest job that registers the subject at a service."""
        jobs = self._kit.desk.jobs.values()
        own = [j for j in jobs if j.owner == self._subject and j.backend == name]
        own = [job for job in own if job.kind is Kind.REGISTER]
        return own[-1] if own else None

    def _found(self, subject: Subject) -> dict[str, Handle]:
        """What services call the subject in the variant that is shown, by registrar."""
        desk = self._kit.desk
        takes = [take for those in desk.takes.values() for take in those]
        film = Film(desk.project, takes, jobs=desk.jobs.values())
        return handles_of(film, subject, self._chosen(subject))

    def _chosen(self, subject: Subject) -> Variant | None:
        return next((each for each in subject.variants if each.id == self._variant), None)

    def _title(self, name: str) -> str:
        return self._kit.desk.registrars[name].offer.called(self._kit.words.language)

    def _build(self) -> None:
        if self._built:
            return
        self._built = True
        for name in self._kit.desk.registrars:
            row = HandleRow(self._title(name), partial(self.register, name))
            self.rows[name] = row
            self._column.insertWidget(self._column.count() - 2, row)

    def _news(self, *_news: object) -> None:
        subject = find_subject(self._kit.desk.project, self._subject)
        if subject is not None and self.isVisible():
            self.fill(subject, self._variant)
