"""AAC encoded in parts, several at a time, and joined where no decoder can tell.

A packet of AAC holds half of what is heard of its 1,024 samples and of the 1,024 after them; what
it adds that is not in the sound is taken away by the next packet (ISO/IEC 14496-3, 4.6.11: the
filterbank). That holds for two encodings of one sound as well, where both have cut the packet
before the joint by the same windows. So parts lie at fixed places, run up before and on behind
them, and are joined behind a packet that both cut alike. A part is named by its samples and by what
is done to them, and kept: where a film sounds as it did, it is neither limited nor encoded again.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import av

from studio.media.r128 import Steps, steps_of
from studio.render.aac import EXACT, encode
from studio.render.loudness import Level
from studio.render.part_notes import Notes
from studio.render.parted import Parted
from studio.render.sound_joints import join

_VERSION = 3  # of how the same samples are encoded
_MOST = 8  # encoders at a time


def in_parts(mix: Parted, level: Level, coding: Sequence[str], heard: Path) -> list[Steps] | None:
    """Encode a mix at a level as AAC to `heard`, by ffmpeg's arguments `coding`.

    The parts lie beside `heard` meanwhile. How loud they are is given, in order, whether they are
    kept or not; None where the sound is too short for parts, or where two of them do not meet: then
    there is nothing at `heard`. Raises RenderError, Cancelled, OSError.
    """
    if len(mix.parts) < 2 or heard.suffix not in EXACT:
        return None
    files = [heard.with_name(f"{heard.stem}-{n}{heard.suffix}") for n in range(len(mix.parts))]
    try:
        keys = _encoded(mix, level, coding, files)
        if not join([*zip(mix.parts, files, strict=True)], mix.samples, heard, mix.cutting):
            return None
        notes = Notes(mix.kept, heard.with_suffix(".note.json"))
        return [  # one at a time: decoders take memory
            notes.known_or(key, partial(_measured, mix, number, file))
            for number, (key, file) in enumerate(zip(keys, files, strict=True))
        ]
    finally:
        mix.clear()
        for file in files:
            file.unlink(missing_ok=True)


def _encoded(mix: Parted, level: Level, coding: Sequence[str], files: Sequence[Path]) -> list[str]:
    """Put all parts at their files, several at a time; the keys under which they are kept."""
    facts = [_VERSION, level.gain, level.ceiling, list(coding), av.__version__]
    keys = [mix.key(number, "coded", facts) for number in range(len(files))]
    make = partial(_make, mix, level, coding)
    with ThreadPoolExecutor(min(len(files), os.cpu_count() or 1, _MOST)) as pool:
        for _ in pool.map(make, range(len(files)), keys, files):
            pass
    return keys


def _make(
    mix: Parted, level: Level, coding: Sequence[str], number: int, key: str, file: Path
) -> None:
    if mix.kept is not None and mix.kept.fetch(key, file, file.suffix):
        return
    begin, end = mix.parts[number].given
    if level.ceiling is None:
        encode(mix.raw_of(number), (begin, end), level.factor, coding, file, mix.over)
    else:
        with mix.limited_part(number, (level.gain, level.ceiling)) as wave:
            encode(wave, (0, end - begin), 1.0, coding, file, mix.over)
    if mix.kept is not None:
        mix.kept.keep(key, file, file.suffix)


def _measured(mix: Parted, number: int, file: Path) -> Steps:
    """A part's stretch of the sound."""
    part = mix.parts[number]
    return steps_of(file, part.given[0], part.own, mix.over)
