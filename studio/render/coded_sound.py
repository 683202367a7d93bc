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
from typing import Any

import av

from studio.media.ffmpeg import Stop, find_ffmpeg, run
from studio.media.program import program_hash
from studio.media.r128 import together
from studio.render.coding import SOUND_ENCODER, SoundCodec
from studio.render.delivery import Delivery
from studio.render.kept import Kept
from studio.render.levelling import EXACT, HEADROOM, level_for
from studio.render.loudness import Level, Loudness, measure_file, tenths
from studio.render.mix import Mix
from studio.render.mix_file import MixFile
from studio.render.parted import Parted
from studio.render.sound_parts import command, in_parts

_AAC = SOUND_ENCODER[SoundCodec.AAC]
_VERSION = 8  # of how the same facts are levelled and encoded
_LOSSLESS = ("pcm_", "flac", "alac")
_TRIES = 4  # encodings, where one that loses something raises peaks or changes the loudness
_NEARLY = 0.05  # decibels above a peak that nobody calls above it
_NEAR, _FAR = 0.2, 3.0  # LU from the target: near enough, and out of reach


@dataclass(frozen=True)
class Coded:
    """An encoded sound: what its loudness came to be, the level that was applied to the mix, and
    whether all that was done by an earlier export; else the `mix`.
    """

    loudness: Loudness
    level: Level
    kept: bool = False
    mix: Parted | None = field(default=None, compare=False)


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
    file = MixFile(raw, part[1] - part[0], whole, part[0], over, lasting=lasting)
    if kept is None:
        return _made(file, whole.room_tone, delivery, coding, heard, kept, over, mixed)
    key = _key(whole, part, delivery, coding)
    note = heard.with_suffix(".json")
    with kept.alone(key, over):
        known = kept.fetch(key, note, ".json") and _read(note)
        if known and kept.fetch(key, heard, heard.suffix):
            return known
        made = _made(file, whole.room_tone, delivery, coding, heard, kept, over, mixed)
        note.write_text(_written(made), encoding="utf-8")
        kept.keep(key, heard, heard.suffix)
        kept.keep(key, note, ".json")
    return made


def _key(whole: Mix, part: tuple[int, int], delivery: Delivery, coding: Sequence[str]) -> str:
    programs = [program_hash(find_ffmpeg()), av.__version__]
    wanted = [delivery.loudness, delivery.peak, list(coding)]
    facts = [_VERSION, whole.facts(), part, wanted, programs]
    return f"{hashlib.sha256(json.dumps(facts).encode()).hexdigest()}-sound"


def _made(
    file: MixFile,
    room_tone: float | None,
    delivery: Delivery,
    coding: Sequence[str],
    heard: Path,
    kept: Kept | None,
    over: Stop,
    mixed: Callable[[], None],
) -> Coded:
    mix = Parted(file, kept, over)
    mixed()
    lossless = any(name.startswith(_LOSSLESS) for name in coding)
    loudness, headroom = delivery.loudness, EXACT if lossless else HEADROOM
    for left in reversed(range(_TRIES)):
        level = level_for(mix, loudness, delivery.peak, headroom=headroom, room_tone=room_tone)
        loud = _encoded(mix, level, coding, heard)
        above, away = loud.peak - delivery.peak, delivery.loudness - loud.integrated
        near = not _NEAR < abs(away) < _FAR
        if not left or level == Level(0.0) or (above <= _NEARLY and near):
            return Coded(loud, level, mix=mix)
        headroom += max(0.0, above)
        loudness += 0.0 if near else away
    raise AssertionError  # the last try returns


def _encoded(mix: Parted, level: Level, coding: Sequence[str], heard: Path) -> Loudness:
    """Encode a mix at a level, and measure the result."""
    stretches = in_parts(mix, level, coding, heard) if _AAC in coding else None
    known = together(stretches) if stretches is not None else None
    if known is not None:
        return tenths(*known)
    if stretches is None:
        _at_once(mix, level, coding, heard)
    return measure_file(heard, mix.over)


def _at_once(mix: Parted, level: Level, coding: Sequence[str], heard: Path) -> None:
    """Encode a mix by one encoder, of what came out of the limiter where there is one."""
    whole = (0, mix.samples)
    if level.ceiling is None:
        run(command(mix.mix.all(), whole, level.chain, coding, heard), cancelled=mix.over)
        return
    with mix.limited_whole((level.gain, level.ceiling)) as wave:
        run(command(wave, whole, "anull", coding, heard), cancelled=mix.over)


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
