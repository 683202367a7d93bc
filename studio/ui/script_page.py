"""The script page: the text on the left, the shots it becomes on the right."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.jobs.telling import told
from studio.script.compose import Plan
from studio.script.planner import Planner
from studio.script.read import load_text
from studio.timeline.project import Project
from studio.timeline.story import CueKind, Scene, Shot
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.words import Words

_ID = Qt.ItemDataRole.UserRole


class ScriptPage(QWidget):
    """Plans the film from its text, and shows what each part became."""

    planned = Signal()

    def __init__(self, desk: Desk, session: Session, planner: Planner, words: Words) -> None:
        super().__init__()
        self._desk = desk
        self._session = session
        self._planner = planner
        self._words = words
        self._waiting = False
        self.text = QPlainTextEdit(desk.project.brief)
        self.text.setPlaceholderText(words("script.placeholder"))
        self.text.setAccessibleName(words("script.text"))
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._refresh)
        self.plan_button = QPushButton(words("action.script.plan"))
        self.plan_button.setProperty("tone", "go")
        self.plan_button.clicked.connect(self.plan)
        self.told = QLabel()
        self.told.setProperty("rank", "soft")
        self.shots = QTreeWidget()
        self.shots.setAccessibleName(words("script.shots"))
        self.shots.setHeaderLabels([words(f"script.column.{name}") for name in _COLUMNS])
        self.shots.header().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.shots.itemSelectionChanged.connect(self._picked)
        self._lay_out()
        desk.changed.connect(self._edited)
        session.shots_chosen.connect(self._chosen)
        self._fill(desk.project)
        self._refresh()

    def plan(self) -> None:
        """Make the text the film's story."""
        text = self.text.toPlainText()
        if self._waiting or not text.strip():
            return
        self._waiting = True
        self._refresh()
        project = self._desk.project
        self._desk.ask(partial(self._planned, text, project), partial(self._tell, text))

    async def _planned(self, text: str, project: Project) -> Plan | Exception:
        """On the loop: the plan, or why there is none."""
        size = (project.width, project.height)
        try:
            clean = load_text(text.encode("utf-8", "replace"))
            return await self._planner.plan(clean, rate=project.rate, size=size)
        except Exception as error:
            return error

    def _tell(self, text: str, plan: Plan | Exception) -> None:
        self._waiting = False
        self._refresh()
        if isinstance(plan, Exception):
            self._desk.fail(plan)
        elif self._desk.edit(self._words("edit.plan"), told, text, plan):
            self.planned.emit()

    def _lay_out(self) -> None:
        left, right = QFrame(), QFrame()
        for side in (left, right):
            side.setProperty("part", "panel")
        bar = QHBoxLayout()
        bar.addWidget(self.told, 1)
        bar.addWidget(self.plan_button)
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(self.text, 1)
        column.addLayout(bar)
        other = QVBoxLayout(right)
        other.setContentsMargins(16, 16, 16, 16)
        other.addWidget(self.shots)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def _refresh(self) -> None:
        has_text = bool(self.text.toPlainText().strip())
        self.plan_button.setEnabled(has_text and not self._waiting)
        project = self._desk.project
        if self._waiting:
            self.told.setText(self._words("script.planning"))
        elif project.scenes:
            count = sum(len(scene.shots) for scene in project.scenes)
            seconds = float(project.rate.seconds(project.cut.frames))
            self.told.setText(
                self._words(
                    "script.told", scenes=len(project.scenes), shots=count,
                    seconds=f"{seconds:.1f}",
                )
            )  # fmt: skip
        else:
            self.told.setText("")

    def _edited(self, before: Project, after: Project) -> None:
        if before.brief != after.brief and self.text.toPlainText() != after.brief:
            self.text.setPlainText(after.brief)
        if before.scenes is not after.scenes or before.subjects is not after.subjects:
            self._fill(after)
        self._refresh()

    def _fill(self, project: Project) -> None:
        self.shots.blockSignals(True)
        self.shots.clear()
        names = {subject.id: subject.name for subject in project.subjects}
        for number, scene in enumerate(project.scenes, 1):
            self.shots.addTopLevelItem(self._scene(number, scene, project, names))
        self.shots.expandAll()
        for column in range(3):
            self.shots.resizeColumnToContents(column)
        self.shots.blockSignals(False)
        self._chosen(self._session.shots)

    def _scene(
        self, number: int, scene: Scene, project: Project, names: dict[str, str]
    ) -> QTreeWidgetItem:
        top = QTreeWidgetItem([str(number), "", "", scene.heading or scene.place])
        for place, shot in enumerate(scene.shots, 1):
            item = QTreeWidgetItem(self._row(f"{number}-{place}", shot, project, names))
            item.setData(0, _ID, shot.id)
            item.setToolTip(3, shot.prompt)
            top.addChild(item)
        return top

    def _row(self, label: str, shot: Shot, project: Project, names: dict[str, str]) -> list[str]:
        seconds = float(project.rate.seconds(shot.frames))
        lines = [
            f"{names.get(c.speaker or '', '-')}: {c.text}"
            for c in shot.cues
            if c.kind is CueKind.LINE
        ]
        what = "  ".join(lines) or shot.prompt
        return [
            label,
            self._words.craft("size", shot.size.value),
            self._words("board.seconds", seconds=f"{seconds:.1f}"),
            what.replace("\n", " "),
        ]

    def _picked(self) -> None:
        ids = [item.data(0, _ID) for item in self.shots.selectedItems()]
        self._session.choose_shots(shot_id for shot_id in ids if shot_id)

    def _chosen(self, shots: tuple[str, ...]) -> None:
        self.shots.blockSignals(True)
        for item in _leaves(self.shots):
            item.setSelected(item.data(0, _ID) in shots)
        self.shots.blockSignals(False)


_COLUMNS = ("shot", "size", "length", "what")


def _leaves(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    tops = [tree.topLevelItem(n) for n in range(tree.topLevelItemCount())]
    items = [top.child(n) for top in tops if top for n in range(top.childCount())]
    return [item for item in items if item is not None]
