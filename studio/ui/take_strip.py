"""The takes of a shot in a row: what each looks like, and what is read under it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem

from studio.jobs.admission import money
from studio.timeline.queries import verdict_on
from studio.timeline.story import Shot, Verdict
from studio.timeline.take import Take
from studio.ui.dragging import Cargo, Thing, mime_of
from studio.ui.kit import DENSE, Kit, fitted
from studio.ui.plain import tip
from studio.ui.take_findings import said_of
from studio.ui.take_marks import marked
from studio.ui.take_reviews import sentences
from studio.ui.take_standing import Standing

_ID = Qt.ItemDataRole.UserRole
_NUMBER = Qt.ItemDataRole.UserRole + 1
STILL = QSize(112, 63)
_DIM = 0.3  # opacity of a rejected take's still


class Strip(QListWidget):
    """One row of takes that can be dragged onto cards, wells and subjects."""

    opened = Signal()  # double click

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.setAccessibleName(kit.words("takes"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
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

    @property
    def picked(self) -> list[str]:
        """The chosen takes, in the order they stand."""
        rows = (self.item(row) for row in range(self.count()))
        return [item.data(_ID) for item in rows if item.isSelected()]

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click looks at a take; choosing it is Enter's."""
        if self.itemAt(event.position().toPoint()) is not None:
            self.opened.emit()

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """The takes as things of the film, and as their files for other programs."""
        takes = {t.id: t for those in self._kit.desk.takes.values() for t in those}
        chosen = [takes[item.data(_ID)] for item in items if item.data(_ID) in takes]
        things = tuple(Thing("take", id=take.id, owner=take.owner) for take in chosen)
        folder = self._kit.desk.folder
        files = [str(folder / take.files[0].path) for take in chosen]
        return mime_of(Cargo(things, str(folder)), files)

    @property
    def number(self) -> int:
        """Which take of its shot the one under the cursor is, from 1; 0 when there is none."""
        return self.currentItem().data(_NUMBER) if self.currentRow() >= 0 else 0

    def show_takes(
        self, takes: Sequence[tuple[int, Take]], shot: Shot, cursor: str, picked: set[str]
    ) -> None:
        """These takes (each with its number) and no others, in this order, with the cursor on one
        and some chosen.
        """
        self.clear()
        for number, take in takes:
            item = self._item(take, shot, number)
            self.addItem(item)
            if take.id == cursor:
                self.setCurrentItem(item)
        for row, (_, take) in enumerate(takes):
            if take.id in picked:
                self.item(row).setSelected(True)
        if self.currentRow() >= 0:
            self.scrollToItem(self.currentItem())

    def renew(self, take: Take, shot: Shot) -> None:
        """The still of a take has come, or what the inspector says of it."""
        for row in range(self.count()):
            if self.item(row).data(_ID) == take.id:
                self._dress(self.item(row), take, shot, self.item(row).data(_NUMBER))

    def _item(self, take: Take, shot: Shot, number: int) -> QListWidgetItem:
        item = QListWidgetItem()
        item.setData(_ID, take.id)
        item.setData(_NUMBER, number)
        item.setSizeHint(QSize(STILL.width() + 12, STILL.height() + 46))
        item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._dress(item, take, shot, number)
        return item

    def _dress(self, item: QListWidgetItem, take: Take, shot: Shot, number: int) -> None:
        words, verdict = self._kit.words, verdict_on(shot, take.id)
        mark = "✕ " if verdict.rejected else "★ " if take.id == shot.take else ""
        note = " ✎" if verdict.note else ""
        line = f"{mark}{number}  {backend_of(self._kit, take)[:13]}{note}"
        cost = cost_of(self._kit, take)
        item.setText(f"{line}\n{_time(take.created)}  {cost}")
        said = [words("takes.title", number=number, backend=backend_of(self._kit, take))]
        said += [f"{take.width} x {take.height}"] if take.width and take.height else []
        said += [cost]
        said += [words("takes.is_chosen")] if take.id == shot.take else []
        said += [words("takes.is_rejected")] if verdict.rejected else []
        reviews = self._kit.reviews
        found = reviews.of(shot, take)
        said += said_of(self._kit, shot, take)
        told = sentences(found, reviews.trouble(take), words.language)
        more = [each for each in (*told, verdict.note) if each]
        item.setToolTip(tip("\n".join([" · ".join(said), *more])))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words.listed([*said, *told, verdict.note]))
        item.setIcon(self._icon(take, verdict, reviews.standing(shot, take)))
        if verdict.rejected:
            item.setForeground(QColor(self._kit.theme.soft))

    def _icon(self, take: Take, verdict: Verdict, standing: Standing) -> QIcon:
        theme, image = self._kit.theme, self._kit.stills.of(take)
        still = fitted(image, STILL.width(), STILL.height(), theme.ground, dots=DENSE)
        shown = self._kit.desk.shown.get(take.owner)
        if verdict.rejected:
            still = _dimmed(still, theme.ground)
        if shown is not None and shown.id == take.id:  # the one the film shows wears a frame
            with QPainter(still) as painter:
                painter.setPen(QPen(QColor(theme.accent), 3))
                painter.drawRect(QRect(QPoint(), STILL).adjusted(1, 1, -2, -2))
        still = marked(still, theme, standing, waiting=self._kit.reviews.is_waiting(take))
        icon = QIcon(still)
        icon.addPixmap(still, QIcon.Mode.Selected)
        return icon


def _dimmed(still: QPixmap, ground: str) -> QPixmap:
    dim = QPixmap(still.size())
    dim.setDevicePixelRatio(still.devicePixelRatio())
    dim.fill(QColor(ground))
    with QPainter(dim) as painter:
        painter.setOpacity(_DIM)
        painter.drawPixmap(0, 0, still)
    return dim


def backend_of(kit: Kit, take: Take) -> str:
    """Who made a take, by its title."""
    backend = kit.desk.backends.get(take.backend)
    return backend.offer.called(kit.words.language) if backend else take.backend


def cost_of(kit: Kit, take: Take) -> str:
    """What a take cost."""
    return money({take.currency: take.cost}) if take.cost else kit.words("offer.free")


def _time(created: str) -> str:
    """The maker's own clock time of an ISO moment."""
    try:
        return datetime.fromisoformat(created).astimezone().strftime("%H:%M")
    except ValueError:
        return ""
