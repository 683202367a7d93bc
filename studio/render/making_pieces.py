"""Segments made to pieces, several at a time: encoded by the graph where they have to be."""

import os
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from studio.media.ffmpeg import Progress, Stop
from studio.render.copying import Plan
from studio.render.cores import Cores
from studio.render.crew import Crew
from studio.render.delivery import Delivery
from studio.render.given import LARGE, leaving
from studio.render.groups import groups_of
from studio.render.hands import Hands, workers
from studio.render.in_turn import in_turn
from studio.render.kept import Kept
from studio.render.piece import Piece
from studio.render.piece_keys import key_of, threads_of
from studio.render.seeking import Entrances
from studio.render.segment import Segment
from studio.render.shape import Shape

_NEARLY = 0.85  # of a piece's groups: what is left of them takes as long as the next to be read
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


def make_pieces(
    runs: Sequence[Segment],
    plan: Plan,
    order: Sequence[int],
    folder: Path,
    titles: Path | None,
    shop: Path,
    tell: Progress,
    cancelled: Stop | None,
    kept: Kept | None,
    crew: Crew | None,
    hands: Hands | None,
    *,
    alone: bool,
) -> dict[int, Piece]:
    """The segments with the numbers `order` as pieces in `shop`, by their numbers; the longest is
    made before others. Where one is wanted `alone`, nothing is left for a proof.

    Otherwise as `pieces.encode`.
    """
    stop = threading.Event()

    def over() -> bool:
        return stop.is_set() or (cancelled is not None and cancelled())

    tails = [n for n, copy in enumerate(plan.copies) if copy is not None and copy.tail]
    runs = entered(runs, folder, plan.delivery, tails)
    threads = crew.threads(len(runs)) if crew else threads_of(len(runs))
    work = [
        run.frames if copy is None else copy.edges
        for run, copy in zip(runs, plan.copies, strict=True)
    ]
    total = max(1, sum(work[index] for index in order))
    coded = [run.part(0, max(1, frames)) for run, frames in zip(runs, work, strict=True)]
    done = [0.0] * len(runs)

    def encoders(index: int) -> int:
        """Those of a piece in groups, which are busy all the time: threads of one encoder wait for
        each other, and leave cores to other pieces. None of small pictures, for which the caches
        have room: two pieces at once fill the pauses of one another.
        """
        delivery = plan.delivery
        large = delivery.width * delivery.height >= LARGE
        if not large or crew is not None or apart or index not in left or plan.copies[index]:
            return 0
        count = len(groups_of(runs[index], delivery, threads))
        return count if count > 1 else 0

    def one(index: int) -> Piece:
        with cores.taken(encoders(index)) as leave:
            return shaped(index, leave)

    def shaped(index: int, nearly_done: Callable[[], None]) -> Piece:
        def on_progress(share: float) -> None:
            done[index] = share * work[index]
            if share >= _NEARLY:
                nearly_done()
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

    cores = Cores(os.cpu_count() or 1)
    at_once = hands.count if hands is not None else workers(len(order))
    apart = hands is not None and hands.apart
    cores_left = at_once >= workers(len(order)) and not apart  # where memory does not hold it up
    left = {index for index in order if work[index] and not known(index)}
    ahead = sorted(order, key=lambda n: (n not in left, -work[n]))  # kept ones are looked at last
    seen: Mapping[int, bool] = {}
    if left and not alone and crew is None:
        seen = leaving(coded, plan.delivery, left)
    return in_turn(one, ahead, at_once, stop)
