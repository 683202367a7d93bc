"""A line in other languages, to be read: a field for each, and a list of languages to add."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from studio.render.captions import caption_languages
from studio.timeline.project import Project
from studio.timeline.story import Cue
from studio.ui.keeping_focus import give_back, place_in
from studio.ui.kit import Kit
from studio.ui.languages import language_name
from studio.ui.prompt_edit import PromptEdit

# Offered behind those that the film is read in; any other comes in by a subtitle file.
_USUAL = ("zh", "en", "yue", "ja", "ko", "es", "fr", "de", "pt", "it", "ru")
_MOST = 3  # rows of a field before it scrolls
_AIR, _AROUND = 4, 18  # pixels beside the words of a field, and above and below them


def offered(film: Project) -> list[str]:
    """The languages that captions of a film are delivered in, and usual ones, by their codes."""
    return list(dict.fromkeys([*caption_languages(film), film.language, *_USUAL]))


class GrowingText(PromptEdit):
    """As many rows as it has words for, up to a few."""

    def __init__(self) -> None:
        super().__init__(lambda _: (), lambda _: "", "")
        self.textChanged.connect(self._stand)
        self._stand()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its words are broken anew."""
        super().resizeEvent(event)
        self._stand()

    def _stand(self) -> None:
        wide = self.viewport().width() - 2 * round(self.document().documentMargin()) - _AIR
        metrics, words = self.fontMetrics(), self.toPlainText() or "x"
        room = QRect(0, 0, max(40, wide), 10_000)
        need = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, words).height()
        need = max(1, round(need / metrics.lineSpacing()))
        policy = Qt.ScrollBarPolicy
        off = policy.ScrollBarAlwaysOff if need <= _MOST else policy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(off)
        rows = min(_MOST, need)
        self.setFixedHeight(rows * metrics.lineSpacing() + _AROUND)


class TranslationRow(QWidget):
    """The words of a line in one language."""

    typed = Signal(str, str)  # the language and the words
    removed = Signal(str)

    def __init__(self, kit: Kit, language: str) -> None:
        super().__init__()
        self.language = language
        name = language_name(kit.words, language)
        self.name = QLabel(name)
        self.name.setProperty("rank", "soft")
        self.text = GrowingText()
        self.text.setAccessibleName(kit.words("lines.in", language=name))
        self.text.setPlaceholderText(kit.words("lines.in", language=name))
        self.text.typed.connect(partial(self.typed.emit, language))
        self.remove = QToolButton()
        self.remove.setText("×")
        self.remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.remove.setProperty("tone", "flat")
        self.remove.setProperty("part", "small")
        gone = kit.words("lines.untranslate", language=name)
        self.remove.setToolTip(gone)
        self.remove.setAccessibleName(gone)
        self.remove.clicked.connect(lambda _on=False: self.removed.emit(language))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.name)
        row.addWidget(self.text, 1)
        row.addWidget(self.remove)

    def show_words(self, words: str) -> None:
        """What the film has; blanks around what is being typed stay."""
        if self.text.toPlainText().strip() != words:
            self.text.show_text(words)


class Translations(QWidget):
    """All translations of a line. A language that was just added is the film's with its words."""

    wanted = Signal(str, str)  # a language and the words in it; none take it away

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._languages: list[str] = []
        self.rows: dict[str, TranslationRow] = {}
        self._begun: list[str] = []  # languages without words yet
        self.add = QToolButton()
        self.add.setText(kit.words("lines.translate"))
        self.add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.add.setToolTip(kit.words("lines.translate.tip"))
        self.add.setProperty("tone", "flat")
        self.add.setProperty("part", "small")
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._stock)
        self.add.setMenu(self.menu)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def fill(self, cue: Cue, languages: Sequence[str]) -> None:
        """The line as it is now; `languages` are those that can be added."""
        there = {each.language: each.text for each in cue.translations}
        self._begun = [name for name in self._begun if name not in (*there, cue.language)]
        names = [*there, *self._begun]
        place = place_in(list(self.rows.values()))
        if place is not None and list(self.rows)[place.row] in names:
            place = None  # its row stays, and the keyboard with it
        for name in [name for name in self.rows if name not in names]:
            row = self.rows.pop(name)
            row.hide()
            row.deleteLater()
        for at, name in enumerate(names):
            row = self.rows.get(name) or self._new(name)
            if self._column.indexOf(row) != at:
                self._column.insertWidget(at, row)
            row.show_words(there.get(name, ""))
        self.rows = {name: self.rows[name] for name in names}
        give_back(place, list(self.rows.values()), self.add)
        self._align()
        self._languages = [each for each in languages if each != cue.language]

    def _stock(self) -> None:
        """The menu is opened: only then, as an action must not go while it is carried out."""
        self.menu.clear()
        for name in self._languages:
            if name not in self.rows:
                action = self.menu.addAction(language_name(self._kit.words, name))
                action.setData(name)
                action.triggered.connect(partial(self._begin, name))

    def _align(self) -> None:
        """The fields of all languages begin in one column."""
        wide = max((row.name.sizeHint().width() for row in self.rows.values()), default=0)
        for row in self.rows.values():
            row.name.setMinimumWidth(wide)

    def _new(self, language: str) -> TranslationRow:
        row = self.rows[language] = TranslationRow(self._kit, language)
        row.typed.connect(self._typed)
        row.removed.connect(self._removed)
        return row

    def _begin(self, language: str, _checked: bool = False) -> None:
        """A field for a language, in which the keyboard is."""
        self._begun.append(language)
        row = self._new(language)
        self._column.insertWidget(len(self.rows) - 1, row)
        self._align()
        row.show()
        row.text.setFocus()

    def _typed(self, language: str, words: str) -> None:
        if not words.strip() and language not in self._begun:
            self._begun.append(language)  # the field stays until it is put away
        self.wanted.emit(language, words)

    def _removed(self, language: str) -> None:
        self._begun = [name for name in self._begun if name != language]
        if self.rows[language].text.toPlainText().strip():
            self.wanted.emit(language, "")
            return
        place = place_in(list(self.rows.values()))
        row = self.rows.pop(language)
        row.hide()
        self._column.removeWidget(row)
        row.deleteLater()
        give_back(place, list(self.rows.values()), self.add)
