"""What nobody foresaw: told once in a sentence, kept in a log, and the window lives on."""

import faulthandler
import platform
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, QUrl, Signal, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from studio import __version__
from studio.paths import user_logs
from studio.ui.theme import Theme, clothe
from studio.ui.words import Words

LARGEST = 1_000_000  # bytes of the log; then it begins anew and the one before is kept
LOG, FATAL = "studio.log", "fatal.log"


def details(error: BaseException) -> str:
    """Where an error happened, without what it was about: the words of an error may hold prompts,
    names or keys, so only its kind and its way through the program are told.
    """
    lines = [
        f"Storyreel {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.system()} {platform.release()} {platform.machine()}"
    ]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        for frame in traceback.extract_tb(seen.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines)


def _short(filename: str) -> str:
    """A file's place in the program; folders may be named after people."""
    parts = Path(filename).parts
    for root in ("site-packages", "studio"):
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return parts[-1] if parts else filename


class Crashes(QObject):
    """Hears of errors on every thread and tells the maker on the GUI thread, one at a time."""

    happened = Signal(object)

    def __init__(self, words: Words, logs: Path | None = None) -> None:
        super().__init__()
        self.words = words
        self.window: QWidget | None = None  # over which it is told
        self.theme: Theme | None = None  # of a dialog that no window lends its own
        self.dialog: QMessageBox | None = None
        self.last = ""
        self._logs = logs
        self._fatal: TextIO | None = None
        self._before = (sys.excepthook, threading.excepthook)
        self.happened.connect(self._tell)

    def install(self) -> None:
        """Hear of everything from now on, of crashes in native code too."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._uncaught
        threading.excepthook = lambda args: self.report(args.exc_value)
        try:
            self._fatal = (self._folder() / FATAL).open("a", encoding="utf-8")
            faulthandler.enable(self._fatal)
        except (OSError, RuntimeError):
            return

    def uninstall(self) -> None:
        """Leave everything as it was."""
        sys.excepthook, threading.excepthook = self._before
        if self._fatal is not None:
            faulthandler.disable()
            self._fatal.close()
            self._fatal = None

    def report(self, error: BaseException | None) -> None:
        """An error happened, on whatever thread."""
        if error is not None and not isinstance(error, KeyboardInterrupt | SystemExit):
            self._write(error)
            self.happened.emit(error)

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            QApplication.quit()
            return
        self.report(error)

    def _folder(self) -> Path:
        if self._logs is None:
            return user_logs()
        self._logs.mkdir(parents=True, exist_ok=True)
        return self._logs

    def _log(self) -> Path:
        try:
            return self._folder() / LOG
        except OSError:
            return Path(LOG)

    def _write(self, error: BaseException) -> None:
        text = f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{details(error)}\n\n"
        try:
            path = self._folder() / LOG
            if path.exists() and path.stat().st_size > LARGEST:
                path.replace(path.with_suffix(".old.log"))
            with path.open("a", encoding="utf-8") as file:
                file.write(text)
        except OSError:
            return  # a disk that refuses must not hide what happened

    def _tell(self, error: BaseException) -> None:
        self.last = details(error)
        if self.dialog is not None:
            return  # one is enough; the rest is in the log
        dialog = QMessageBox(
            QMessageBox.Icon.Warning, self.words("crash.title"), self.words("crash.title"),
            parent=self.window,
        )  # fmt: skip
        if self.window is None and self.theme is not None:
            clothe(dialog, self.theme)
        told = self.words("crash.told", kind=type(error).__name__)
        dialog.setInformativeText(f"{told}\n\n{self.words('crash.saved', path=self._log())}")
        copy = dialog.addButton(self.words("crash.copy"), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.disconnect()  # or the dialog would close
        copy.clicked.connect(self.copy)
        show = dialog.addButton(self.words("crash.log"), QMessageBox.ButtonRole.ActionRole)
        show.clicked.disconnect()
        show.clicked.connect(self._show_log)
        go_on = dialog.addButton(self.words("crash.go_on"), QMessageBox.ButtonRole.AcceptRole)
        dialog.setDefaultButton(go_on)
        dialog.setEscapeButton(go_on)
        dialog.finished.connect(self._over)
        dialog.destroyed.connect(self._gone)
        self.dialog = dialog
        dialog.open()

    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self.last)

    def _show_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder())))

    def _over(self, _how: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _gone(self) -> None:
        """Its window took it away."""
        self.dialog = None
