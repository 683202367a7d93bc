"""Qt's own words in the maker's language: copy and paste, buttons of boxes, file dialogs."""

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from studio.ui.actions import written

_FILES = {"zh": "qtbase_zh_CN"}  # Qt itself speaks English


class QtWords:
    """What the application's standard menus and dialogs say; one language at a time."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._now: QTranslator | None = None

    def speak(self, language: str) -> None:
        """Say it in this language from now on; in English where Qt does not know it."""
        self.hush()
        translator = QTranslator(self._app)
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
