"""The sound of an export made: mixed, brought to its loudness, encoded, and measured again."""

from collections.abc import Callable, Sequence
from pathlib import Path

from studio.media.ffmpeg import QUIET, Stop, run
from studio.media.r128 import together
from studio.render import aac
from studio.render.coding import SOUND_ENCODER, SoundCodec
from studio.render.delivery import Delivery
from studio.render.kept import Kept
from studio.render.levelling import EXACT, HEADROOM, level_for
from studio.render.loudness import Level, Loudness, measure_file, raw_input, tenths
from studio.render.mix import Mix
from studio.render.mix_file import MixFile
from studio.render.parted import Parted
from studio.render.sound_bus import FRAME
from studio.render.sound_cutting import Stretch
from studio.render.sound_parts import in_parts

_AAC = SOUND_ENCODER[SoundCodec.AAC]
_LOSSLESS = ("pcm_", "flac", "alac")
_TRIES = 4  # encodings, where one that loses something raises peaks or changes the loudness
_NEARLY = 0.05  # decibels above a peak that nobody calls above it
_NEAR, _FAR = 0.2, 3.0  # LU from the target: near enough, and out of reach


def made_sound(
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
    lasting: bool,
) -> tuple[Loudness, Level, Parted]:
    """Write a sound to `heard` as `coded_sound.coded` does: what its loudness came to be, the level
    that was applied, and the mix.
    """
    file = MixFile(raw, part[1] - part[0], whole, part[0], over, lasting=lasting)
    room_tone = whole.room_tone
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
            return loud, level, mix
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
    if level.ceiling is None:
        _whole(mix, mix.mix.all(), Level(level.gain), coding, heard)
        return
    with mix.limited_whole((level.gain, level.ceiling)) as wave:
        _whole(mix, wave, Level(0.0), coding, heard)


def _whole(mix: Parted, wave: Path, level: Level, coding: Sequence[str], heard: Path) -> None:
    whole = (0, mix.samples)
    # Of Matroska's last packet only the program tells how much is heard.
    if _AAC in coding and heard.suffix == ".m4a":
        aac.encode(wave, whole, level.factor, coding, heard, mix.over)
    else:
        run(command(wave, whole, level.chain, coding, heard), cancelled=mix.over)


def command(wave: Path, part: Stretch, chain: str, coding: Sequence[str], to: Path) -> list[str]:
    """ffmpeg's arguments that encode samples `part` (from, to) of a raw mix, whatever the codec."""
    begin, end = part
    source = ["-skip_initial_bytes", str(begin * FRAME), *raw_input(wave)]
    filters = f"atrim=end_sample={end - begin},{chain}"
    exact = ["-map_metadata", "-1", "-flags:a", "+bitexact", "-fflags", "+bitexact"]
    return [*QUIET, "-y", *source, "-af", filters, *coding, "-ar", "48000", *exact, str(to)]
