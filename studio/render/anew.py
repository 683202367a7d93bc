"""A film made of its takes: put together in a folder beside it, proved, given its name."""

import os
import shutil
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from studio.errors import RenderError
from studio.media.free_memory import keep_freed
from studio.render.cadence import file_frames
from studio.render.captions import shifted, srt
from studio.render.copying import planned
from studio.render.delivery import Captions
from studio.render.loudness import Loudness
from studio.render.making import Work, make
from studio.render.proof_memory import Memory
from studio.render.proven import Proof
from studio.render.report import Report
from studio.render.scratch import on_its_way, on_the_drive, refused, scratch_folder
from studio.render.sequence import hand_over_folder
from studio.render.sources import Sources
from studio.render.standing import hashes
from studio.render.way import Way

_BESIDE = 3  # things that are done while the film is joined and proved


def made_anew(work: Work, output: Path, sources: Sources) -> tuple[Report, dict[str, str]]:
    """The film of `work`, handed over to `output` when it is proved and its `sources` are the same.

    Its report tells of no readable one; beside it stands how the film's files hash, by their names,
    where the work wants it. Raises StudioError.
    """
    keep_freed()  # packets are many, and come and go
    with scratch_folder(output) as shop:
        return _made(work, shop, output, sources)


def _made(work: Work, shop: Path, output: Path, sources: Sources) -> tuple[Report, dict[str, str]]:
    film = shop / f"film{work.delivery.suffix}"
    with ThreadPoolExecutor(_BESIDE) as idle:
        loud = make(work, shop, film, idle)
        lies = on_its_way(film)  # while it is proved
        hashing = None
        if work.hashed and work.hashing is None:
            hashing = idle.submit(hashes, film, output.name, work.over)
        proof, again = _proved(work, shop, film, loud, idle)
    sources.same(work.over)
    lies(work.over)
    known: dict[str, str] = {}
    if work.hashing is not None:
        known = {output.name: work.hashing.result()}
    elif hashing is not None:
        known = hashes(film, output.name, work.over) if again else hashing.result()
    if film.is_file():
        on_the_drive(film, work.over)  # the last that may be stopped: nothing is out yet
    sidecar = _sidecar(work, shop, output)
    parts = _stems(work, output)
    _hand_over(film, output)
    frames = work.span[1] - work.span[0]
    report = Report(
        path=str(output),
        frames=frames,
        seconds=float(work.project.rate.seconds(frames)),
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
        told=None,
        sound_kept=work.sound_kept,
        stems=tuple(str(part) for part in parts),
        stems_lowered=work.stems.lowered if work.stems is not None else 0.0,
        hands=work.hands if Way.ENCODED in work.ways or Way.COPIED in work.ways else None,
    )
    return report, known


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


def _proved(
    work: Work, shop: Path, film: Path, loud: Loudness, idle: Executor
) -> tuple[Proof, bool]:
    """The proof of a film, and whether it is another: one that was joined of wrong kept pieces is
    made anew, once.
    """
    try:
        return _check(work, shop, film, loud, idle), False
    except RenderError as error:
        reused = any(way is not Way.ENCODED for way in work.ways)
        if work.kept is None or not reused or not error.key.startswith("proof."):
            raise
    from studio.render.piece_keys import edge_key, edges_of, key_of, threads_of

    count = len(work.runs)
    threads = work.crew.threads(count) if work.crew else threads_of(count)
    plan = planned(work.runs, work.folder, work.delivery, work.over)
    for run, copy in zip(work.runs, plan.copies, strict=True):
        for wanted in (work.delivery, plan.delivery):
            work.kept.forget(key_of(run, wanted, threads))
        for edge in edges_of(run, copy) if copy is not None else ():
            work.kept.forget(edge_key(edge, plan.delivery, threads))
    if film.is_dir():
        shutil.rmtree(film)
    return _check(work, shop, film, make(work, shop, film, idle), idle), True


def _check(work: Work, shop: Path, film: Path, loud: Loudness, idle: Executor) -> Proof:
    """The finished file is what was asked for. Raises RenderError otherwise, Cancelled."""
    from studio.render.proof import prove  # which was read while the film was made
    from studio.render.proof_asked import Asked, stretches_of_sound

    first, last = work.span
    titles = shop / "captions.ass"
    asked = Asked(
        frames=file_frames(work.delivery, last - first), film_frames=last - first,
        delivery=work.delivery, folder=work.folder, shop=shop, loud=loud,
        runs=work.runs, parts=tuple(piece.parts for piece in work.pieces),
        given={n: each.given for n, each in enumerate(work.pieces) if each.given is not None},
        titles=titles if titles.is_file() else None,
        mix=work.mix,
        events=shifted(work.burnt, work.span),
        sounding=stretches_of_sound(work.project, work.shown, work.span),
    )  # fmt: skip
    memory = Memory.of_the_user() if work.kept else None
    return prove(film, asked, memory, work.over, idle)


def _stems(work: Work, output: Path) -> list[Path]:
    """The stems that were made, now beside the film."""
    if work.stems is None:
        return []
    from studio.render.stems import beside

    wanted = {beside(output, stem): made for stem, made in work.stems.files.items()}
    for path, made in wanted.items():
        _hand_over(made, path)
    return list(wanted)


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
