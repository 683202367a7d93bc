"""Whoever sees no picture and has no mouse finds the way through every dialog and folded part."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QTabWidget, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.cast.draft import ActorDraft, Still
from studio.errors import BadInput
from studio.timeline.subject_edits import change_subject
from studio.ui.cast_actor_dialog import ActorDialog
from studio.ui.cast_consent import ConsentDialog
from studio.ui.window import FilmWindow
from studio.ui.words import Words
from tests.ui.drops import FIRST, MIRA, photo, sound
from tests.ui.films import PAID, service, studio_with
from tests.ui.furnished import furnished
from tests.ui.names import nameless, tabbed, unexplained, walk, where


@pytest.fixture
def window(studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    """A film with a cut, and a service that costs something."""
    studios.append(studio_with(tmp_path, qapp, fake=service(tmp_path, **PAID)))
    return furnished(studios[0], qtbot, tmp_path, cut=True)


Opened = Iterator[tuple[str, QWidget]]
Until = Callable[[Callable[[], bool]], None]


def of_the_film(window: FilmWindow, until: Until) -> Opened:
    """Money, states, takes: what is asked about the film as a whole."""
    window.actions_table.trigger("film.ledger")
    yield from _shown("ledger", window.ledger.dialog)
    for name in ("Mira", "Anna"):  # so that there are states to go back to
        window.desk.edit("", change_subject, MIRA, name=name)
        window.desk.saving.save()
    window.earlier.show()
    until(lambda: window.earlier.dialog is not None and window.earlier.dialog.table.isVisible())
    yield from _shown("earlier", window.earlier.dialog)
    window.session.turn_to("board")
    window.session.choose_shots([FIRST])
    window.desk.make([FIRST], backend="fake", again=True)
    until(lambda: len(window.desk.takes[FIRST]) == 2 and not window.desk.working)
    part = window.board.panel.takes
    part.strip.selectAll()
    part.deeds.act("compare")
    yield from _shown("compare", part.deeds.comparing)
    part.deeds.act("request")
    yield from _shown("request", QApplication.activeModalWidget() or _last())


def of_the_cast(window: FilmWindow, until: Until, folder: Path) -> Opened:
    """An actor out of a clip, a consent, the library."""
    words = Words("en", "ui_cast")
    stills = tuple(
        Still(photo(folder / f"{view}.png"), view, n, 30.0)
        for n, view in enumerate(("front", "left"))
    )
    draft = ActorDraft("Anna", folder / "a.mp4", stills, sound(folder / "v.wav", 1), "hello",
                       "en", None, None, ())  # fmt: skip
    acts: dict[str, Callable[[ActorDialog], None]] = {
        "looking": lambda dialog: dialog.move_on(0.4),
        "faces": lambda dialog: dialog.ask_face([still.path for still in stills]),
        "found": lambda dialog: dialog.show_draft(draft),
        "refused": lambda dialog: dialog.tell(words.error(BadInput("cast.no_video", name="a"))),
    }
    for name, act in acts.items():
        dialog = ActorDialog(folder / "a.mp4", words, window)
        dialog.open()
        act(dialog)
        yield from _shown(f"actor {name}", dialog)
    question = SimpleNamespace(
        subject=window.desk.project.subjects[0], picture=window.desk.project.references[0]
    )
    consent = ConsentDialog(question, words, window)  # type: ignore[arg-type]
    consent.open()
    yield from _shown("consent", consent)
    window.session.turn_to("board")
    window.board.tabs.setCurrentWidget(window.board.cast)
    window.desk.edit("", change_subject, window.desk.project.subjects[0].id, real=True)
    yield "a real person", window
    window.actions_table.trigger("cast.named")
    yield from _shown("named", window.board.cast.handles.dialog)
    library = window.board.cast.library
    library.show_library()
    until(lambda: library.dialog is not None)
    yield from _shown("library", library.dialog)


def of_lines(window: FilmWindow, until: Until) -> Opened:
    """Lips that follow a line, a picture that says one, and what is asked before it is paid."""
    window.session.turn_to("board")
    window.session.choose_shots([FIRST])
    for action in ("take.lips", "shot.talk"):
        window.actions_table.trigger(action)
        dialog = window.line_wishes.dialog
        if dialog is not None:
            yield from _shown(action, dialog)


def folded(window: FilmWindow) -> Opened:
    """Parts of pages that stand open seldom."""
    window.session.turn_to("deliver")
    unfold(window.deliver)
    yield "more choices", window
    window.session.turn_to("edit")
    clip = window.desk.project.cut.tracks[0].clips[0]
    window.session.choose_clips([clip.id])
    tabs = window.edit.inspector
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
        unfold(tabs.widget(place))
        QApplication.processEvents()
        yield f"inspector {tabs.tabText(place)}", window
    window.edit.viewer.toggle_scopes()
    yield "scopes", window
    window.edit.viewer.toggle_scopes()


def unfold(part: QWidget | None) -> None:
    """Open what is folded."""
    for button in part.findChildren(QToolButton) if part is not None else ():
        folded = button.arrowType() == Qt.ArrowType.RightArrow
        if folded and button.isVisible():
            button.click()


def _shown(name: str, dialog: QWidget | None) -> Opened:
    assert dialog is not None, name
    QApplication.processEvents()
    yield name, dialog
    dialog.close()
    QApplication.processEvents()


def _last() -> QWidget:
    """The dialog that was opened last."""
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    return [w for w in shown if isinstance(w, QDialog)][-1]


def faults(root: QWidget) -> list[str]:
    """What has no name, or is a sign without a tool tip."""
    return [f"no name: {each}" for each in nameless(root)] + [
        f"no tool tip: {each}" for each in unexplained(root)
    ]


def unreached(dialog: QWidget) -> list[str]:
    """What Tab does not come to in a dialog."""
    dialog.activateWindow()
    QApplication.processEvents()
    now = QApplication.focusWidget()
    if now is None or not dialog.isAncestorOf(now):
        QTest.keyClick(dialog, Qt.Key.Key_Tab)
    return [where(each) for each in tabbed(dialog) - set(walk(dialog))]


def judged(places: Opened) -> dict[str, list[str]]:
    """The faults of each place; of a dialog also what Tab misses."""
    found: dict[str, list[str]] = {}
    for name, root in places:
        missed = unreached(root) if isinstance(root, QDialog) else []
        found[name] = faults(root) + [f"no way to: {each}" for each in missed]
    return found


def wrong(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """The places that have faults."""
    return {name: told for name, told in found.items() if told}


def until_of(qtbot: QtBot) -> Until:
    return lambda there: qtbot.waitUntil(there, timeout=20_000)


def test_dialogs_of_the_film(window: FilmWindow, qtbot: QtBot) -> None:
    found = judged(of_the_film(window, until_of(qtbot)))
    assert list(found) == ["ledger", "earlier", "compare", "request"]
    assert wrong(found) == {}


def test_dialogs_of_the_cast(window: FilmWindow, qtbot: QtBot, tmp_path: Path) -> None:
    found = judged(of_the_cast(window, until_of(qtbot), tmp_path))
    assert len(found) == 8
    assert wrong(found) == {}


def test_dialogs_of_lines(window: FilmWindow, qtbot: QtBot) -> None:
    found = judged(of_lines(window, until_of(qtbot)))
    assert list(found) == ["take.lips", "shot.talk"]
    assert wrong(found) == {}


def test_folded_parts(window: FilmWindow) -> None:
    found = judged(folded(window))
    assert wrong(found) == {}
    assert len(found) > 5


def test_every_page_of_the_preferences(window: FilmWindow, studios: list[Studio]) -> None:
    studios[0].show_preferences()
    dialog = studios[0].preferences.dialog
    assert dialog is not None
    tabs: QTabWidget = dialog.tabs
    found: dict[str, list[str]] = {}
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
        QApplication.processEvents()
        found[tabs.tabText(place)] = faults(dialog) + unreached(dialog)
    dialog.reject()
    assert wrong(found) == {}
