"""The two halves of the script page: the text with its bar, and the shots with theirs."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)

from studio.ui.plain import NameLabel, soft
from studio.ui.script_kept import KeptBar
from studio.ui.script_list import ShotList
from studio.ui.script_text import ScriptEdit
from studio.ui.theme import Theme
from studio.ui.words import Words


class TextSide(QFrame):
    """The text, what it came to, which planner reads it, Plan and Cancel."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("part", "panel")
        self.text = ScriptEdit(theme)
        self.text.setPlaceholderText(words("placeholder"))
        self.text.setAccessibleName(words("text"))
        self.text.gutter.tip_of = lambda line: (
            words("tip.line") if line in self.text.changed_lines else ""
        )
        self.trouble = soft(tone="bad")
        self.trouble.setObjectName("script.trouble")
        self.trouble.hide()
        self.told = NameLabel()
        self.told.setProperty("rank", "soft")
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setFixedWidth(90)
        self.planners = QComboBox()
        self.planners.setAccessibleName(words("planner"))
        self.planners.setToolTip(words("planner"))
        self.offer(["grammar"])
        self.stop = QPushButton(words("cancel"))
        self.plan = QPushButton(words("plan"))
        self.plan.setProperty("tone", "go")
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.told, 1)
        for part in (self.busy, self.planners, self.stop, self.plan):
            bar.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(self.text, 1)
        column.addWidget(self.trouble)
        column.addLayout(bar)
        self.show_state(busy=False, can_plan=False)

    @property
    def planner(self) -> str:
        """The name of the planner that is chosen."""
        return str(self.planners.currentData())

    def offer(self, planners: Sequence[str]) -> None:
        """Show these to choose from; a single one is no choice."""
        chosen = self.planners.currentData()
        self.planners.clear()
        for name in planners:
            self.planners.addItem(self._words(f"planner.{name}"), name)
        self.planners.setCurrentIndex(max(0, self.planners.findData(chosen)))
        self.planners.setVisible(len(planners) > 1)

    def tell(self, sentence: str) -> None:
        """Say what there is."""
        self.told.set_name(sentence)

    def fail(self, sentence: str) -> None:
        """Say why something did not come about; an empty sentence settles it."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def show_state(self, *, busy: bool, can_plan: bool) -> None:
        """While it is planned there is Cancel, and no Plan."""
        self.busy.setVisible(busy)
        self.stop.setVisible(busy)
        self.plan.setVisible(not busy)
        self.plan.setEnabled(can_plan)
        self.planners.setEnabled(not busy)


class ShotSide(QFrame):
    """The shots with what can be done with them; words where there are none yet."""

    def __init__(self, shots: ShotList, kept: KeptBar, words: Words) -> None:
        super().__init__()
        self.setProperty("part", "panel")
        self._words = words
        shots.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        title = QLabel(words("shots"))
        title.setProperty("rank", "head")
        self.forget = QPushButton()
        self.forget.setToolTip(words("tip.forget"))
        self.replan = QPushButton(words("action.script.replan"))
        self.replan.setToolTip(words("tip.replan"))
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(title, 1)
        bar.addWidget(self.forget)
        bar.addWidget(self.replan)
        self.empty = soft(words("empty"))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(shots)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        column.addWidget(kept)
        self._shots = shots

    def show_state(self, *, has_shots: bool, can_replan: bool, gone: int) -> None:
        """`gone`: how many shots the text no longer has."""
        self._stack.setCurrentWidget(self._shots if has_shots else self.empty)
        self.replan.setVisible(has_shots)
        self.replan.setEnabled(can_replan)
        self._shots.delegate.can_replan = can_replan
        self._shots.viewport().update()
        self.forget.setVisible(gone > 0)
        self.forget.setText(self._words("forget", count=gone))
