"""Goes everywhere in the window with one film in one look, and keeps a picture of each place."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import picture_dialogs
import picture_film
import picture_panels
import picture_states


class Shooting:
    """One look: opens the film, goes everywhere, closes it."""

    def __init__(self, app, folder: Path, film: Path, name: str, size: tuple[int, int]) -> None:
        self.app, self.folder, self.film, self.name, self.size = app, folder, film, name, size

    def all(self, language: str, theme: str) -> None:
        """Every page and state; for README.md only the four pages of the film."""
        from studio.app import Studio
        from studio.backends.animatic import Animatic
        from studio.backends.fake import FakeBackend
        from studio.settings import Settings, save
        from studio.ui.words import Words

        self.language = language
        readme = self.name.endswith("readme")
        place = Path(tempfile.mkdtemp(prefix="screenshots-"))
        home = Path.home() / "Movies" if readme else place / "Movies"
        home.mkdir(exist_ok=True)
        self.film = shutil.copytree(self.film, home / self.film.name, ignore=locks)
        recent = (str(self.film), str(home / "Night Ferry.reel"))
        settings = place / "settings.json"
        fake = FakeBackend(place / "service", _service())
        self.keys: dict[str, str] = {}  # of an account at Kling
        backends = {"animatic": Animatic(), "fake": fake, **picture_dialogs.kling(self.keys)}

        def begin(recent: tuple[str, ...]) -> None:
            save(Settings(theme=theme, language=language, recent=recent), settings)
            self.studio = Studio(
                self.app, Words(language), backends,
                settings_file=settings, home=home, logs=place,
            )  # fmt: skip
            self.studio.start()

        begin(recent)
        try:
            if not readme:
                self._start()
            self.studio.open(str(self.film))
            self.until(lambda: self.studio.film is not None)
            self._told()
            self._pages()
            if not readme:
                picture_panels.panels(self)
                self._parts()
                picture_states.takes(self)
                picture_states.around(self)
                picture_dialogs.seldom(self)
                self._work(fake)
                picture_states.odd(self)
            self._close()
            if not readme:
                self._empty(home)
                self.studio.end()
                begin(())
                self.take("start-empty")
        finally:
            if hasattr(self.studio.window, "desk"):
                self._close()  # threads that a trouble left would keep the process
            self.studio.end()
            shutil.rmtree(home if readme else place, ignore_errors=True)
            shutil.rmtree(place, ignore_errors=True)

    def _start(self) -> None:
        page = self.studio.window.page
        self.take("start", until=lambda: all(row._poster for row in page.rows))
        picture_states.dropped_film(self)
        page.ask_new("advert")
        self.take("start-new")
        page.dialog.reject()
        self.studio.show_preferences()
        dialog = self.studio.preferences.dialog
        self.take("preferences", until=lambda: dialog.clear.isEnabled())
        for place, name in ((1, "services"), (2, "storage"), (3, "bucket")):
            dialog.tabs.setCurrentIndex(place)
            self.take(f"preferences-{name}")
        dialog.show_workflows()
        self.take("workflows")
        dialog.workflows.reject()
        dialog.reject()

    def _told(self) -> None:
        """A few steps, so that there is a history; the third shot is chosen."""
        from studio.timeline.shot_edits import choose_take

        window, desk = self.studio.window, self.studio.window.desk
        window.recovered.hide()
        self.shots = [shot.id for scene in desk.project.scenes for shot in scene.shots]
        words = window._words.of("ui_media")
        for shot in (self.shots[0], self.shots[2]):
            takes = desk.takes.get(shot, [])
            desk.edit(words("edit.choose"), choose_take, shot, takes[0].id)
        desk.document.undo()
        window.session.choose_shots(self.shots[2:3])

    def _pages(self) -> None:
        window = self.studio.window
        cut = window.desk.project.cut
        (picture, *_) = (t for t in cut.tracks if t.kind.value == "picture")
        clip = picture.clips[3]
        for page in ("script", "board", "edit", "deliver"):
            window.session.turn_to(page)
            if page == "edit":
                window.session.choose_clips([clip.id])
                window.session.move_playhead(clip.start + clip.frames // 2)
                window.session.choose_shots([clip.owner])
                self.until(self._strips_are_there)
            if page == "board":
                self.until(self._stills_are_there)
            if page == "deliver":
                self.until(lambda: window.deliver.preview.image is not None)
            self.take(page)
            window.session.choose_shots(self.shots[2:3])

    def _stills_are_there(self) -> bool:
        """Whether every card has its picture, and the viewer its shot."""
        board = self.studio.window.board
        shown = board.kit.desk.shown
        stills = [board.kit.stills.of(shown[shot]) for shot in self.shots if shot in shown]
        return all(still is not None for still in stills) and board.viewer.deck.ready

    def _strips_are_there(self) -> bool:
        """Whether the clips have all their pictures and waves."""
        media = self.studio.window.edit.timeline.view.media
        return bool(media._kept) and media.idle

    def _parts(self) -> None:
        """The board with its cast, as a table, and with something dragged over it."""
        from PySide6.QtCore import QPoint, Qt

        window, board = self.studio.window, self.studio.window.board
        window.session.turn_to("board")
        board.tabs.setCurrentWidget(board.cast)
        self.take("board-cast")
        board.tabs.setCurrentWidget(board.media)
        board.show_table()
        self.take("board-table")
        board.show_table()
        grid, view = board.media.grid, board.board.viewport()
        at = board.board.rect_of(self.shots[1]).center()
        with picture_states.dragged(self.app, view, grid.mimeData([grid.item(0)]), at):
            self.take("board-drop")
        (rain,) = grid.findItems(picture_film.OTHERS[self.language][0], Qt.MatchFlag.MatchExactly)
        cast = board.cast.list.viewport()
        board.tabs.setCurrentWidget(board.cast)
        with picture_states.dragged(self.app, cast, grid.mimeData([rain]), QPoint(60, 40)):
            self.take("cast-drop")
        board.tabs.setCurrentWidget(board.media)

    def _work(self, fake) -> None:
        """Jobs, history, palette and dialogs."""
        window, desk = self.studio.window, self.studio.window.desk
        shots = self.shots
        desk.make(shots, backend="fake", again=True)
        self.until(lambda: len(fake._waiting) >= 4 and len(desk.working) < len(shots))
        window.toggle_jobs()
        window.drawer.model.flush()
        troubled = [job for job in desk.jobs.values() if job.error is not None]
        window.drawer.choose(troubled[-1].id)
        self.take("jobs")
        window.toggle_history()
        self.take("history")
        window.toggle_history()
        window.toggle_jobs()
        window.open_palette()
        window.palette_box.typed.setText("镜" if "zh" in self.name else "e")
        self.take("palette")
        window.palette_box.reject()
        self._dialogs(window)
        desk.orders.cancel_all()
        self.until(lambda: not [j for j in desk.working if j.state.value != "unknown"])

    def _close(self) -> None:
        window = self.studio.window
        window.desk.close()
        window.leaving.gone = True
        window.close()

    def _empty(self, home: Path) -> None:
        """What a new film looks like."""
        self.studio.start()  # the start page, without the film that was closed
        self.studio.new(str(home / "New film.reel"))
        self.until(lambda: self.studio.film is not None)
        for page in ("script", "board", "edit", "deliver"):
            self.studio.window.session.turn_to(page)
            self.take(f"empty-{page}")
        picture_dialogs.no_cuts(self)
        self.studio.window.toggle_jobs()
        self.take("empty-jobs")
        self._close()

    def _dialogs(self, window) -> None:
        window.missing.say(
            window.missing._words("missing.told", count=3, name="sh_1a2b3c4d.jb_77aa.1.mov")
        )
        window.earlier.show()
        self.take("earlier", until=lambda: window.earlier.dialog.table.isVisible())
        window.earlier.dialog.reject()
        window.close()
        self.take("closing")
        window.question.reject()
        self.studio.crashes.report(ValueError("x"))
        self.take("crash", until=lambda: self.studio.crashes.dialog is not None)
        self.studio.crashes.dialog.reject()

    def take(self, page: str, until: Callable[[], bool] = lambda: True, seen: Any = None) -> None:
        """Wait until everything is painted, then keep the window (or another one that is `seen`)
        with what lies over it.
        """
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QColor, QPainter
        from PySide6.QtWidgets import QApplication

        window = seen or self.studio.window
        window.resize(*self.size)
        window.move(0, 0)
        self.until(until)
        self.settle()
        picture = window.grab()
        over = (
            []
            if seen
            else [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]
        )
        with QPainter(picture) as painter:
            front = QApplication.activeModalWidget()  # over what it was opened from
            for each in sorted((w for w in over if w.parentWidget()), key=lambda w: w is front):
                popup = each.windowType() == Qt.WindowType.Popup
                place = each.pos() - window.pos() if popup else window.rect().center()
                if not popup:
                    painter.fillRect(window.rect(), QColor(0, 0, 0, 90))
                    place -= each.rect().center()
                painter.drawPixmap(place, each.grab())
        picture.save(str(self.folder / f"{page}-{self.name}.png"))

    def settle(self) -> None:
        """A few turns of the loop: layouts, stills and coalesced changes come one after another."""
        from PySide6.QtCore import QDeadlineTimer, QEventLoop

        over = QDeadlineTimer(600)
        while not over.hasExpired():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def until(self, there: Callable[[], bool]) -> None:
        from PySide6.QtCore import QDeadlineTimer, QEventLoop

        over = QDeadlineTimer(30_000)
        while not there():
            if over.hasExpired():
                told = getattr(self.studio.window, "said", None)
                raise SystemExit(f"screenshots: waited in vain; {told.text() if told else ''}")
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def _service():
    """A paid service in which everything happens that can."""
    from studio.backends.animatic import ROLES
    from studio.backends.fake import Rule, Script, Step
    from studio.errors import Fault

    def rule(label: str, *steps: Step, **more) -> Rule:
        return Rule(match={"label": label}, watch=steps, **more)

    rules = (
        rule("1-1", Step(progress=0.62), Step(hang="a")),
        rule("1-2", Step(fault=Fault.REFUSED)),
        rule("2-1", Step(progress=0.27), Step(hang="b")),
        rule("2-2", after=(Step(crash="connection reset"),)),
        rule("2-3", Step(fault=Fault.NETWORK)),
        rule("2-4", Step(fault=Fault.QUOTA)),
        Rule(watch=(Step(progress=0.1), Step(hang="c"))),
    )
    offer = {
        "title": "Cloud", "local": False, "parallel": 4, "price": {"per_request": "0.35"},
        "sound": True, "input_roles": ROLES,
    }  # fmt: skip
    return Script(offer=offer, rules=rules)


def locks(_folder: str, names: list[str]) -> list[str]:
    """What of a film's folder is never copied."""
    return [name for name in names if name in (".lock", ".holder.json")]
