"""From nothing to a film in a file, as a maker does it: by mouse, by keyboard, in two languages."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialogButtonBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.media.probe import probe
from studio.media.video import frame_at
from studio.messages import say
from studio.render.presets import presets
from studio.timeline.project import Project
from studio.timeline.queries import shots
from studio.timeline.store import create, read
from studio.ui.new_film import NewFilmDialog
from studio.ui.window import FilmWindow
from tests.render.test_player import ssim
from tests.ui.films import start
from tests.ui.maker import CTRL, LEFT, RIGHT, Maker, field_of
from tests.ui.watch import Watch

BRIEFS = {
    "en": "Shot 1 - wide: A fox crosses the snow. (0.5s)\n"
    "Shot 2 - close-up: The fox looks up. (0.5s)",
    "zh": "镜头1:远景,一只狐狸走过雪地。(0.5秒)\n镜头2:特写,狐狸抬起头。(0.5秒)",
}
NAMES = {"en": "snow fox", "zh": "雪狐"}
BRIEF = BRIEFS["en"]
SMALL = 1  # the place of 1280 x 720 among the pictures that a new film may have
WEB = [each.id for each in presets()].index("web")
FRAMES = 24
_LISTS = {"listView", "treeView"}  # of a file dialog: one of them is seen
Key = Qt.Key


def small_film(studio: Studio, qtbot: QtBot, tmp_path: Path) -> FilmWindow:
    folder = tmp_path / "fox.reel"
    create(folder, Project(width=160, height=90)).close()
    studio.start(folder)
    assert isinstance(studio.window, FilmWindow)
    studio.window.activateWindow()
    qtbot.waitUntil(studio.window.isActiveWindow)
    return studio.window


class Journey:
    """One maker, one studio, from the start page on; each stretch is made by one kind of hand."""

    def __init__(self, studio: Studio, qtbot: QtBot, tmp_path: Path, language: str) -> None:
        self.studio, self.qtbot = studio, qtbot
        self.maker = Maker(qtbot)
        self.language = language
        self.name, self.brief = NAMES[language], BRIEFS[language]
        self.films = studio.preferences.home / "films"
        self.films.mkdir()
        QApplication.clipboard().setText(self.brief)

    @property
    def window(self) -> FilmWindow:
        """The film's."""
        assert isinstance(self.studio.window, FilmWindow)
        return self.studio.window

    @property
    def folder(self) -> Path:
        """Where the film is to be."""
        return self.films / f"{self.name}.reel"

    def until_film(self) -> None:
        """The window of the new film is in front."""
        self.qtbot.waitUntil(lambda: self.studio.film is not None, timeout=20_000)
        self.maker.front(self.window)
        assert self.window.desk.folder == self.folder
        assert self.window.desk.project.title == self.name

    def until_planned(self) -> None:
        """The brief became two shots, and the board is seen."""
        self.qtbot.waitUntil(lambda: self.window.session.page == "board", timeout=30_000)
        assert len(list(shots(self.window.desk.project))) == 2

    def until_made(self) -> None:
        """Both shots have a take."""
        desk = self.window.desk
        self.qtbot.waitUntil(lambda: len(desk.shown) == 2 and not desk.working, timeout=120_000)

    def until_seen(self) -> None:
        """The viewer shows the take itself, to its end."""
        deck = self.window.board.viewer.deck
        (take,) = self.window.desk.takes[self.window.session.shots[-1]]
        self.qtbot.waitUntil(lambda: deck.ready and deck.showing.take == take.id, timeout=20_000)
        self.qtbot.waitUntil(lambda: deck.player.frame == deck.player.frames - 1, timeout=20_000)
        self.qtbot.waitUntil(lambda: not deck.player.waiting, timeout=20_000)
        image = deck.image
        assert image is not None
        assert (image.width() * 9, deck.player.frames) == (image.height() * 16, FRAMES // 2)

    def is_delivered(self, output: Path) -> None:
        """The file holds the film: its pictures, its sound, and what the takes show."""
        info = probe(output)
        assert (info.frames, info.width, info.height) == (FRAMES, 1280, 720)
        assert info.sound_tracks == 1
        desk = self.window.desk
        for number, shot in enumerate(shots(desk.project)):
            at = FRAMES // 2 * number + 6
            take = desk.folder / desk.shown[shot.id].files[0].path
            made = grey(frame_at(output, desk.project.rate.seconds(at)))
            own = ssim(made, grey(frame_at(take, desk.project.rate.seconds(6))))
            assert own > 0.95, (number, own)

    def said(self, key: str) -> str:
        """Words of the window, as they are read."""
        return say(f"ui.{key}", self.language).replace("&", "")

    def until_left(self) -> None:
        """The start page is back, and it lists the film."""
        self.qtbot.waitUntil(lambda: self.studio.film is None, timeout=20_000)
        page = start(self.studio).page
        assert [row.folder for row in page.rows] == [str(self.folder)]
        assert len(list(shots(read(self.folder)))) == 2
        self.maker.front(page)

    def until_back(self) -> None:
        """The film is open again, as it was left."""
        self.until_film()
        assert self.window.session.page == "board"
        assert len(self.window.desk.shown) == 2
        assert not self.window.recovered.isVisible(), "it was closed well"


def grey(picture: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(np.ascontiguousarray(picture[..., :3]), cv2.COLOR_BGR2GRAY)


def page_button(window: FilmWindow, page: str) -> QToolButton:
    button = window.findChild(QToolButton, f"page.{page}")
    assert isinstance(button, QToolButton)
    return button


# By mouse: the keyboard is only used to write the name of the film.


def choose_folder(maker: Maker, name: str, dialog: QWidget) -> None:
    """Click a folder in the list, and the button that takes it."""
    views = dialog.findChildren(QAbstractItemView)
    (view,) = [each for each in views if each.objectName() in _LISTS and each.isVisible()]
    buttons = dialog.findChild(QDialogButtonBox)
    assert isinstance(buttons, QDialogButtonBox)
    found: list[QModelIndex] = []

    def there() -> bool:
        root, model = view.rootIndex(), view.model()
        rows = [model.index(row, 0, root) for row in range(model.rowCount(root))]
        found[:] = [row for row in rows if row.data() == name]
        return bool(found) and not view.visualRect(found[0]).isEmpty()

    maker.qtbot.waitUntil(there, timeout=20_000)
    maker.click_item(view, found[0])
    maker.click(buttons.button(QDialogButtonBox.StandardButton.Open))


def new_film_by_mouse(trip: Journey) -> None:
    maker, page = trip.maker, start(trip.studio).page
    maker.click(page.new)
    dialog = page.dialog
    assert isinstance(dialog, NewFilmDialog)
    trip.qtbot.waitUntil(dialog.isVisible)
    maker.click(dialog.name, times=2)
    maker.key(Key.Key_A, CTRL)
    maker.type(trip.name)
    assert dialog.name.text() == trip.name
    maker.in_dialog(lambda asked: choose_folder(maker, trip.films.name, asked))
    maker.click(dialog.browse)
    maker.dialog_done()
    assert dialog.folder == trip.folder
    maker.choose(dialog.picture, SMALL)
    maker.click(dialog.make)


def paste_by_mouse(trip: Journey) -> None:
    """A click into the text, a right click, and Paste in the menu that comes."""
    field = trip.window.script.text.viewport()
    trip.maker.click(field, field.rect().center() - QPoint(40, 40))
    trip.maker.click(field, button=RIGHT)
    trip.maker.entry("edit-paste")
    trip.qtbot.waitUntil(lambda: trip.window.script.text.whole() == trip.brief)


def look_by_mouse(trip: Journey) -> None:
    """A click on a card, a double click on its take."""
    board = trip.window.board
    (first, _) = shots(trip.window.desk.project)
    trip.maker.click(board.board.viewport(), board.board.rect_of(first.id).center())
    strip = board.panel.takes.strip
    trip.qtbot.waitUntil(lambda: strip.count() == 1)
    trip.maker.scroll_to(strip, board.panel._scroll)
    trip.maker.click_item(strip, strip.model().index(0, 0), times=2)
    trip.until_seen()


def deliver_by_mouse(trip: Journey) -> Path:
    """The page, a preset, Export."""
    window = trip.window
    trip.maker.click(page_button(window, "deliver"))
    trip.maker.click_item(window.deliver.presets, window.deliver.presets.model().index(WEB, 0))
    assert window.deliver.form.preset.id == "web"
    output = Path(window.deliver.path.text()).expanduser()
    with trip.qtbot.waitSignal(window.deliver.delivered, timeout=120_000):
        trip.maker.click(window.deliver.go)
    return output


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_film_by_mouse(
    studio: Studio, language: str, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    trip = Journey(studio, qtbot, tmp_path, language)
    begin(trip, watch)
    new_film_by_mouse(trip)
    trip.until_film()
    paste_by_mouse(trip)
    trip.maker.click(trip.window.script.plan_button)
    trip.until_planned()
    trip.maker.click(trip.window.board.make_all)
    trip.until_made()
    look_by_mouse(trip)
    trip.is_delivered(deliver_by_mouse(trip))
    trip.maker.menu(trip.window.menuBar(), trip.said("menu.film"), "film.close")
    trip.until_left()
    (row,) = start(trip.studio).page.rows
    trip.maker.click(row)
    trip.until_back()


# By keyboard alone.


def new_film_by_keys(trip: Journey) -> None:
    maker = trip.maker
    maker.key(Key.Key_N, CTRL)
    dialog = start(trip.studio).page.dialog
    assert isinstance(dialog, NewFilmDialog)
    trip.qtbot.waitUntil(dialog.isActiveWindow)
    maker.type(trip.name)
    assert dialog.name.text() == trip.name, "the name that was proposed is replaced"

    def write_path(asked: QWidget) -> None:
        field = field_of(asked)
        trip.qtbot.waitUntil(lambda: QApplication.focusWidget() is field, timeout=20_000)
        maker.key(Key.Key_A, CTRL)
        maker.type(str(trip.films))
        maker.key(Key.Key_Escape) if QApplication.activePopupWidget() else None
        maker.key(Key.Key_Return)

    maker.tab_to(dialog.browse)
    maker.in_dialog(lambda asked: write_path(asked))
    maker.key(Key.Key_Space)
    maker.dialog_done()
    assert dialog.folder == trip.folder
    maker.tab_to(dialog.picture)
    maker.key(Key.Key_Down)
    assert dialog.picture.currentIndex() == SMALL
    maker.key(Key.Key_Return)


def look_by_keys(trip: Journey) -> None:
    """Walk to a card, and play its take."""
    maker, board = trip.maker, trip.window.board
    maker.tab_to(board.board)
    maker.key(Key.Key_Home)
    trip.qtbot.waitUntil(lambda: len(trip.window.session.shots) == 1)
    maker.tab_to(board.panel.takes.strip)
    maker.key(Key.Key_Space, CTRL | Qt.KeyboardModifier.ShiftModifier)
    trip.until_seen()


def deliver_by_keys(trip: Journey) -> Path:
    maker, window = trip.maker, trip.window
    maker.key(Key.Key_4, CTRL)
    assert window.session.page == "deliver"
    maker.tab_to(window.deliver.presets)
    for _ in range(WEB):
        maker.key(Key.Key_Down)
    assert window.deliver.form.preset.id == "web"
    output = Path(window.deliver.path.text()).expanduser()
    maker.tab_to(window.deliver.go)
    with trip.qtbot.waitSignal(window.deliver.delivered, timeout=120_000):
        maker.key(Key.Key_Space)
    return output


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_film_by_keyboard(
    studio: Studio, language: str, qtbot: QtBot, tmp_path: Path, watch: Watch
) -> None:
    trip = Journey(studio, qtbot, tmp_path, language)
    maker = trip.maker
    begin(trip, watch)
    new_film_by_keys(trip)
    trip.until_film()
    maker.tab_to(trip.window.script.text)
    maker.key(Key.Key_V, CTRL)
    assert trip.window.script.text.whole() == trip.brief
    maker.key(Key.Key_Return, CTRL)
    trip.until_planned()
    maker.tab_to(trip.window.board.board)
    maker.key(Key.Key_Right)
    maker.key(Key.Key_D, CTRL)
    assert len(list(shots(trip.window.desk.project))) == 3
    maker.key(Key.Key_Z, CTRL)
    assert len(list(shots(trip.window.desk.project))) == 2
    maker.key(Key.Key_G, CTRL)
    trip.until_made()
    look_by_keys(trip)
    trip.is_delivered(deliver_by_keys(trip))
    maker.key(Key.Key_W, CTRL)
    trip.until_left()
    maker.tab_to(start(trip.studio).page.rows[0])
    maker.key(Key.Key_Return)
    trip.until_back()


def begin(trip: Journey, watch: Watch) -> None:
    """The start page in front; from here on nothing may stall."""
    trip.studio.start()
    page = start(trip.studio)
    trip.maker.front(page)
    watch.begin()


def test_what_is_edited_is_saved_at_close(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = small_film(studio, qtbot, tmp_path)
    window.script.text.setPlainText(BRIEF)
    qtbot.mouseClick(window.script.plan_button, LEFT)
    qtbot.waitUntil(lambda: window.session.page == "board", timeout=20_000)
    folder = window.desk.folder
    window.close()
    assert len(read(folder).scenes[0].shots) == 2
    assert not isinstance(studio.window, FilmWindow), "the start page is back"


def test_a_text_that_gives_nothing_is_refused_in_a_sentence(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = small_film(studio, qtbot, tmp_path)
    window.script.text.setPlainText("...")
    qtbot.mouseClick(window.script.plan_button, LEFT)
    qtbot.waitUntil(lambda: window.script.left.trouble.text() != "", timeout=20_000)
    assert window.script.left.trouble.isVisible()
    assert window.desk.project.scenes == ()


def test_a_folder_that_is_no_film_is_said_on_the_start_page(studio: Studio, tmp_path: Path) -> None:
    studio.start(tmp_path)
    assert not isinstance(studio.window, FilmWindow)
    assert studio.window is not None
    assert studio.window.centralWidget().said.text()
