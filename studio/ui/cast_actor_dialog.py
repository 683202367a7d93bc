"""The dialog of an actor out of a clip: how far the search is, whose face, the sheet to confirm."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.render.recording import Samples
from studio.timeline.story import View
from studio.ui.cast_actor_faces import FaceList
from studio.ui.cast_actor_voice import VoiceButton
from studio.ui.plain import one_line, soft
from studio.ui.words import Words

if TYPE_CHECKING:  # what looks for faces is much to read
    from studio.cast.draft import ActorDraft

VIEWS = {"front": View.FRONT, "left": View.LEFT, "right": View.RIGHT, "smile": View.SMILE}
_STILL = 150  # pixels a still is wide in the dialog


class ActorDialog(QDialog):
    """First how far the search is, then the sheet, or what is wrong and what helps.

    Where several faces are seen the maker says which one is meant: `face_chosen` tells its number,
    from 1, and the search goes on.
    """

    face_chosen = Signal(int)

    def __init__(self, clip: Path, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("actor")
        self.setWindowTitle(words("actor.title"))
        self._words = words
        self.draft: ActorDraft | None = None
        self.plain = False
        self.name = QLineEdit(one_line(clip.stem, 60))
        self.name.setMaxLength(200)
        self.name.setAccessibleName(words("actor.name"))
        self.about = QLabel(words("actor.looking", clip=one_line(clip.name, 60)))
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.about.text())
        self.stills = QFrame()
        self._row = QHBoxLayout(self.stills)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self.faces = FaceList(words)
        self.faces.settled.connect(self._settled)
        self.heard = soft()
        self.voice = VoiceButton(words, self)
        self.voice.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.warned = soft(tone="warn")
        self.look_only = QPushButton(words("actor.plain"))
        self.look_only.setAutoDefault(False)
        self.look_only.clicked.connect(self._plain)
        self.add = QPushButton(words("actor.add"))
        self.add.setProperty("tone", "go")
        self.add.clicked.connect(lambda _checked=False: self._go_on())
        self.add.setEnabled(False)
        buttons = QDialogButtonBox()
        self.keep = buttons.addButton(words("actor.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(self.look_only, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.add, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        label = QLabel(words("actor.name"))
        label.setProperty("rank", "soft")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        says = QHBoxLayout()
        says.setSpacing(10)
        says.addWidget(self.voice, 0, Qt.AlignmentFlag.AlignTop)
        says.addWidget(self.heard, 1)
        for part in (self.about, self.progress, self.faces, label, self.name, self.stills):
            column.addWidget(part)
        column.addLayout(says)
        column.addWidget(self.warned)
        column.addStretch(1)
        column.addWidget(buttons)
        for part in (
            self.faces, self.stills, self.voice, self.heard, self.warned, self.look_only,
        ):  # fmt: skip
            part.hide()
        self.finished.connect(lambda _how: self.voice.player.stop())
        self.resize(600, self.sizeHint().height())

    def move_on(self, done: float) -> None:
        """How far the search is, 0 to 1."""
        self.progress.setValue(round(1000 * done))

    def ask_face(self, faces: Sequence[Path]) -> None:
        """Have the maker say which of several faces is meant, by pictures from left to right."""
        words = self._words
        self.progress.hide()
        self.about.setText(words("actor.which", count=len(faces)))
        self.faces.show_faces(faces)
        self.faces.show()
        self.faces.setFocus()
        self.add.setText(words("actor.this"))
        self.add.setEnabled(True)
        self.add.setDefault(True)
        self._grow()

    def show_draft(self, draft: "ActorDraft", sound: Samples | None = None) -> None:
        """The sheet: pictures with their views, what is said, and what is to be known.

        `sound` is the voice, (n, 2), to be played.
        """
        words = self._words
        self.draft = draft
        self.progress.hide()
        self.about.setText(words("actor.found"))
        for still in draft.stills:
            if still.view in VIEWS:
                self._row.addWidget(_card(still.path, words(f"view.{VIEWS[still.view].value}")))
        self._row.addStretch(1)
        self.stills.show()
        if draft.voice is None:
            told = words("actor.silent")
        elif draft.transcript:
            told = words("actor.says", text=one_line(draft.transcript, 200))
        else:
            told = words("actor.voice")
        self.heard.setText(told)
        self.heard.show()
        if sound is not None:
            self.voice.hold(sound)
            self.voice.show()
        if draft.warnings:
            self.warned.setText("\n".join(each.text(words.language) for each in draft.warnings))
            self.warned.show()
        self.add.setText(words("actor.add"))
        self.add.setEnabled(True)
        self.add.setDefault(True)
        self.add.setFocus()
        self._grow()

    def tell(self, text: str) -> None:
        """What is wrong with the clip, or what is not installed and the command for it."""
        self.progress.hide()
        self.about.setText(self._words("actor.not"))
        self.warned.setText(text)
        self.warned.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.warned.show()
        self.look_only.show()
        self._grow()

    def _grow(self) -> None:
        """Be as tall as what is shown now: a window does not follow text that is wrapped."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            tall = layout.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), tall))

    def _go_on(self) -> None:
        if self.faces.isVisible():
            self._settled(self.faces.number)
        else:
            self.accept()

    def _settled(self, number: int) -> None:
        """The search begins again for one face."""
        if not self.faces.isVisible() or number < 1:
            return
        self.faces.hide()
        self.add.setEnabled(False)
        self.add.setText(self._words("actor.add"))
        self.about.setText(self._words("actor.looking_face", number=number))
        self.progress.setValue(0)
        self.progress.show()
        self.name.setFocus()
        self.face_chosen.emit(number)

    def _plain(self, _checked: bool = False) -> None:
        self.plain = True
        self.reject()


def _card(path: Path, text: str) -> QWidget:
    """A still with the name of its view."""
    card = QFrame()
    picture, name = QLabel(), QLabel(text)
    image = QImage(str(path))
    if not image.isNull():
        mode = Qt.TransformationMode.SmoothTransformation
        scaled = image.scaledToWidth(2 * _STILL, mode)
        pixmap = QPixmap.fromImage(scaled)
        pixmap.setDevicePixelRatio(2)
        picture.setPixmap(pixmap)
    picture.setAccessibleName(text)
    name.setProperty("rank", "soft")
    column = QVBoxLayout(card)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(picture)
    column.addWidget(name)
    return card
