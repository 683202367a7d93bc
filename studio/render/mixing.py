"""A mix made: any stretch of it or all, sample for sample the same.

Dialogue comes first, as music gives way to it; then all else, the music and the room tone.
"""

import shutil
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from studio.errors import Cancelled
from studio.media.ffmpeg import Stop
from studio.render.clips_sound import Placed
from studio.render.ducking import Ducking
from studio.render.heard import HeardTakes
from studio.render.mix import Mix, Stem
from studio.render.recorded import from_files
from studio.render.recording import SAMPLE_RATE, Blocks, Recording, Samples
from studio.render.room_tone import tone
from studio.render.sound_bus import FRAME, Bus, Stretch, Sum

_TONE_BLOCK = SAMPLE_RATE * 10  # samples of room tone made at a time


def stretch(whole: Mix, first: int, last: int, blocks: Blocks) -> Samples:
    """Film samples `first` to `last` as (samples, 2) float32; silence outside the film."""
    begin, end = max(0, first), min(last, whole.samples)
    made = np.zeros((max(0, last - first), 2), np.float32)
    if begin >= end:
        return made
    bus = Stretch(*whole.needed(begin, end))
    _fill(bus, whole, begin, end, blocks)
    made[begin - first : end - first] = bus.part(begin, end)
    return made


def write(whole: Mix, target: Path, first: int, last: int, over: Stop | None = None) -> int:
    """Write film samples `first` to `last` of a mix to `target` as raw interleaved stereo float32;
    returns how many per channel.

    They are those of the whole mix. Memory stays flat: the film's sound lives in files, one block
    of a take at a time in memory. Raises BadInput for a take that cannot be read, OSError for a
    full disk, Cancelled when `over` says so.
    """
    low, high = whole.needed(first, last)
    wide = target if (low, high) == (first, last) else target.with_suffix(".wide")
    takes = target.with_suffix(".takes")
    try:
        with source(whole, takes, over) as blocks, Bus(wide, high, low) as bus:
            _fill(bus, whole, first, last, blocks)
        if wide is not target:
            copy_part(wide, (first - low) * FRAME, (last - first) * FRAME, target)
    finally:
        if wide is not target:
            wide.unlink(missing_ok=True)
    return last - first


@contextmanager
def source(whole: Mix, shop: Path, over: Stop | None = None) -> Generator[Blocks, None, None]:
    """The sounds of a mix for an export, out of the decoder where each is heard once and forwards.

    Others are decoded into `shop`, a folder that is made and removed: one at a time, and once for
    all clips of a track. Raises as `write`, when they are read.
    """
    heard_as = Counter(clip.recording for clips in whole.clips.values() for clip in clips)
    shop.mkdir(exist_ok=True)
    try:
        with HeardTakes(shop, strict=True, most=1) as heard:

            def blocks(recording: Recording, place: int) -> Iterator[tuple[int, Samples]] | None:
                once = heard_as[recording] == 1 and not recording.backwards
                found = (from_files if once else heard.blocks)(recording, place)
                return None if found is None else _watched(found, over)

            yield blocks
    finally:
        shutil.rmtree(shop, ignore_errors=True)


def _watched(
    blocks: Iterator[tuple[int, Samples]], over: Stop | None
) -> Iterator[tuple[int, Samples]]:
    for each in blocks:
        if over is not None and over():
            raise Cancelled("media.cancelled")
        yield each


def copy_part(wide: Path, offset: int, length: int, target: Path) -> None:
    """Write `length` bytes of a file, from `offset` on, to another."""
    with wide.open("rb") as file, target.open("wb") as out:
        file.seek(offset)
        while length > 0 and (block := file.read(min(length, 1 << 20))):
            out.write(block)
            length -= len(block)


def _fill(bus: Sum, whole: Mix, first: int, last: int, blocks: Blocks) -> None:
    """Mix into a bus; what it holds outside `first` to `last` only decides the ducking."""
    add(bus, whole.clips[Stem.DIALOGUE], bus.first, bus.last, blocks)
    envelope = Ducking(bus, whole.samples) if whole.ducks else None
    add(bus, whole.clips[Stem.EFFECTS], first, last, blocks)
    add(bus, whole.clips[Stem.MUSIC], first, last, blocks, envelope)
    add_tone(bus, whole, first, last)


def add(
    bus: Sum,
    clips: Sequence[Placed],
    first: int,
    last: int,
    blocks: Blocks,
    envelope: Ducking | None = None,
) -> None:
    """Add what is heard of clips in film samples `first` to `last`."""
    for clip in clips:
        _add(bus, clip, max(clip.start, first), min(clip.end, last), blocks, envelope)


def _add(
    bus: Sum, clip: Placed, low: int, high: int, blocks: Blocks, envelope: Ducking | None
) -> None:
    if low >= high:
        return
    for at_place, block in blocks(clip.recording, low - clip.offset) or ():
        begins = clip.offset + at_place
        begin, end = max(begins, low), min(begins + len(block), high)
        if begin < end:
            heard = clip.heard(block[begin - begins : end - begins], begin)
            if envelope is not None:
                heard *= envelope.gains(begin, end)[:, None]
            bus.add(begin, heard)
        if begins + len(block) >= high:
            break


def add_tone(bus: Sum, whole: Mix, first: int, last: int) -> None:
    """Add the room tone of film samples `first` to `last`, where the film has one."""
    if whole.room_tone is None:
        return
    for begin in range(first, last, _TONE_BLOCK):
        end = min(begin + _TONE_BLOCK, last)
        bus.add(begin, tone(whole.room_tone, begin, end, whole.samples))
