"""The viewer beside the board: the chosen shot large, or the film."""

from PySide6.QtWidgets import QButtonGroup, QToolButton

from studio.render.sound_out import SoundOut
from studio.timeline.take import Take
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.theme import Theme
from studio.ui.viewer import Viewer
from studio.ui.words import Words


class ShotViewer(Viewer):
    """Follows the shot that was chosen last; without one, and at will, it plays the film."""

    def __init__(
        self,
        desk: Desk,
        session: Session,
        words: Words,
        theme: Theme,
        *,
        sound: SoundOut | None = None,
    ) -> None:
        super().__init__(desk, session, words, theme, sound=sound)
        self._session = session
        self.meters.hide()  # the picture is what one looks for here
        self._whole_film = False
        self.shot_button, self.film_button = (self._choice(name) for name in ("shot", "film"))
        group = QButtonGroup(self)
        for button in (self.shot_button, self.film_button):
            group.addButton(button)
            self.head.insertWidget(self.head.count() - 2, button)
        self.shot_button.clicked.connect(self.follow_shot)
        self.film_button.clicked.connect(self.play_film)
        session.shots_chosen.connect(self._chosen)
        self._choose()

    def follow_shot(self) -> None:
        """Play the chosen shot."""
        self._whole_film = False
        self._choose()

    def play_film(self) -> None:
        """Play the film, whatever is chosen."""
        self._whole_film = True
        self._choose()

    def show_place(self, take: Take, frame: int) -> None:
        """A place of the chosen shot is looked at, whatever was played before."""
        self._whole_film = False
        super().show_place(take, frame)
        self.shot_button.setEnabled(True)
        self.shot_button.setChecked(True)

    def _choice(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(self._words(f"follow.{name}"))
        button.setAccessibleName(button.text())
        button.setCheckable(True)
        button.setProperty("part", "choice")
        return button

    def _chosen(self, _shots: object) -> None:
        self._choose()

    def _choose(self) -> None:
        shots = self._session.shots
        film = self._whole_film or not shots
        self.show_cut() if film else self.show_owner(shots[-1])
        self.shot_button.setEnabled(bool(shots))
        (self.film_button if film else self.shot_button).setChecked(True)
