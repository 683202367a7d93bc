"""The cuts of the whole film beside the timeline: go to one, see what steps, mend it."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QVBoxLayout

from studio.messages import say
from studio.review.seam import Cut, Remedy, Seam
from studio.ui.actions import Action
from studio.ui.clip_hand import ClipHand
from studio.ui.cut_mending import CutMending
from studio.ui.flow import FlowLayout
from studio.ui.plain import soft
from studio.ui.seam_measures import SeamMeasures
from studio.ui.seam_table import SeamModel, SeamTable, stepping, told

AREA, PAGE = "ui_clip", "edit"


class SeamsPanel(QFrame):
    """Measures while it is seen; what is chosen in it is chosen in the film."""

    said = Signal(str, str)  # a sentence and its tone

    def __init__(self, hand: ClipHand, mending: CutMending, show: Callable[[], object]) -> None:
        """`show` brings the panel up."""
        super().__init__()
        self.setProperty("part", "panel")
        self._hand, self._mending, self._show = hand, mending, show
        self._clip, self._row = "", -1  # that the chosen cut leads into, and where it was
        self._restoring = False
        self.measures = SeamMeasures(hand.desk)
        self.model = SeamModel(hand, self.measures)
        self.table = SeamTable(self.model, hand.words)
        self.status, self.told = soft(), soft()
        self.buttons = {remedy: self._button(remedy) for remedy in Remedy}
        self.more = QToolButton()
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.table.clicked.connect(self._go)
        self.table.remedy_wanted.connect(self.mend)
        self.measures.listed.connect(self._listed)
        self.measures.found.connect(self._measured)
        self._refresh()

    @property
    def cut(self) -> Cut | None:
        """The chosen cut."""
        cuts = self.measures.cuts
        return cuts[self._row] if 0 <= self._row < len(cuts) else None

    def actions_here(self) -> Iterable[Action]:
        """The actions, for the table of the window."""
        yield Action("seam.list", self.open, ("Shift+F7",), self._here, area=AREA)
        yield Action("seam.previous", partial(self.step, -1), ("Ctrl+Alt+PgUp",), self._here,
                     area=AREA)  # fmt: skip
        yield Action("seam.next", partial(self.step, 1), ("Ctrl+Alt+PgDown",), self._here,
                     area=AREA)  # fmt: skip
        for remedy in Remedy:
            yield Action(f"seam.{remedy.value}", partial(self.mend, remedy), (), self._can,
                         area=AREA)  # fmt: skip

    def open(self) -> None:
        """Bring the list up, with the keyboard in it."""
        self._show()
        self.table.setFocus()

    def step(self, way: int) -> None:
        """Go to the next (1) or previous (-1) cut at which something steps."""
        measures, playhead, words = self.measures, self._hand.session.playhead, self._hand.words
        if not measures.ready or measures.left:
            self._show()
        rows = [n for n, cut in enumerate(measures.cuts) if (cut.frame - playhead) * way > 0]
        for row in rows if way > 0 else reversed(rows):
            found = measures.at(row)
            if found is not None and stepping(found):
                self.table.choose(row)
                self._go()
                self.said.emit(told(found, words)[0], "")
                return
        waits = not measures.ready or measures.left > 0
        self.said.emit(words("seams.measuring" if waits else "seams.no_more"), "")

    def mend(self, remedy: Remedy | None) -> None:
        """Mend the chosen cut; None: by the first of what helps there."""
        words, cut = self._hand.words, self.cut
        found = self.measures.at(self._row) if cut is not None else None
        if cut is None:
            return
        if found is None or not self.measures.ready:
            self.said.emit(words("seams.measuring"), "")
        elif not isinstance(found, Seam):
            self.said.emit(told(found, words)[0], "bad")
        elif remedy is None and not found.remedies:
            self.said.emit(words("mend.clean" if not found.findings else "seams.no_remedy"), "")
        else:
            self._mending.mend(self._hand.desk.project, found, remedy or found.remedies[0])

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody wants to know."""
        super().showEvent(event)
        self.measures.follow(True)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks; what is measured stays."""
        super().hideEvent(event)
        self.measures.follow(False)

    def _here(self) -> bool:
        return self._hand.session.page == PAGE

    def _can(self) -> bool:
        return self._here() and self.isVisible() and self.cut is not None

    def _chosen(self, *_rows: object) -> None:
        if not self._restoring:
            self._go()

    def _go(self, *_index: object) -> None:
        """The film is looked at where the chosen cut is."""
        self._row = self.table.currentIndex().row()
        cut = self.cut
        if cut is not None:
            self._clip = cut.after.id
            self._hand.session.choose_clips([cut.after.id])
            self._hand.session.move_playhead(cut.frame)
        self._refresh()

    def _listed(self) -> None:
        """The same cut stays chosen; where it is gone, the one in its place."""
        self._restoring = True
        row = self.model.row_of(self._clip) if self._clip else -1
        if row < 0 and self._clip:
            row = min(self._row, self.model.rowCount() - 1)
        self._row = row
        if row >= 0:
            self.table.choose(row)
            self._clip = self.measures.cuts[row].after.id
        self._restoring = False
        self._refresh()

    def _measured(self, _row: int) -> None:
        self._refresh()

    def _refresh(self) -> None:
        measures, words = self.measures, self._hand.words
        cuts = measures.cuts
        found = [measures.at(row) for row in range(len(cuts))]
        bad = sum(each is not None and stepping(each) for each in found)
        left = sum(each is None for each in found)
        if not cuts:
            text = words("seams.none" if measures.ready else "seams.looking")
        elif left:
            text = words("seams.under_way", done=len(cuts) - left, count=len(cuts))
        else:
            text = words("seams.counted", count=len(cuts), bad=bad)
        self.status.setText(text)
        self._place(alone=not cuts)
        self.table.setVisible(bool(cuts))
        here = found[self._row] if self.cut is not None else None
        told_here = told(here, words) if here is not None else []
        if self.cut is not None and here is None:
            told_here = [words("seams.measuring")]
        self.told.setText("\n".join(told_here))
        self.told.setVisible(bool(told_here))
        helps = here.remedies if isinstance(here, Seam) else ()
        moved = [b for r, b in self.buttons.items() if b.hasFocus() and r not in helps]
        for remedy, button in self.buttons.items():
            button.setVisible(remedy in helps)
        self.more.setVisible(isinstance(here, Seam))
        if moved or (self.more.hasFocus() and not isinstance(here, Seam)):
            self.table.setFocus()  # the button that was pressed helps no more

    def _place(self, *, alone: bool) -> None:
        """What is told stands above the cuts; without any it has the middle of the panel."""
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.status.setAlignment(Qt.AlignmentFlag.AlignCenter if alone else left)
        self._column.setStretchFactor(self.status, 1 if alone else 0)

    def _button(self, remedy: Remedy) -> QToolButton:
        button = QToolButton()
        name = self._name(remedy)
        button.setText(name)
        button.setToolTip(f"{name}  ({list(Remedy).index(remedy) + 1})")
        button.setProperty("part", "small")
        button.clicked.connect(partial(self._press, remedy))
        return button

    def _name(self, remedy: Remedy) -> str:
        name = say(f"review.remedy.{remedy.value}", self._hand.words.language)
        return name[:1].upper() + name[1:]

    def _press(self, remedy: Remedy, _checked: bool = False) -> None:
        self.mend(remedy)

    def _lay_out(self) -> None:
        words = self._hand.words
        self.more.setText("⋯")
        self.more.setProperty("part", "small")
        self.more.setToolTip(words("seams.more"))
        self.more.setAccessibleName(words("seams.more"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        for number, remedy in enumerate(Remedy, 1):
            act = menu.addAction(f"{self._name(remedy)}\t{number}")
            act.triggered.connect(partial(self._press, remedy))
        self.more.setMenu(menu)
        bar = QFrame()
        row = FlowLayout(bar)
        for button in (*self.buttons.values(), self.more):
            row.addWidget(button)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.status)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)
        column.addWidget(bar)
        column.addStretch(0)
