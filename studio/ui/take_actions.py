"""What can be done with takes from menus, keys and the palette: in the strip that is seen."""

from collections.abc import Callable, Iterable
from functools import partial

from studio.ui.actions import Action
from studio.ui.shot_takes import TakesPart

TAKES_MENU = (
    "take.play", "take.compare", "-", "take.choose", "take.newest", "take.reject", "take.note",
    "-", "take.inspect", "take.overrule",
    "-", "take.lips", "take.next_frame", "take.motion", "take.reuse", "take.request",
)  # fmt: skip
_DEEDS = {
    "play": "Ctrl+Shift+Space", "choose": "Ctrl+Shift+O", "reject": "Ctrl+Shift+X",
    "compare": "Ctrl+Shift+B", "newest": "", "note": "Ctrl+Shift+E", "next": "Ctrl+Shift+F",
    "motion": "", "reuse": "", "request": "", "inspect": "Ctrl+Shift+Y", "overrule": "",
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


def _act(seen: Seen, name: str) -> None:
    part = seen()
    if part is not None:
        part.write_note() if name == "note" else part.act(name)


def _can(seen: Seen, name: str) -> bool:
    part = seen()
    return part is not None and part.can(name)
