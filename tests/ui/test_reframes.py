"""Reframing in the window: from the menu and on the deliver page, told in the bar, undone."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.animatic import Animatic
from studio.paths import resource
from studio.settings import Settings, save
from studio.timeline.look import PLAIN, Fit, Focus
from studio.timeline.look_edits import change_focus
from studio.timeline.queries import clips, resolve_shot
from studio.ui.window import FilmWindow
from tests.ui.films import opened, studio_with
from tests.ui.test_deliver import pick

LEFT = Qt.MouseButton.LeftButton
TWO = "2-2"


@pytest.fixture(params=["en", "zh"])
def window(
    request: pytest.FixtureRequest, studios: list[Studio], qapp: QApplication, qtbot: QtBot,
    tmp_path: Path,
) -> FilmWindow:  # fmt: skip
    """The sample film, open in either language."""
    save(Settings(language=request.param), tmp_path / "settings.json")
    shutil.copytree(resource("samples", "film.en"), tmp_path / "sample.reel")
    studios.append(studio_with(tmp_path, qapp, animatic=Animatic()))
    return opened(studios[-1], tmp_path / "sample.reel", qtbot)


def focus_of(window: FilmWindow, label: str) -> tuple[Focus, ...]:
    film = window.desk.project
    shot = resolve_shot(film, label)
    assert shot is not None
    clip = next(clip for _, clip in clips(film) if clip.owner == shot.id)
    return (clip.look or PLAIN).focus


def clip_of(window: FilmWindow, label: str) -> str:
    shot = resolve_shot(window.desk.project, label)
    assert shot is not None
    return next(clip.id for _, clip in clips(window.desk.project) if clip.owner == shot.id)


def test_the_menu_reframes_what_is_chosen_and_undo_takes_it_back(
    window: FilmWindow, qtbot: QtBot
) -> None:
    window.session.turn_to("edit")
    before = window.desk.project
    window.session.choose_clips([clip_of(window, TWO)])
    assert "9:16" in window.actions_table.label("reframe.crop")
    window.actions_table.trigger("reframe.crop")
    qtbot.waitUntil(lambda: window.desk.project is not before, timeout=20_000)
    (kept,) = focus_of(window, TWO)
    assert (kept.ratio, kept.scale) == ("9:16", 1)
    assert focus_of(window, "3-2") == ()
    assert TWO in window.bar.said.text(), "who does not fit is told"
    window.actions_table.trigger("reframe.whole")
    qtbot.waitUntil(lambda: focus_of(window, TWO)[0].scale < 1, timeout=20_000)
    assert TWO not in window.bar.said.text()
    for _ in range(2):
        window.actions_table.trigger("edit.undo")
    assert window.desk.project == before


def test_the_deliver_page_offers_what_the_delivery_would_cut_off(
    window: FilmWindow, qtbot: QtBot
) -> None:
    """First a focus for each, then the whole of those that cannot hold everybody; then silence."""
    window.session.turn_to("deliver")
    page, line = window.deliver, window.deliver.reframe
    assert line.isHidden(), "the film's own shape cuts nobody off"
    pick(page, qtbot, "vertical")
    qtbot.waitUntil(line.isVisible, timeout=20_000)
    assert TWO in line.said.text()
    assert "9:16" in line.said.text()
    qtbot.mouseClick(line.button, LEFT)
    qtbot.waitUntil(lambda: focus_of(window, TWO) != (), timeout=20_000)
    keep = line.button.text()
    qtbot.waitUntil(lambda: line.button.text() != keep, timeout=20_000)
    assert focus_of(window, TWO)[0].scale == 1
    assert TWO in line.said.text()
    qtbot.waitUntil(line.button.isEnabled, timeout=20_000)
    qtbot.mouseClick(line.button, LEFT)
    qtbot.waitUntil(line.isHidden, timeout=20_000)
    assert focus_of(window, TWO)[0].scale < 1
    window.actions_table.trigger("edit.undo")
    qtbot.waitUntil(line.isVisible, timeout=20_000)


def test_with_bars_nobody_is_cut_off(window: FilmWindow, qtbot: QtBot) -> None:
    window.session.turn_to("deliver")
    page, line = window.deliver, window.deliver.reframe
    pick(page, qtbot, "vertical")
    qtbot.waitUntil(line.isVisible, timeout=20_000)
    page.form.fit.setCurrentIndex(page.form.fit.findData(Fit.BLUR))
    page.form.fit.activated.emit(page.form.fit.currentIndex())
    assert line.isHidden()


def test_of_several_deliveries_the_one_that_cuts_off_is_told_of(
    window: FilmWindow, qtbot: QtBot
) -> None:
    window.session.turn_to("deliver")
    page, line = window.deliver, window.deliver.reframe
    pick(page, qtbot, "youtube")
    assert line.isHidden()
    pick(page, qtbot, "vertical", Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(line.isVisible, timeout=20_000)
    assert "9:16" in line.said.text()


def test_chosen_clips_that_the_maker_framed_are_told_and_stay(
    window: FilmWindow, qtbot: QtBot
) -> None:
    window.session.turn_to("edit")
    clip = clip_of(window, TWO)
    window.desk.edit("x", change_focus, [clip], "9:16", x=0.1)
    before = window.desk.project
    window.session.choose_clips([clip])
    window.actions_table.trigger("reframe.whole")
    kept = window.edit.hand.words.of("reframe")("kept", count=1)
    qtbot.waitUntil(lambda: kept in window.bar.said.text(), timeout=20_000)
    assert window.desk.project is before
