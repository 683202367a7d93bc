"""Two takes side by side in step: one transport, and each can be chosen or rejected there."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.render.sound_out import SoundOut
from studio.timeline.queries import find_shot, shot_label, verdict_on
from studio.timeline.shot_edits import choose_take
from studio.timeline.take import Take
from studio.timeline.take_edits import reject_take
from studio.ui.deck import Deck
from studio.ui.kit import Kit
from studio.ui.pair_deck import PairDeck
from studio.ui.plain import NameLabel, soft
from studio.ui.screen import Screen
from studio.ui.scrub_bar import ScrubBar
from studio.ui.take_findings import said_of
from studio.ui.take_head import rate_words
from studio.ui.take_reviews import sentences
from studio.ui.take_strip import backend_of, cost_of
from studio.ui.transport import Transport
from studio.ui.viewer_keys import ViewerKeys

_AREA = "ui_viewer"


class Side(QFrame):
    """One of the two: its picture, what it is, and what can be done with it."""

    def __init__(self, kit: Kit, take: Take, deck: Deck) -> None:
        super().__init__()
        self.setProperty("part", "panel")
        self._kit, self.take = kit, take
        self.name = NameLabel()
        self.note = soft()
        self.note.setMinimumHeight(3 * self.note.fontMetrics().lineSpacing())
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.screen_part = Screen(deck, kit.words.of(_AREA))
        self.choose, self.reject = (QPushButton() for _ in range(2))
        self.choose.clicked.connect(self._choose)
        self.reject.clicked.connect(self._reject)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(self.choose)
        row.addWidget(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addLayout(row)
        column.addWidget(self.screen_part, 1)
        column.addWidget(self.note)
        self.refresh()

    def refresh(self) -> None:
        """What the film says of the take now."""
        kit, take = self._kit, self.take
        shot = find_shot(kit.desk.project, take.owner)
        if shot is None:
            return
        verdict, chosen = verdict_on(shot, take.id), shot.take == take.id
        mark = "✕ " if verdict.rejected else "★ " if chosen else ""
        self.name.set_name(f"{mark}{title_of(kit, take)} · {cost_of(kit, take)}")
        told = sentences(kit.reviews.of(shot, take), kit.reviews.trouble(take), kit.words.language)
        standing = said_of(kit, shot, take)
        lines = [" · ".join([*standing[:1], *told[:1]]), rate_words(kit, shot, take), verdict.note]
        self.note.setText("\n".join(line for line in lines if line))
        self.choose.setText(kit.words("takes.choose"))
        self.choose.setEnabled(not chosen)
        self.reject.setText(kit.words("takes.take_back" if verdict.rejected else "takes.reject"))

    def _choose(self) -> None:
        kit, take = self._kit, self.take
        kit.desk.edit(kit.words("edit.choose"), choose_take, take.owner, take.id)

    def _reject(self) -> None:
        kit, take = self._kit, self.take
        shot = find_shot(kit.desk.project, take.owner)
        out = shot is None or not verdict_on(shot, take.id).rejected
        label = kit.words("edit.reject" if out else "edit.take_back")
        kit.desk.edit(label, partial(reject_take, rejected=out), take.owner, take.id)


class TakeCompare(QDialog):
    """A window of its own; the film goes on being edited beside it."""

    def __init__(
        self, kit: Kit, left: Take, right: Take, parent: QWidget, sound: SoundOut | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._kit = kit
        words = kit.words.of(_AREA)
        self.deck = PairDeck(kit.desk, kit.session, sound)
        self.deck.setParent(self)
        self.deck.show_take(left)
        self.deck.partner.show_take(right)
        self.sides = (Side(kit, left, self.deck), Side(kit, right, self.deck.partner))
        self.scrub = ScrubBar(self.deck, words, kit.theme)
        self.transport = Transport(self.deck, words, kit.theme)
        self.transport.full.clicked.connect(self.toggle_full)
        self.transport.safe.toggled.connect(self._safe)
        self.transport.captions.hide()  # takes have none
        self.keys = ViewerKeys(self, self.deck, full=self.toggle_full)
        label = shot_label(kit.desk.project, left.owner) or ""
        self.setWindowTitle(kit.words("compare.title", label=label))
        both = QHBoxLayout()
        both.setSpacing(2)
        for side in self.sides:
            both.addWidget(side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(2)
        column.addLayout(both, 1)
        column.addWidget(self.scrub)
        column.addWidget(self.transport)
        self.resize(1100, 500)
        kit.desk.changed.connect(self._refresh)
        kit.reviews.changed.connect(self._refresh)
        kit.desk.closed.connect(self.close)
        self.sides[0].screen_part.setFocus()

    def toggle_full(self) -> None:
        """The whole screen, or back."""
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def done(self, how: int) -> None:
        """End both decks with the window."""
        self.deck.close()
        super().done(how)

    def _safe(self, shown: bool) -> None:
        for side in self.sides:
            side.screen_part.safe_areas = shown
            side.screen_part.update()

    def _refresh(self, *_news: object) -> None:
        if find_shot(self._kit.desk.project, self.sides[0].take.owner) is None:
            self.close()
            return
        for side in self.sides:
            side.refresh()


def title_of(kit: Kit, take: Take) -> str:
    """Which take of its shot it is, and who made it."""
    names = [each.id for each in kit.desk.takes.get(take.owner, [])]
    number = names.index(take.id) + 1 if take.id in names else 0
    return kit.words("takes.title", number=number, backend=backend_of(kit, take))
