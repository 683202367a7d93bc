"""What menus and the palette can do with the chosen subject, beside what its panel's head does."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QTabWidget, QWidget

from studio.ui.actions import Action

if TYPE_CHECKING:
    from studio.ui.cast_panel import CastPanel

SERVICES = ("kling", "seedance")  # where subjects can be registered
SUBJECT_MENU = (
    "cast.listen", "cast.view", "cast.consent", "-",
    *(f"cast.register_{name}" for name in SERVICES), "cast.named",
)  # fmt: skip


def subject_actions(panel: "CastPanel", turn: Callable[[], object]) -> Iterable[Action]:
    """The actions; `turn` shows the page the panel is on, where it is not seen."""

    def chosen() -> bool:
        return panel.subject is not None

    def pictured() -> bool:
        return chosen() and panel.form.sheet.grid.count() > 0

    sheet, voice = panel.form.sheet, panel.form.voice
    for name in SERVICES:
        act = partial(_register, panel, turn, f"{name}-library")
        yield Action(f"cast.register_{name}", act, (), chosen, area="ui_cast")
    yield Action("cast.named", partial(_name, panel, turn), (), chosen, area="ui_cast")
    open_view = partial(_open, panel, turn, sheet.view, partial(_first_picture, panel))
    open_consent = partial(_open, panel, turn, panel.consent.real)
    yield Action("cast.view", open_view, (), pictured, area="ui_cast")
    yield Action("cast.consent", open_consent, (), chosen, area="ui_cast")
    yield Action("cast.listen", voice.listen.click, (), chosen, area="ui_cast")


def _show(panel: "CastPanel", turn: Callable[[], object]) -> None:
    """Bring the panel to the front of its tabs, and its page where it is on none that is seen."""
    above: QWidget | None = panel.parentWidget()
    while above is not None and not isinstance(above, QTabWidget):
        above = above.parentWidget()
    if above is not None:
        above.setCurrentWidget(panel)
    if not panel.isVisible():
        turn()


def _register(panel: "CastPanel", turn: Callable[[], object], name: str) -> None:
    _show(panel, turn)
    panel.handles.register(name)


def _name(panel: "CastPanel", turn: Callable[[], object]) -> None:
    _show(panel, turn)
    panel.handles.ask_names()


def _open(
    panel: "CastPanel", turn: Callable[[], object], box: QComboBox,
    first: Callable[[], object] | None = None,
) -> None:  # fmt: skip
    """Open a list of choices where it stands, with the keyboard in it."""
    _show(panel, turn)
    if first is not None:
        first()
    panel.area.ensureWidgetVisible(box)
    box.setFocus()
    box.showPopup()


def _first_picture(panel: "CastPanel") -> None:
    """The picture under the cursor, else the first, is the one that is spoken of."""
    grid = panel.form.sheet.grid
    if grid.currentRow() < 0:
        grid.setCurrentRow(0)
