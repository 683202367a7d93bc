"""Qt's own words in the maker's language: copy and paste, buttons of boxes, file dialogs."""

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from studio.ui.actions import written

_FILES = {"zh": "qtbase_zh_CN"}  # Qt itself speaks English
_ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


class _Translator(QTranslator):
    """Qt's words, but arrows as they stand on the keys: Qt calls them 左方向 and so on."""

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """What is said for `source`; None where Qt does not know it."""
        if context == "QShortcut" and source in _ARROWS:
            return _ARROWS[source]
        return super().translate(context, source, disambiguation, n)


class QtWords:
    """What the application's standard menus and dialogs say; one language at a time."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._now: QTranslator | None = None

    def speak(self, language: str) -> None:
        """Say it in this language from now on; in English where Qt does not know it."""
        self.hush()
        translator = _Translator(self._app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language in _FILES and translator.load(_FILES[language], folder):
            self._app.installTranslator(translator)
            self._now = translator
            written.cache_clear()  # keys have names in a language, too

    def hush(self) -> None:
        """Say nothing of one's own any more."""
        if self._now is not None:
            self._app.removeTranslator(self._now)
            self._now.deleteLater()
            self._now = None
            written.cache_clear()
