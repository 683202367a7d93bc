"""The cut to a file: pieces encoded by the core, joined by packet copy, mixed, checked, renamed."""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from studio.errors import BadInput, Cancelled, RenderError, StudioError
from studio.media.ffmpeg import Progress, Stop
from studio.render.cadence import file_frames
from studio.render.captions import shifted, srt
from studio.render.copying import planned
from studio.render.crew import Crew
from studio.render.delivery import Captions, Delivery
from studio.render.encoders import require
from studio.render.kept import Kept
from studio.render.loudness import Loudness
from studio.render.making import Work, make, unheard
from studio.render.mix import Stem
from studio.render.pieces import Way, key_of, threads_of
from studio.render.proof import Proof, prove
from studio.render.proof_asked import Asked, stretches_of_sound
from studio.render.proof_memory import Memory
from studio.render.proof_report import write
from studio.render.scratch import on_its_way, on_the_drive, refused, scratch_folder
from studio.render.sequence import hand_over_folder, require_replaceable
from studio.render.sources import Sources
from studio.render.stems import beside
from studio.timeline.project import Project
from studio.timeline.take import Take


@dataclass(frozen=True)
class Report:
    """What an export made and measured. `missing` lists labels of slates, `short` of gaps.

    `kept` counts the segments that were encoded by an earlier export and are used as they are,
    `copied` those taken over from their takes; `ways` says of each segment how it came about,
    `sound_kept` whether the sound was encoded by an earlier one. `stems` are the files of its
    parts, all of them `stems_lowered` decibels lower than in the film.
    """

    path: str
    frames: int
    seconds: float
    loudness: float
    peak: float
    segments: int
    kept: int
    copied: int
    ways: tuple[str, ...]
    missing: tuple[str, ...]
    short: tuple[str, ...]
    captions: str | None
    proof: Proof
    told: str | None  # the readable report beside it
    sound_kept: bool = False
    stems: tuple[str, ...] = ()
    stems_lowered: float = 0.0


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
    report_in: str | None = None,
) -> Report:
    """Write the cut of `project`, or its span, to `output`; its takes lie in `folder`.

    Segments that lie in `kept` are not encoded again, and new ones are put there; `crew` encodes
    them, this computer where there is none. The file appears under its name only when it is
    finished and proved; `report_in` is the language of a report beside it, None for none. Raises
    BadInput for an empty film or span or a file that exists, RenderError, Cancelled.
    """
    if project.cut.frames == 0:
        raise BadInput("render.empty_cut")
    span = delivery.part_of(project.cut.frames)
    if span[0] >= span[1]:
        raise BadInput("render.empty_span")
    written = [output, *(beside(output, stem) for stem in Stem if delivery.stems)]
    for path in written if not overwrite else ():
        if path.exists():
            raise BadInput("render.exists", path=path)
    if output.exists() and delivery.container.folder:
        require_replaceable(output)
    require(delivery)
    if crew is not None and delivery.hardware is not None:
        raise BadInput("farm.hardware")
    sources = Sources(project, shown, folder, span)
    work = Work(project, shown, folder, delivery, span, progress or unheard, cancelled, kept, crew)
    try:
        with scratch_folder(output) as shop:
            film = shop / f"film{delivery.suffix}"
            loud = make(work, shop, film)
            lies = on_its_way(film)  # while it is proved
            proof = _proved(work, shop, film, loud)
            sources.same(work.over)
            lies(work.over)
            if film.is_file():
                on_the_drive(film, work.over)  # the last that may be stopped: nothing is out yet
            sidecar = _sidecar(work, shop, output)
            parts = [_handed(made, beside(output, stem)) for stem, made in work.stems.files.items()]
            _hand_over(film, output)
    except StudioError as error:
        if not output.parent.is_dir():
            raise RenderError("render.folder_gone", path=output.parent) from error
        if not isinstance(error, Cancelled):
            sources.blame()  # what is gone or altered is the reason, whatever failed for it
        raise
    work.tell(1.0)
    frames = span[1] - span[0]
    told = write(proof, output, delivery, report_in, work.ways) if report_in is not None else None
    return Report(
        path=str(output),
        frames=frames,
        seconds=float(project.rate.seconds(frames)),
        loudness=loud.integrated,
        peak=loud.peak,
        segments=len(work.runs),
        kept=work.ways.count(Way.KEPT),
        copied=work.ways.count(Way.COPIED),
        ways=tuple(way.value for way in work.ways),
        missing=tuple(label for run in work.runs for label in run.slates),
        short=tuple(run.label for run in work.runs if run.missing),
        captions=str(sidecar) if sidecar is not None else None,
        proof=proof,
        told=str(told) if told is not None else None,
        sound_kept=work.sound_kept,
        stems=tuple(str(part) for part in parts),
        stems_lowered=work.stems.lowered,
    )


def _sidecar(work: Work, shop: Path, output: Path) -> Path | None:
    """The captions as a file beside the film, where they are wanted and there are any."""
    read = shifted(work.events, work.span)
    beside_it = work.delivery.captions in (Captions.FILE, Captions.BURN)
    if not beside_it or work.delivery.sound_only or not read:
        return None
    (shop / "film.srt").write_text(srt(read, work.project.rate), encoding="utf-8")
    sidecar = output.with_suffix(".srt")
    _hand_over(shop / "film.srt", sidecar)
    return sidecar


def _proved(work: Work, shop: Path, film: Path, loud: Loudness) -> Proof:
    """The proof of a film; one that was joined of wrong kept pieces is made anew, once."""
    try:
        return _check(work, shop, film, loud)
    except RenderError as error:
        reused = any(way is not Way.ENCODED for way in work.ways)
        if work.kept is None or not reused or not error.key.startswith("proof."):
            raise
    count = len(work.runs)
    threads = work.crew.threads(count) if work.crew else threads_of(count)
    like = planned(work.runs, work.folder, work.delivery, work.over).delivery
    for each in work.runs:
        for wanted in (work.delivery, like):
            work.kept.forget(key_of(each, wanted, threads))
            work.kept.forget(f"{key_of(each, wanted, threads)}-edge")
    if film.is_dir():
        shutil.rmtree(film)
    return _check(work, shop, film, make(work, shop, film))


def _check(work: Work, shop: Path, film: Path, loud: Loudness) -> Proof:
    """The finished file is what was asked for. Raises RenderError otherwise, Cancelled."""
    first, last = work.span
    titles, raw = shop / "captions.ass", shop / "mix.f32"
    asked = Asked(
        frames=file_frames(work.delivery, last - first), film_frames=last - first,
        delivery=work.delivery, folder=work.folder, shop=shop, loud=loud,
        runs=work.runs, parts=tuple(piece.parts for piece in work.pieces),
        titles=titles if titles.is_file() else None,
        mix=raw if raw.is_file() else None,
        events=shifted(work.burnt, work.span),
        sounding=stretches_of_sound(work.project, work.shown, work.span),
    )  # fmt: skip
    return prove(film, asked, Memory.of_the_user() if work.kept else None, work.over)


def _handed(made: Path, wanted: Path) -> Path:
    _hand_over(made, wanted)
    return wanted


def _hand_over(made: Path, wanted: Path) -> None:
    if made.is_dir():
        try:
            return hand_over_folder(made, wanted)
        except OSError as error:
            raise refused(error) from error
    with made.open("rb+") as file, suppress(OSError):
        os.fsync(file.fileno())  # nothing is left to do where it was waited for
    try:
        made.replace(wanted)
    except OSError as error:
        raise refused(error) from error
