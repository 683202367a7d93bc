"""The takes of a shot: play, compare, choose, reject, note, carry on from one, reuse its wishes."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QVBoxLayout

from studio.jobs.wishes import stored_request
from studio.timeline.queries import shots, verdict_on
from studio.timeline.shot_edits import choose_take
from studio.timeline.story import Shot
from studio.timeline.take import Take
from studio.timeline.take_edits import note_take
from studio.ui.dragging import Cargo, Target, Thing
from studio.ui.flow import FlowLayout
from studio.ui.kit import Kit
from studio.ui.note_line import NoteLine
from studio.ui.plain import soft
from studio.ui.request_dialog import RequestDialog
from studio.ui.shot_part import ShotPart
from studio.ui.take_compare import TakeCompare
from studio.ui.take_findings import FindingWalk
from studio.ui.take_head import TakeHead
from studio.ui.take_standing import TakeOrder, ordered
from studio.ui.take_strip import Strip
from studio.ui.take_wishes import judged, overruled, reused

ACTS = (
    "play", "choose", "reject", "compare", "inspect", "overrule", "finding", "lips", "next",
    "motion", "newest", "reuse", "request",
)  # fmt: skip
_BUTTONS = ("play", "choose", "reject", "compare")  # the others are behind "more"
_NOTE = 2_000  # characters, as the film takes them


class TakesPart(ShotPart):
    """The strip and what can be done with the take under its cursor, or with the chosen ones."""

    play_wanted = Signal(object)  # a Take
    lips_wanted = Signal()  # the lips of the take under the cursor are to follow a line

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._shown: tuple[object, ...] | None = None
        self._refilling = False
        self.head = TakeHead(kit)
        self.findings = FindingWalk(kit)
        self.comparing: TakeCompare | None = None
        self.strip = Strip(kit)
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
        self.buttons: dict[str, QToolButton] = {}
        self._bar = QFrame()
        row = FlowLayout(self._bar)
        for name in _BUTTONS:
            button = QToolButton()
            button.setText("▶" if name == "play" else kit.words(f"takes.{name}"))
            button.setAccessibleName(kit.words(f"takes.{name}"))
            button.setToolTip(kit.words(f"takes.{name}.tip"))
            button.setProperty("part", "small")
            button.clicked.connect(partial(self._press, name))
            self.buttons[name] = button
            row.addWidget(button)
        self.more = QToolButton()
        self.more.setText("⋯")
        self.more.setToolTip(kit.words("takes.more"))
        self.more.setAccessibleName(kit.words("takes.more"))
        self.more.setProperty("part", "small")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self._list_acts)
        row.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.empty, self.head, self.strip, self._bar, self.note):
            column.addWidget(part)
        kit.stills.ready.connect(self._still_made)
        kit.reviews.changed.connect(self._judged_anew)
        kit.reviews.recalled.connect(self._ordered_anew)
        kit.session.take_order_changed.connect(self._ordered_anew)

    @property
    def take(self) -> Take | None:
        """The take under the cursor."""
        return self._find(self.strip.take_id)

    @property
    def picked(self) -> list[Take]:
        """The chosen takes, or else the one under the cursor."""
        found = [take for name in self.strip.picked if (take := self._find(name)) is not None]
        return found or ([self.take] if self.take is not None else [])

    @property
    def pair(self) -> tuple[Take, Take] | None:
        """Two to compare: the two chosen, or the chosen one and the one that the film shows."""
        found, shown = self.picked, self.kit.desk.shown.get(self.shot_id)
        if len(found) == 1 and shown is not None and shown.id != found[0].id:
            found = [shown, found[0]]
        two = len(found) == 2 and all(take.kind == "video" for take in found)
        return (found[0], found[1]) if two else None

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
        self.head.fill(shot, self.take)
        for part in (self.head, self.strip, self._bar, self.note):
            part.setVisible(bool(takes))
        self.empty.setVisible(not takes)
        self._turned()

    def act(self, name: str) -> None:
        """Do one of ACTS with the take under the cursor, or with the chosen ones."""
        take = self.take
        if take is None or not self.can(name):
            return
        shot_id, names = self.shot_id, [each.id for each in self.picked]
        if name == "play":
            self.play_wanted.emit(take)
        elif name == "choose":
            self.edit("choose", lambda film: choose_take(film, shot_id, take.id))
        elif name == "newest":
            self.edit("newest", lambda film: choose_take(film, shot_id, None))
        elif name == "reject":
            out = not self._all_rejected()
            label = "reject" if out else "take_back"
            self.edit(label, lambda film: judged(film, shot_id, names, rejected=out))
        elif name == "compare":
            self._compare()
        elif name == "inspect":
            self.kit.reviews.inspect(self.picked)
        elif name == "overrule":
            self._overrule(take)
        elif name == "lips":
            self.lips_wanted.emit()
        elif name == "finding" and self.shot is not None:
            self.findings.to_next(self.shot, take)
        elif name == "next":
            self.kit.bringer.next_first_frame(take, self._next() or "")
        elif name == "motion":
            thing = Thing("take", id=take.id, owner=take.owner)
            cargo = Cargo((thing,), str(self.kit.desk.folder))
            self.kit.bringer.drop(cargo, Target("well", shot_id, "video"))
        elif name == "reuse":
            self.edit("reuse", lambda film: reused(film, shot_id, take))
        elif name == "request":
            title = self.kit.words("request.title", number=self.strip.number)
            RequestDialog(take, title, self.kit.words, self.window()).open()

    def can(self, name: str) -> bool:
        """Whether one of ACTS can be done now."""
        take, shot = self.take, self.shot
        if take is None or shot is None:
            return False
        if name in {"play", "motion", "lips"}:
            return take.kind == "video"
        if name == "choose":
            return shot.take != take.id
        if name == "newest":
            return shot.take is not None
        if name == "compare":
            return self.pair is not None
        if name == "inspect":
            return any(each.kind == "video" for each in self.picked)
        if name == "overrule":
            found = self.kit.reviews.of(shot, take)
            return found is not None and bool(found.failed or found.overruled)
        if name == "finding":
            return self.findings.has(shot, take)
        if name == "next":
            return self._next() is not None and take.kind == "video"
        return stored_request(take.request) is not None if name == "reuse" else True

    def _overrule(self, take: Take) -> None:
        """What the checks found is as wanted; where all of it is, it counts again."""
        shot, shot_id = self.shot, self.shot_id
        found = self.kit.reviews.of(shot, take) if shot is not None else None
        if found is None:
            return
        counts = not found.failed
        checks = found.overruled if counts else found.failed
        label = "count_checks" if counts else "overrule"
        self.edit(
            label,
            lambda film: overruled(film, shot_id, take.id, checks, overruled=not counts),
        )

    def write_note(self) -> None:
        """Put the keyboard where the note of the take is written."""
        if self.take is not None:
            self.note.setFocus()

    def _takes(self) -> list[Take]:
        return self.kit.desk.takes.get(self.shot_id, [])

    def _find(self, take_id: str) -> Take | None:
        return next((take for take in self._takes() if take.id == take_id), None)

    def _press(self, name: str, *_news: object) -> None:
        self.act(name)

    def _next(self) -> str | None:
        """The shot behind this one, in the order of the film."""
        names = [shot.id for shot in shots(self.kit.desk.project)]
        if self.shot_id not in names:
            return None
        at = names.index(self.shot_id) + 1
        return names[at] if at < len(names) else None

    def _all_rejected(self) -> bool:
        shot = self.shot
        return shot is not None and all(verdict_on(shot, t.id).rejected for t in self.picked)

    def _compare(self) -> None:
        pair = self.pair
        if pair is not None:
            if self.comparing is not None:
                self.comparing.close()
            self.comparing = TakeCompare(self.kit, *pair, self.window())
            self.comparing.finished.connect(self._compared)
            self.comparing.show()

    def _compared(self, _how: int) -> None:
        self.comparing = None

    def _noted(self, text: str) -> None:
        take, shot_id = self.take, self.shot_id
        if take is not None:
            field = f"note.{take.id}"
            self.edit("take_note", lambda f: note_take(f, shot_id, take.id, text), field=field)

    def _turned(self, *_items: object) -> None:
        """The buttons and the note are those of the take under the cursor."""
        if self._refilling:
            return
        for name, button in self.buttons.items():
            button.setEnabled(self.can(name))
        self.buttons["reject"].setText(self._name_of("reject"))
        self.buttons["reject"].setAccessibleName(self._name_of("reject"))
        take, shot = self.take, self.shot
        if shot is not None:
            self.head.fill(shot, take)
        note = verdict_on(shot, take.id).note if take is not None and shot is not None else ""
        if self.note.text() != note:
            self.note.setText(note)

    def _name_of(self, name: str) -> str:
        take, shot = self.take, self.shot
        if name == "reject" and take is not None and self._all_rejected():
            name = "take_back"
        if name == "overrule" and take is not None and shot is not None:
            found = self.kit.reviews.of(shot, take)
            name = "count_checks" if found is not None and not found.failed else name
        return self.kit.words(f"takes.{name}")

    def _menu(self, point: QPoint) -> None:
        if self.take is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        self._add_acts(menu, ACTS)
        menu.popup(self.strip.viewport().mapToGlobal(point))

    def _list_acts(self) -> None:
        self.more.menu().clear()
        self._add_acts(self.more.menu(), [name for name in ACTS if name not in _BUTTONS])

    def _add_acts(self, menu: QMenu, names: Sequence[str]) -> None:
        for name in names:
            act = menu.addAction(self._name_of(name))
            act.setEnabled(self.can(name))
            act.triggered.connect(partial(self._press, name))

    def _judged_anew(self, take_id: str) -> None:
        """What the inspector says of a take may give it another place in the order."""
        self._still_made(take_id)
        self._ordered_anew()

    def _ordered_anew(self, _order: object = None) -> None:
        if self.shot is not None:
            self.fill(self.shot)

    def _still_made(self, take_id: str) -> None:
        take, shot = self._find(take_id), self.shot
        if take is not None and shot is not None:
            self.strip.renew(take, shot)
