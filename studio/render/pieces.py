"""Segments encoded as pieces by the graph, as many at a time as there are cores."""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from pathlib import Path

import ffmpeg

from studio.errors import Cancelled
from studio.media.ffmpeg import QUIET, Progress, Stop, run
from studio.render.delivery import Delivery
from studio.render.graph import Segment, picture


def encode(
    runs: Sequence[Segment],
    folder: Path,
    delivery: Delivery,
    titles: Path | None,
    shop: Path,
    tell: Progress,
    cancelled: Stop | None,
) -> list[Path]:
    """Every segment as a piece in `shop`, the longest first; `tell` hears how far they are, 0 to 1.

    Raises RenderError, Cancelled.
    """
    workers = max(1, min(8, os.cpu_count() or 1, len(runs)))
    threads = max(1, (os.cpu_count() or 1) // workers)
    total = sum(run.frames for run in runs)
    done = [0.0] * len(runs)
    stop = threading.Event()

    def over() -> bool:
        return stop.is_set() or (cancelled is not None and cancelled())

    def one(index: int) -> Path:
        def on_progress(share: float) -> None:
            done[index] = share * runs[index].frames
            tell(min(1.0, sum(done) / total))

        path = shop / f"piece-{index:05}.mp4"
        stream = picture(runs[index], folder, delivery, titles)
        _encode_piece(stream, path, runs[index].frames, delivery, threads, on_progress, over)
        on_progress(1.0)
        return path

    with ThreadPoolExecutor(workers) as pool:
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
