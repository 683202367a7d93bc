"""What lies below the edge of a panel or in a tab: every part of the inspectors, every menu."""

from collections.abc import Iterator
from typing import Any


def panels(shooting: Any) -> None:
    """All of them, after the pages; the film is afterwards as it was."""
    shot(shooting)
    clips(shooting)
    lists(shooting)
    menus(shooting)


def shot(shooting: Any) -> None:
    """The parts of the shot's inspector, a screen each."""
    window = shooting.studio.window
    window.session.turn_to("board")
    window.session.choose_shots(shooting.shots[3:4])
    for number, _ in enumerate(_screens(shooting, window.board.panel._scroll), 1):
        shooting.take(f"shot-{number}")


def clips(shooting: Any) -> None:
    """The inspector of a picture, a sound and a caption; of a transition; the list of wipes."""
    window = shooting.studio.window
    window.session.turn_to("edit")
    edit, cut = window.edit, window.desk.project.cut
    for kind in ("picture", "sound", "text"):
        track = next(each for each in cut.tracks if each.kind.value == kind and each.clips)
        clip = track.clips[min(3, len(track.clips) - 1)]
        window.session.choose_clips([clip.id])
        window.session.move_playhead(clip.start + clip.frames // 2)
        edit.inspector.setCurrentIndex(1)
        for number, _ in enumerate(_screens(shooting, edit.clip_panel._tall), 1):
            shooting.take(f"clip-{kind}-{number}")
    picture = next(each for each in cut.tracks if each.kind.value == "picture")
    window.session.choose_clips([picture.clips[3].id])
    window.session.move_playhead(picture.clips[3].start)
    edit.inspector.setCurrentIndex(2)
    shooting.take("wipes")
    window.actions_table.trigger("clip.transition")
    shooting.take("transition")
    window.desk.document.undo()
    edit.viewer.show_scope()
    shooting.take("scopes")
    edit.viewer.toggle_scopes()
    edit.inspector.setCurrentIndex(0)


def lists(shooting: Any) -> None:
    """Choices of a delivery, the library of subjects, names at services."""
    window = shooting.studio.window
    window.session.turn_to("deliver")
    form = window.deliver.form
    form.show_more(True)
    for number, _ in enumerate(_screens(shooting, window.deliver._scroll), 1):
        shooting.take(f"deliver-more-{number}")
    form.show_more(False)
    window.session.turn_to("board")
    board = window.board
    board.tabs.setCurrentWidget(board.cast)
    for number, _ in enumerate(_screens(shooting, board.cast.area), 1):
        shooting.take(f"cast-{number}")
    board.cast.library.show_library()
    shooting.take("library")
    _put_away()
    board.cast.handles.name.click()
    shooting.take("named")
    _put_away()
    board.tabs.setCurrentWidget(board.media)


def menus(shooting: Any) -> None:
    """Every menu of the bar."""
    from PySide6.QtCore import QPoint

    window = shooting.studio.window
    bar = window.menuBar()
    window.actions_table.stock()
    for number, head in enumerate(bar.actions(), 1):
        menu = head.menu()
        menu.popup(window.mapToGlobal(QPoint(bar.actionGeometry(head).left(), 30)))
        shooting.take(f"menu-{number:02}")
        menu.hide()


def _screens(shooting: Any, area: Any) -> Iterator[int]:
    """Scrolls an area down by what is seen of it, until its end."""
    shooting.settle()
    bar, step = area.verticalScrollBar(), max(40, area.viewport().height() - 40)
    value = 0
    while True:
        bar.setValue(value)
        yield value
        if value >= bar.maximum():
            break
        value = min(value + step, bar.maximum())
    bar.setValue(0)


def _put_away() -> None:
    from PySide6.QtWidgets import QApplication, QDialog

    for each in QApplication.topLevelWidgets():
        if isinstance(each, QDialog) and each.isVisible():
            each.reject()
