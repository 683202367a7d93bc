"""Segments encoded as pieces by the graph, as many at a time as there are cores."""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from studio.errors import Cancelled
from studio.media.ffmpeg import QUIET, Progress, Stop, find_ffmpeg, run
from studio.media.program import program_hash
from studio.render.crew import Crew, Order
from studio.render.delivery import Delivery
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
    return f"{segment.digest(delivery)}-{threads}-{program_hash(find_ffmpeg())[:16]}"


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
) -> list[Piece]:
    """Every segment as a piece in `shop`, the longest first; `tell` hears how far they are, 0 to 1.

    Those that are kept from earlier are not encoded again; `crew` encodes the others, where it is
    not this computer. `only` is the number of the one that is wanted, None all of them. Raises
    RenderError, Cancelled.
    """
    threads = crew.threads(len(runs)) if crew else threads_of(len(runs))
    order = sorted(range(len(runs)), key=lambda index: -runs[index].frames)
    if only is not None:
        order = [only]
    total = sum(runs[index].frames for index in order)
    done = [0.0] * len(runs)
    stop = threading.Event()

    def over() -> bool:
        return stop.is_set() or (cancelled is not None and cancelled())

    def one(index: int) -> Piece:
        def on_progress(share: float) -> None:
            done[index] = share * runs[index].frames
            tell(min(1.0, sum(done) / total))

        path = shop / f"piece-{index:05}.mp4"
        known = made(
            runs[index], folder, delivery, titles, path, threads, kept, on_progress, over, crew
        )
        on_progress(1.0)
        return Piece(path, known)

    hands = crew.hands(len(runs)) if crew else _workers(len(runs))
    with ThreadPoolExecutor(hands) as pool:
        begun = {index: pool.submit(one, index) for index in order}
        futures = [begun[index] for index in sorted(begun)]
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
    crew: Crew | None = None,
) -> bool:
    """Put a segment's piece at `path`; True where it was kept, False where it is encoded now.

    Raises RenderError, Cancelled.
    """

    def encoded() -> None:
        if crew is not None:
            return crew.encode(Order(segment, folder, delivery, threads), path, on_progress, over)
        stream = picture(segment, folder, delivery, titles)
        return _encode_piece(stream, path, segment.frames, delivery, threads, on_progress, over)

    if kept is None:
        encoded()
        return False
    key = key_of(segment, delivery, threads)
    with kept.alone(key, over):
        if kept.fetch(key, path):
            return True
        encoded()
        kept.keep(key, path)
    return False


def _encode_piece(
    stream: ffmpeg.Stream,
    path: Path,
    frames: int,
    delivery: Delivery,
    threads: int,
    on_progress: Progress,
    over: Stop,
) -> None:
    rate = delivery.rate
    options = {
        "c:v": "libx264", "preset": delivery.preset, "crf": delivery.crf, "threads": threads,
        "profile:v": "high",
        "g": max(1, rate.frames(delivery.gop_seconds)), "pix_fmt": "yuv420p",
        "color_range": "tv", "colorspace": "bt709", "color_primaries": "bt709",
        "color_trc": "bt709", "frames:v": frames, "map_metadata": -1, "flags:v": "+bitexact",
        "fflags": "+bitexact", "video_track_timescale": rate.num,
        "enc_time_base": f"{rate.den}/{rate.num}",
    }  # fmt: skip
    arguments = ffmpeg.output(stream, str(path), **options).get_args()
    run([*QUIET, "-y", *arguments], frames=frames, on_progress=on_progress, cancelled=over)
