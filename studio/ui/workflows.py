"""The maker's ComfyUI workflows: taken in, mapped, asked of the server, removed."""

import re
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.backends.comfyui_mapping import Role, Target
from studio.backends.comfyui_offer import makes
from studio.backends.comfyui_shelf import Shelf, Taken
from studio.backends.comfyui_store import Kept
from studio.errors import StudioError
from studio.ui.asking import ask
from studio.ui.banner import retone
from studio.ui.plain import one_line, soft
from studio.ui.preferences_services import Ask
from studio.ui.words import Words
from studio.ui.workflow_map import MappingTable

Choose = Callable[[QWidget, str, str], str]
_NAME = Qt.ItemDataRole.UserRole


class WorkflowsDialog(QDialog):
    """A list of workflows and the mapping of the chosen one; what is changed is kept at once."""

    def __init__(self, shelf: Shelf, ask_loop: Ask, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._shelf, self._ask, self._words = shelf, ask_loop, words
        self._doubts: dict[str, dict[Role, tuple[Target, ...]]] = {}
        self._kept: dict[str, Kept] = {}  # as read last, by name
        self.choose: Choose = _file
        self.setWindowTitle(words("title"))
        self.list = QListWidget()
        self.list.setAccessibleName(words("list"))
        self.list.setMaximumWidth(240)
        self.list.currentItemChanged.connect(self._turned)
        self.table = MappingTable(words)
        self.table.chosen.connect(self._mapped)
        self.about, self.said = soft(words("about")), soft()
        self.empty = soft(words("empty"))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.buttons = {
            name: self._button(name, act)
            for name, act in (("add", self.add), ("check", self.check), ("remove", self.remove))
        }
        done = QPushButton(words("done"))
        done.setProperty("tone", "go")
        done.setDefault(True)
        done.clicked.connect(self.accept)
        sides, row = QHBoxLayout(), QHBoxLayout()
        sides.setSpacing(12)
        sides.addWidget(self.list)
        sides.addWidget(self.table, 1)
        sides.addWidget(self.empty, 1)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(done)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.about)
        column.addLayout(sides, 1)
        column.addWidget(self.said)
        column.addLayout(row)
        self.resize(760, 620)
        self.refresh()

    def refresh(self, name: str = "") -> None:
        """Show what there is, the one of that name chosen."""
        wanted = name or self.chosen
        self._kept = {each: kept for each in self._shelf.names() if (kept := self._read(each))}
        blocked = QSignalBlocker(self.list)
        self.list.clear()
        for each in self._shelf.names():
            kept = self._kept.get(each)
            item = QListWidgetItem(one_line(kept.title if kept is not None else each, 40))
            item.setData(_NAME, each)
            item.setToolTip(f"comfyui-{each}")
            self.list.addItem(item)
            if each == wanted:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)
        blocked.unblock()
        self._turned()

    @property
    def chosen(self) -> str:
        """The name of the workflow that is shown, empty for none."""
        row = self.list.currentRow()
        return str(self.list.item(row).data(_NAME)) if row >= 0 else ""

    def add(self) -> None:
        """Take in a file; one that was taken in before is the same one exported anew."""
        path = self.choose(self, self._words("add.title"), self._words("add.files"))
        if not path:
            return
        file = Path(path)
        plain = re.sub(r"[^a-z0-9]+", "-", file.stem.casefold()).strip("-")[:40].strip("-")
        self._run(lambda: self._shelf.add(file, plain or "workflow"), "adding")

    def check(self) -> None:
        """Ask the server whether it has all that the chosen one needs."""
        if name := self.chosen:
            self._run(lambda: self._shelf.check(name), "checking")

    def remove(self) -> None:
        """Take the chosen one away, once that is agreed to."""
        name, words = self.chosen, self._words
        if not name:
            return
        question = words("remove.ask", name=self.list.currentItem().text())
        ask(self, question, words("remove"), words("remove.not"), lambda: self._removed(name))

    def _removed(self, name: str) -> None:
        try:
            self._shelf.remove(name)
        except StudioError as error:
            self._say(self._words.error(error), "bad")
        self._doubts.pop(name, None)
        self.refresh()

    def _mapped(self, role: Role, places: tuple[str, ...]) -> None:
        try:
            self._kept[self.chosen] = self._shelf.map(self.chosen, role, places)
        except StudioError as error:
            self._say(self._words.error(error), "bad")
        else:
            self._doubts.get(self.chosen, {}).pop(role, None)
            self._say("")
        self._turned()

    def _run(self, work: Callable[[], Coroutine[Any, Any, Taken]], doing: str) -> None:
        async def outcome() -> Taken | StudioError:
            try:
                return await work()
            except StudioError as error:
                return error

        self._say(self._words(doing))
        self._busy(True)
        self._ask(outcome, self._came)

    def _came(self, outcome: Taken | StudioError) -> None:
        self._busy(False)
        if isinstance(outcome, StudioError):
            self._say(self._words.error(outcome), "bad")
            return
        if outcome.doubts:
            self._doubts[outcome.name] = dict(outcome.doubts)
        self.refresh(outcome.name)
        told = [*outcome.lacks, *(each.told for each in outcome.lost)]
        lines = [self._words.sentence(each.key, each.values) for each in told]
        if outcome.unasked is not None:
            lines = [self._words.error(outcome.unasked), self._words("unasked"), *lines]
        if outcome.doubts:
            lines.append(self._words("doubts", count=len(outcome.doubts)))
        self._say("\n".join(lines) or self._words("fine"), "warn" if lines else "good")

    def _turned(self, *_news: object) -> None:
        kept = self._kept.get(self.chosen)
        self.table.setVisible(kept is not None)
        some = self.list.count() > 0
        self.list.setVisible(some)
        self.empty.setVisible(not some)
        for name in ("check", "remove"):
            self.buttons[name].setEnabled(bool(self.chosen))
        if kept is not None:
            self.table.fill(kept, self._doubts.get(self.chosen, {}))
            kind = makes(kept.workflow, kept.mapping)
            made = self._words.sentence(f"craft.kind.{kind}", {})
            self.about.setText(self._words("about.one", name=f"comfyui-{self.chosen}", kind=made))
        else:
            self.about.setText(self._words("about"))

    def _read(self, name: str) -> Kept | None:
        try:
            return self._shelf.load(name)
        except StudioError as error:
            self._say(self._words.error(error), "bad")
            return None

    def _busy(self, busy: bool) -> None:
        for button in self.buttons.values():
            button.setEnabled(not busy)
        if not busy:
            self._turned()

    def _button(self, name: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(self._words(name))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _say(self, sentence: str, tone: str = "") -> None:
        self.said.setText(sentence)
        retone(self.said, tone)


def _file(parent: QWidget, title: str, kinds: str) -> str:
    return QFileDialog.getOpenFileName(parent, title, "", f"{kinds} (*.json)")[0]
