"""What closing a film means while work is going on, asked before it happens."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QMessageBox, QWidget

from studio.backends.base import Backend
from studio.errors import StudioError
from studio.jobs.job import Job, State
from studio.ui.words import Words


def at_work(jobs: list[Job], backends: Mapping[str, Backend]) -> tuple[int, int]:
    """How many jobs are made or wait here, and how many go on at a service."""
    here = there = 0
    for job in jobs:
        if job.state is State.UNKNOWN:
            continue
        backend = backends.get(job.backend)
        away = backend is not None and not backend.offer.local
        if away and job.state is State.RUNNING:
            there += 1
        else:
            here += 1
    return here, there


def ask_work(
    parent: QWidget, here: int, there: int, words: Words,
    close: Callable[[], object], keep: Callable[[], object], renders: int = 0,
) -> QMessageBox:  # fmt: skip
    """Ask whether to close although work is going on; says what happens to it."""
    mine = words.of("ui_prefs")
    parts = [mine("closing.here", count=here)] if here else []
    parts += [mine("closing.there", count=there)] if there else []
    parts += [mine("closing.renders", count=renders)] if renders else []
    return _ask(parent, mine("closing.title"), "\n".join(parts), [
        (mine("closing.close"), QMessageBox.ButtonRole.AcceptRole, close),
        (mine("closing.keep"), QMessageBox.ButtonRole.RejectRole, keep),
    ])  # fmt: skip


def ask_unsaved(
    parent: QWidget, error: StudioError, words: Words,
    copy: Callable[[], object], discard: Callable[[], object], keep: Callable[[], object],
) -> QMessageBox:  # fmt: skip
    """The film cannot be saved: save it elsewhere, give the last edits up, or stay."""
    mine = words.of("ui_prefs")
    return _ask(parent, mine("closing.unsaved"), words.error(error), [
        (mine("unsaved.copy"), QMessageBox.ButtonRole.AcceptRole, copy),
        (mine("closing.discard"), QMessageBox.ButtonRole.DestructiveRole, discard),
        (mine("closing.stay"), QMessageBox.ButtonRole.RejectRole, keep),
    ])  # fmt: skip


Choice = tuple[str, QMessageBox.ButtonRole, Callable[[], object]]


def _ask(parent: QWidget, title: str, text: str, choices: list[Choice]) -> QMessageBox:
    dialog = QMessageBox(QMessageBox.Icon.Question, title, title, parent=parent)
    dialog.setProperty("part", "titled")
    dialog.setInformativeText(text)
    for words, role, do in choices:
        button = dialog.addButton(words, role)
        button.clicked.connect(lambda _=False, run=do: run())
        if role is QMessageBox.ButtonRole.RejectRole:
            dialog.setDefaultButton(button)
            dialog.setEscapeButton(button)
    dialog.open()
    return dialog
