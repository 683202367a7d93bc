"""What can be done on the deliver page, for menus, keys and the palette."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from studio.render.presets import presets
from studio.ui.actions import Action
from studio.ui.deliver_queue import ENDED, Order, State

if TYPE_CHECKING:
    from studio.ui.deliver_page import DeliverPage

_AREA = "ui_deliver"
_AGAIN = (State.FAILED, State.STOPPED)
DELIVER_MENU = (
    "deliver.export", "deliver.browse", "deliver.more", "-", "deliver.cancel", "deliver.again",
    "deliver.remove", "deliver.earlier", "deliver.later", "deliver.show", "-", "deliver.clear",
    "deliver.stop",
)  # fmt: skip


def deliver_actions(page: "DeliverPage", turn: Callable[[], object]) -> Iterable[Action]:
    """The actions of the page; `turn` shows it first where it is not seen."""
    queue = page.queue

    def chosen(may: Callable[[Order], bool]) -> Callable[[], bool]:
        return lambda: (order := page.list.order) is not None and may(order)

    def on(do: Callable[[Order], object]) -> Callable[[], None]:
        def run() -> None:
            if (order := page.list.order) is not None:
                do(order)

        return run

    def whole() -> bool:
        return page.form.go.isEnabled()

    def here(do: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            turn()
            do()

        return run

    yield Action("deliver.export", here(page.export), ("Ctrl+E",), whole, area=_AREA)
    yield Action("deliver.more", here(page.form.show_more), (), area=_AREA,
                 checked=lambda: not page.form.more.isHidden())  # fmt: skip
    yield Action("deliver.browse", here(page.form.place.ask), (), area=_AREA)
    yield Action("deliver.cancel", on(queue.cancel), (),
                 chosen(lambda o: o.state not in ENDED), area=_AREA)  # fmt: skip
    yield Action("deliver.again", on(queue.again), (),
                 chosen(lambda o: o.state in _AGAIN), area=_AREA)  # fmt: skip
    yield Action("deliver.remove", on(queue.remove), (),
                 chosen(lambda o: o.state is not State.RUNNING), area=_AREA)  # fmt: skip
    yield Action("deliver.earlier", on(lambda o: queue.move(o, -1)), (),
                 chosen(lambda o: queue.can_move(o, -1)), area=_AREA)  # fmt: skip
    yield Action("deliver.later", on(lambda o: queue.move(o, 1)), (),
                 chosen(lambda o: queue.can_move(o, 1)), area=_AREA)  # fmt: skip
    yield Action("deliver.show", on(page.show_file), (),
                 chosen(lambda o: o.state is State.DONE), area=_AREA)  # fmt: skip
    yield Action("deliver.clear", queue.clear, (),
                 lambda: any(o.state in ENDED for o in queue.orders), area=_AREA)  # fmt: skip
    yield Action("deliver.stop", queue.stop_all, (), lambda: bool(queue.unfinished), area=_AREA)
    for each in presets():
        yield Action(
            f"deliver.preset.{each.id}", here(lambda name=each.id: page.presets.choose(name)),
            label=lambda name=each.id: page.preset_words(name), area=_AREA,
        )  # fmt: skip
