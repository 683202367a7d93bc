"""Proof that a finished file is the film that was asked for; found before it has its name.

What must hold fails the export with one sentence: streams, size, rate, count and times of the
pictures, length, loudness, peak and time of the sound, and pictures sampled against the graph that
the preview shows. What a maker should know is a finding: it fails nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from studio.media.ffmpeg import Stop
from studio.render.proof_asked import Asked
from studio.render.proof_findings import Finding, findings
from studio.render.proof_memory import Memory
from studio.render.proof_pictures import pictures_of
from studio.render.proof_sound import sound_of
from studio.render.proof_stream import check_pictures, check_sound, picture_facts, sound_facts
from studio.render.proof_table import read


@dataclass(frozen=True)
class Proof:
    """What holds of a film. `offset` in seconds is the largest of its sound against the mix, None
    where there was nothing to compare; `least` the lowest likeness of `compared` pictures, in dB.
    """

    frames: int
    seconds: float
    loudness: float
    peak: float
    picture: Mapping[str, object] = field(default_factory=dict[str, object])
    sound: Mapping[str, object] = field(default_factory=dict[str, object])
    offset: float | None = None
    compared: int = 0
    least: float | None = None
    findings: tuple[Finding, ...] = ()


def prove(
    film: Path, asked: Asked, memory: Memory | None = None, cancelled: Stop | None = None
) -> Proof:
    """Look at `film` and compare it with what was asked. Blocking.

    What `memory` knows of the same packets is not looked at again. Raises RenderError with a
    sentence (`proof.…`) that names what differs, Cancelled.
    """
    wanted = asked.delivery
    edges = [run.start - asked.runs[0].start for run in asked.runs]
    table = read(film, edges, wanted.rate.fraction, cancelled)
    seen = None
    if not wanted.sound_only:
        shown = check_pictures(table, asked.frames, wanted)
        seen = pictures_of(film, shown, asked.runs, asked.folder, wanted, asked.titles,
                           memory, cancelled)  # fmt: skip
    seconds = float(wanted.rate.seconds(asked.frames))
    sound = check_sound(table, asked.frames, wanted, asked.loud)
    heard = sound_of(film, sound, asked.mix, memory, cancelled)
    return Proof(
        frames=asked.frames, seconds=seconds,
        loudness=asked.loud.integrated, peak=asked.loud.peak,
        picture=picture_facts(table.pictures) if table.pictures else {},
        sound=sound_facts(sound),
        offset=heard.worst, compared=seen.compared if seen else 0,
        least=seen.least if seen else None,
        findings=findings(asked, seen, heard, cancelled),
    )  # fmt: skip
