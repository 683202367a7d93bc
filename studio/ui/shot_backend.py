"""Who makes a shot: its backend, its seed, and how many takes are wanted."""

from PySide6.QtGui import QIcon, QRegularExpressionValidator
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QSpinBox

from studio.timeline.story import Shot
from studio.ui.film_undo import FilmUndo
from studio.ui.kit import Kit
from studio.ui.plain import soft
from studio.ui.shot_part import ShotPart, inset, show_choice, show_choices


class BackendPart(ShotPart):
    """Backend, seed and takes wanted."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        words = kit.words
        self.backend = QComboBox()
        self.backend.setAccessibleName(words("field.backend"))
        self.backend.activated.connect(self._backend_picked)
        self.seed = QLineEdit()
        self.seed.setAccessibleName(words("field.seed"))
        self.seed.setPlaceholderText(words("hint.seed"))
        self.seed.setValidator(QRegularExpressionValidator(r"\d{0,18}", self.seed))
        self.seed.textEdited.connect(self._seed_typed)
        self.takes = QSpinBox()
        inset(self.takes)
        self.takes.setRange(1, 100)
        self.takes.setAccessibleName(words("field.takes"))
        self.takes.setKeyboardTracking(False)
        self.takes.valueChanged.connect(self._takes_set)
        FilmUndo(self.seed)
        FilmUndo(self.takes)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, field) in enumerate(
            (("backend", self.backend), ("seed", self.seed), ("takes", self.takes))
        ):
            label = QLabel(words(f"field.{name}"))
            label.setProperty("rank", "soft")
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        self.lacking = soft()
        grid.addWidget(self.lacking, 3, 0, 1, 2)

    def fill(self, shot: Shot) -> None:
        """The shot's own terms."""
        desk = self.kit.desk
        film = desk.project.backend
        language = self.kit.words.language
        title = desk.backends[film].offer.called(language) if film in desk.backends else film
        choices = [(self.kit.words("backend.film", name=title), "", QIcon())]
        for name, backend in desk.backends.items():
            offer = backend.offer
            state = "" if offer.ready else self.kit.words("backend.not_ready")
            choices.append((f"{offer.called(language)} {state}".strip(), name, QIcon()))
        if shot.backend is not None and shot.backend not in desk.backends:
            gone = self.kit.words("backend.gone", name=shot.backend)
            choices.append((gone, shot.backend, QIcon()))
        show_choices(self.backend, choices)
        show_choice(self.backend, shot.backend or "")
        seed = "" if shot.seed is None else str(shot.seed)
        if self.seed.text() != seed:
            self.seed.setText(seed)
        if self.takes.value() != shot.takes_wanted:
            self.takes.setValue(shot.takes_wanted)
        self._say_lacking(shot)

    def commit(self) -> None:
        """A number that is half typed counts."""
        self.takes.interpretText()

    def _say_lacking(self, shot: Shot) -> None:
        """What the backend does worse here than it could."""
        desk, words = self.kit.desk, self.kit.words
        backend = desk.backends.get(shot.backend or desk.project.backend)
        lacks = backend.offer.lacking if backend is not None else ()
        self.lacking.setText("\n".join(words.sentence(key, {}) for key in lacks))
        self.lacking.setVisible(bool(lacks))

    def _backend_picked(self, _row: int) -> None:
        self.change("backend", backend=self.backend.currentData() or None)

    def _seed_typed(self, text: str) -> None:
        self.change("seed", seed=int(text) if text else None)

    def _takes_set(self, count: int) -> None:
        self.change("takes", takes_wanted=count)
