"""The takes of a shot as a strip: choose, carry on from one, see and reuse what made it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QToolButton,
    QVBoxLayout,
)

from studio.jobs.admission import money
from studio.jobs.wishes import stored_request
from studio.timeline.project import Project
from studio.timeline.queries import find_shot, shots
from studio.timeline.shot_edits import change_shot, choose_take
from studio.timeline.story import Shot
from studio.timeline.take import Take
from studio.ui.dragging import Cargo, Thing, mime_of
from studio.ui.kit import Kit, fitted
from studio.ui.plain import soft
from studio.ui.request_dialog import RequestDialog
from studio.ui.shot_part import ShotPart

_ID = Qt.ItemDataRole.UserRole
STILL = QSize(112, 63)
ACTS = ("choose", "next", "newest", "reuse", "request")
_BUTTONS = ("choose", "next")  # the others are behind "more"


class Strip(QListWidget):
    """One row of takes that can be dragged onto cards, wells and subjects."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.setAccessibleName(kit.words("takes"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(STILL)
        self.setSpacing(4)
        self.setUniformItemSizes(True)
        self.setFixedHeight(STILL.height() + 62)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    @property
    def take_id(self) -> str:
        """The take under the cursor; empty when there is none."""
        return self.currentItem().data(_ID) if self.currentRow() >= 0 else ""

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """The takes as things of the film, and as their files for other programs."""
        takes = {t.id: t for those in self._kit.desk.takes.values() for t in those}
        chosen = [takes[item.data(_ID)] for item in items if item.data(_ID) in takes]
        things = tuple(Thing("take", id=take.id, owner=take.owner) for take in chosen)
        folder = self._kit.desk.folder
        files = [str(folder / take.files[0].path) for take in chosen]
        return mime_of(Cargo(things, str(folder)), files)


class TakesPart(ShotPart):
    """The strip and what can be done with the take under its cursor."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._shown: tuple[str, list[str], str, str | None] | None = None
        self.strip = Strip(kit)
        self.strip.itemActivated.connect(lambda _: self.act("choose"))
        self.strip.currentItemChanged.connect(self._turned)
        self.strip.customContextMenuRequested.connect(self._menu)
        self.empty = soft(kit.words("takes.none"))
        self.buttons: dict[str, QToolButton] = {}
        bar = QFrame()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for name in _BUTTONS:
            button = QToolButton()
            button.setText(kit.words(f"takes.{name}"))
            button.setToolTip(kit.words(f"takes.{name}.tip"))
            button.setProperty("part", "small")
            button.clicked.connect(partial(self._press, name))
            self.buttons[name] = button
            row.addWidget(button)
        self.more = QToolButton()
        self.more.setText(kit.words("takes.more"))
        self.more.setProperty("part", "small")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self._list_acts)
        row.addWidget(self.more)
        row.addStretch(1)
        self._bar = bar
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.empty)
        column.addWidget(self.strip)
        column.addWidget(bar)
        kit.stills.ready.connect(self._still_made)

    def fill(self, shot: Shot) -> None:
        """The takes of a shot, the one it shows marked."""
        takes = self._takes()
        shown = self.kit.desk.shown.get(shot.id)
        now = (shot.id, [take.id for take in takes], shown.id if shown else "", shot.take)
        if now != self._shown:
            last, self._shown = self._shown, now
            same = last is not None and (last[0], last[2]) == (now[0], now[2])
            cursor = self.strip.take_id if same else ""
            self._list(takes, shown, shot.take, cursor)
        has = bool(takes)
        self.empty.setVisible(not has)
        self.strip.setVisible(has)
        self._bar.setVisible(has)
        self._turned()

    def act(self, name: str) -> None:
        """Do one of ACTS with the take under the cursor."""
        take, shot = self.take, self.shot
        if take is None or shot is None or not self._can(name):
            return
        shot_id = shot.id
        if name == "choose":
            self.edit("choose", lambda film: choose_take(film, shot_id, take.id))
        elif name == "newest":
            self.edit("newest", lambda film: choose_take(film, shot_id, None))
        elif name == "next":
            self.kit.bringer.next_first_frame(take, self._next() or "")
        elif name == "reuse":
            self.edit("reuse", lambda film: reused(film, shot_id, take))
        else:
            title = self.kit.words("request.title", number=self.strip.currentRow() + 1)
            RequestDialog(take, title, self.kit.words, self.window()).open()

    @property
    def take(self) -> Take | None:
        """The take under the cursor."""
        return next((t for t in self._takes() if t.id == self.strip.take_id), None)

    def _takes(self) -> list[Take]:
        return self.kit.desk.takes.get(self.shot_id, [])

    def _press(self, name: str, _checked: bool = False) -> None:
        self.act(name)

    def _next(self) -> str | None:
        """The shot behind this one, in the order of the film."""
        names = [shot.id for shot in shots(self.kit.desk.project)]
        if self.shot_id not in names:
            return None
        at = names.index(self.shot_id) + 1
        return names[at] if at < len(names) else None

    def _can(self, name: str) -> bool:
        take, shot = self.take, self.shot
        if take is None or shot is None:
            return False
        if name == "choose":
            return shot.take != take.id
        if name == "newest":
            return shot.take is not None
        if name == "next":
            return self._next() is not None and take.kind == "video"
        return stored_request(take.request) is not None if name == "reuse" else True

    def _turned(self, *_items: object) -> None:
        for name, button in self.buttons.items():
            button.setEnabled(self._can(name))

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
            act = menu.addAction(self.kit.words(f"takes.{name}"))
            act.setEnabled(self._can(name))
            act.triggered.connect(partial(self._press, name))

    def _list(
        self, takes: Sequence[Take], shown: Take | None, chosen: str | None, cursor: str
    ) -> None:
        self.strip.clear()
        for number, take in enumerate(takes, 1):
            mark = "★ " if take.id == chosen else ""
            item = QListWidgetItem(mark + self._words_of(take, number))
            item.setData(_ID, take.id)
            item.setIcon(self._icon(take))
            item.setSizeHint(QSize(STILL.width() + 12, STILL.height() + 46))
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            self.strip.addItem(item)
            if take.id == cursor or (not cursor and shown and take.id == shown.id):
                self.strip.setCurrentItem(item)
        if self.strip.currentRow() >= 0:
            self.strip.scrollToItem(self.strip.currentItem())

    def _words_of(self, take: Take, number: int) -> str:
        backend = self.kit.desk.backends.get(take.backend)
        name = backend.offer.title if backend else take.backend
        cost = money({take.currency: take.cost}) if take.cost else self.kit.words("offer.free")
        return f"{number}  {name[:14]}\n{_time(take.created)}  {cost}"

    def _icon(self, take: Take) -> QIcon:
        image = self.kit.stills.of(take)
        pixmap: QPixmap = fitted(image, STILL.width(), STILL.height(), self.kit.theme.ground)
        shown = self.kit.desk.shown.get(self.shot_id)
        if shown is not None and shown.id == take.id:  # the one the film shows wears a frame
            with QPainter(pixmap) as painter:
                painter.setPen(QPen(QColor(self.kit.theme.accent), 3))
                painter.drawRect(pixmap.rect().adjusted(1, 1, -2, -2))
        icon = QIcon(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)
        return icon

    def _still_made(self, take_id: str) -> None:
        for row, take in enumerate(self._takes()):
            if take.id == take_id and row < self.strip.count():
                self.strip.item(row).setIcon(self._icon(take))


def reused(film: Project, shot_id: str, take: Take) -> Project:
    """The shot asks again for what this take was asked for, seed included."""
    request = stored_request(take.request)
    shot = find_shot(film, shot_id)
    if request is None or shot is None:
        return film
    values: dict[str, Any] = {
        "prompt": request.prompt, "negative": request.negative, "size": request.size,
        "angle": request.angle, "moves": request.moves, "pace": request.pace,
        "onscreen_text": request.onscreen_text, "seed": request.seed,
    }  # fmt: skip
    if take.backend != (shot.backend or film.backend):
        values["backend"] = take.backend
    return change_shot(film, shot_id, **values)


def _time(created: str) -> str:
    """The maker's own clock time of an ISO moment."""
    try:
        return datetime.fromisoformat(created).astimezone().strftime("%H:%M")
    except ValueError:
        return ""
