"""Preferences: language, look, where films go, and the cache."""

import asyncio
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
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

from studio.messages import LANGUAGES
from studio.ui.theme import THEMES
from studio.ui.words import Words

Ask = Callable[[Any, Callable[[Any], None]], None]


class PreferencesDialog(QDialog):
    """Every choice holds at once; `changed` tells its name and value."""

    changed = Signal(str, str)

    def __init__(
        self, language: str, theme: str, films: Path, cache: Path, ask: Ask, words: Words,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._words = words.of("ui_prefs")
        self._cache = cache
        self._ask = ask
        self.setWindowTitle(self._words("title"))
        self.language = QComboBox()
        self.language.addItem(self._words("language.system"), "")
        for each in LANGUAGES:
            self.language.addItem(self._words(f"language.{each}"), each)
        self.language.setCurrentIndex(max(0, self.language.findData(language)))
        self.language.activated.connect(lambda _: self._choose("language", self.language))
        self.theme = QComboBox()
        for each in THEMES:
            self.theme.addItem(self._words(f"theme.{each}"), each)
        self.theme.setCurrentIndex(max(0, self.theme.findData(theme)))
        self.theme.activated.connect(lambda _: self._choose("theme", self.theme))
        self.films = QLineEdit(str(films))
        self.films.setReadOnly(True)
        self.browse = QPushButton(self._words("browse"))
        self.browse.clicked.connect(self._browse)
        self.size_of_cache = QLabel(self._words("cache.counting"))
        self.clear = QPushButton(self._words("cache.clear"))
        self.clear.clicked.connect(self._clear)
        self._lay_out()
        self._count()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(18)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        films, cache = QHBoxLayout(), QHBoxLayout()
        films.addWidget(self.films, 1)
        films.addWidget(self.browse)
        cache.addWidget(self.size_of_cache, 1)
        cache.addWidget(self.clear)
        for name, field, row in (
            ("language", self.language, self.language), ("", None, self._note("language.note")),
            ("theme", self.theme, self.theme), ("films", self.films, films),
            ("cache", self.size_of_cache, cache), ("", None, self._note("cache.note")),
        ):  # fmt: skip
            form.addRow(self._words(name) if name else "", row)  # type: ignore[call-overload]
            if field is not None:
                field.setAccessibleName(self._words(name))
        done = QPushButton(self._words("done"))
        done.setProperty("tone", "go")
        done.setDefault(True)
        done.clicked.connect(self.accept)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(done)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(18)
        column.addLayout(form)
        column.addLayout(bottom)
        self.setMinimumWidth(560)

    def _note(self, name: str) -> QLabel:
        note = QLabel(self._words(name))
        note.setProperty("rank", "soft")
        note.setWordWrap(True)
        return note

    def _choose(self, name: str, box: QComboBox) -> None:
        self.changed.emit(name, box.currentData())

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._words("films"), self.films.text())
        if folder:
            self.films.setText(folder)
            self.changed.emit("films", folder)

    def _count(self) -> None:
        self._ask(partial(asyncio.to_thread, bytes_in, self._cache), self._counted)

    def _counted(self, size: int) -> None:
        self.size_of_cache.setText(self._words("cache.size", size=f"{size / 1e6:.1f}"))
        self.clear.setEnabled(size > 0)

    def _clear(self) -> None:
        self.clear.setEnabled(False)
        self._ask(partial(asyncio.to_thread, _empty, self._cache), self._cleared)

    def _cleared(self, _answer: object) -> None:
        self._count()


def bytes_in(folder: Path) -> int:
    """How much lies in a folder. Blocking."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total


def _empty(folder: Path) -> None:
    """Remove what lies in a folder, as far as the system lets us. Blocking."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            try:
                path.unlink()
            except OSError:
                continue
