"""Rarer states of the window: drags, two takes, full screen, strips, long names, many tracks."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

_LONG = {
    "en": "The one with the broken lantern “Old Faithful” & <b>three</b> seals, from the attic",
    "zh": "闽南老街深处那位戴着铁锈色围巾、提着破灯笼的修灯匠人的侄女小梅（雨夜造型，第二版）",
}
_TRACKS = 4  # of each kind, added to those of the film


@contextmanager
def dragged(app: Any, widget: Any, mime: Any, at: Any) -> Iterator[None]:
    """Hold something over a point of a widget."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent

    copy = Qt.DropAction.CopyAction
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    app.sendEvent(widget, QDragEnterEvent(at, copy, mime, *keys))
    app.sendEvent(widget, QDragMoveEvent(at, copy, mime, *keys))
    yield
    app.sendEvent(widget, QDragLeaveEvent())


def dropped_film(shooting: Any) -> None:
    """A film's folder over the start page."""
    from PySide6.QtCore import QMimeData, QPoint, QUrl

    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(shooting.film))])
    with dragged(shooting.app, shooting.studio.window.page, mime, QPoint(500, 300)):
        shooting.take("start-drop")


def takes(shooting: Any) -> None:
    """Two takes side by side, the request of one, and a take in the viewer."""
    window = shooting.studio.window
    window.session.turn_to("board")
    window.session.choose_shots(shooting.shots[2:3])
    part = window.board.panel.takes
    part.strip.selectAll()
    part.deeds.act("compare")
    both = (part.deeds.comparing.deck, part.deeds.comparing.deck.partner)
    shooting.take("compare", until=lambda: all(deck.ready for deck in both))
    part.deeds.comparing.close()
    part.deeds.act("request")
    shooting.take("request")
    for dialog in _dialogs():
        dialog.reject()


def around(shooting: Any) -> None:
    """Full screen, a drag over the timeline, a question, the queue of renders."""
    from PySide6.QtCore import QPoint

    window = shooting.studio.window
    window.session.turn_to("edit")
    window.edit.viewer.toggle_full()
    full = window.edit.viewer.full
    full.showNormal()
    full.resize(*shooting.size)
    shooting.take("full-screen", seen=full)
    window.edit.viewer.leave_full()
    grid, view = window.board.media.grid, window.edit.timeline.view.viewport()
    at = QPoint(view.width() // 2, view.height() // 2)
    with dragged(shooting.app, view, grid.mimeData([grid.item(0)]), at):
        shooting.take("edit-drop")
    window.session.turn_to("board")
    grid.setCurrentRow(0)
    window.board.media.remove()
    shooting.take("question")
    for dialog in _dialogs():
        dialog.reject()
    _renders(shooting)


def _renders(shooting: Any) -> None:
    window = shooting.studio.window
    page = window.deliver
    window.session.turn_to("deliver")
    window.session.mark_span((0, 24))  # a second of the film
    page.presets.choose("web")
    page.export()
    shooting.until(lambda: bool(page.queue.orders) and not page.queue.unfinished)
    window.session.mark_span(None)
    for preset in ("vertical", "wav", "master"):
        page.presets.choose(preset)
        page.export()
        wanted = preset
        shooting.until(lambda: any(o.preset == wanted for o in page.queue.orders))  # noqa: B023
    page.path.setText("/nowhere/film.mp4")
    page.export()
    shooting.until(lambda: page.preview.image is not None)
    shooting.take("deliver-queue", until=lambda: bool(page.form.said.text()))
    page.queue.stop_all()
    shooting.until(lambda: not page.queue.unfinished)
    page.presets.choose("vertical")
    page.form.hush()
    page.list.choose(page.queue.orders[0])
    shooting.take("deliver-done")


def odd(shooting: Any) -> None:
    """Missing media, a film that cannot be saved, long names, and many tracks."""
    window = shooting.studio.window
    words = window._words.of("ui_prefs")
    window.session.turn_to("edit")
    told = words("missing.told", count=3, name="sh_1a2b3c4d.jb_77aa.1.mov")
    window.missing.say(told)
    window.unsaved.say(words("unsaved.gone", path="/media/disk/Films/Lantern.reel"), "bad")
    shooting.take("strips")
    window.missing.hide()
    window.unsaved.hide()
    desk = window.desk
    desk.edit(
        window._words.of("ui_media")("edit.rename"),
        partial(_long_names, language=shooting.language),
    )
    for page in ("script", "board", "edit"):
        window.session.turn_to(page)
        shooting.take(f"long-{page}")
    window.session.turn_to("board")
    window.board.tabs.setCurrentWidget(window.board.cast)
    shooting.take("long-cast")
    desk.edit(window._words.of("ui_edit")("edit.add_track"), _many_tracks)
    window.session.turn_to("edit")
    shooting.take("many-tracks")
    window.toggle_jobs()
    window.toggle_history()
    shooting.take("crowded")
    window.toggle_jobs()
    window.toggle_history()


def _long_names(film: Any, language: str) -> Any:
    name = _LONG[language]
    subjects = tuple(s.evolve(name=f"{name} {n}") for n, s in enumerate(film.subjects, 1))
    media = tuple(r.evolve(name=f"{name} {n}.png") for n, r in enumerate(film.references, 1))
    scenes = tuple(s.evolve(heading=name * 2) for s in film.scenes)
    return film.evolve(subjects=subjects, references=media, scenes=scenes, title=name)


def _many_tracks(film: Any) -> Any:
    from studio.timeline.cut import TrackKind
    from studio.timeline.track_edits import add_track

    for kind in TrackKind:
        for number in range(_TRACKS):
            film = add_track(film, f"{kind.value} {number + 2}", kind)
    return film


def _dialogs() -> list[Any]:
    from PySide6.QtWidgets import QApplication, QDialog

    tops = QApplication.topLevelWidgets()
    return [each for each in tops if isinstance(each, QDialog) and each.isVisible()]
