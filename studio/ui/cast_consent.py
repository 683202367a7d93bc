"""Consent of real people: kept on the cast panel, and asked for once before faces are sent."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.jobs.consent import Question
from studio.timeline.project import Project
from studio.timeline.queries import find_subject
from studio.timeline.story import Consent, Subject
from studio.timeline.subject_edits import change_subject
from studio.ui.cast_last_day import LastDay
from studio.ui.desk import Desk
from studio.ui.plain import one_line, soft
from studio.ui.words import Words

_ANSWERS = (None, True, False)


class ConsentForm(QWidget):
    """Who gave it, what for, and until when."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.person = QLineEdit()
        self.person.setMaxLength(200)
        self.purpose = QLineEdit()
        self.purpose.setMaxLength(2_000)
        self.last = LastDay(words)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for name, field in (("person", self.person), ("purpose", self.purpose)):
            field.setAccessibleName(words(f"consent.{name}"))
            field.setPlaceholderText(words(f"consent.{name}.hint"))
            label = QLabel(words(f"consent.{name}"))
            label.setProperty("rank", "soft")
            form.addRow(label, field)
        form.addRow(self.last)

    @property
    def consent(self) -> Consent | None:
        """What is filled in; None while something that is needed lacks."""
        person, purpose = self.person.text().strip(), self.purpose.text().strip()
        if not (person and purpose):
            return None
        return Consent(person=person, purpose=purpose, given=date.today(), until=self.last.day)

    def fill(self, given: Consent | None) -> None:
        """Show a record, or an empty form."""
        self.person.setText(given.person if given else "")
        self.purpose.setText(given.purpose if given else "")
        self.last.fill(given.until if given else None)


class ConsentPart(QWidget):
    """On the cast panel: whether a subject is a real person, and the record of consent."""

    def __init__(self, desk: Desk, words: Words) -> None:
        super().__init__()
        self._desk, self._words = desk, words
        self._id = ""
        self._shown: object = None
        self.real = QComboBox()
        self.real.setAccessibleName(words("consent.real"))
        for answer in _ANSWERS:
            self.real.addItem(words(f"consent.real.{str(answer).lower()}"), answer)
        self.real.activated.connect(self._answered)
        self.state = soft()
        self.form = ConsentForm(words)
        self.keep = QPushButton(words("consent.keep"))
        self.keep.clicked.connect(self._kept)
        for field in (self.form.person, self.form.purpose):
            field.textChanged.connect(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.real, self.state, self.form, self.keep):
            column.addWidget(part)

    def fill(self, subject: Subject) -> None:
        """Show what is known of a subject."""
        now = (subject.id, subject.real, subject.consent)
        if now == self._shown:
            return
        self._id, self._shown = subject.id, now
        self.real.setCurrentIndex(_ANSWERS.index(subject.real))
        self.form.fill(subject.consent)
        given = subject.consent
        over = given is not None and given.until is not None and given.until < date.today()
        shown = bool(subject.real)
        self.form.setVisible(shown)
        self.keep.setVisible(shown)
        self.state.setVisible(shown)
        self.state.setProperty("tone", "bad" if over or given is None else "")
        self.state.style().polish(self.state)
        if given is None:
            self.state.setText(self._words("consent.none"))
        elif over and given.until is not None:
            self.state.setText(self._words("consent.over", until=given.until.isoformat()))
        else:
            self.state.setText(self._words("consent.since", given=given.given.isoformat()))
        self._typed()

    def _typed(self, *_news: object) -> None:
        self.keep.setEnabled(self.form.consent is not None)

    def _answered(self, _row: int) -> None:
        answer = self.real.currentData()
        subject = find_subject(self._desk.project, self._id)
        if subject is not None and answer is not subject.real:
            given = subject.consent if answer else None
            label = self._words("edit.real")
            self._desk.edit(label, change_subject, self._id, real=answer, consent=given)

    def _kept(self, _checked: bool = False) -> None:
        given = self.form.consent
        if given is not None:
            label = self._words("edit.consent")
            self._desk.edit(label, change_subject, self._id, real=True, consent=given)


class ConsentDialog(QDialog):
    """A face is seen of whom nobody has spoken: a consent, or that it is nobody real."""

    def __init__(self, question: Question, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("consent")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words("consent.title"))
        self.answer: tuple[bool, Consent | None] | None = None
        name = one_line(question.subject.name, 60)
        head = QLabel(words("consent.asked", name=name))
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setProperty("rank", "title")
        head.setWordWrap(True)
        picture = one_line(question.picture.name, 60)
        why = soft(words("consent.why", name=name, picture=picture))
        self.form = ConsentForm(words)
        self.agreed = QPushButton(words("consent.agreed"))
        self.agreed.setProperty("tone", "go")
        self.agreed.setAutoDefault(False)
        self.agreed.setEnabled(False)
        self.agreed.clicked.connect(self._agree)
        self.nobody = QPushButton(words("consent.nobody"))
        self.nobody.setAutoDefault(False)
        self.nobody.clicked.connect(self._nobody)
        buttons = QDialogButtonBox()
        self.later = buttons.addButton(
            words("consent.later"), QDialogButtonBox.ButtonRole.RejectRole
        )
        self.later.setDefault(True)
        buttons.addButton(self.nobody, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.agreed, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        for field in (self.form.person, self.form.purpose):
            field.textChanged.connect(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        for part in (head, why, self.form):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(buttons)
        self.resize(520, self.sizeHint().height())

    def _typed(self, *_news: object) -> None:
        self.agreed.setEnabled(self.form.consent is not None)

    def _agree(self, _checked: bool = False) -> None:
        self.answer = (True, self.form.consent)
        self.accept()

    def _nobody(self, _checked: bool = False) -> None:
        self.answer = (False, None)
        self.accept()


class ConsentAsker(QObject):
    """Asks one question after the other; nothing is sent until all are answered."""

    def __init__(self, desk: Desk, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._words, self._parent = desk, words.of("ui_cast"), parent
        self.dialog: ConsentDialog | None = None
        desk.consent_wanted.connect(self._ask)

    def _ask(self, questions: list[Question], go_on: Callable[[], None]) -> None:
        if self.dialog is not None:
            return
        first, *rest = questions
        dialog = self.dialog = ConsentDialog(first, self._words, self._parent)

        def ended(_how: int) -> None:
            self.dialog = None
            if dialog.answer is None:
                return
            real, given = dialog.answer
            name = first.subject.id

            def answered(film: Project) -> Project:
                return change_subject(film, name, real=real, consent=given)

            if self._desk.edit(self._words("edit.consent"), answered):
                self._ask(rest, go_on) if rest else go_on()

        dialog.finished.connect(ended)
        dialog.open()
