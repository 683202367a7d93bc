"""Things made by a few hands at a time, of which each takes the next one when it is free."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from studio.errors import Cancelled

T = TypeVar("T")


def in_turn(
    one: Callable[[int], T], order: Sequence[int], at_once: int, stop: threading.Event
) -> dict[int, T]:
    """What `one` gives for each number, in this order and so many at once, by number.

    Each hand takes the next number when it is free: of a film of thousands of pieces nothing is
    held for those that are not begun. The first failure sets `stop`, and is raised.
    """
    made: dict[int, T] = {}
    left = iter(order)
    taking = threading.Lock()

    def work() -> None:
        try:
            while not stop.is_set():
                with taking:
                    index = next(left, None)
                if index is None:
                    return
                made[index] = one(index)
        except BaseException:
            stop.set()
            raise

    with ThreadPoolExecutor(at_once) as pool:
        hands = [pool.submit(work) for _ in range(at_once)]
        try:
            wait(hands)
        finally:
            stop.set()  # all have ended, or who waited is gone
    errors = [error for hand in hands if (error := hand.exception())]
    for error in sorted(errors, key=lambda e: isinstance(e, Cancelled)):
        raise error
    return made
