"""Proof that a finished file is the film that was asked for; found before it has its name.

What must hold fails the export with one sentence: streams, size, rate, count and times of the
pictures, length, loudness, peak and time of the sound, and pictures sampled against the graph that
the preview shows. What a maker should know is a finding: it fails nothing.
"""

from concurrent.futures import Executor, wait
from pathlib import Path

from studio.errors import RenderError
from studio.media.ffmpeg import Stop
from studio.media.free_memory import give_back
from studio.render.coding import Container
from studio.render.delivery import Copies
from studio.render.proof_asked import Asked
from studio.render.proof_changes import check_changes
from studio.render.proof_findings import findings
from studio.render.proof_memory import Memory
from studio.render.proof_pictures import Seen, pictures_of
from studio.render.proof_sound import Listened, sound_of
from studio.render.proof_stream import check_pictures, check_sound, picture_facts, sound_facts
from studio.render.proof_table import Sound, Table, read
from studio.render.proven import Finding, Proof
from studio.render.sequence import SOUND_NAME

_SHORT = 300.0  # seconds of a film of which it takes no memory to do two things at a time


def prove(
    film: Path,
    asked: Asked,
    memory: Memory | None = None,
    cancelled: Stop | None = None,
    idle: Executor | None = None,
) -> Proof:
    """Look at `film` and compare it with what was asked. Blocking.

    What `memory` knows of the same packets is not looked at again; a short film is listened to by
    `idle`, where there is one, while it is looked at. Raises RenderError with a sentence
    (`proof.…`) that names what differs, Cancelled.
    """
    wanted = asked.delivery
    seconds = float(wanted.rate.seconds(asked.film_frames))
    short = seconds < _SHORT
    _let_go(short)
    table, voice = _tables(film, asked, cancelled)
    _let_go(short)

    def listen() -> tuple[Sound | None, Listened]:
        if wanted.silent:
            return None, Listened()
        sound = check_sound(table, seconds, wanted, asked.loud)
        begin = sound.start if wanted.sound_only else 0.0  # a lossy coder's delay
        return sound, sound_of(voice, sound, begin, asked.mix, memory, cancelled)

    listening = idle.submit(listen) if idle is not None and short else None
    try:
        seen, facts, changed = _looked(film, table, asked, memory, cancelled, short)
    finally:
        wait([listening] if listening is not None else [])  # nobody reads the film any more
    sound, heard = listening.result() if listening is not None else listen()
    return Proof(
        frames=asked.frames, seconds=seconds,
        loudness=asked.loud.integrated, peak=asked.loud.peak,
        picture=facts,
        sound=sound_facts(sound) if sound else {},
        offset=heard.worst, compared=seen.compared if seen else 0,
        copied=seen.copied if seen else 0, least=seen.least if seen else None,
        findings=(*changed, *findings(asked, seen, heard, cancelled)),
    )  # fmt: skip


def _looked(
    film: Path,
    table: Table,
    asked: Asked,
    memory: Memory | None,
    cancelled: Stop | None,
    short: bool,
) -> tuple[Seen | None, dict[str, object], tuple[Finding, ...]]:
    """What a film shows, what its pictures are, and where their parameter sets change; the table of
    its pictures is gone then. Raises RenderError, Cancelled.
    """
    wanted, seen = asked.delivery, None
    changed: tuple[Finding, ...] = ()
    if wanted.sound_only or wanted.container.folder:
        return None, {}, ()
    shown = check_pictures(table, asked.frames, wanted)
    if wanted.container is not Container.GIF:
        seen = pictures_of(film, shown, asked, memory, cancelled)
    facts, table.pictures = picture_facts(shown), None
    del shown  # its sound has no use for the table of them all
    _let_go(short)
    if wanted.copies is Copies.MIXED:
        changed = check_changes(film, asked.frames, wanted, cancelled)
    return seen, facts, changed


def _let_go(short: bool) -> None:
    """Each step of a proof has tables of all packets of its own; those of a short film are little,
    and to take new memory for them is dear.
    """
    if not short:
        give_back()


def _tables(film: Path, asked: Asked, cancelled: Stop | None) -> tuple[Table, Path]:
    """What a file holds, and the file in which its sound is; of a folder the pictures are counted.

    Raises RenderError.
    """
    wanted = asked.delivery
    if wanted.container.folder:
        count = sum(each.name != SOUND_NAME for each in film.iterdir())
        if count != asked.frames:
            raise RenderError("proof.frames", got=count, wanted=asked.frames)
        film = film / SOUND_NAME
    return read(film, asked.edges(), cancelled, asked.copies()), film
