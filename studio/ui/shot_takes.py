"""The takes of a shot: play, compare, choose, reject, note, carry on from one, reuse its wishes."""

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QVBoxLayout

from studio.timeline.queries import verdict_on
from studio.timeline.story import Shot
from studio.timeline.take import Take
from studio.timeline.take_edits import note_take
from studio.ui.kit import Kit
from studio.ui.note_line import NoteLine
from studio.ui.plain import soft
from studio.ui.shot_part import ShotPart
from studio.ui.take_bar import TakeBar
from studio.ui.take_deeds import TakeDeeds
from studio.ui.take_findings import FindingWalk
from studio.ui.take_head import OrderButton, RateLine, lag_words
from studio.ui.take_standing import TakeOrder, ordered
from studio.ui.take_strip import Strip

_NOTE = 2_000  # characters, as the film takes them


class TakesPart(ShotPart):
    """The strip and what can be done with the take under its cursor, or with the chosen ones."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._shown: tuple[object, ...] | None = None
        self._refilling = False
        self.order, self.rate = OrderButton(kit), RateLine(kit)
        self.lag = soft(tone="warn")
        self.order.setParent(self)  # until it stands in a title's row
        self.findings = FindingWalk(kit)
        self.strip = Strip(kit)
        self.deeds = TakeDeeds(self, self.strip, self.findings)
        self.strip.itemActivated.connect(partial(self._press, "choose"))
        self.strip.opened.connect(partial(self._press, "play"))
        self.strip.currentItemChanged.connect(self._turned)
        self.strip.itemSelectionChanged.connect(self._turned)
        self.strip.customContextMenuRequested.connect(self._menu)
        self.empty = soft(kit.words("takes.none"))
        self.note = NoteLine()
        self.note.setMaxLength(_NOTE)
        self.note.setPlaceholderText(kit.words("takes.note"))
        self.note.setAccessibleName(kit.words("takes.note"))
        self.note.textEdited.connect(self._noted)
        self.bar = TakeBar(kit, self.deeds)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.empty, self.rate, self.lag, self.strip, self.bar, self.note):
            column.addWidget(part)
        kit.stills.ready.connect(self._still_made)
        kit.reviews.changed.connect(self._judged_anew)
        kit.reviews.recalled.connect(self._recalled)
        kit.session.take_order_changed.connect(self._ordered_anew)

    def fill(self, shot: Shot) -> None:
        """The takes of a shot, the one it shows marked."""
        shown = self.kit.desk.shown.get(shot.id)
        order = TakeOrder.named(self.kit.session.take_order)
        takes = ordered(
            shot, self._takes(), order, lambda take: self.kit.reviews.standing(shot, take)
        )
        name = shown.id if shown is not None else ""
        now = (shot.id, name, [take.id for _, take in takes], shot.take, shot.verdicts)
        if now != self._shown:
            last, self._shown = self._shown, now
            same = last is not None and last[:2] == now[:2]
            judged = last is not None and (last[0], last[2]) == (now[0], now[2])
            cursor = self.strip.take_id if same or judged else ""
            picked = set(self.strip.picked) if cursor else set[str]()
            self._refilling = True  # else a button with the keyboard were of no take for a moment
            self.strip.show_takes(takes, shot, cursor or name, picked)
            self._refilling = False
        for part in (self.order, self.strip, self.bar, self.note):
            part.setVisible(bool(takes))
        self.empty.setVisible(not takes)
        self._turned()

    def write_note(self) -> None:
        """Put the keyboard where the note of the take is written."""
        if self.deeds.take is not None:
            self.note.setFocus()

    def _takes(self) -> list[Take]:
        return self.kit.desk.takes.get(self.shot_id, [])

    def _press(self, name: str, *_news: object) -> None:
        self.deeds.act(name)

    def _noted(self, text: str) -> None:
        take, shot_id = self.deeds.take, self.shot_id
        if take is not None:
            field = f"note.{take.id}"
            self.edit("take_note", lambda f: note_take(f, shot_id, take.id, text), field=field)

    def _turned(self, *_items: object) -> None:
        """The buttons and the note are those of the take under the cursor."""
        if self._refilling:
            return
        self.bar.renew()
        take, shot = self.deeds.take, self.shot
        if shot is not None:
            self.rate.fill(shot, take)
            late = lag_words(self.kit, take)
            self.lag.setText(late)
            self.lag.setVisible(bool(late))
        note = verdict_on(shot, take.id).note if take is not None and shot is not None else ""
        if self.note.text() != note:
            self.note.setText(note)

    def _menu(self, point: QPoint) -> None:
        if self.deeds.take is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        self.bar.list_in(menu)
        menu.popup(self.strip.viewport().mapToGlobal(point))

    def _judged_anew(self, take_id: str) -> None:
        """What the inspector says of a take may give it another place in the order."""
        self._still_made(take_id)
        self._ordered_anew()

    def _recalled(self) -> None:
        """What was found earlier is known now, of all takes at once."""
        self._ordered_anew()
        for take in self._takes():
            self._still_made(take.id)

    def _ordered_anew(self, _order: object = None) -> None:
        if self.shot is not None:
            self.fill(self.shot)

    def _still_made(self, take_id: str) -> None:
        take, shot = self.deeds.find(take_id), self.shot
        if take is not None and shot is not None:
            self.strip.renew(take, shot)
