"""What hands and keys tell a deck: play, rest, go elsewhere, round and round."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from studio.render.player import Player


class DeckMoves(QObject):
    """The moves of a deck's player; none is made where nobody looks, or nothing is to play."""

    player: Player

    def __init__(self, do: Callable[[Callable[[], Any]], None]) -> None:
        """`do` makes a move where somebody looks, and shows at once what comes of it."""
        super().__init__()
        self._do = do

    def toggle(self) -> None:
        """Play, or rest."""
        self._do(self.player.toggle)

    def run(self, speed: int = 1) -> None:
        """Play at a whole speed."""
        self._do(partial(self.player.play, speed))

    def pause(self) -> None:
        """Rest."""
        self._do(self.player.pause)

    def shuttle(self, direction: int) -> None:
        """Faster to the right (1) or to the left (-1)."""
        self._do(partial(self.player.shuttle, direction))

    def seek(self, frame: int) -> None:
        """Show a frame."""
        self._do(partial(self.player.seek, frame))

    def step(self, frames: int) -> None:
        """Some frames on, or back; playing stops."""
        self.player.pause()
        self.seek(self.player.frame + frames)

    def scrub(self, frame: int) -> None:
        """Show a frame while the hand moves."""
        self._do(partial(self.player.scrub, frame))

    def settle(self) -> None:
        """The hand has let go."""
        self._do(self.player.settle)

    def set_loop(self, loop: bool) -> None:
        """Go round and round."""
        self._do(partial(self.player.set_loop, loop))
