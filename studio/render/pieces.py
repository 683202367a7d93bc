"""Segments encoded as pieces by the graph, several at a time."""

import threading
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from studio.media.ffmpeg import Progress, Stop
from studio.render.copying import planned
from studio.render.crew import Crew
from studio.render.delivery import Delivery
from studio.render.given import leaving
from studio.render.hands import Hands, workers
from studio.render.in_turn import in_turn
from studio.render.kept import Kept
from studio.render.piece import Piece, Shape
from studio.render.piece_keys import key_of, threads_of
from studio.render.seeking import Entrances
from studio.render.segment import Segment

_FAR = 48  # frames of a take that are rather decoded in vain than its packets looked through


def entered(
    runs: Sequence[Segment], folder: Path, delivery: Delivery, ends: Collection[int] = ()
) -> tuple[Segment, ...]:
    """The segments, those far inside their takes with a place to enter these nearby.

    Of those with the numbers `ends` the last pictures are wanted by themselves.
    """
    entrances = Entrances(folder, delivery.rate)
    far = [
        any(source.used(run.frames)[n in ends] > _FAR for source in run.sources)
        for n, run in enumerate(runs)
    ]
    return tuple(
        entrances.open([run])[0] if away else run for run, away in zip(runs, far, strict=True)
    )


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
    hands: Hands | None = None,
) -> list[Piece]:
    """Every segment as a piece in `shop`, what is to be encoded first, the longest before others;
    `tell` hears how far they are, 0 to 1.

    Those that are kept from earlier are not encoded again, and what is in the delivery's format
    already is copied; `crew` encodes the others, where it is not this computer. `only` is the
    number of the one that is wanted, None all of them; `hands` says how many are encoded at once,
    None for as many as there are cores. Raises RenderError, Cancelled.
    """
    stop = threading.Event()

    def over() -> bool:
        return stop.is_set() or (cancelled is not None and cancelled())

    plan = planned(runs, folder, delivery, over)
    tails = [n for n, copy in enumerate(plan.copies) if copy is not None and copy.tail]
    runs = entered(runs, folder, delivery, tails)
    threads = crew.threads(len(runs)) if crew else threads_of(len(runs))
    work = [
        run.frames if copy is None else copy.edges
        for run, copy in zip(runs, plan.copies, strict=True)
    ]
    total = max(1, sum(work) if only is None else work[only])
    coded = [run.part(0, max(1, frames)) for run, frames in zip(runs, work, strict=True)]
    done = [0.0] * len(runs)

    def one(index: int) -> Piece:
        def on_progress(share: float) -> None:
            done[index] = share * work[index]
            tell(min(1.0, sum(done) / total))

        shape = Shape(
            folder, plan.delivery, titles, threads, kept, on_progress, over, crew,
            spare=cores_left and len(left) <= max(1, at_once - 1),
            apart=apart,
        )  # fmt: skip
        run, copy = runs[index], plan.copies[index]
        piece = None
        if copy is not None:
            piece = shape.copied(run, copy, shop / f"edge-{index:05}", leave=seen.get(index))
        if piece is None:
            piece = shape.whole(run, shop / f"piece-{index:05}.mp4", leave=seen.get(index))
        on_progress(1.0)
        left.discard(index)
        return piece

    def known(index: int) -> bool:
        key = key_of(runs[index], plan.delivery, threads)
        return kept is not None and plan.copies[index] is None and kept.has(key)

    order = list(range(len(runs))) if only is None else [only]
    at_once = hands.count if hands is not None else workers(len(order))
    apart = hands is not None and hands.apart
    cores_left = at_once >= workers(len(order)) and not apart  # where memory does not hold it up
    left = {index for index in order if work[index] and not known(index)}
    order.sort(key=lambda index: (index not in left, -work[index]))  # kept ones are looked at last
    seen: Mapping[int, bool] = {}
    if left and only is None and crew is None:
        seen = leaving(coded, plan.delivery, left)
    pieces = in_turn(one, order, at_once, stop)
    return [pieces[index] for index in sorted(pieces)]
