"""The cut to a file: pieces encoded by the core, joined by packet copy, mixed, checked, renamed."""

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from studio.errors import BadInput, Cancelled, RenderError
from studio.media.ffmpeg import QUIET, Progress, Stop, run
from studio.media.probe import probe
from studio.render.captions import ass, captions, columns_for, srt
from studio.render.delivery import Captions, Delivery
from studio.render.graph import Segment, picture, segments
from studio.render.join import join
from studio.render.loudness import Loudness, chain_for, measure, raw_input
from studio.render.mix import mix
from studio.render.scratch import refused, scratch_folder
from studio.timeline.project import Project
from studio.timeline.take import Take

_PICTURE_SHARE = 0.9  # of an export's time, for its progress


@dataclass(frozen=True)
class Report:
    """What an export made and measured. `missing` lists labels of slates, `short` of gaps."""

    path: str
    frames: int
    seconds: float
    loudness: float
    peak: float
    segments: int
    missing: tuple[str, ...]
    short: tuple[str, ...]
    captions: str | None


def export(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    output: Path,
    delivery: Delivery,
    *,
    overwrite: bool = False,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Report:
    """Write the cut of `project` to `output`, whose takes lie in `folder`.

    The file appears under its name only when it is finished and checked. Raises BadInput for an
    empty film or a file that exists, RenderError, Cancelled.
    """
    if project.cut.frames == 0:
        raise BadInput("render.empty_cut")
    if output.exists() and not overwrite:
        raise BadInput("render.exists", path=output)
    tell = progress or _silent
    events = captions(project, shown, columns_for(delivery))
    burnt = events if delivery.captions is Captions.BURN else []
    runs = segments(project, shown, burnt)
    with scratch_folder(output) as shop:
        film = shop / "film.mp4"
        loud = _make(project, shown, folder, delivery, runs, burnt, shop, tell, cancelled)
        _check(film, project, delivery)
        sidecar = output.with_suffix(".srt") if delivery.captions is not Captions.NONE else None
        if sidecar is not None and events:
            (shop / "film.srt").write_text(srt(events, project.rate), encoding="utf-8")
            _hand_over(shop / "film.srt", sidecar)
        _hand_over(film, output)
    tell(1.0)
    return Report(
        path=str(output),
        frames=project.cut.frames,
        seconds=float(project.rate.seconds(project.cut.frames)),
        loudness=loud.integrated,
        peak=loud.peak,
        segments=len(runs),
        missing=tuple(run.label for run in runs if run.source is None and run.label),
        short=tuple(run.label for run in runs if run.missing),
        captions=str(sidecar) if sidecar is not None and events else None,
    )


def _silent(_done: float) -> None:
    """Progress that nobody asked for."""


def _make(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    delivery: Delivery,
    runs: Sequence[Segment],
    burnt: Sequence[object],
    shop: Path,
    tell: Progress,
    cancelled: Stop | None,
) -> Loudness:
    titles = None
    if burnt:
        titles = shop / "captions.ass"
        events = captions(project, shown, columns_for(delivery))
        titles.write_text(ass(events, delivery), encoding="utf-8")
    stop = threading.Event()

    def over() -> bool:
        return stop.is_set() or (cancelled is not None and cancelled())

    try:
        with ThreadPoolExecutor(1) as pool:  # the sound is made while the pictures are
            sound = pool.submit(_sound, project, shown, folder, delivery, shop, over)
            try:
                pieces = _encode(runs, folder, delivery, titles, shop, tell, over)
            except BaseException:
                stop.set()
                raise
            silent = shop / "picture.mp4"
            join(pieces, [run.frames for run in runs], delivery.rate, silent)
            heard, loud = sound.result()
        _mux(silent, heard, shop / "film.mp4", cancelled)
    except OSError as error:
        raise refused(error) from error
    return loud


def _sound(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    delivery: Delivery,
    shop: Path,
    cancelled: Stop,
) -> tuple[Path, Loudness]:
    """The mix, encoded, and what its loudness came to be."""
    raw, heard = shop / "mix.f32", shop / "sound.m4a"
    mix(project, shown, folder, raw)
    chain = chain_for(raw, delivery.loudness, delivery.peak, cancelled)
    command = [*QUIET, "-y", *raw_input(raw), "-af", chain, "-c:a", "aac"]
    command += ["-b:a", str(delivery.sound_bitrate), "-ar", "48000", str(heard)]
    run(command, cancelled=cancelled)
    return heard, measure(["-i", str(heard)], cancelled)


def _encode(
    runs: Sequence[Segment],
    folder: Path,
    delivery: Delivery,
    titles: Path | None,
    shop: Path,
    tell: Progress,
    cancelled: Stop | None,
) -> list[Path]:
    """Every segment as a piece; as many at a time as there are cores, the longest first."""
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
            tell(min(1.0, sum(done) / total) * _PICTURE_SHARE)

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
        "g": max(1, rate.frames(delivery.gop_seconds)), "pix_fmt": "yuv420p",
        "color_range": "tv", "colorspace": "bt709", "color_primaries": "bt709",
        "color_trc": "bt709", "frames:v": frames, "map_metadata": -1, "flags:v": "+bitexact",
        "fflags": "+bitexact", "video_track_timescale": rate.num,
        "enc_time_base": f"{rate.den}/{rate.num}",
    }  # fmt: skip
    arguments = ffmpeg.output(stream, str(path), **options).get_args()
    run([*QUIET, "-y", *arguments], frames=frames, on_progress=on_progress, cancelled=over)


def _mux(silent: Path, heard: Path, film: Path, cancelled: Stop | None) -> None:
    command = [*QUIET, "-y", "-i", str(silent), "-i", str(heard), "-map", "0:v", "-map", "1:a"]
    command += ["-c", "copy", "-movflags", "+faststart", "-map_metadata", "-1", str(film)]
    run(command, cancelled=cancelled)


def _check(film: Path, project: Project, delivery: Delivery) -> None:
    """The finished file is what was asked for. Raises RenderError otherwise."""
    info = probe(film)
    wanted = (project.cut.frames, delivery.width, delivery.height, delivery.rate.fraction)
    if (info.frames, info.width, info.height, info.rate) != wanted or not info.sound_tracks:
        raise RenderError("render.wrong_result", got=info.frames, wanted=project.cut.frames)


def _hand_over(made: Path, wanted: Path) -> None:
    with made.open("rb+") as file, suppress(OSError):
        os.fsync(file.fileno())
    try:
        made.replace(wanted)
    except OSError as error:
        raise refused(error) from error
