"""What the canvas does by keys and menus: grips on and off, moves, sizes and turns."""

from collections.abc import Callable, Iterable
from functools import partial

from studio.ui.actions import Action
from studio.ui.canvas import Canvas, Mode

AREA = "ui_clip"
CANVAS_HERE = ("canvas.place", "canvas.crop", "canvas.centre", "canvas.reset")
_GROWTH, _TURN = 1.05, 5.0  # of a step by key: its factor, and degrees


def canvas_actions(canvas: Canvas, here: Callable[[], bool]) -> Iterable[Action]:
    """An action for everything that the grips do; `here` is whether the canvas is seen."""

    def held() -> bool:
        return here() and canvas.held is not None

    def row(name: str, run: Callable[[], object], *keys: str) -> Action:
        return Action(f"canvas.{name}", run, keys, held, area=AREA)

    def mode(name: Mode, keys: str) -> Action:
        return Action(
            f"canvas.{name.value}", partial(_switch, canvas, name), (keys,), here, area=AREA,
            checked=lambda: canvas.mode is name,
        )  # fmt: skip

    yield mode(Mode.PLACE, "Ctrl+Alt+T")
    yield mode(Mode.CROP, "Ctrl+Alt+C")
    yield row("hold", canvas.grip, "Ctrl+Alt+A")
    yield row("larger", partial(canvas.deeds.grow, _GROWTH), "Ctrl+Alt+=")
    yield row("smaller", partial(canvas.deeds.grow, 1 / _GROWTH), "Ctrl+Alt+-")
    yield row("clockwise", partial(canvas.deeds.spin, _TURN), "Ctrl+Alt+]")
    yield row("anticlockwise", partial(canvas.deeds.spin, -_TURN), "Ctrl+Alt+[")
    yield row("centre", canvas.deeds.centre)
    yield row("reset", canvas.deeds.reset)


def _switch(canvas: Canvas, mode: Mode) -> None:
    """On, and a second time off."""
    canvas.set_mode(Mode.OFF if canvas.mode is mode else mode)
