"""One use of imported media: its still, its name, its role, and away with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QToolButton

from studio.timeline.roles import ROLES
from studio.timeline.story import Reference, Role, Use
from studio.ui.kit import DENSE, Kit, fitted
from studio.ui.plain import NameLabel

STILL_WIDTH, STILL_HEIGHT = 64, 36


class UseRow(QFrame):
    """Shows a use; tells of another role and of its removal."""

    role_picked = Signal(object, object)  # the use, the new role
    removed = Signal(object)

    def __init__(self, kit: Kit, use: Use, reference: Reference, *, roles: bool = True) -> None:
        super().__init__()
        self.setProperty("part", "row")
        self._kit = kit
        self.used = use
        self._reference = reference
        self.still = QLabel()
        self.still.setFixedSize(STILL_WIDTH, STILL_HEIGHT)
        self.name = NameLabel(reference.name)
        self.role = QComboBox()
        self.role.setAccessibleName(kit.words("wells.role", name=reference.name))
        for role in Role:
            if role in ROLES[reference.kind]:
                self.role.addItem(kit.words(f"role.{role.value}"), role)
        self.role.setCurrentIndex(self.role.findData(use.role))
        self.role.activated.connect(self._picked)
        if not roles:  # and never shown before it has a parent: it would be a window of its own
            self.role.hide()
        self.away = QToolButton()
        self.away.setText("×")
        self.away.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.away.setProperty("tone", "flat")
        self.away.setProperty("part", "small")
        self.away.setToolTip(kit.words("wells.remove"))
        self.away.setAccessibleName(kit.words("wells.remove_of", name=reference.name))
        self.away.clicked.connect(self._gone)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(self.still)
        row.addWidget(self.name, 1)
        row.addWidget(self.role)
        row.addWidget(self.away)
        self.redraw()
        for source in (kit.stills, kit.waves):
            source.ready.connect(self.redraw)

    def redraw(self, _take: str = "") -> None:
        """The still, when it is there."""
        image = self._kit.still_of(self._reference)
        ground = self._kit.theme.ground
        pixmap: QPixmap = fitted(image, STILL_WIDTH, STILL_HEIGHT, ground, dots=DENSE)
        self.still.setPixmap(pixmap)

    def _picked(self, _row: int) -> None:
        role = Role(self.role.currentData())
        if role is not self.used.role:
            self.role_picked.emit(self.used, role)

    def _gone(self, _checked: bool = False) -> None:
        self.removed.emit(self.used)
