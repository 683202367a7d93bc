"""The dialog for a new film: its name, place, picture, and what it begins with or is to tell."""

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.paths import resource
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.ui.plain import homely, tip
from studio.ui.text_wrap import PlainText
from studio.ui.words import Words

SIZES = (
    ("16:9", 1920, 1080), ("16:9", 1280, 720), ("16:9", 3840, 2160), ("9:16", 1080, 1920),
    ("2.39:1", 1920, 804), ("2.39:1", 3840, 1608), ("1:1", 1080, 1080), ("4:5", 1080, 1350),
    ("4:3", 1440, 1080),
)  # fmt: skip
RATES = (
    ("23.976", 24000, 1001), ("24", 24, 1), ("25", 25, 1), ("29.97", 30000, 1001), ("30", 30, 1),
    ("50", 50, 1), ("59.94", 60000, 1001), ("60", 60, 1),
)  # fmt: skip
LANGUAGES = ("en", "zh", "yue", "ja", "ko", "es")
_BRIEF, _TYPED = 76, 100_000  # pixels of the field, and characters that it takes
_LONGEST = 80  # characters of a folder's name


@dataclass(frozen=True)
class Template:
    """A text to begin with; `size` is a place in SIZES."""

    id: str
    file: str
    size: int = 0

    def text(self, language: str) -> str:
        """Its text, in the maker's language where there is one."""
        from studio.script.read import load_text  # not for the first page: it reads all grammar

        path = resource("samples", self.file.format(language=language))
        return load_text(path.read_bytes())


TEMPLATES = (
    Template("empty", ""),
    Template("advert", "advert.{language}.txt", 3),
    Template("dialogue", "dialogue.en-zh.txt"),
    Template("battle", "battle.zh.txt"),
    Template("screenplay", "screenplay.fountain"),
)


def folder_name(name: str) -> str:
    """A film's name as a folder that every system takes."""
    plain = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', " ", name)
    short = " ".join(plain.split()).encode()[: _LONGEST * 2].decode(errors="ignore")
    return short[:_LONGEST].strip(" .")


class NewFilmDialog(QDialog):
    """Says at once when the folder is taken.

    `wanted` tells the folder, the film, and whether it is to be planned from its brief at once.
    """

    wanted = Signal(str, object, bool)

    def __init__(self, home: Path, words: Words, template: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words.of("ui_prefs")
        self._language = words.language
        self._home = home
        self.setWindowTitle(self._words("new.title"))
        self.name = QLineEdit(self._free())
        self.name.setMaxLength(200)
        self.name.textChanged.connect(self._check)
        self.where = QLabel()
        self.where.setProperty("rank", "soft")
        self.where.setWordWrap(True)
        self.browse = QPushButton(self._words("browse"))
        self.browse.clicked.connect(self._browse)
        self.template = QComboBox()
        for each in TEMPLATES:
            self.template.addItem(self._words(f"template.{each.id}"), each)
        self.template.currentIndexChanged.connect(self._templated)
        self.brief = PlainText()
        self.brief.setTabChangesFocus(True)
        self.brief.setFixedHeight(_BRIEF)
        self.brief.textChanged.connect(self._check)
        self.picture = QComboBox()
        for ratio, width, height in SIZES:
            words_of_it = self._words("new.size_of", ratio=ratio, width=width, height=height)
            self.picture.addItem(words_of_it, (width, height))
        self.rate = QComboBox()
        for text, num, den in RATES:
            self.rate.addItem(self._words("new.rate_of", rate=text), (num, den))
        self.rate.setCurrentIndex(1)
        self.spoken = QComboBox()
        for each in LANGUAGES:
            self.spoken.addItem(self._words(f"spoken.{each}"), each)
        self.spoken.setCurrentIndex(max(0, self.spoken.findData(words.language)))
        self.said = QLabel()
        self.said.setProperty("tone", "bad")
        self.said.setWordWrap(True)
        self.make = QPushButton(self._words("new.make"))
        self.make.setProperty("tone", "go")
        self.make.setDefault(True)
        self.make.clicked.connect(self._make)
        self._lay_out()
        ids = [each.id for each in TEMPLATES]
        self.template.setCurrentIndex(ids.index(template))
        self._templated()
        self._check()
        self.name.setFocus()
        self.name.selectAll()

    @property
    def folder(self) -> Path:
        """Where the film would be."""
        return self._home / f"{folder_name(self.name.text())}.reel"

    def film(self) -> Project:
        """The film as it was described."""
        (width, height), (num, den) = self.picture.currentData(), self.rate.currentData()
        template: Template = self.template.currentData()
        return Project(
            title=" ".join(self.name.text().split()), language=self.spoken.currentData(),
            width=width, height=height, rate=Rate(num=num, den=den),
            brief=template.text(self._language) if template.file else self._told,
        )  # fmt: skip

    @property
    def _told(self) -> str:
        """What was typed that the film is to tell; of a template its own text counts."""
        return self.brief.toPlainText().strip() if self.brief.isEnabled() else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter makes the film; in the brief, where it begins a line, with Ctrl."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.make.click()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(18)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.where, 1)
        place.addWidget(self.browse)
        for name, field, row in (
            ("name", self.name, self.name), ("folder", self.browse, place),
            ("template", self.template, self.template), ("brief", self.brief, self.brief),
            ("size", self.picture, self.picture),
            ("rate", self.rate, self.rate), ("language", self.spoken, self.spoken),
        ):  # fmt: skip
            field.setAccessibleName(self._words(f"new.{name}"))
            form.addRow(self._words(f"new.{name}"), row)  # type: ignore[call-overload]
        cancel = QPushButton(self._words("cancel"))
        cancel.clicked.connect(self.reject)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self.said, 1)
        bottom.addWidget(cancel)
        bottom.addWidget(self.make)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(18)
        column.addLayout(form)
        column.addLayout(bottom)
        self.setMinimumWidth(560)

    def _free(self) -> str:
        stem = self._words("new.untitled")
        names = (stem if n == 1 else f"{stem} {n}" for n in range(1, 10_000))
        return next(name for name in names if not (self._home / f"{name}.reel").exists())

    def _check(self, _text: str = "") -> None:
        """Whether the film can be made so, and what the button would do."""
        name = folder_name(self.name.text())
        self.where.setText(homely(self.folder if name else self._home))
        self.where.setToolTip(tip(self.where.text()))
        taken = bool(name) and self.folder.exists()
        told, long = self._told, self._words("new.long", limit=f"{_TYPED:,}")
        lengthy = len(told) > _TYPED
        self.said.setText(self._words("new.taken") if taken else long if lengthy else "")
        self.make.setText(self._words("new.plan" if told else "new.make"))
        self.make.setEnabled(bool(name) and not taken and not lengthy)

    def _templated(self, _place: int = 0) -> None:
        template: Template = self.template.currentData()
        self.picture.setCurrentIndex(template.size)
        self.brief.setEnabled(not template.file)
        hint = "new.brief.template" if template.file else "new.brief.hint"
        self.brief.setPlaceholderText(self._words(hint))
        self._check()

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._words("new.folder"), str(self._home))
        if folder:
            self._home = Path(folder)
            self._check()

    def _make(self) -> None:
        self.accept()
        self.wanted.emit(str(self.folder), self.film(), bool(self._told))
