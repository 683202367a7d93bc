"""The segments of a film as pieces: copied where nothing changes, encoded where something does."""

from collections.abc import Callable, Sequence
from pathlib import Path

from studio.media.ffmpeg import Progress, Stop
from studio.render.copying import Plan, planned
from studio.render.crew import Crew
from studio.render.delivery import Delivery
from studio.render.hands import Hands
from studio.render.kept import Kept
from studio.render.piece import Piece
from studio.render.segment import Segment
from studio.render.way import Way


def encode(
    runs: Sequence[Segment],
    folder: Path,
    delivery: Delivery,
    titles: Path | None,
    shop: Path,
    tell: Progress,
    cancelled: Stop | None,
    kept: Kept | None = None,
    crew: Crew | None = None,
    only: int | None = None,
    hands: Callable[[], Hands] | None = None,
) -> list[Piece]:
    """Every segment as a piece, those that are made in `shop`; `tell` hears how far they are, 0 to
    1.

    Those that are kept from earlier are not encoded again, and what is in the delivery's format
    already is copied; `crew` encodes the others, where it is not this computer. `only` is the
    number of the one that is wanted, None all of them; `hands` is asked how many are encoded at
    once, None for as many as there are cores. Raises RenderError, Cancelled.
    """
    plan = planned(runs, folder, delivery, cancelled)
    order = range(len(runs)) if only is None else [only]
    pieces = _whole(plan, order)
    left = [number for number in order if number not in pieces]
    if left:
        from studio.render.making_pieces import make_pieces  # what encodes

        pieces |= make_pieces(
            runs, plan, left, folder, titles, shop, tell, cancelled, kept, crew,
            hands() if hands is not None else None, alone=only is not None,
        )  # fmt: skip
    else:
        tell(1.0)
    return [pieces[number] for number in order]


def _whole(plan: Plan, order: Sequence[int]) -> dict[int, Piece]:
    """By its number each segment that is copied from one end to the other."""
    found: dict[int, Piece] = {}
    for number in order:
        copy = plan.copies[number]
        if copy is not None and not copy.edges:
            found[number] = Piece((copy.body,), Way.COPIED)
    return found
