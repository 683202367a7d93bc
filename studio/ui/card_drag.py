"""Cards on their way to another place: what is dragged, where it would go, and the one edit."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from studio.timeline.project import Project
from studio.timeline.queries import find_scene, shots
from studio.timeline.shot_edits import move_shot
from studio.ui.cards import Gap
from studio.ui.kit import Kit
from studio.ui.landing_edits import followed


class CardDrag:
    """From the press on a card to its release between others, or to Escape."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._from = QPoint()
        self.pressed = ""  # the shot that was pressed
        self.shots: tuple[str, ...] = ()  # what is dragged, once it is
        self.gap: Gap | None = None
        self.at = QPoint()

    @property
    def active(self) -> bool:
        """Whether cards are being dragged."""
        return bool(self.shots)

    def press(self, point: QPoint, shot_id: str) -> None:
        """A card is pressed; nothing is dragged yet."""
        self._from, self.pressed = point, shot_id

    def move(self, board: QAbstractScrollArea, point: QPoint, gap: Gap | None) -> bool:
        """The pointer moved; True while cards are dragged."""
        if not self.pressed:
            return False
        far = (point - self._from).manhattanLength() >= QApplication.startDragDistance()
        if not self.active and not far:
            return False
        if not self.active:
            chosen = self._kit.session.shots
            self.shots = chosen if self.pressed in chosen else (self.pressed,)
        self.at, self.gap = point, gap
        window = board.window()
        self._kit.hint.say(window, board.viewport().mapTo(window, point), self._words(), fits=True)
        return True

    def release(self) -> None:
        """Put the cards where the mark is: one step of undo."""
        gap = self.gap
        if gap is not None:
            names, scene, place = self.shots, gap.scene.id, gap.place

            def edit(film: Project) -> Project:
                return followed(film, moved(film, names, scene, place))

            self._kit.desk.edit(self._kit.media("edit.move"), edit)

    def forget(self) -> None:
        """The drag is over; what it did, or did not do, stays."""
        self.pressed, self.shots, self.gap = "", (), None
        self._kit.hint.hide()

    def _words(self) -> str:
        media, gap = self._kit.media, self.gap
        if gap is None:
            return media("drop.nowhere")
        if gap.place < len(gap.scene.shots):
            label = f"{gap.number}-{gap.place + 1}"
            said = media("drop.before", label=label)
        else:
            said = media("drop.scene_end", scene=gap.number)
        many = len(self.shots)
        return said if many == 1 else media("drop.many", count=many, where=said)


def moved(film: Project, names: Sequence[str], scene_id: str, place: int) -> Project:
    """Shots go, in the order of the film, before shot number `place` (from 0) of a scene."""
    scene = find_scene(film, scene_id)
    if scene is None:
        return film
    rest = (shot.id for shot in scene.shots[place:] if shot.id not in names)
    anchor = next(rest, None)
    for name in [shot.id for shot in shots(film) if shot.id in names]:
        home = find_scene(film, scene_id)
        others = [s.id for s in home.shots if s.id != name] if home else []
        at = others.index(anchor) if anchor in others else len(others)
        film = move_shot(film, name, scene_id, at)
    return film


def to_scene(film: Project, names: Sequence[str], by: int) -> Project:
    """Shots go to the end of the scene before, or to the beginning of the one behind."""
    if not names:
        return film
    homes = [n for n, s in enumerate(film.scenes) if any(x.id == names[-1] for x in s.shots)]
    at = homes[0] + by if homes else -1
    if not 0 <= at < len(film.scenes):
        return film
    scene = film.scenes[at]
    return moved(film, names, scene.id, len(scene.shots) if by < 0 else 0)
