"""The sound of a finished film: its time against the mix, and what lies in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.errors import Cancelled, RenderError
from studio.media.ffmpeg import Stop
from studio.render.proof_limits import limits
from studio.render.proof_memory import Heard, Memory, name_of
from studio.render.proof_table import Sound

if TYPE_CHECKING:
    from studio.render.parted import Parted


@dataclass(frozen=True)
class Listened:
    """`worst` offset in seconds, None where nothing was compared; places in film seconds."""

    worst: float | None = None
    silent: tuple[tuple[float, float], ...] = ()
    clipped: tuple[float, ...] = ()


def sound_of(
    film: Path,
    sound: Sound,
    begin: float,
    mix: "Parted | None",
    memory: Memory | None,
    cancelled: Stop | None,
) -> Listened:
    """What is heard in a film that begins at second `begin` of its file.

    Without its mix only what is remembered of the same sound is known.

    Raises RenderError where the sound is not where the mix has it, Cancelled.
    """
    name = name_of("heard", sound.digest, f"{sound.start:.6f}")
    heard = memory.known(name, Heard) if memory is not None else None
    if heard is None:
        if mix is None:
            return Listened()
        heard = _heard(film, mix, begin, cancelled)
        if memory is not None:
            memory.keep(name, heard)
    worst = max((seconds for _, seconds in heard.offsets), key=abs, default=None)
    return Listened(worst, heard.silent, heard.clipped)


def _heard(film: Path, mix: "Parted", begin: float, cancelled: Stop | None) -> Heard:
    from studio.render.proof_heard import places  # who read numpy, of which a kept sound needs none
    from studio.render.proof_sync import offsets

    found = offsets(film, mix, begin)
    for each in found:
        if abs(each.seconds) > limits().sync.seconds:
            milliseconds = f"{each.seconds * 1000:.1f}"
            raise RenderError("proof.sync", milliseconds=milliseconds, second=f"{each.at:.1f}")
    there = places(mix.noticed())
    if cancelled is not None and cancelled():
        raise Cancelled("media.cancelled")
    return Heard(
        offsets=tuple((each.at, each.seconds) for each in found),
        silent=there.silent, clipped=there.clipped,
    )  # fmt: skip
