"""Lips follow a line, and a picture says one: asked in a dialog, sent, back as a take."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.kling import backends
from studio.jobs.imports import import_media
from studio.jobs.job import Job, Kind, State
from studio.jobs.journal import Journal
from studio.media.hashes import sha256_of
from studio.timeline.rate import Rate
from studio.timeline.reference_edits import add_reference, use_reference
from studio.timeline.store import create
from studio.timeline.story import Consent, Role, View
from studio.timeline.subject_edits import change_subject
from studio.timeline.take import Take, TakeFile
from studio.ui.line_dialog import LineDialog, LipsDialog, TalkDialog
from studio.ui.window import FilmWindow
from tests.backends.asking import painted
from tests.backends.kling_desk import account
from tests.backends.kling_server import Service, serving
from tests.backends.test_kling_studio import filmed, heard
from tests.backends.waiting import Bucket, Waits
from tests.jobs.builders import (
    line,
    make_job,
    make_project,
    make_subject,
    make_take,
    replace_shot,
    shot_id,
)
from tests.ui.films import opened, studio_with

LEFT = Qt.MouseButton.LeftButton
SHOT = shot_id(1)
MIRA = make_subject(1, name="Mira")
LINES = (line(1, "Where were you?", speaker=MIRA.id), line(2, "Here.", start=24))


@pytest.fixture
def kling() -> Iterator[Service]:
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    folder = tmp_path_factory.mktemp("media")
    return filmed(folder), heard(folder, 1), painted(folder, "face.png")


@pytest.fixture
def window(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path, kling: Service,
    media: tuple[Path, Path, Path],
) -> FilmWindow:  # fmt: skip
    """A shot with a take, whose two lines sound, and a speaker with a picture."""
    services = backends(account(kling, bucket=Bucket()), pause=Waits(), own=Path("/nowhere"))
    studio = studio_with(tmp_path, qapp, **services)
    studios.append(studio)
    agreed = Consent(person="Ada", purpose="a film", given="2026-01-01")
    mira = MIRA.evolve(real=True, consent=agreed)
    project = replace_shot(
        make_project(2, frames=96, subjects=(mira,), backend="kling"),
        1,
        cues=LINES,
        subjects=(mira.id,),
    )
    folder = tmp_path / "film.reel"
    with create(folder, project) as store, Journal.open(folder) as journal:
        [picture] = import_media(project, folder, journal, [media[2]])
        name = picture.reference.id
        project = add_reference(project, picture.reference)
        store.save(use_reference(project, mira.id, name, Role.SUBJECT, View.FRONT))
        journal.adopt(made(folder, media))
    window = opened(studio, folder, qtbot)
    window.session.turn_to("board")
    window.session.choose_shots([SHOT])
    return window


def made(folder: Path, media: tuple[Path, Path, Path]) -> list[tuple[Job, Take]]:
    """A take of the shot, and a sound of each of its lines."""
    found: list[tuple[Job, Take]] = []
    owners = ((SHOT, media[0], 96), (LINES[0].id, media[1], 24), (LINES[1].id, media[1], 24))
    for number, (owner, source, frames) in enumerate(owners, 1):
        path = folder / "media" / f"{owner}.{number}{source.suffix}"
        path.write_bytes(source.read_bytes())
        file = TakeFile(
            path=f"media/{path.name}", sha256=sha256_of(path), bytes=path.stat().st_size
        )
        kind = "video" if owner == SHOT else "sound"
        size = {"width": 1920, "height": 1080} if owner == SHOT else {}
        take = make_take(
            owner, number, kind=kind, files=(file,), rate=Rate(num=24), frames=frames, **size
        )
        kinds = Kind.GENERATE if owner == SHOT else Kind.VOICE
        job = make_job(number, id=take.job, owner=owner, kind=kinds, state=State.DONE)
        found.append((job, take))
    return found


def asked(window: FilmWindow, qtbot: QtBot) -> LineDialog:
    """The dialog, once its terms are there."""
    dialog = window.line_wishes.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    qtbot.waitUntil(lambda: dialog.go.isEnabled() or bool(dialog.refused.text()))
    return dialog


def test_lips_are_matched_from_the_takes_own_menu(
    window: FilmWindow, qtbot: QtBot, kling: Service
) -> None:
    """With the price on the button; the take that comes back is the one that is shown."""
    strip = window.board.panel.takes.strip
    qtbot.waitUntil(lambda: strip.count() == 1)
    strip.customContextMenuRequested.emit(QPoint(4, 4))
    menu = next(each for each in window.findChildren(QMenu) if each.isVisible())
    act = next(a for a in menu.actions() if a.text() == "Match lips to the line …")
    menu.setActiveAction(act)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    dialog = asked(window, qtbot)
    assert isinstance(dialog, LipsDialog)
    assert [dialog.line.itemText(n) for n in range(2)] == ["Mira: Where were you?", "Here."]
    assert "0.077 USD" in dialog.go.text()
    assert dialog.refused.text() == ""
    QTest.mouseClick(dialog.go, LEFT)
    qtbot.waitUntil(lambda: len(window.desk.takes[SHOT]) == 2, timeout=20_000)
    assert window.desk.shown[SHOT].backend == "kling-lips"
    assert window.line_wishes.dialog is None
    [job] = [each for each in window.desk.jobs.values() if each.backend == "kling-lips"]
    assert window.drawer.model.words.backend(job) == "Kling lips"
    assert kling.refused == []


def test_another_line_and_face_are_other_terms(window: FilmWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(
        window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    dialog = asked(window, qtbot)
    assert isinstance(dialog, LipsDialog)
    dialog.line.setFocus()
    qtbot.keyClick(dialog.line, Qt.Key.Key_Down)
    dialog.face.setValue(2)
    qtbot.waitUntil(lambda: dialog.go.isEnabled())
    plan = dialog._plan
    assert plan is not None
    [item] = plan.items
    assert item.request.options == {"insert": 1000, "face": 2}
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.line_wishes.dialog is None
    assert not window.desk.working


def test_why_not_is_told(window: FilmWindow, qtbot: QtBot) -> None:
    """A shot without a take, and a real speaker whose consent is gone."""
    window.session.choose_shots([shot_id(2)])
    window.actions_table.trigger("take.lips")
    dialog = asked(window, qtbot)
    assert "1-2" in dialog.refused.text()
    assert not dialog.go.isEnabled()
    dialog.reject()
    window.session.choose_shots([SHOT])
    window.desk.edit("x", change_subject, MIRA.id, consent=None)
    window.actions_table.trigger("take.lips")
    dialog = asked(window, qtbot)
    assert "consent" in dialog.refused.text()
    assert not dialog.go.isEnabled()
    dialog.reject()


def test_a_picture_says_a_line(window: FilmWindow, qtbot: QtBot, kling: Service) -> None:
    """The speaker's picture is offered; the better quality costs more."""
    qtbot.keyClick(
        window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    dialog = asked(window, qtbot)
    assert isinstance(dialog, TalkDialog)
    assert dialog.picture.currentText() == "face"
    assert "0.224 USD" in dialog.go.text()
    dialog.quality.setFocus()
    qtbot.keyClick(dialog.quality, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "0.448 USD" in dialog.go.text() and dialog.go.isEnabled())
    QTest.mouseClick(dialog.go, LEFT)
    qtbot.waitUntil(lambda: len(window.desk.takes[SHOT]) == 2, timeout=20_000)
    take = window.desk.shown[SHOT]
    assert (take.backend, take.has_sound) == ("kling-avatar", False)
    assert kling.bodies[-1][1]["mode"] == "pro"


def test_a_line_that_nobody_is_seen_to_say_needs_a_picture(
    window: FilmWindow, qtbot: QtBot
) -> None:
    window.actions_table.trigger("shot.talk")
    dialog = asked(window, qtbot)
    assert isinstance(dialog, TalkDialog)
    dialog.line.setFocus()
    qtbot.keyClick(dialog.line, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(dialog.refused.text()))
    assert "first frame" in dialog.refused.text()
    assert not dialog.picture.isEnabled()
    assert dialog.picture.placeholderText() == "none to choose"
    dialog.reject()
