"""What was said to services since the start, saved where the maker chooses."""

import asyncio
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.errors import StudioError
from studio.messages import say
from studio.ui.asker import Asker
from studio.ui.words import Words

if TYPE_CHECKING:
    from studio.backends.cassette import Tape

Choose = Callable[[QWidget | None, str, Path], str]


def by_dialog(parent: QWidget | None, title: str, proposed: Path) -> str:
    """Where a record is to be written, as the maker says; empty when it is not."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(proposed), "*.jsonl")
    return chosen


class Traffic(QObject):
    """One record for all services, in memory alone until it is saved."""

    told = Signal(str, str)  # how saving went, and its tone

    def __init__(self, ask: Asker, choose: Choose = by_dialog) -> None:
        super().__init__()
        self._ask, self.choose = ask, choose

    @cached_property
    def tape(self) -> "Tape":
        """The record, scrubbed as it came."""
        from studio.backends.cassette import Tape

        return Tape()

    def save(self, parent: QWidget | None, home: Path, words: Words) -> None:
        """Write what was said, where the maker chooses."""
        mine = words.of("ui_prefs")
        chosen = self.choose(parent, mine("traffic.title"), home / mine("traffic.file"))
        if chosen:
            path = Path(chosen)
            work = partial(_written, self.tape, path)
            self._ask(partial(asyncio.to_thread, work), partial(self._saved, words, path))

    def _saved(self, words: Words, path: Path, answer: int | StudioError) -> None:
        if isinstance(answer, StudioError):
            self.told.emit(words.error(answer), "")
        else:
            self.told.emit(say("cassette.saved", words.language, count=answer, path=path), "good")


def _written(tape: "Tape", path: Path) -> int | StudioError:
    try:
        return tape.save(path)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        return StudioError("cassette.cannot_save", path=path, detail=detail)
