"""The cut to a file: pieces encoded by the core, joined by packet copy, mixed, checked, renamed."""

import os
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from studio.errors import BadInput, RenderError, StudioError
from studio.media.ffmpeg import QUIET, Progress, Stop, run
from studio.media.probe import probe
from studio.render.captions import Caption, ass, captions_for, shifted, srt
from studio.render.crew import Crew
from studio.render.delivery import Captions, Container, Delivery, Span
from studio.render.graph import Segment, segments, within
from studio.render.join import join
from studio.render.kept import Kept
from studio.render.loudness import Loudness, chain_for, measure, raw_input
from studio.render.mix import mix
from studio.render.pieces import Piece, encode
from studio.render.scratch import refused, scratch_folder, working_folder
from studio.render.titling import titles_of
from studio.timeline.project import Project
from studio.timeline.take import Take

_PICTURE_SHARE = 0.9  # of an export's time, for its progress


@dataclass(frozen=True)
class Report:
    """What an export made and measured. `missing` lists labels of slates, `short` of gaps.

    `kept` counts the segments that were encoded by an earlier export and are used as they are.
    """

    path: str
    frames: int
    seconds: float
    loudness: float
    peak: float
    segments: int
    kept: int
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
    kept: Kept | None = None,
    crew: Crew | None = None,
) -> Report:
    """Write the cut of `project`, or its span, to `output`; its takes lie in `folder`.

    Segments that lie in `kept` are not encoded again, and new ones are put there; `crew` encodes
    them, this computer where there is none. The file appears under its name only when it is
    finished and checked. Raises BadInput for an empty film or span
    or a file that exists, RenderError, Cancelled.
    """
    if project.cut.frames == 0:
        raise BadInput("render.empty_cut")
    span = delivery.part_of(project.cut.frames)
    if span[0] >= span[1]:
        raise BadInput("render.empty_span")
    if output.exists() and not overwrite:
        raise BadInput("render.exists", path=output)
    work = _Work(project, shown, folder, delivery, span, progress or _silent, cancelled, kept, crew)
    try:
        with scratch_folder(output) as shop:
            film = shop / f"film{delivery.suffix}"
            loud = _make(work, shop, film)
            sidecar = _sidecar(work, shop, output)
            _hand_over(film, output)
    except StudioError as error:
        if not output.parent.is_dir():
            raise RenderError("render.folder_gone", path=output.parent) from error
        raise
    work.tell(1.0)
    frames = span[1] - span[0]
    return Report(
        path=str(output),
        frames=frames,
        seconds=float(project.rate.seconds(frames)),
        loudness=loud.integrated,
        peak=loud.peak,
        segments=len(work.runs),
        kept=work.reused,
        missing=tuple(label for run in work.runs for label in run.slates),
        short=tuple(run.label for run in work.runs if run.missing),
        captions=str(sidecar) if sidecar is not None else None,
    )


def pieces_of(project: Project, shown: Mapping[str, Take], delivery: Delivery) -> int:
    """How many pieces of picture an export has."""
    return len(_prepared(project, shown, Path(), delivery).runs)


def prepare_piece(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    delivery: Delivery,
    number: int,
    kept: Kept,
    crew: Crew,
    progress: Progress,
    cancelled: Stop,
) -> None:
    """Encode piece `number`, counted from 0, and keep it: an export then finds it ready.

    Raises IndexError for a piece that there is not, RenderError, Cancelled.
    """

    def tell(done: float) -> None:
        progress(min(1.0, done / _PICTURE_SHARE))

    work = replace(
        _prepared(project, shown, folder, delivery), kept=kept, crew=crew, tell=tell,
        cancelled=cancelled,
    )  # fmt: skip
    with working_folder("storyreel-piece-") as shop:
        _encoded(work, shop, number)


def prepare_sound(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    delivery: Delivery,
    kept: Kept,
    cancelled: Stop,
) -> None:
    """Mix, level and encode the sound and keep it: an export then finds it ready.

    Raises RenderError, Cancelled.
    """
    work = replace(_prepared(project, shown, folder, delivery), kept=kept, cancelled=cancelled)
    with working_folder("storyreel-sound-") as shop:
        _sound(work, shop / "mix.f32", shop / "sound.m4a")


def _prepared(
    project: Project, shown: Mapping[str, Take], folder: Path, delivery: Delivery
) -> "_Work":
    span = delivery.part_of(project.cut.frames)
    return _Work(project, shown, folder, delivery, span, _silent, None, None, None)


def _silent(_done: float) -> None:
    """Progress that nobody asked for."""


@dataclass
class _Work:
    """An export under way."""

    project: Project
    shown: Mapping[str, Take]
    folder: Path
    delivery: Delivery
    span: Span
    tell: Progress
    cancelled: Stop | None
    kept: Kept | None
    crew: Crew | None
    reused: int = field(init=False, default=0)  # of the segments
    events: list[Caption] = field(init=False)  # of the whole film
    burnt: list[Caption] = field(init=False)  # those of them that are laid on the picture
    runs: tuple[Segment, ...] = field(init=False)  # of the span
    stop: threading.Event = field(init=False, default_factory=threading.Event)

    def __post_init__(self) -> None:
        wanted = self.delivery
        self.events = captions_for(self.project, self.shown, wanted)
        self.burnt = self.events if wanted.captions is Captions.BURN else []
        whole = () if wanted.sound_only else segments(self.project, self.shown, self.burnt)
        self.runs = within(whole, self.span)

    def over(self) -> bool:
        """Whether it shall end early."""
        return self.stop.is_set() or (self.cancelled is not None and self.cancelled())


def _make(work: _Work, shop: Path, film: Path) -> Loudness:
    """The finished and checked file; its sound is made while its pictures are."""
    try:
        if work.delivery.sound_only:
            return _sound(work, shop / "mix.f32", film)
        heard = shop / "sound.m4a"
        with ThreadPoolExecutor(1) as pool:
            sound = pool.submit(_sound, work, shop / "mix.f32", heard)
            try:
                silent = _picture(work, shop)
            except BaseException:
                work.stop.set()
                raise
            loud = sound.result()
        _mux(silent, heard, film, work.over)
    except OSError as error:
        raise refused(error) from error
    _check(film, work)
    return loud


def _encoded(work: _Work, shop: Path, only: int | None = None) -> list[Piece]:
    """The film's pieces in `shop`, or one of them."""
    titles = None
    if any(run.lettered for run in work.runs):
        titles = shop / "captions.ass"
        titles.write_text(ass(work.burnt, work.delivery, titles_of(work.project)), encoding="utf-8")

    def tell(done: float) -> None:
        work.tell(done * _PICTURE_SHARE)

    return encode(
        work.runs, work.folder, work.delivery, titles, shop, tell, work.over, work.kept, work.crew,
        only,
    )  # fmt: skip


def _picture(work: _Work, shop: Path) -> Path:
    """The film without its sound."""
    pieces = _encoded(work, shop)
    work.reused = sum(piece.kept for piece in pieces)
    silent = shop / "picture.mp4"
    join(
        [piece.path for piece in pieces],
        [run.frames for run in work.runs],
        work.delivery.rate,
        silent,
    )
    return silent


def _sound(work: _Work, raw: Path, heard: Path) -> Loudness:
    """Write the mix, encoded, and measure what its loudness came to be."""
    wanted = work.delivery
    mix(work.project, work.shown, work.folder, raw, work.span)
    if wanted.sound_only:
        work.tell(0.4)
    chain = chain_for(raw, wanted.loudness, wanted.peak, work.over)
    if wanted.container is Container.WAV:
        coding = ["-c:a", "pcm_s24le"]
    else:
        coding = ["-c:a", "aac", "-b:a", str(wanted.sound_bitrate)]
    command = [*QUIET, "-y", *raw_input(raw), "-af", chain, *coding, "-ar", "48000"]
    run([*command, "-map_metadata", "-1", str(heard)], cancelled=work.over)
    if wanted.sound_only:
        work.tell(_PICTURE_SHARE)
    return measure(["-i", str(heard)], work.over)


def _sidecar(work: _Work, shop: Path, output: Path) -> Path | None:
    """The captions as a file beside the film, where they are wanted and there are any."""
    read = shifted(work.events, work.span)
    if work.delivery.captions is Captions.NONE or work.delivery.sound_only or not read:
        return None
    (shop / "film.srt").write_text(srt(read, work.project.rate), encoding="utf-8")
    sidecar = output.with_suffix(".srt")
    _hand_over(shop / "film.srt", sidecar)
    return sidecar


def _mux(silent: Path, heard: Path, film: Path, cancelled: Stop | None) -> None:
    command = [*QUIET, "-y", "-i", str(silent), "-i", str(heard), "-map", "0:v", "-map", "1:a"]
    command += ["-c", "copy", "-movflags", "+faststart", "-map_metadata", "-1", str(film)]
    run(command, cancelled=cancelled)


def _check(film: Path, work: _Work) -> None:
    """The finished file is what was asked for. Raises RenderError otherwise."""
    info, delivery, frames = probe(film), work.delivery, work.span[1] - work.span[0]
    wanted = (frames, delivery.width, delivery.height, delivery.rate.fraction)
    if (info.frames, info.width, info.height, info.rate) != wanted or not info.sound_tracks:
        raise RenderError("render.wrong_result", got=info.frames, wanted=frames)


def _hand_over(made: Path, wanted: Path) -> None:
    with made.open("rb+") as file, suppress(OSError):
        os.fsync(file.fileno())
    try:
        made.replace(wanted)
    except OSError as error:
        raise refused(error) from error
