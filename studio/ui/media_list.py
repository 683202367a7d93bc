"""The grid of imported media: drag from it, rename in it, drop files on it."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QListView,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from studio.timeline.project import Project
from studio.timeline.queries import find_reference, shot_labels
from studio.timeline.story import Reference
from studio.ui.dragging import Cargo, Thing, mime_of
from studio.ui.kit import DENSE, Kit, fitted
from studio.ui.landing_edits import thing_of
from studio.ui.plain import one_line, tip

_ID = Qt.ItemDataRole.UserRole
STILL = QSize(104, 60)
_AT_ONCE = 40  # icons drawn in one turn: a thousand stills may come together


class MediaList(QListWidget):
    """One item a reference."""

    renamed = Signal(str, str)
    delete_pressed = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._filling = False
        self._shown: object = None
        self._late = False  # something came while a name was typed
        self._items: dict[str, QListWidgetItem] = {}  # by reference
        self._icons: dict[tuple[str, str], QIcon] = {}  # by take and ground; "" has no picture yet
        self._awaited: dict[str, str] = {}  # reference by the take whose still is being made
        self._came: list[str] = []  # references whose still is there and not drawn yet
        self._drawing = QTimer(self, singleShot=True, interval=0)
        self._drawing.timeout.connect(self._draw_some)
        self.setAccessibleName(kit.media("media.name"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(STILL)
        self.setGridSize(QSize(STILL.width() + 14, STILL.height() + 44))
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.itemChanged.connect(self._item_changed)
        kit.stills.ready.connect(self._still_made)
        kit.waves.ready.connect(self._still_made)

    @property
    def chosen(self) -> list[Reference]:
        """The chosen media, in the order of the grid."""
        film = self._kit.desk.project
        rows = sorted(self.row(item) for item in self.selectedItems())
        names = [self.item(row).data(_ID) for row in rows]
        return [found for name in names if (found := find_reference(film, name)) is not None]

    def fill(self, film: Project) -> None:
        """The media of the film; what was chosen stays chosen, and a name is typed to its end."""
        if self.state() is QAbstractItemView.State.EditingState:
            self._late = True
            return
        used = where_used(film)
        now = (film.references, used)
        if now == self._shown:
            return
        self._shown = now
        chosen = {reference.id for reference in self.chosen}
        cursor = self.currentItem().data(_ID) if self.currentRow() >= 0 else ""
        self._filling = True
        self._items.clear()
        self.clear()
        for reference in film.references:
            item = QListWidgetItem(one_line(reference.name))
            item.setData(_ID, reference.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(tip(self.facts(reference, used.get(reference.id, []))))
            item.setIcon(self._icon(reference))
            self.addItem(item)
            self._items[reference.id] = item
            item.setSelected(reference.id in chosen)
            if reference.id == cursor:
                self.setCurrentItem(item)
        self._filling = False

    def facts(self, reference: Reference, users: Sequence[str]) -> str:
        """Name, kind and where it is used."""
        media = self._kit.media
        where = media("media.used", where=media.listed(users)) if users else media("media.unused")
        return f"{reference.name}\n{media(f'kind.{reference.kind.value}')}\n{where}"

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """The media as things of the film, and as their files for other programs."""
        desk = self._kit.desk
        things: list[Thing] = []
        files: list[str] = []
        for item in items:
            takes = desk.takes.get(item.data(_ID), [])
            thing = thing_of(desk.project, item.data(_ID), takes)
            if thing is not None:
                things.append(thing)
                files += [str(desk.folder / takes[-1].files[0].path)] if takes else []
        return mime_of(Cargo(tuple(things), str(desk.folder)), files)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes; the rest is the list's."""
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
            return
        super().keyPressEvent(event)

    def _item_changed(self, item: QListWidgetItem) -> None:
        if not self._filling:
            self._shown = None
            self.renamed.emit(item.data(_ID), item.text())

    def _icon(self, reference: Reference) -> QIcon:
        """A still inside its frame, drawn once; the bare frame while it is being made."""
        image, ground = self._kit.still_of(reference), self._kit.theme.ground
        takes = self._kit.desk.takes.get(reference.id, ())
        name = takes[-1].id if takes else ""
        if image is None:
            self._awaited[name] = reference.id
            name = ""
        found = self._icons.get((name, ground))
        if found is None:
            pixmap = fitted(image, STILL.width(), STILL.height(), ground, dots=DENSE)
            found = self._icons[name, ground] = QIcon(pixmap)
            found.addPixmap(pixmap, QIcon.Mode.Selected)
        return found

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """A name is typed to its end: show what came meanwhile."""
        super().closeEditor(editor, hint)
        if self._late:
            self._late, self._shown = False, None
            self.fill(self._kit.desk.project)

    def _still_made(self, take_id: str) -> None:
        name = self._awaited.pop(take_id, "")
        if name:
            self._came.append(name)
            self._drawing.start()

    def _draw_some(self) -> None:
        """Icons for stills that came; not while a name is typed, as that would put it back."""
        if self.state() is QAbstractItemView.State.EditingState:
            self._late = True
            return
        now, self._came = self._came[:_AT_ONCE], self._came[_AT_ONCE:]
        film, self._filling = self._kit.desk.project, True
        for name in now:
            reference, item = find_reference(film, name), self._items.get(name)
            if reference is not None and item is not None:
                item.setIcon(self._icon(reference))
        self._filling = False
        if self._came:
            self._drawing.start()


def where_used(film: Project) -> dict[str, list[str]]:
    """Reference id to where it is used: shots and scenes by number, subjects by name."""
    found: dict[str, dict[str, None]] = {}
    labels = shot_labels(film)
    for subject in film.subjects:
        for use in subject.uses:
            found.setdefault(use.reference, {})[one_line(subject.name, 40)] = None
    for number, scene in enumerate(film.scenes, 1):
        for use in scene.uses:
            found.setdefault(use.reference, {})[str(number)] = None
        for shot in scene.shots:
            for use in (*shot.uses, *(use for cue in shot.cues for use in cue.uses)):
                found.setdefault(use.reference, {})[labels[shot.id]] = None
    return {name: list(users) for name, users in found.items()}
