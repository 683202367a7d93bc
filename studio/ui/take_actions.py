"""What can be done with takes from menus, keys and the palette: in the strip that is seen."""

from collections.abc import Callable, Iterable
from functools import partial

from studio.ui.actions import Action, Entry, Submenu
from studio.ui.session import Session
from studio.ui.shot_takes import TakesPart
from studio.ui.take_standing import TakeOrder

_ORDER = Submenu("take_order", tuple(f"take.by_{order.value}" for order in TakeOrder))
TAKES_MENU: tuple[Entry, ...] = (
    "take.play", "take.compare", "-", "take.choose", "take.newest", "take.reject", "take.note",
    "-", "take.inspect", "take.overrule", "take.finding", _ORDER,
    "-", "take.lips", "take.next_frame", "take.motion", "take.reuse", "take.request",
)  # fmt: skip
_DEEDS = {
    "play": "Ctrl+Shift+Space", "choose": "Ctrl+Shift+O", "reject": "Ctrl+Shift+X",
    "compare": "Ctrl+Shift+B", "newest": "", "note": "Ctrl+Shift+E", "next": "Ctrl+Shift+F",
    "motion": "", "reuse": "", "request": "", "inspect": "Ctrl+Shift+Y", "overrule": "",
    "finding": "Ctrl+Alt+N",
}  # fmt: skip
_NAMES = {"next": "next_frame"}
Seen = Callable[[], TakesPart | None]


def take_actions(seen: Seen) -> Iterable[Action]:
    """An action for each deed; `seen` gives the takes of the page that is shown, if it has some."""
    for name, keys in _DEEDS.items():
        yield Action(
            f"take.{_NAMES.get(name, name)}", partial(_act, seen, name), (keys,) if keys else (),
            partial(_can, seen, name), area="ui_shot",
        )  # fmt: skip


def order_actions(session: Session) -> Iterable[Action]:
    """An action for each order of takes."""
    for order in TakeOrder:
        yield Action(
            f"take.by_{order.value}", partial(session.order_takes, order.value), area="ui_shot",
            checked=partial(_is_order, session, order),
        )  # fmt: skip


def _is_order(session: Session, order: TakeOrder) -> bool:
    return TakeOrder.named(session.take_order) is order


def _act(seen: Seen, name: str) -> None:
    part = seen()
    if part is not None:
        part.write_note() if name == "note" else part.deeds.act(name)


def _can(seen: Seen, name: str) -> bool:
    part = seen()
    return part is not None and part.deeds.can(name)
