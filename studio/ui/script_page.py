"""The script page: the text on the left, the shots it becomes on the right."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from studio.errors import StudioError
from studio.script.planner import Planner
from studio.timeline.cue_places import cut_off
from studio.timeline.following import follow
from studio.timeline.project import Project
from studio.timeline.script_edits import forget_left
from studio.ui.actions import Action
from studio.ui.desk import Desk
from studio.ui.script_files import TextFiles
from studio.ui.script_kept import KEPT_MENU, KeptBar
from studio.ui.script_linking import Linking
from studio.ui.script_list import ShotList
from studio.ui.script_marks import changed_by_hand, labels_of, left_in
from studio.ui.script_news import news_of
from studio.ui.script_planning import Planning
from studio.ui.script_rows import RowModel, States
from studio.ui.script_sides import ShotSide, TextSide
from studio.ui.script_text import LONGEST
from studio.ui.script_writing import Writing
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.ui.words import Words

_AREA = "ui_script"
SCRIPT_MENU = (
    "script.open", "-", "script.plan", "script.replan", "script.stop", "-", "script.find",
    "script.next_change", "-", *KEPT_MENU, "-", "script.forget",
)  # fmt: skip


class ScriptPage(QWidget):
    """Plans the film from its text, shows what each part became, and what changed since."""

    planned = Signal()  # the first plan of a film
    said = Signal(str, str)  # a sentence and its tone
    changed = Signal()  # what can be done is another

    def __init__(
        self,
        desk: Desk,
        session: Session,
        planner: Planner,
        theme: Theme,
        words: Words,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._session = session
        self._planners: dict[str, Planner] = {"grammar": planner}
        self._words = mine = words.of(_AREA)
        self._label = words("edit.plan")
        self.left = TextSide(theme, mine)
        self.text, self.plan_button = self.left.text, self.left.plan
        self.writing = Writing(desk, self.text, mine)
        self.rows = RowModel(desk.project, theme, mine)
        self.shots = ShotList(self.rows, theme, mine)
        self.kept = KeptBar(desk, session, mine)
        self.right = ShotSide(self.shots, self.kept, mine)
        self._cut_off = frozenset[str]()  # lines that the cut does not let be said
        self._late = False  # the cut was changed while nobody looked at the page
        self.linking = Linking(self.text, self.shots, self.writing, session)
        self.planning = Planning(desk)
        self.files = TextFiles(desk, self.text, mine)
        self.setFocusProxy(self.text)
        self._lay_out()
        self._follow()
        self._marked()
        self._refresh()

    def plan(self) -> None:
        """Make the text the film's story; what was changed by hand stays."""
        self._start(self._label, None)

    def replan(self) -> None:
        """Plan the chosen scene anew: that of the cursor in the text, or of the chosen row."""
        scene = self.linking.scene(self._desk.project)
        if scene is not None:
            self._start(self._words("edit.replan"), scene)

    def offer_model(self, planner: Planner | None) -> None:
        """A language model may plan too; None: there is none."""
        if planner is not None:
            self._planners["model"] = planner
        else:
            self._planners.pop("model", None)
        self.left.offer(list(self._planners))

    def commit(self) -> None:
        """What is half typed becomes an edit."""
        self.writing.commit()

    def table(self) -> Iterable[Action]:
        """The page's actions, for the table of the window."""
        yield Action("script.plan", self.plan, ("Ctrl+Return",))
        yield Action("script.replan", self.replan, ("Ctrl+Shift+Return",), self._can_replan,
                     area=_AREA)  # fmt: skip
        yield Action("script.stop", self.planning.cancel, ("Ctrl+.",),
                     lambda: self.planning.busy, area=_AREA)  # fmt: skip
        yield Action("script.find", self.show_text, ("Ctrl+Shift+T",), self._has_shot, area=_AREA)
        yield Action("script.next_change", self.next_change, ("F6",), self._has_changes, area=_AREA)
        yield Action("script.forget", self.forget, (), self._has_left, area=_AREA)
        yield from self.kept.table()
        yield from self.files.table()

    def show_text(self) -> None:
        """Turn to the text of the chosen shot."""
        self._session.turn_to("script")
        self.linking.go_to_text()

    def next_change(self) -> None:
        """The cursor goes to the next line that was changed since the plan; round at the end."""
        lines = sorted(self.writing.marks.revision.lines)
        if lines:
            self._session.turn_to("script")
            here = self.text.here()[0]
            self.text.go_to(next((line for line in lines if line > here), lines[0]))
            self.text.setFocus()

    def forget(self) -> None:
        """Shots that the text no longer has leave the film."""

        def edit(film: Project) -> Project:
            return follow(film, forget_left(film))

        self._desk.edit(self._words("edit.forget"), edit)

    def _start(self, label: str, scene: str | int | None) -> None:
        self.commit()
        text = self.text.whole()
        if text.strip() and not self.planning.busy:
            self.left.fail("")
            self.planning.start(text, self._planners[self.left.planner], label, scene)

    def _replan_scene(self, scene: str) -> None:
        self._start(self._words("edit.replan"), scene)

    def _can_replan(self) -> bool:
        return bool(self._desk.project.scenes) and not self.planning.busy

    def _has_shot(self) -> bool:
        return bool(self._session.shots)

    def _has_changes(self) -> bool:
        return bool(self.writing.marks.revision.lines) and self._desk.project.told is not None

    def _has_left(self) -> bool:
        return bool(left_in(self._desk.project))

    def changeEvent(self, event: QEvent) -> None:
        """Another look has other colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "linking"):
            self.linking.show_chosen()

    def _lay_out(self) -> None:
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(self.left)
        split.addWidget(self.right)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([540, 740])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def _follow(self) -> None:
        """Hear of what happens."""
        self.plan_button.clicked.connect(self.plan)
        self.left.stop.clicked.connect(self.planning.cancel)
        self.right.replan.clicked.connect(self.replan)
        self.right.forget.clicked.connect(self.forget)
        self.text.typed.connect(self._typed)
        self.text.line_refused.connect(self._refuse_line)
        self.shots.replan_wanted.connect(self._replan_scene)
        self.shots.doubleClicked.connect(self.show_text)
        self.shots.customContextMenuRequested.connect(self._menu)
        self.planning.changed.connect(self._refresh)
        self.planning.done.connect(self._told)
        self.planning.failed.connect(self._failed)
        self.files.read.connect(self._opened)
        self.files.failed.connect(self.left.fail)
        self.writing.marked.connect(self._marked)
        self._desk.changed.connect(self._edited)

    def _typed(self) -> None:
        self.left.fail("")
        busy = self.planning.busy
        self.left.show_state(busy=busy, can_plan=not (busy or self.text.document().isEmpty()))

    def _refuse_line(self, length: int) -> None:
        """Say why nothing was pasted; the clipboard still holds all of it."""
        told = self._words("line_refused", length=f"{length:,}", limit=f"{LONGEST:,}")
        self.left.fail(told)

    def _failed(self, error: StudioError) -> None:
        """Why there is no plan, where it was asked for; who has gone to another page hears too."""
        self.left.fail(self._words.error(error))
        if not self.isVisible():
            self._desk.fail(error)

    def _opened(self, text: str) -> None:
        """The text of a file is the film's."""
        self.commit()
        self.left.fail("")
        self.writing.replace(self._words("edit.open"), text)

    def _told(self, before: Project, after: Project) -> None:
        """Say what a plan came to."""
        if not before.scenes:
            self.planned.emit()
        self.said.emit(news_of(before, after, self._words), "good")

    def _edited(self, before: Project, after: Project) -> None:
        if before.brief is not after.brief or before.told is not after.told:
            return  # the writing has other marks, and said so
        if before.scenes is not after.scenes or before.subjects is not after.subjects:
            self._marked()
        elif before.cut is not after.cut:
            self._late = self._late or not self.isVisible()
            if self._late or cut_off(after) == self._cut_off:
                self._refresh()
            else:
                self._marked()

    def showEvent(self, event: QShowEvent) -> None:
        """What the cut does to lines is caught up with."""
        super().showEvent(event)
        if self._late:
            self._marked()

    def _marked(self) -> None:
        """The text, the plan or the shots are others: names in the gutter, marks everywhere."""
        film, marks = self._desk.project, self.writing.marks
        lines = marks.revision.lines if film.told else frozenset[int]()
        self.text.mark(labels_of(film, marks), lines)
        self._cut_off, self._late = cut_off(film), False
        self.kept.follow(film)
        states = States(
            marks.changed, changed_by_hand(film) - left_in(film), left_in(film), self.kept.names,
            self._cut_off,
        )  # fmt: skip
        self.shots.follow(film, states)
        self.linking.show_chosen()
        self._refresh()

    def _refresh(self) -> None:
        """What can be done now, and what there is."""
        has_text = not self.text.document().isEmpty()
        film, busy = self._desk.project, self.planning.busy
        self.left.show_state(busy=busy, can_plan=has_text and not busy)
        self.left.tell(self._state_words(film, busy))
        can_replan, gone = bool(film.scenes) and not busy, len(left_in(film))
        self.right.show_state(has_shots=bool(film.scenes), can_replan=can_replan, gone=gone)
        self.changed.emit()

    def _state_words(self, film: Project, busy: bool) -> str:
        if busy:
            return self._words("planning")
        if not film.scenes:
            return ""
        count = sum(len(scene.shots) for scene in film.scenes)
        seconds = f"{float(film.rate.seconds(film.cut.frames)):.1f}"
        told = self._words("told", scenes=len(film.scenes), shots=count, seconds=seconds)
        lines = len(self.writing.marks.revision.lines) if film.told else 0
        return f"{told} · {self._words('lines_changed', count=lines)}" if lines else told

    def _menu(self, point: QPoint) -> None:
        """What can be done with the picked rows."""
        menu = QMenu(self)
        menu.setObjectName("script.menu")
        for name in ("script.replan", "script.find", *KEPT_MENU[1:], "script.forget"):
            act = menu.addAction(self._words(f"action.{name}"))
            act.triggered.connect(partial(self._do, name))
            act.setEnabled({a.id: a for a in self.table()}[name].enabled())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.shots.viewport().mapToGlobal(point))

    def _do(self, name: str, _checked: bool = False) -> None:
        {a.id: a for a in self.table()}[name].run()
