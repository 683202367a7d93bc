"""The sound of an export as its file will hold it: mixed, levelled, encoded, measured; kept.

It is named by the hash of everything that is heard and of how it is encoded, and lies with what was
measured in the cache of encoded pieces. So a film whose sound is as it was is neither mixed nor
measured nor encoded again, whatever became of its pictures, its names and its cuts.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av

from studio.media.ffmpeg import Stop, find_ffmpeg
from studio.media.program import program_hash
from studio.render.delivery import Delivery
from studio.render.kept import Kept
from studio.render.loudness import Level, Loudness
from studio.render.mix import Mix

if TYPE_CHECKING:
    from studio.render.parted import Parted

_VERSION = 9  # of how the same facts are levelled and encoded


@dataclass(frozen=True)
class Coded:
    """An encoded sound: what its loudness came to be, the level that was applied to the mix, and
    whether all that was done by an earlier export; else the `mix`.
    """

    loudness: Loudness
    level: Level
    kept: bool = False
    mix: "Parted | None" = field(default=None, compare=False)


def coded(
    whole: Mix,
    part: tuple[int, int],
    delivery: Delivery,
    coding: Sequence[str],
    raw: Path,
    heard: Path,
    kept: Kept | None,
    over: Stop,
    mixed: Callable[[], None],
    *,
    lasting: bool = True,
) -> Coded:
    """Write film samples `part` of a mix to `heard`, encoded by the ffmpeg arguments `coding`.

    `raw` is where the mix may lie meanwhile, `mixed` is called when what is new of it does; one
    that is not `lasting` is let go when all of it does. Raises BadInput, RenderError, Cancelled,
    OSError.
    """

    def made() -> Coded:
        from studio.render.making_sound import made_sound  # who reads numpy

        loud, level, mix = made_sound(
            whole, part, delivery, coding, raw, heard, kept, over, mixed, lasting=lasting
        )
        return Coded(loud, level, mix=mix)

    if kept is None:
        return made()
    key = _key(whole, part, delivery, coding)
    note = heard.with_suffix(".json")
    with kept.alone(key, over):
        known = kept.fetch(key, note, ".json") and _read(note)
        if known and kept.fetch(key, heard, heard.suffix):
            return known
        found = made()
        note.write_text(_written(found), encoding="utf-8")
        kept.keep(key, heard, heard.suffix)
        kept.keep(key, note, ".json")
    return found


def _key(whole: Mix, part: tuple[int, int], delivery: Delivery, coding: Sequence[str]) -> str:
    programs = [program_hash(find_ffmpeg()), av.__version__]
    wanted = [delivery.loudness, delivery.peak, list(coding)]
    facts = [_VERSION, whole.facts(), part, wanted, programs]
    return f"{hashlib.sha256(json.dumps(facts).encode()).hexdigest()}-sound"


def _written(made: Coded) -> str:
    loud, level = made.loudness, made.level
    return json.dumps([loud.integrated, loud.peak, level.gain, level.ceiling])


def _read(note: Path) -> Coded | None:
    try:
        found: Any = json.loads(note.read_text(encoding="utf-8"))
        integrated, peak, gain, ceiling = found
        limit = None if ceiling is None else float(ceiling)
        return Coded(Loudness(float(integrated), float(peak)), Level(float(gain), limit), kept=True)
    except (OSError, ValueError, TypeError):
        return None
