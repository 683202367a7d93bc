"""Generate for many shots: what is free goes at once, what costs is asked for with its price."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.jobs.admission import Item, Plan, sum_prices
from studio.ui.both_ways import Ways, ask_both, shots_in, takes_in
from studio.ui.desk import Desk
from studio.ui.offer_text import Told, price_text, told
from studio.ui.plain import soft
from studio.ui.tall import Low
from studio.ui.words import Words

_MOST = 40  # sentences of one sort that are shown
_TALL = 320  # pixels of sentences; more scroll
_SKETCH = frozenset({"jobs.scratch_voice", "jobs.spoken_as"})  # of no weight where nothing is paid


class Sending(QObject):
    """Asks for the terms, then the maker, then sends; one question at a time."""

    said = Signal(str, str)  # a sentence and its tone

    def __init__(self, desk: Desk, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._words = words.of("ui_shot")
        self._parent = parent
        self.dialog: TermsDialog | None = None
        self._wishes: dict[str, Any] = {}

    def ask(self, **wishes: Any) -> None:
        """Make what shots lack (see `Workshop.quote`), after asking where that is called for."""
        if self.dialog is None:
            self._wishes = wishes
            ask_both(self._desk, partial(self._answer, ""), **wishes)

    def _refused(self, error: StudioError) -> None:
        """Nothing was sent, as the terms are others by now: ask once more, with what they are."""
        if self.dialog is None:
            news = self._words.error(error)
            self.said.emit(news, "warn")
            ask_both(self._desk, partial(self._answer, news), **self._wishes)

    def _answer(self, news: str, ways: Ways) -> None:
        if self.dialog is not None:
            return
        plan, found = ways.apart, self._told(ways.apart)
        if not plan.items:
            text = found.warn[0] if found.warn else self._words("ask.nothing")
            self.said.emit(text, "warn" if found.warn else "")
        elif news or asks(plan, found):
            titles = {
                n: each.offer.called(self._words.language)
                for n, each in self._desk.backends.items()
            }
            tell = partial(self._with_news, news)
            self.dialog = TermsDialog(ways, tell, titles, self._words, self._parent)
            self.dialog.finished.connect(self._ended)
            self.dialog.open()
        else:
            self._desk.generate(plan, otherwise=self._refused)

    def _told(self, plan: Plan) -> Told:
        seeds = {name: each.offer.seeds for name, each in self._desk.backends.items()}
        return told(plan, self._desk.project, seeds, self._words)

    def _with_news(self, news: str, plan: Plan) -> Told:
        found = self._told(plan)
        return replace(found, warn=(news, *found.warn)) if news else found

    def _ended(self, how: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None and how == QDialog.DialogCode.Accepted:
            ours = replace(dialog.plan, items=_sendable(dialog.plan))
            self._desk.generate(ours, otherwise=self._refused)


class TermsDialog(QDialog):
    """How many takes, by whom, for how much, and what will not be as wished."""

    def __init__(
        self, ways: Ways, tell: Callable[[Plan], Told], titles: Mapping[str, str], words: Words,
        parent: QWidget,
    ) -> None:  # fmt: skip
        """`tell` says a plan in sentences."""
        super().__init__(parent)
        self.setWindowTitle(words("ask.title"))
        self.plan = ways.apart
        self._ways, self._tell, self._titles, self._words = ways, tell, titles, words
        self.head = QLabel()
        self.head.setProperty("rank", "title")
        self.parts = soft()
        self.together = QCheckBox(ways.told(words))
        self.together.setToolTip(ways.about(words))
        self.together.setVisible(ways.joined is not None)
        self.together.toggled.connect(self._show)
        terms = QWidget()
        lines = QVBoxLayout(terms)
        lines.setContentsMargins(0, 0, 8, 0)
        lines.setSpacing(6)
        self._groups = (
            self._group(lines, words("ask.blocked"), "bad"),
            self._group(lines, words("ask.changed"), "warn"),
        )
        (_, self.refused), (_, self.warned) = self._groups
        lines.addStretch(1)
        self.go = QPushButton()
        self.go.setProperty("tone", "go")
        self.go.setAutoDefault(False)  # a stray Enter must not pay
        self.go.clicked.connect(self.accept)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.keep = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self.keep.setText(words("cancel"))
        self.keep.setIcon(QIcon())
        self.keep.setDefault(True)
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        self.terms = Low(terms, _TALL)
        self._show(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        for part in (self.head, self.parts, self.together, self.terms):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(buttons)
        self.resize(560, self.sizeHint().height())
        self.keep.setFocus()

    def _show(self, together: bool) -> None:
        """The terms of the way that is chosen."""
        words, plan = self._words, self._ways.plan(together)
        self.plan = plan
        found, sendable = self._tell(plan), _sendable(plan)
        takes, shots = takes_in(sendable), len(shots_in(sendable))
        self.head.setText(words("ask.count", count=takes, shots=shots))
        self.parts.setText("\n".join(_by_backend(sendable, self._titles, words)))
        for (head, said), sentences in zip(self._groups, (found.bad, found.warn), strict=True):
            more = len(sentences) - _MOST
            last = [words("offer.more", count=more)] if more > 0 else []
            said.setText("\n".join([*sentences[:_MOST], *last]))
            head.setVisible(bool(sentences))
            said.setVisible(bool(sentences))
        self.terms.setVisible(bool(found.bad or found.warn))
        self.go.setText(words("go.price", price=price_text(plan.prices, words)))
        self.go.setEnabled(bool(sendable))

    def _group(self, lines: QVBoxLayout, title: str, tone: str) -> tuple[QLabel, QLabel]:
        head, said = soft(title), soft(tone=tone)
        for label in (head, said):
            lines.addWidget(label)
        return head, said


def asks(plan: Plan, found: Told) -> bool:
    """Whether the maker is to be asked first: money, or something that is not as wished."""
    if plan.prices or plan.blocked:
        return True
    warned = {reason.key for item in plan.items for reason in item.warnings}
    warned |= {note.reason.key for note in plan.notes}
    return bool(warned - _SKETCH) or bool(found.changed)


def _sendable(plan: Plan) -> tuple[Item, ...]:
    return tuple(item for item in plan.items if not item.blocks)


def _by_backend(items: Sequence[Item], titles: Mapping[str, str], words: Words) -> list[str]:
    found: list[str] = []
    for name in dict.fromkeys(item.backend for item in items):
        own = [item for item in items if item.backend == name]
        price = price_text(sum_prices((i.price, i.currency) for i in own), words)
        found.append(
            words(
                "ask.backend", name=titles.get(name, name), count=takes_in(tuple(own)), price=price
            )
        )
    return found
