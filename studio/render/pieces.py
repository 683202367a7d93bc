"""Segments encoded as pieces by the graph, as many at a time as there are cores."""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ffmpeg

from studio.errors import Cancelled
from studio.media.ffmpeg import QUIET, Progress, Stop, find_ffmpeg, run
from studio.render.cadence import frames_of, phase
from studio.render.damage import complained, refuse
from studio.render.delivery import Delivery
from studio.render.encoding import piece_arguments
from studio.render.graph import Segment
from studio.render.kept import Kept
from studio.render.picture import picture


@dataclass(frozen=True)
class Piece:
    """A segment's file, and whether it was encoded by an earlier export."""

    path: Path
    kept: bool


def threads_of(count: int) -> int:
    """How many threads of the encoder a piece has where the film has `count` of them.

    x264's pictures depend on it, so it is part of a piece's key.
    """
    cores = os.cpu_count() or 1
    return max(1, cores // _workers(count))


def _workers(count: int) -> int:
    return max(1, min(8, os.cpu_count() or 1, count))


def key_of(segment: Segment, delivery: Delivery, threads: int) -> str:
    """Names all that the bytes of an encoded segment depend on, the encoder's program included."""
    place = phase(delivery, segment).replace("/", "of")  # empty where the rate is the film's
    return f"{segment.digest(delivery)}{place}-{threads}-{_program(find_ffmpeg())}"


@cache
def _program(ffmpeg: str) -> str:
    facts = Path(ffmpeg).stat()
    return f"{facts.st_size:x}{facts.st_mtime_ns:x}"


def encode(
    runs: Sequence[Segment],
    folder: Path,
    delivery: Delivery,
    titles: Path | None,
    shop: Path,
    tell: Progress,
    cancelled: Stop | None,
    kept: Kept | None = None,
) -> list[Piece]:
    """Every segment as a piece in `shop`, the longest first; `tell` hears how far they are, 0 to 1.

    Those that are kept from earlier are not encoded again. Raises RenderError, Cancelled.
    """
    threads = threads_of(len(runs))
    total = sum(run.frames for run in runs)
    done = [0.0] * len(runs)
    stop = threading.Event()

    def over() -> bool:
        return stop.is_set() or (cancelled is not None and cancelled())

    def one(index: int) -> Piece:
        def on_progress(share: float) -> None:
            done[index] = share * runs[index].frames
            tell(min(1.0, sum(done) / total))

        path = shop / f"piece-{index:05}.mp4"
        known = made(runs[index], folder, delivery, titles, path, threads, kept, on_progress, over)
        on_progress(1.0)
        return Piece(path, known)

    with ThreadPoolExecutor(_workers(len(runs))) as pool:
        order = sorted(range(len(runs)), key=lambda index: -runs[index].frames)
        begun = {index: pool.submit(one, index) for index in order}
        futures = [begun[index] for index in range(len(runs))]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
        finally:
            if any(f.done() and not f.cancelled() and f.exception() for f in futures):
                stop.set()
                for future in futures:
                    future.cancel()
    errors = [f.exception() for f in futures if not f.cancelled() and f.exception()]
    for error in sorted(errors, key=lambda e: isinstance(e, Cancelled)):
        if error is not None:
            raise error
    return [future.result() for future in futures]


def made(
    segment: Segment,
    folder: Path,
    delivery: Delivery,
    titles: Path | None,
    path: Path,
    threads: int,
    kept: Kept | None,
    on_progress: Progress,
    over: Stop,
) -> bool:
    """Put a segment's piece at `path`; True where it was kept, False where it is encoded now.

    Raises RenderError, Cancelled.
    """

    def encoded() -> bool:
        stream = picture(segment, folder, delivery, titles)
        said = _encode_piece(segment, stream, path, delivery, threads, on_progress, over)
        hurt = complained(said, segment, folder, delivery.rate)
        if not delivery.allow_damaged:
            refuse(hurt, delivery.rate)
        return not hurt

    if kept is None:
        encoded()
        return False
    key = key_of(segment, delivery, threads)
    with kept.alone(key, over):
        if kept.fetch(key, path):
            return True
        if encoded():  # damage that is allowed once is not taken for whole later
            kept.keep(key, path)
    return False


def _encode_piece(
    segment: Segment,
    stream: ffmpeg.Stream,
    path: Path,
    delivery: Delivery,
    threads: int,
    on_progress: Progress,
    over: Stop,
) -> str:
    """What ffmpeg said meanwhile."""
    arguments = piece_arguments(stream, segment, delivery, path, threads)
    frames = frames_of(delivery, segment)
    return run([*QUIET, "-y", *arguments], frames=frames, on_progress=on_progress, cancelled=over)
