"""What the viewer that is seen can do, for menus and the palette; its keys are its own."""

from collections.abc import Callable, Iterable
from functools import partial

from studio.media.scopes import Scope
from studio.ui.actions import Action, written
from studio.ui.viewer import AREA, Viewer
from studio.ui.words import Words

VIEWER_MENU = (
    "viewer.play", "viewer.faster", "viewer.back", "viewer.stop", "-", "viewer.frame_back",
    "viewer.frame_on", "viewer.second_back", "viewer.second_on", "viewer.start", "viewer.end", "-",
    "viewer.in", "viewer.out", "viewer.clear", "-", "viewer.loop", "viewer.captions",
    "viewer.safe", "viewer.full",
)  # fmt: skip
Seen = Callable[[], Viewer | None]
Deed = Callable[[Viewer], object]
_DEEDS: dict[str, tuple[str, Deed]] = {
    "play": ("Space", lambda v: v.deck.toggle()),
    "faster": ("L", lambda v: v.deck.shuttle(1)),
    "back": ("J", lambda v: v.deck.shuttle(-1)),
    "stop": ("K", lambda v: v.deck.pause()),
    "frame_back": ("Left", lambda v: v.deck.step(-1)),
    "frame_on": ("Right", lambda v: v.deck.step(1)),
    "second_back": ("Shift+Left", lambda v: v.deck.step(-v.deck.second())),
    "second_on": ("Shift+Right", lambda v: v.deck.step(v.deck.second())),
    "start": ("Home", lambda v: v.deck.seek(0)),
    "end": ("End", lambda v: v.deck.seek(v.deck.player.frames - 1)),
    "in": ("I", lambda v: v.deck.marks.mark_in()),
    "out": ("O", lambda v: v.deck.marks.mark_out()),
    "clear": ("Alt+X", lambda v: v.deck.marks.clear()),
    "loop": ("Ctrl+Shift+L", lambda v: v.deck.set_loop(not v.deck.player.loop)),
    "captions": ("", lambda v: v.transport.captions.click()),
    "safe": ("", lambda v: v.transport.safe.click()),
    "full": ("F11", lambda v: v.toggle_full()),
    "scopes": ("Ctrl+Shift+W", lambda v: v.toggle_scopes()),
    "waveform": ("", lambda v: v.show_scope(Scope.WAVEFORM)),
    "parade": ("", lambda v: v.show_scope(Scope.PARADE)),
    "vectorscope": ("", lambda v: v.show_scope(Scope.VECTORSCOPE)),
    "histogram": ("", lambda v: v.show_scope(Scope.HISTOGRAM)),
    "meters": ("", lambda v: v.toggle_meters()),
    "meters_clear": ("", lambda v: v.meters.clear()),
}
MEASURING_MENU = (
    "viewer.scopes", "viewer.waveform", "viewer.parade", "viewer.vectorscope", "viewer.histogram",
    "-", "viewer.meters", "viewer.meters_clear",
)  # fmt: skip


def viewer_actions(seen: Seen, words: Words) -> Iterable[Action]:
    """An action for each deed; `seen` gives the viewer of the page that is shown, if it has one.

    The keys are shown and not bound: a viewer binds them itself, and knows when they are others'.
    """
    for name, (keys, deed) in _DEEDS.items():
        yield Action(
            f"viewer.{name}", partial(_do, seen, deed), (), partial(_live, seen),
            partial(_label, words.of(AREA), name, keys), AREA,
        )  # fmt: skip


def _do(seen: Seen, deed: Deed) -> None:
    viewer = seen()
    if viewer is not None:
        deed(viewer)


def _live(seen: Seen) -> bool:
    viewer = seen()
    return viewer is not None and viewer.deck.programme is not None


def _label(words: Words, name: str, keys: str) -> str:
    """The words, and after a tab the key, which a menu writes at its right edge."""
    native = written(keys)
    text = words(f"action.viewer.{name}")
    return f"{text}\t{native}" if native else text
