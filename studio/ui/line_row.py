"""One line of a shot's dialogue: who says it, in which language, the words, its recording."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QToolButton, QWidget

from studio.timeline.story import Cue, Subject
from studio.ui.kit import Kit, dot
from studio.ui.languages import language_name
from studio.ui.line_recording import LineRecording
from studio.ui.plain import one_line, soft
from studio.ui.prompt_edit import PromptEdit
from studio.ui.shot_part import show_choice, show_choices
from studio.ui.shot_translations import Translations, offered


class LineRow(QWidget):
    """Edits one line; it lives as long as its line does."""

    changed = Signal(str, str, object)  # cue id, field, value
    translated = Signal(str, str, str)  # cue id, language, words in it
    moved = Signal(str, int)
    removed = Signal(str)

    def __init__(self, kit: Kit, cue_id: str) -> None:
        super().__init__()
        self.cue_id = cue_id
        self._kit = kit
        self._draft: str | None = None
        words = kit.words
        self.speaker = QComboBox()
        self.speaker.setAccessibleName(words("lines.speaker"))
        self.speaker.setMinimumContentsLength(6)
        self.speaker.setIconSize(QSize(12, 12))
        self.speaker.activated.connect(self._speaker_picked)
        self.language = QComboBox()
        self.language.setAccessibleName(words("lines.language"))
        self.language.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.language.setMinimumContentsLength(8)
        self.language.activated.connect(self._language_picked)
        self.text = PromptEdit(lambda _: (), lambda _: "", "")
        self.text.setFixedHeight(44)
        self.text.setAccessibleName(words("lines.words"))
        self.text.setPlaceholderText(words("lines.hint"))
        self.text.typed.connect(self._typed)
        self.text.given_up.connect(self._give_up)
        self.refusal = soft(tone="bad")
        self.refusal.hide()
        self.recording = LineRecording(kit, cue_id)
        self.translations = Translations(kit)
        self.translations.wanted.connect(partial(self.translated.emit, cue_id))
        self._cue: Cue | None = None
        self._lay_out()

    def fill(self, cue: Cue, subjects: tuple[Subject, ...], languages: list[str]) -> None:
        """The line as it is now; what is typed and was refused stays."""
        self._cue = cue
        people = [(one_line(s.name, 40), s.id, QIcon(dot(s.colour))) for s in subjects]
        show_choices(self.speaker, [(self._kit.words("lines.voice_over"), "", QIcon()), *people])
        show_choice(self.speaker, cue.speaker or "")
        names = sorted({cue.language, *languages}, key=[*languages, cue.language].index)
        named = [(language_name(self._kit.words, name), name, QIcon()) for name in names]
        show_choices(self.language, named)
        show_choice(self.language, cue.language)
        if self._draft is None:
            self.text.show_text(cue.text)
        self.recording.fill(cue)
        self.translations.fill(cue, offered(self._kit.desk.project))

    def refuse(self, sentence: str) -> None:
        """The words could not be kept; say why."""
        self._draft = self.text.toPlainText()
        self.text.draft = True
        self.refusal.setText(sentence)
        self.refusal.show()

    def accept(self) -> None:
        """The words are in the film."""
        self._draft = None
        self.text.draft = False
        self.refusal.hide()

    def _give_up(self) -> None:
        self.accept()
        if self._cue is not None:
            self.text.show_text(self._cue.text)

    def _typed(self, text: str) -> None:
        self.changed.emit(self.cue_id, "text", text)

    def _speaker_picked(self) -> None:
        self.changed.emit(self.cue_id, "speaker", self.speaker.currentData() or None)

    def _language_picked(self) -> None:
        self.changed.emit(self.cue_id, "language", self.language.currentData())

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for name, sign, act in (
            ("earlier", "↑", partial(self._move, -1)), ("later", "↓", partial(self._move, 1)),
            ("remove", "×", self._remove),
        ):  # fmt: skip
            button = QToolButton()
            button.setText(sign)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setProperty("tone", "flat")
            button.setProperty("part", "small")
            button.setToolTip(self._kit.words(f"lines.{name}"))
            button.setAccessibleName(self._kit.words(f"lines.{name}"))
            button.clicked.connect(act)
            button.setObjectName(f"line.{name}")
            buttons.addWidget(button)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.speaker, 0, 0)
        grid.addWidget(self.language, 0, 1)
        grid.addLayout(buttons, 0, 2)
        grid.addWidget(self.text, 1, 0, 1, 3)
        grid.addWidget(self.refusal, 2, 0, 1, 3)
        grid.addWidget(self.recording, 3, 0, 1, 3)
        grid.addWidget(self.translations, 4, 0, 1, 3)

    def _move(self, by: int, _checked: bool = False) -> None:
        self.moved.emit(self.cue_id, by)

    def _remove(self, _checked: bool = False) -> None:
        self.removed.emit(self.cue_id)
