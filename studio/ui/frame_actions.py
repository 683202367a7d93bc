"""The frame in the viewer as a shot's first or last one, as a look, or as media: what a drag of it
does, for menus and keys.
"""

from collections.abc import Iterable
from functools import partial

from PySide6.QtWidgets import QWidget

from studio.errors import EditRefused
from studio.ui.actions import Action
from studio.ui.bringing import Bringer
from studio.ui.cast_panel import CastPanel
from studio.ui.desk import Desk
from studio.ui.dragging import Target
from studio.ui.screen import Screen
from studio.ui.session import Session

AREA = "ui_media"
FRAME_MENU = ("frame.first", "frame.last", "frame.look", "frame.import")


class FrameActions:
    """On whichever viewer of the window can be seen, and the last chosen shot."""

    def __init__(
        self, window: QWidget, desk: Desk, session: Session, bringer: Bringer, cast: CastPanel
    ) -> None:
        self._window = window
        self._desk = desk
        self._session = session
        self._bringer = bringer
        self._cast = cast

    def table(self) -> Iterable[Action]:
        """The actions, for the table of the window."""
        for name, keys, late in (("first", "Ctrl+Alt+F", False), ("last", "Ctrl+Alt+E", True)):
            run = partial(self.to_shot, late=late)
            yield Action(f"frame.{name}", run, (keys,), self._has_shot, area=AREA)
        yield Action("frame.look", self.to_subject, ("Ctrl+Alt+K",), area=AREA)
        yield Action("frame.import", self.to_media, ("Ctrl+Alt+G",), area=AREA)

    def to_shot(self, *, late: bool) -> None:
        """The frame becomes the first or last one of the last chosen shot."""
        self._drop(Target("shot", self._session.shots[-1]), late=late)

    def to_subject(self) -> None:
        """The frame shows the look of the chosen subject; without one, of a new subject."""
        subject = self._cast.subject
        self._drop(Target("subject", subject.id) if subject is not None else Target("cast"))

    def to_media(self) -> None:
        """The frame joins the film's media."""
        self._drop(Target("media"))

    def _drop(self, target: Target, *, late: bool = False) -> None:
        """As a drag of what is seen now would; without a picture, say so."""
        screens = self._window.findChildren(Screen)
        cargo = next((screen.frame() for screen in screens if screen.isVisible()), None)
        if cargo is None:
            self._desk.refused.emit(EditRefused("ui_media.no.no_frame"))
        else:
            self._bringer.drop(cargo, target, late=late)

    def _has_shot(self) -> bool:
        return bool(self._session.shots)
