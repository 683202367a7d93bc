"""The board page: media and cast left, all shots as cards or rows, the chosen one right."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
)

from studio.timeline.project import Project
from studio.timeline.queries import find_shot, shots
from studio.ui.actions import Action, ActionTable
from studio.ui.board import Board
from studio.ui.board_columns import BoardColumns
from studio.ui.board_menu import BoardMenu
from studio.ui.bringing import Bringer
from studio.ui.card_drag import to_scene
from studio.ui.cast_freshness import Outdated
from studio.ui.cast_panel import CastPanel
from studio.ui.desk import Desk
from studio.ui.drop_spot import DropHint
from studio.ui.kit import Kit
from studio.ui.landing_edits import followed
from studio.ui.media_panel import MediaPanel
from studio.ui.nothing_yet import NothingYet
from studio.ui.owner_jobs import OwnerJobs
from studio.ui.session import Session
from studio.ui.shot_panel import ShotPanel
from studio.ui.shot_table import ShotTable
from studio.ui.shot_viewer import ShotViewer
from studio.ui.stills import Stills
from studio.ui.take_reviews import TakeReviews
from studio.ui.take_viewing import TakeViewing
from studio.ui.theme import Theme
from studio.ui.waves import Waves
from studio.ui.words import Words

_AREA = "ui_media"


class BoardPage(QFrame):
    """Builds what its parts share and joins them."""

    said = Signal(str, str)  # a sentence and its tone

    def __init__(
        self,
        desk: Desk,
        session: Session,
        stills: Stills,
        theme: Theme,
        words: Words,
        actions: ActionTable,
        viewer: ShotViewer,
    ) -> None:
        super().__init__()
        self._actions = actions
        media = words.of(_AREA)
        self.bringer = Bringer(desk, media)
        self.bringer.told.connect(self.said)
        desk.importing.connect(self._importing)
        self.kit = Kit(
            desk, session, stills, Waves(desk, theme.sound, theme.ground), theme,
            words.of("ui_shot"), media, self.bringer, DropHint(self), OwnerJobs(desk),
            Outdated(desk), TakeReviews(desk),
        )  # fmt: skip
        self.kit.reviews.begun.connect(self._inspecting)
        self.kit.reviews.ended.connect(self._inspected)
        self.board = Board(self.kit)
        self.table = ShotTable(self.kit)
        self.panel = ShotPanel(self.kit)
        self.viewer = viewer
        self.viewing = TakeViewing(self.panel.takes, self.viewer, words)
        self.media = MediaPanel(self.kit)
        self.cast = CastPanel(self.kit)
        self.board.opened.connect(self._open)
        self._menu = BoardMenu(self.kit, actions, self._shots, self)
        self.board.menu_wanted.connect(self._menu.open_at)
        self.board.all_wanted.connect(self.choose_all)
        for view in (self.board, self.table):
            view.removal_wanted.connect(partial(self._trigger, "shot.delete"))
            view.finding_wanted.connect(self._to_finding)
        self.panel.takes.findings.told.connect(self.said)
        actions.add(self._own_actions())
        actions.add(self.cast.table())
        self._lay_out(words)
        self.setFocusProxy(self.board)
        self.nothing = NothingYet(media("board.empty"), media("board.begin"), self.board)
        self.nothing.wanted.connect(partial(self._trigger, "page.script"))
        desk.changed.connect(self._show_nothing)
        session.page_changed.connect(self._turned)
        self._show_nothing()

    def commit(self) -> None:
        """What is half typed becomes an edit."""
        self.panel.commit()
        self.cast.form.commit()

    def show_table(self, _checked: bool = False) -> None:
        """Cards become rows, and rows cards."""
        rows = self._views.currentWidget() is self.board
        self._views.setCurrentWidget(self.table if rows else self.board)
        self.switch.setChecked(rows)
        self.take_keys()

    def take_keys(self) -> None:
        """The keyboard goes to the shots."""
        cards = self._views.currentWidget() is self.board
        self.setFocusProxy(self.board if cards else self.table)
        self._show_nothing()
        self.setFocus()

    def choose_all(self) -> None:
        """Choose every shot of the film."""
        film = self.kit.desk.project
        self.kit.session.choose_shots([shot.id for shot in shots(film)])

    def _own_actions(self) -> Iterable[Action]:
        some = self._has_shots
        for name, act, keys, can in (
            ("media.import", self.media.choose_files, "Ctrl+I", None),
            ("media.import_folder", self.media.choose_folder, "", None),
            ("media.add", self.add_to_shot, "Ctrl+Shift+A", some),
            ("shot.scene_before", partial(self._to_scene, -1), "Ctrl+Shift+[", some),
            ("shot.scene_after", partial(self._to_scene, 1), "Ctrl+Shift+]", some),
            ("shot.all", self.choose_all, "", self._has_film),
            ("view.table", self.show_table, "Ctrl+T", None),
            ("view.media", partial(self._show_tab, 0), "Ctrl+Shift+M", None),
            ("view.cast", partial(self._show_tab, 1), "Ctrl+Shift+C", None),
        ):  # fmt: skip
            yield Action(name, act, (keys,) if keys else (), can or _always, area=_AREA)

    def add_to_shot(self) -> None:
        """What is chosen in the tab on the left goes to the chosen shot."""
        if self.tabs.currentWidget() is self.media:
            self.media.add_to_shot()
        else:
            self.cast.add_to_shot()

    def _show_tab(self, place: int) -> None:
        self.tabs.setCurrentIndex(place)
        part = self.media.grid if place == 0 else self.cast.list
        (part if part.isVisible() else self.tabs.tabBar()).setFocus()

    def _importing(self, done: int, whole: int) -> None:
        percent = 100 * done // max(1, whole)
        going = self.kit.media("media.progress", percent=percent) if done < whole else ""
        self.said.emit(going, "")  # what became of it is said by who asked for it

    def _show_nothing(self, *_films: Project) -> None:
        """A film without shots says where to begin."""
        begun = self._has_film()
        self.nothing.setVisible(not begun)
        if self._views.currentWidget() is self.board:
            self.setFocusProxy(self.board if begun else self.nothing.button)

    def _turned(self, page: str) -> None:
        """On an empty board the keys are on the next step."""
        if page == "board" and not self.nothing.isHidden():
            self.nothing.button.setFocus()

    def _inspecting(self, count: int) -> None:
        words = self.kit.words
        known = words("inspect.begun", count=count) if count else words("inspect.known")
        self.said.emit(known, "")

    def _inspected(self, count: int, faulty: int) -> None:
        told = "inspect.faulty" if faulty else "inspect.clean"
        tone = "warn" if faulty else "good"
        self.said.emit(self.kit.words(told, count=count, faulty=faulty), tone)

    def _shots(self) -> list[str]:
        film = self.kit.desk.project
        return [name for name in self.kit.session.shots if find_shot(film, name)]

    def _has_film(self) -> bool:
        return bool(self.kit.desk.project.scenes)

    def _has_shots(self) -> bool:
        return bool(self._shots())

    def _open(self, _shot: str) -> None:
        self.panel.prompt.setFocus()

    def _to_finding(self, shot_id: str) -> None:
        """What speaks most against the shown take of a shot, in the viewer."""
        shot, take = find_shot(self.kit.desk.project, shot_id), self.kit.desk.shown.get(shot_id)
        if shot is not None and take is not None:
            self.kit.session.choose_shots([shot_id])
            self.panel.takes.findings.to_worst(shot, take)

    def _to_scene(self, by: int) -> None:
        names = self._shots()

        def edit(film: Project) -> Project:
            return followed(film, to_scene(film, names, by))

        self.kit.desk.edit(self.kit.media("edit.move"), edit)

    def _lay_out(self, words: Words) -> None:
        media = self.kit.media
        bar = QFrame()
        bar.setProperty("part", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        for name in ("shot.insert", "shot.duplicate", "shot.delete", "shot.earlier", "shot.later"):
            button = QToolButton()
            button.setDefaultAction(self._actions.qaction(name))
            row.addWidget(button)
        row.addStretch(1)
        self.switch = QToolButton()
        self.switch.setText(media("action.view.table"))
        self.switch.setCheckable(True)
        self.switch.setProperty("part", "switch")
        self.switch.clicked.connect(self.show_table)
        row.addWidget(self.switch)
        self.make_all = QPushButton(words("action.film.generate"))
        self.make_all.setProperty("tone", "go")
        self.make_all.clicked.connect(partial(self._trigger, "film.generate"))
        making = self._actions.qaction("film.generate")
        making.enabledChanged.connect(self.make_all.setEnabled)
        self.make_all.setEnabled(making.isEnabled())
        row.addWidget(self.make_all)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setMinimumWidth(280)
        self.tabs.addTab(self.media, media("tab.media"))
        self.tabs.addTab(self.cast, media("tab.cast"))
        self._views = QStackedWidget()
        self._views.addWidget(self.board)
        self._views.addWidget(self.table)
        columns = BoardColumns(self.tabs, self._views, self.viewer, self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(columns, 1)

    def _trigger(self, name: str, _checked: bool = False) -> None:
        self._actions.trigger(name)


def _always() -> bool:
    return True
