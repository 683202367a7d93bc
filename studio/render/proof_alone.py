"""A file proved without its film: whole, in step, and what a preset asks for where one is named.

What only the film can tell (whether the pictures are the wanted ones, whether the sound is where
its mix has it) is not looked for, and the report does not speak of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from studio.errors import RenderError
from studio.media.ffmpeg import QUIET, SAFE_INPUT, Progress, Stop, run
from studio.render.coding import Container
from studio.render.delivery import Captions, Delivery
from studio.render.loudness import Loudness, measure
from studio.render.making import unheard
from studio.render.mix_file import MixFile
from studio.render.proof_again import UNHEARD
from studio.render.proof_asked import Asked
from studio.render.proof_decoded import check_decodes
from studio.render.proof_film import reading
from studio.render.proof_findings import findings
from studio.render.proof_heard import noticed_in, places
from studio.render.proof_limits import limits
from studio.render.proof_pictures import Seen
from studio.render.proof_sound import Listened
from studio.render.proof_stream import (
    check_pictures,
    check_sound,
    check_times,
    picture_facts,
    slack,
    sound_facts,
)
from studio.render.proof_stretches import stretches
from studio.render.proof_table import Pictures, Sound, Table, read
from studio.render.proven import Finding, Proof
from studio.render.stretch import joined
from studio.timeline.project import Project
from studio.timeline.rate import Rate

# Said of a file alone, of which nobody knows how it came about.
_ALONE = frozenset({"proof.silent", "proof.all_silent", "proof.clipped", "proof.quiet"})
_SOUND_RATE = Rate(num=25)  # of the timecodes of a file without pictures
Wanted = Callable[[Project], Delivery]  # what a preset makes of a film of a size and a rate


@dataclass(frozen=True)
class Alone:
    """The proof of a file, and what a preset asked of it; None where none was named."""

    proof: Proof
    asked: Delivery | None


def prove_alone(
    film: Path,
    shop: Path,
    wanted: Wanted | None = None,
    tell: Progress = unheard,
    over: Stop | None = None,
) -> Alone:
    """Look at `film` by itself; `wanted` is what a preset asks of a film of its size. Blocking.

    `shop` is a folder for what is made meanwhile. Raises RenderError with a sentence (`proof.…`)
    that names what is wrong, Cancelled.
    """
    table = read(film, [], over)
    shown, sound = table.pictures, table.sound
    if shown is None and sound is None:
        raise RenderError("proof.no_picture")
    rate = Rate.of(shown.rate) if shown is not None and shown.rate else _SOUND_RATE
    seconds = _seconds(shown, sound, rate)
    frames = shown.count if shown is not None else rate.frames(seconds)
    loud = measure(["-i", str(film.resolve())], over) if sound is not None else UNHEARD
    told = _checked(film, table, rate, seconds, loud, wanted)
    check_decodes(film, frames, rate, tell, over)
    asked = Asked(
        frames=frames, film_frames=frames, delivery=told, folder=film.parent, shop=shop, loud=loud,
        sounding=((0.0, seconds),) if sound is not None else (),
    )  # fmt: skip
    seen = _seen(film, shown, over)
    heard = _heard(film, sound, shop, over)
    return Alone(
        Proof(
            frames=frames, seconds=seconds, loudness=loud.integrated, peak=loud.peak,
            picture=picture_facts(shown) if shown is not None else {},
            sound=sound_facts(sound) if sound is not None else {},
            findings=(
                *_lengths(film, shown, sound, seconds),
                *map(_alone, findings(asked, seen, heard, over)),
            ),
        ),
        told if wanted is not None else None,
    )  # fmt: skip


def _seconds(shown: Pictures | None, sound: Sound | None, rate: Rate) -> float:
    if shown is not None:
        return float(rate.seconds(shown.count))
    return sound.samples / sound.rate if sound is not None and sound.rate else 0.0


def _container(film: Path) -> Container | None:
    suffix = film.suffix.lower().removeprefix(".")
    return Container(suffix) if suffix in {each.value for each in Container} else None


def _checked(
    film: Path, table: Table, rate: Rate, seconds: float, loud: Loudness, wanted: Wanted | None
) -> Delivery:
    """The delivery that the file is, when it is the wanted one. Raises RenderError."""
    shown, container = table.pictures, _container(film)
    sides = (shown.width, shown.height) if shown is not None else (16, 16)
    if wanted is None:
        if shown is not None and container is not Container.GIF:
            check_times(shown, rate.fraction)
        if container is None or (shown is None) != container.sound_only:
            container = Container.MP4 if shown is not None else Container.WAV
        return Delivery(*sides, rate, Captions.NONE, container=container,
                        loudness=loud.integrated, peak=max(0.0, loud.peak))  # fmt: skip
    even = [max(16, side + side % 2) for side in sides]  # what a film may be; what differs is told
    asked = wanted(Project(width=even[0], height=even[1], rate=rate))
    if not asked.sound_only:
        check_pictures(table, shown.count if shown is not None else 0, asked)
    if not asked.silent:
        check_sound(table, seconds, asked, loud)
    return asked


def _lengths(
    film: Path, shown: Pictures | None, sound: Sound | None, seconds: float
) -> list[Finding]:
    """Where picture and sound do not begin and end together."""
    if shown is None or sound is None:
        return []
    found: list[Finding] = []
    if abs(sound.start) > limits().sync.seconds:
        found.append(Finding("prove.sound_starts", {"milliseconds": f"{sound.start * 1000:.1f}"}))
    over = sound.samples - round(seconds * sound.rate)
    if abs(over) > max(slack(sound, _container(film)), limits().samples.lossy):
        key = "prove.sound_longer" if over > 0 else "prove.sound_shorter"
        found.append(Finding(key, {"seconds": f"{abs(over) / sound.rate:.3f}"}))
    return found


def _alone(finding: Finding) -> Finding:
    if finding.key not in _ALONE:
        return finding
    return replace(finding, key=finding.key.replace("proof.", "prove.", 1))


def _seen(film: Path, shown: Pictures | None, over: Stop | None) -> Seen | None:
    if shown is None or not shown.rate:
        return None
    rate = float(shown.rate)
    with reading(film, shown) as reader:
        found = stretches(reader, 0, shown.count, rate, over)
    return Seen(0, None, tuple(joined([(0, found)], rate)), 0)


def _heard(film: Path, sound: Sound | None, shop: Path, over: Stop | None) -> Listened:
    if sound is None:
        return Listened()
    raw = shop / "heard.f32"
    run(
        [*QUIET, *SAFE_INPUT, "-i", str(film.resolve()), "-map", "0:a:0", "-ac", "2",
         "-ar", "48000", "-f", "f32le", str(raw)],
        cancelled=over,
    )  # fmt: skip
    mix = MixFile.of(raw)
    there = places([noticed_in(mix, (0, mix.samples), over)])
    return Listened(None, there.silent, there.clipped)
