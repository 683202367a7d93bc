"""The cast panel: sheets with views and variants, consent, services and the library."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QMessageBox
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.base import Backend
from studio.backends.kling_registrar import NAME, KlingRegistrar
from studio.backends.people import Sight
from studio.cli.main import main
from studio.jobs.plan import request_for
from studio.timeline.project import Project
from studio.timeline.queries import find_shot
from studio.timeline.store import create, read
from studio.timeline.story import Role, Subject, Variant, View
from studio.timeline.story_edits import change_shot, change_subject, use_reference
from studio.timeline.take import Take
from studio.ui.cast_actions import SUBJECT_MENU
from studio.ui.cast_consent import ConsentDialog
from studio.ui.cast_library import LibraryDialog
from studio.ui.cast_named import NamedDialog
from studio.ui.cast_panel import CastPanel
from studio.ui.cast_variants import VariantPart
from studio.ui.theme import DARK
from studio.ui.window import FilmWindow
from studio.ui.words import Words
from tests.backends.kling_desk import account
from tests.backends.kling_server import Service, serving
from tests.backends.waiting import Waits
from tests.ui.drops import (
    FIRST,
    MIRA,
    SECOND,
    THIRD,
    bring,
    drop,
    files,
    film,
    opened,
    photo,
    settle,
    shot,
    sound,
    type_in,
)
from tests.ui.films import end, service

LEFT = Qt.MouseButton.LeftButton
COAT, GOWN = "va_coat0000", "va_gown0000"


def cast_of(window: FilmWindow) -> CastPanel:
    window.session.turn_to("board")
    window.board.tabs.setCurrentWidget(window.board.cast)
    window.board.cast.list.setCurrentRow(0)
    return window.board.cast


def mira(window: FilmWindow) -> Subject:
    return window.desk.project.subjects[0]


def pick(box: QComboBox, value: object) -> None:
    """Choose an entry as the mouse does."""
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def dressed(*, everywhere: bool = True) -> Project:
    """Mira has a coat and a gown, and is in the first two shots, or in all of them."""
    variants = (Variant(id=COAT, name="Coat", description="red"), Variant(id=GOWN, name="Gown"))
    project = change_subject(film(), MIRA, variants=variants)
    for name in (FIRST, SECOND, *([THIRD] if everywhere else [])):
        project = change_shot(project, name, subjects=(MIRA,))
    return project


def test_pictures_dropped_on_the_sheet_get_their_views(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    sheet = cast_of(window).form.sheet
    pictures = [photo(tmp_path / f"{n}.png", (40 * n, 90, 200)) for n in range(2)]
    drop(sheet, sheet.rect().center(), files(*pictures))
    settle(window, qtbot)
    drop(sheet, sheet.rect().center(), files(sound(tmp_path / "voice.wav", 1)))
    settle(window, qtbot)
    assert [use.role for use in mira(window).uses] == [Role.SUBJECT, Role.SUBJECT, Role.SOUND]
    assert sheet.grid.count() == 3
    sheet.grid.setCurrentRow(1)
    pick(sheet.view, View.SMILE)
    assert [use.view for use in mira(window).uses] == [None, View.SMILE, None]
    assert sheet.grid.item(1).text() == "smile"
    assert window.desk.document.undo_label == "Change view"
    sheet.grid.setFocus()
    qtbot.keyClick(sheet.grid, Qt.Key.Key_Delete)
    assert len(mira(window).uses) == 2
    window.desk.document.undo()
    window.desk.document.undo()
    assert [use.view for use in mira(window).uses] == [None, None, None]


def test_a_variant_is_made_named_dressed_and_removed(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    sheet = cast_of(window).form.sheet
    qtbot.mouseClick(sheet.variants.new, LEFT)
    type_in(sheet.variants.name, "红色大衣")
    type_in(sheet.variants.about, "a red coat")
    [variant] = mira(window).variants
    assert (variant.name, variant.description) == ("红色大衣", "a red coat")
    drop(sheet, sheet.rect().center(), files(photo(tmp_path / "coat.png")))
    settle(window, qtbot)
    assert len(mira(window).variants[0].uses) == 1
    assert not mira(window).uses
    qtbot.mouseClick(sheet.variants.new, LEFT)
    names = [each.name for each in mira(window).variants]
    assert names == ["红色大衣", "Variant 1"], window.said.text()
    assert sheet.variants.id == mira(window).variants[1].id
    assert sheet.variants.name.text() == "Variant 1"
    qtbot.mouseClick(sheet.variants.first, LEFT)
    assert [each.name for each in mira(window).variants] == ["Variant 1", "红色大衣"]
    qtbot.mouseClick(sheet.variants.away, LEFT)
    assert [each.name for each in mira(window).variants] == ["红色大衣"]


def test_a_new_variant_is_picked_whoever_fills_the_list(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    """A part that hears of no edit shows the new one, and keeps it when it is filled later."""
    window = opened(studio, qtbot, tmp_path, dressed())
    part = VariantPart(window.board.kit)
    qtbot.addWidget(part)
    part.picked.connect(part.show_fields)
    part.fill(mira(window))
    pick(part.variant, GOWN)
    old = part.name.text()
    part.new.click()
    new = mira(window).variants[-1]
    assert (part.id, part.variant.currentData()) == (new.id, new.id)
    assert part.name.text() == new.name != old
    part.fill(mira(window))
    assert part.id == new.id


def test_a_variant_in_use_leaves_only_when_the_maker_says_so(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, dressed())
    sheet = cast_of(window).form.sheet
    window.session.choose_shots([FIRST, SECOND])
    pick(sheet.worn.worn, GOWN)
    assert [len(shot(window, name).variants) for name in (FIRST, SECOND, THIRD)] == [1, 1, 0]
    pick(sheet.variants.variant, GOWN)
    qtbot.mouseClick(sheet.variants.away, LEFT)
    box = window.findChild(QMessageBox, "question")
    assert isinstance(box, QMessageBox)
    assert "2 shots still show" in box.text()
    qtbot.mouseClick(next(b for b in box.buttons() if b.text() == "Remove everywhere"), LEFT)
    assert len(mira(window).variants) == 1
    assert not shot(window, FIRST).variants
    window.desk.document.undo()
    assert len(shot(window, FIRST).variants) == 1


def made(window: FilmWindow, name: str) -> Take:
    """A take of a shot as the animatic would be sent it now."""
    found = find_shot(window.desk.project, name)
    assert found is not None
    takes = [take for those in window.desk.takes.values() for take in those]
    offer = window.desk.backends["animatic"].offer
    request = request_for(window.desk.project, found, takes, offer)
    values: dict[str, Any] = {
        "id": f"tk_{name[3:]}", "owner": name, "job": f"jb_{name[3:]}", "backend": "animatic",
        "kind": "video", "request": request.model_dump(mode="json"), "created": "2026",
        "files": ({"path": f"media/{name}.mov", "sha256": "c" * 64, "bytes": 9},),
    }  # fmt: skip
    return Take.model_validate(values)


def test_another_outfit_marks_exactly_the_shots_that_show_it(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, dressed())
    sheet = cast_of(window).form.sheet
    for name in (FIRST, SECOND, THIRD):
        take = made(window, name)
        window.desk.takes.setdefault(name, []).append(take)
        window.desk.take_arrived.emit(take)
    outdated = window.board.kit.outdated
    window.session.choose_shots([SECOND, THIRD])
    pick(sheet.worn.worn, GOWN)
    qtbot.waitUntil(lambda: outdated.shots == {SECOND, THIRD})
    pick(sheet.variants.variant, COAT)
    type_in(sheet.variants.about, " and long")
    qtbot.waitUntil(lambda: outdated.shots == {FIRST, SECOND, THIRD})
    window.desk.document.undo()
    qtbot.waitUntil(lambda: outdated.shots == {SECOND, THIRD})
    window.desk.document.undo()
    qtbot.waitUntil(lambda: outdated.shots == frozenset())


def test_what_lies_on_a_card_can_be_made_out_in_a_light_window(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    studio.preferences.prefer("theme", "light")
    window = opened(studio, qtbot, tmp_path, dressed())
    take = made(window, SECOND)
    window.desk.takes.setdefault(SECOND, []).append(take)
    window.desk.take_arrived.emit(take)
    window.session.choose_shots([SECOND])
    pick(cast_of(window).form.sheet.worn.worn, GOWN)
    qtbot.waitUntil(lambda: SECOND in window.board.kit.outdated.shots)
    board = window.board.board
    card = board.rect_of(SECOND)
    seen = board.viewport().grab(card).toImage()
    plates = [seen.pixelColor(x, 44).name() for x in range(12, 24)]  # where "out of date" stands
    assert DARK.warn in plates


def test_consent_is_put_on_record_on_the_panel(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    part = cast_of(window).consent
    assert not part.form.isVisible()
    pick(part.real, True)
    assert mira(window).real is True
    assert "No consent" in part.state.text()
    assert not part.keep.isEnabled()
    type_in(part.form.person, "Ada")
    type_in(part.form.purpose, "an advert")
    part.form.last.ends.click()
    part.keep.click()
    given = mira(window).consent
    assert given is not None
    assert (given.person, given.purpose) == ("Ada", "an advert")
    assert given.until is not None
    assert "On record" in part.state.text()
    pick(part.real, False)
    assert (mira(window).real, mira(window).consent) == (False, None)
    window.desk.document.undo()
    assert mira(window).consent == given


def test_the_library_goes_from_film_to_film(
    studio: Studio, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    window = opened(studio, qtbot, tmp_path)
    cast = cast_of(window)
    drop(cast.form.sheet, cast.form.sheet.rect().center(), files(photo(tmp_path / "a.png")))
    settle(window, qtbot)
    qtbot.mouseClick(cast.library.save, LEFT)
    qtbot.waitUntil(lambda: mira(window).origin is not None)
    qtbot.waitUntil(lambda: cast.library.state.text() == "As in the library.")
    window.desk.edit("x", change_subject, MIRA, description="other")
    assert cast.library.state.text() == "Changed in this film."
    window.actions_table.qaction("cast.update").trigger()
    qtbot.waitUntil(lambda: mira(window).description == "")
    window.desk.edit("x", lambda project: project.evolve(subjects=()))
    qtbot.mouseClick(cast.shelf, LEFT)
    qtbot.waitUntil(lambda: cast.library.dialog is not None)
    dialog = cast.library.dialog
    assert isinstance(dialog, LibraryDialog)
    assert dialog.list.item(0).text() == "Mira"
    qtbot.mouseClick(dialog.add, LEFT)
    qtbot.waitUntil(lambda: len(window.desk.project.subjects) == 1)
    assert mira(window).id != MIRA
    assert cast.subject is not None
    assert len(mira(window).uses) == 1


@pytest.fixture
def kling() -> Iterator[Service]:
    with serving() as found:
        yield found


@pytest.fixture
def reached(tmp_path: Path, qapp: QApplication, kling: Service) -> Iterator[Studio]:
    """A studio with a service that makes films and one that registers subjects."""
    home = tmp_path / "home"
    home.mkdir()
    fake: dict[str, Backend] = {"fake": service(tmp_path, local=False, input_roles={"subject": 4})}
    registrar = KlingRegistrar(account(kling), pause=Waits(), own=Path("/nowhere"))
    made = Studio(
        qapp, Words("en"), fake, settings_file=tmp_path / "settings.json", home=home,
        logs=tmp_path / "logs", registrars={NAME: registrar},
    )  # fmt: skip
    yield made
    end(made)


def test_a_subject_is_registered_and_again_when_its_sheet_changed(
    reached: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(reached, qtbot, tmp_path)
    cast = cast_of(window)
    row = cast.handles.rows[NAME]
    assert (row.title.text(), row.state.text()) == ("Kling", "not registered")
    row.go.click()
    qtbot.waitUntil(lambda: window.said.property("tone") == "warn")
    assert "one to three other pictures" in window.said.text()
    bring(window, qtbot, [large(tmp_path / f"{n}.png", n) for n in range(3)])
    for reference in window.desk.project.references[:2]:
        drop_look(window, reference.id)
    row.go.click()
    qtbot.waitUntil(lambda: row.state.text() == "registered", timeout=20_000)
    assert window.desk.takes[MIRA][0].kind == "handle"
    [job] = [job for job in window.desk.jobs.values() if job.owner == MIRA]
    assert window.drawer.model.words.backend(job) == "Kling"
    drawer = window.drawer.model.words
    assert (drawer.owner(job), drawer.what(job)) == ("Mira", "Registration")
    assert (drawer.state(job, None, held=False), drawer.price(job)) == ("made", "free")
    drop_look(window, window.desk.project.references[2].id)
    assert row.state.text() == "the sheet has changed since"
    assert row.go.text() == "Re-register"
    row.go.click()
    qtbot.waitUntil(lambda: len(window.desk.takes[MIRA]) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: row.state.text() == "registered")


def test_a_name_that_the_maker_gave_is_told(reached: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "film.reel"
    create(folder, film()).close()
    words = ["cast", "handle", str(folder), "Mira", "--at"]
    assert main([*words, "comfyui", "lora=ada.safetensors", "--until", "2999-01-01"]) == 0
    assert main([*words, "kling", "element=123"]) == 0
    reached.start(folder)
    assert isinstance(reached.window, FilmWindow)
    cast = cast_of(reached.window)
    qtbot.waitUntil(lambda: cast.handles.rows[NAME].state.text() == "registered")
    told = "given until 2999-01-01: comfyui.lora = ada.safetensors"
    assert cast.handles.others.text() == told
    assert cast.handles.others.isVisibleTo(cast)


def test_a_maker_names_a_subject_and_takes_the_name_away(
    reached: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(reached, qtbot, tmp_path)
    cast = cast_of(window)
    dialog = named_at(window, "comfyui")
    type_in(dialog.fields["comfyui.lora"], "ada v2.safetensors:0.8")
    type_in(dialog.fields["comfyui.trigger"], "adawoman")
    dialog.last.ends.click()
    dialog.last.until.setDate(QDate(2999, 1, 1))
    qtbot.mouseClick(dialog.go, LEFT)
    told = (
        "given until 2999-01-01: comfyui.lora = ada v2.safetensors:0.8, comfyui.trigger = adawoman"
    )
    qtbot.waitUntil(lambda: cast.handles.others.text() == told)
    kling = named_at(window, "kling")
    type_in(kling.fields["kling.element"], "123")
    qtbot.mouseClick(kling.go, LEFT)
    qtbot.waitUntil(lambda: cast.handles.rows[NAME].state.text() == "registered")
    takes = len(window.desk.takes[MIRA])
    qtbot.mouseClick(named_at(window, "kling").go, LEFT)
    again = named_at(window, "comfyui")
    assert len(window.desk.takes[MIRA]) == takes, "nothing was changed, so nothing is filed"
    assert again.fields["comfyui.lora"].text() == "ada v2.safetensors:0.8"
    assert again.last.ends.isChecked()
    for name in ("comfyui.lora", "comfyui.trigger"):
        again.fields[name].clear()
    qtbot.mouseClick(again.go, LEFT)
    qtbot.waitUntil(lambda: not cast.handles.others.isVisibleTo(cast))


def named_at(window: FilmWindow, service: str) -> NamedDialog:
    """The dialog in which names are given, as the menu opens it, at a service."""
    window.actions_table.trigger("cast.named")
    dialog = window.board.cast.handles.dialog
    assert dialog is not None
    assert dialog.isVisible()
    dialog.service.setCurrentIndex(dialog.service.findData(service))
    return dialog


def large(path: Path, grey: int) -> Path:
    Image.new("RGB", (640, 360), (grey * 40, 90, 120)).save(path)
    return path


def drop_look(window: FilmWindow, reference: str) -> None:
    assert window.desk.edit("x", use_reference, MIRA, reference, Role.SUBJECT)


def test_menus_do_what_the_panel_does(reached: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    """Register, name a view and put consent on record, from another page and without a mouse."""
    window = opened(reached, qtbot, tmp_path)
    cast = cast_of(window)
    bring(window, qtbot, [large(tmp_path / f"{n}.png", n) for n in range(2)])
    for reference in window.desk.project.references:
        drop_look(window, reference.id)
    table = window.actions_table
    window.board.tabs.setCurrentWidget(window.board.media)
    window.session.turn_to("script")
    table.trigger("cast.register_kling")
    qtbot.waitUntil(lambda: cast.handles.rows[NAME].state.text() == "registered", timeout=20_000)
    assert window.session.page == "board"
    cast.form.sheet.grid.setCurrentRow(-1)
    boxes = {"cast.view": cast.form.sheet.view, "cast.consent": cast.consent.real}
    for action, box in boxes.items():
        table.trigger(action)
        qtbot.waitUntil(box.view().isVisible)
        qtbot.keyClick(box.view(), Qt.Key.Key_Down)
        qtbot.keyClick(box.view(), Qt.Key.Key_Return)
    assert mira(window).uses[0].view is View.FRONT
    assert mira(window).real is True
    window.desk.edit("x", lambda project: project.evolve(subjects=()))
    for action in SUBJECT_MENU:
        assert action == "-" or not table.can(action)


@pytest.mark.parametrize("answer", ["later", "nobody", "agreed"])
def test_a_face_is_asked_about_once_before_it_is_sent(
    reached: Studio, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(Sight, "count", lambda _self, _each, folder: 1 if folder else 0)
    project = change_shot(film(), FIRST, subjects=(MIRA,)).evolve(backend="fake")
    folder = tmp_path / "film.reel"
    create(folder, project).close()
    reached.start(folder)
    window = reached.window
    assert isinstance(window, FilmWindow)
    qtbot.waitUntil(window.isActiveWindow)
    bring(window, qtbot, [photo(tmp_path / "face.png")])
    drop_look(window, window.desk.project.references[0].id)
    window.desk.make([FIRST])
    qtbot.waitUntil(lambda: window.consent.dialog is not None)
    dialog = window.consent.dialog
    assert isinstance(dialog, ConsentDialog)
    if answer == "agreed":
        assert not dialog.agreed.isEnabled()
        type_in(dialog.form.person, "Ada")
        type_in(dialog.form.purpose, "an advert")
    qtbot.mouseClick(getattr(dialog, answer), LEFT)
    qtbot.waitUntil(lambda: window.consent.dialog is None)
    if answer == "later":
        assert not window.desk.takes.get(FIRST)
        assert mira(window).real is None
    else:
        qtbot.waitUntil(lambda: bool(window.desk.takes.get(FIRST)), timeout=20_000)
        assert mira(window).real is (answer == "agreed")
        window.desk.make([FIRST], again=True)
        qtbot.waitUntil(lambda: len(window.desk.takes[FIRST]) == 2, timeout=20_000)


def test_what_is_said_of_the_cast_is_saved(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path, dressed())
    window.session.choose_shots([FIRST])
    pick(cast_of(window).form.sheet.worn.worn, GOWN)
    window.desk.save_now()
    kept = find_shot(read(window.desk.folder), FIRST)
    assert kept is not None
    assert kept.variants[0].variant == GOWN
