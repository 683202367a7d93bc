"""Takes in the strip: played, compared, chosen, rejected, noted, by mouse and by keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidgetItem, QMenu
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.fake import Rule
from studio.timeline.queries import find_shot, verdict_on
from studio.timeline.store import read
from studio.timeline.story import Shot
from studio.timeline.take import Take
from studio.ui.shot_part import ShotPart
from studio.ui.shot_takes import TakesPart
from studio.ui.take_compare import TakeCompare
from studio.ui.take_strip import Strip
from studio.ui.window import FilmWindow
from tests.jobs.builders import shot_id
from tests.render.playing import RecordedSound
from tests.ui.films import film, opened, service, studio_with

LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FIRST, NEXT = shot_id(1), shot_id(2)


def made(
    studios: list[Studio],
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    takes: int = 3,
    *,
    ahead: bool = True,
) -> FilmWindow:
    """A film whose first shot has takes of a free service, on the board page.

    Without `ahead` nothing is made or looked at while the maker rests, until that is allowed.
    """
    studio = studio_with(tmp_path, qapp, fake=service(tmp_path, Rule(make="card")))
    studios.append(studio)
    window = opened(studio, film(tmp_path, 2, frames=24), qtbot)
    if not ahead:
        window.at_rest.allow(proxies=False, renderings=False, inspections=False)
    window.session.choose_shots([FIRST])
    window.desk.make([FIRST], takes=takes)
    qtbot.waitUntil(lambda: window.board.panel.takes.strip.count() == takes, timeout=30_000)
    qtbot.waitUntil(lambda: not window.desk.working, timeout=30_000)
    window.board.panel._scroll.ensureWidgetVisible(window.board.panel.takes)
    return window


def part_of(window: FilmWindow) -> TakesPart:
    return window.board.panel.takes


def shot_of(window: FilmWindow) -> Shot:
    found = find_shot(window.desk.project, FIRST)
    assert found is not None
    return found


def takes_of(window: FilmWindow) -> list[Take]:
    return window.desk.takes[FIRST]


def item(strip: Strip, row: int) -> QListWidgetItem:
    found = strip.item(row)
    strip.scrollToItem(found)
    return found


def click(window: FilmWindow, row: int, keys: Qt.KeyboardModifier | None = None) -> None:
    strip = part_of(window).strip
    at = strip.visualItemRect(item(strip, row)).center()
    QTest.mouseClick(strip.viewport(), LEFT, keys or Qt.KeyboardModifier.NoModifier, at)


def test_a_rejected_take_is_dimmed_not_shown_and_taken_back(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path)
    part, newest = part_of(window), takes_of(window)[2]
    assert window.desk.shown[FIRST] is newest
    qtbot.waitUntil(lambda: window.board.kit.stills.of(newest) is not None, timeout=10_000)
    bright = grey(part.strip, 2)
    click(window, 2)
    qtbot.mouseClick(part.bar.buttons["reject"], LEFT)
    assert window.desk.shown[FIRST] is takes_of(window)[1]
    assert item(part.strip, 2).text().startswith("✕")
    assert grey(part.strip, 2) != bright
    assert part.strip.currentRow() == 2, "the cursor stays where the maker is"
    assert part.bar.buttons["reject"].text() == "Take back"
    qtbot.mouseClick(part.bar.buttons["reject"], LEFT)
    assert window.desk.shown[FIRST] is newest
    assert shot_of(window).verdicts == ()
    window.desk.document.undo()
    assert verdict_on(shot_of(window), newest.id).rejected
    window.desk.document.undo()
    assert shot_of(window).verdicts == ()


def grey(strip: Strip, row: int) -> QColor:
    image = item(strip, row).icon().pixmap(112, 63).toImage()
    return image.pixelColor(56, 40)


def test_all_rejected_shows_nothing_and_many_are_one_step(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path)
    part = part_of(window)
    click(window, 0)
    click(window, 2, SHIFT)
    qtbot.mouseClick(part.bar.buttons["reject"], LEFT)
    assert FIRST not in window.desk.shown
    assert len(shot_of(window).verdicts) == 3
    assert window.desk.document.steps == (("Reject take",), ())


def test_a_note_is_typed_saved_and_undone_as_one_step(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path)
    part, first = part_of(window), takes_of(window)[0]
    click(window, 0)
    window.actions_table.trigger("take.note")
    assert part.note.hasFocus()
    qtbot.keyClicks(part.note, "hand is wrong ")
    assert part.note.text() == "hand is wrong ", "a space at the end may be typed"
    assert verdict_on(shot_of(window), first.id).note == "hand is wrong "
    assert "✎" in item(part.strip, 0).text()
    assert "hand is wrong" in item(part.strip, 0).toolTip()
    click(window, 1)
    assert part.note.text() == ""
    click(window, 0)
    assert part.note.text() == "hand is wrong "
    qtbot.keyClick(part.note, Qt.Key.Key_Z, CONTROL)
    assert (part.note.text(), shot_of(window).verdicts) == ("", ())
    qtbot.keyClicks(part.note, "good")
    window.desk.save_now()
    assert read(window.desk.folder).scenes[0].shots[0].verdicts[0].note == "good"


def test_what_was_typed_is_nobodys_note_but_the_takes(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path, takes=2)
    part = part_of(window)
    click(window, 0)
    qtbot.keyClicks(part.note, "one")
    window.session.choose_shots([NEXT])
    assert not part.note.isVisible()
    window.session.choose_shots([FIRST])
    notes = {take.id: verdict_on(shot_of(window), take.id).note for take in takes_of(window)}
    assert list(notes.values()) == ["one", ""]


def test_a_double_click_plays_the_take_beside_the_board(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path)
    strip, deck = part_of(window).strip, window.board.viewer.deck
    at = strip.visualItemRect(item(strip, 0)).center()
    qtbot.mouseDClick(strip.viewport(), LEFT, pos=at)
    click(window, 0)
    qtbot.mouseClick(part_of(window).bar.buttons["play"], LEFT)
    qtbot.waitUntil(lambda: deck.player.playing, timeout=10_000)
    assert deck.showing.take == takes_of(window)[0].id
    assert shot_of(window).take is None, "looking chooses nothing"
    assert "take 1" in window.board.viewer.title.text()
    qtbot.waitUntil(lambda: not deck.player.playing, timeout=20_000)
    assert deck.player.frame == deck.player.frames - 1


def test_on_the_edit_page_the_viewer_comes_back_to_the_film(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path)
    window.session.turn_to("edit")
    part, back = window.edit.panel.takes, window.pages.viewing.back
    assert back is not None
    assert not back.isVisible()
    part.strip.setCurrentRow(1)
    window.actions_table.trigger("take.play")
    viewer = window.edit.viewer
    qtbot.waitUntil(lambda: viewer.deck.showing.take == takes_of(window)[1].id)
    qtbot.waitUntil(back.isVisible)
    qtbot.mouseClick(back, LEFT)
    assert viewer.deck.showing.is_cut
    qtbot.waitUntil(lambda: not back.isVisible())
    window.actions_table.trigger("take.play")
    window.session.move_playhead(7)
    assert viewer.deck.showing.is_cut, "whoever moves the playhead looks at the film"


def compared(window: FilmWindow, qtbot: QtBot) -> TakeCompare:
    part = part_of(window)
    click(window, 0)
    assert part.bar.buttons["compare"].isEnabled(), "with the one that the film shows"
    click(window, 1, CONTROL)
    qtbot.mouseClick(part.bar.buttons["compare"], LEFT)
    box = part.deeds.comparing
    assert box is not None
    decks = (box.deck, box.deck.partner)
    qtbot.waitUntil(lambda: all(deck.ready and deck.image for deck in decks), timeout=20_000)
    return box


def test_two_takes_are_compared_in_step(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path)
    box = compared(window, qtbot)
    lead, other = box.deck.player, box.deck.partner.player
    assert [side.take.id for side in box.sides] == [take.id for take in takes_of(window)[:2]]
    qtbot.mouseClick(box.transport.forward, LEFT)
    qtbot.waitUntil(lambda: (lead.frame, other.frame) == (1, 1))
    QTest.mousePress(box.scrub, LEFT, pos=QPoint(box.scrub.width() // 2, 10))
    QTest.mouseRelease(box.scrub, LEFT, pos=QPoint(box.scrub.width() // 2, 10))
    assert lead.frame == other.frame > 5
    qtbot.mouseClick(box.transport.start, LEFT)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: lead.playing and other.playing, timeout=10_000)
    qtbot.waitUntil(lambda: not lead.playing and not other.playing, timeout=20_000)
    assert lead.frame == other.frame == 23
    box.close()
    assert part_of(window).deeds.comparing is None


def test_both_go_by_one_clock_that_may_be_a_sound_device(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window, sound = made(studios, qapp, qtbot, tmp_path), RecordedSound(buffer=96_000)
    first, second = takes_of(window)[:2]
    box = TakeCompare(window.board.kit, first, second, window, sound)
    box.show()
    lead, other = box.deck, box.deck.partner
    qtbot.waitUntil(lambda: all(deck.ready and deck.image for deck in (lead, other)))
    lead.toggle()
    qtbot.waitUntil(lambda: lead.player.running and other.player.running, timeout=10_000)
    qtbot.waitUntil(lambda: len(sound.samples) >= 48_000 * 9 // 24, timeout=10_000)
    sound.go(48_000 * 9 // 24)
    qtbot.waitUntil(lambda: (lead.player.frame, other.player.frame) == (9, 9))
    lead.pause()
    assert (lead.player.frame, other.player.frame) == (9, 9)
    assert not other.player.playing
    lead.set_loop(True)
    assert other.player.loop
    lead.marks.mark_in()
    assert other.player.range == lead.player.range == (9, 24)
    box.close()
    assert sound.closed


def test_a_take_is_chosen_and_another_rejected_while_comparing(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path)
    box = compared(window, qtbot)
    left, right = box.sides
    qtbot.mouseClick(left.choose, LEFT)
    assert shot_of(window).take == left.take.id
    assert not left.choose.isEnabled()
    qtbot.mouseClick(right.reject, LEFT)
    assert verdict_on(shot_of(window), right.take.id).rejected
    assert right.reject.text() == "Take back"
    window.desk.document.undo()
    assert right.reject.text() == "Reject"
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: part_of(window).deeds.comparing is None)
    assert window.isVisible()


def test_comparing_ends_with_the_film(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path)
    box = compared(window, qtbot)
    decks = (box.deck, box.deck.partner)
    window.close()
    assert all(deck._closed for deck in decks)


def test_every_act_is_in_the_menu_and_on_keys(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path)
    part, newest = part_of(window), takes_of(window)[2]
    part.strip.setFocus()
    part.strip.setCurrentRow(2)
    qtbot.keyClick(window, Qt.Key.Key_X, CONTROL | SHIFT)
    assert verdict_on(shot_of(window), newest.id).rejected
    qtbot.keyClick(window, Qt.Key.Key_O, CONTROL | SHIFT)
    assert shot_of(window).take == newest.id
    assert shot_of(window).verdicts == (), "what is chosen is not rejected"
    qtbot.keyClick(part.strip, Qt.Key.Key_Left)
    assert part.strip.currentRow() == 1
    qtbot.keyClick(part.strip, Qt.Key.Key_Return)
    assert shot_of(window).take == takes_of(window)[1].id
    window.actions_table.trigger("take.newest")
    assert shot_of(window).take is None
    part.strip.customContextMenuRequested.emit(QPoint(20, 20))
    menu = next(m for m in part.findChildren(QMenu) if m.isVisible())
    names = [act.text() for act in menu.actions()]
    assert names == [
        "Play", "Choose", "Reject", "Compare", "Inspect", "As I want it", "Next finding",
        "Match lips to the line …", "To next shot", "Use as motion", "Show the newest",
        "Reuse settings", "Show request …",
    ]  # fmt: skip
    menu.close()
    window.session.turn_to("script")
    assert not window.actions_table.can("take.reject"), "no strip is seen there"


def test_a_part_has_to_say_what_it_shows() -> None:
    with pytest.raises(TypeError, match="Empty"):
        type("Empty", (ShotPart,), {})
