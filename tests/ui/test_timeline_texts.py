"""A clip whose text was changed since the plan is marked where the cut is looked at."""

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.queries import cues, find_clip, shots
from studio.timeline.story import CueKind
from studio.ui.timeline_view import TimelineView
from tests.ui.test_script import opened, planned, write


def picture(view: TimelineView) -> QImage:
    return view.viewport().grab().toImage()


def tip(view: TimelineView, clip_id: str) -> str:
    at = view.rect_of(clip_id).center()
    there = view.viewport().mapToGlobal(at)
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, there))
    told = QToolTip.text()
    QToolTip.hideText()
    return told


def test_a_changed_text_marks_the_clips_of_its_shot_and_line(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path, planned())
    film = window.desk.project
    cue = next(cue for cue in cues(film) if cue.kind is CueKind.LINE)
    shot = next(s.id for s in shots(film) if cue in s.cues)
    clips = [c for track in film.cut.tracks for c in track.clips]
    clip = next(c.id for c in clips if c.owner == shot)
    other = next(c.id for c in clips if c.owner not in (shot, cue.id))
    window.session.turn_to("edit")
    view = window.edit.timeline.view
    qtbot.waitUntil(lambda: view.viewport().width() > 400 and view.sharp)
    view.fit()
    qtbot.waitUntil(lambda: view.sharp and not view.rect_of(clip).isEmpty())
    assert view.facts.retold == frozenset()
    plain, where = tip(view, clip), view.rect_of(clip)
    corner = QPoint(where.right() - 3, where.top() + 2)
    before = picture(view).pixelColor(corner)

    window.session.turn_to("script")
    write(qtbot, window, "You missed the ferry again.", "Nothing sails tonight.")
    window.session.turn_to("edit")
    qtbot.waitUntil(lambda: shot in view.facts.retold)
    assert cue.id in view.facts.retold
    assert tip(view, clip) == f"{plain}\n{view.words('timeline.retold')}"
    assert view.words("timeline.retold") not in tip(view, other)
    assert find_clip(window.desk.project, clip) is not None
    assert view.rect_of(clip) == where
    assert picture(view).pixelColor(corner) != before

    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not view.facts.retold)
    assert tip(view, clip) == plain
