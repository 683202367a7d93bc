"""The streams of a finished file against its delivery: each fact that must hold."""

import re
from fractions import Fraction

from studio.errors import RenderError
from studio.render.coding import Codec, Container, SoundCodec
from studio.render.delivery import Delivery
from studio.render.loudness import Loudness
from studio.render.proof_limits import limits
from studio.render.proof_table import Pictures, Sound, Table

# What the codecs of a delivery are called in a file.
_PICTURE = {
    Codec.PRORES_HQ: "prores", Codec.PRORES_4444: "prores", Codec.DNXHR_HQ: "dnxhd",
}  # fmt: skip
_SOUND = {SoundCodec.PCM: "pcm_s24le"}
_EXACT = ("pcm_", "flac")  # codings that have every sample and no other
_TOLD = frozenset({Container.MP4, Container.MOV})  # files that say to the sample where sound ends
_LAYOUT = re.compile(r"^(.*?)(?:p(\d*))?(?:le|be)?$")


def check_pictures(table: Table, frames: int, wanted: Delivery) -> Pictures:
    """The picture stream, when it is what was asked. Raises RenderError."""
    shown = table.pictures
    if shown is None:
        raise RenderError("proof.no_picture")
    _same("codec", shown.codec, _PICTURE.get(wanted.codec, wanted.codec.value))
    _same("size", f"{shown.width}x{shown.height}", f"{wanted.width}x{wanted.height}")
    if not shown.square:
        raise RenderError("proof.not_square")
    if shown.count != frames:
        raise RenderError("proof.frames", got=shown.count, wanted=frames)
    if (
        wanted.container is Container.GIF
    ):  # its clock counts hundredths, and its colours are its own
        return shown
    stored = wanted.coding.stored.get(wanted.bits, wanted.pixel_format)
    if not _holds(shown.pixel_format, stored):
        _same("pixels", shown.pixel_format, stored)
    rate = wanted.file_rate.fraction
    _same("rate", f"{float(shown.rate):.6g}", f"{float(rate):.6g}")
    check_times(shown, rate)
    return shown


def check_times(shown: Pictures, rate: Fraction) -> None:
    """Every picture stands at its time, the first one alone. Raises RenderError."""
    strays = shown.strays(rate, limits().stamps)
    if strays:
        raise RenderError("proof.stamps", count=strays)
    if not len(shown.keys) or not shown.keys[0]:
        raise RenderError("proof.no_key")


def check_sound(table: Table, seconds: float, wanted: Delivery, loud: Loudness) -> Sound:
    """The sound stream, when it is what was asked. Raises RenderError."""
    sound = table.sound
    if sound is None:
        raise RenderError("proof.no_sound")
    _same("sound", sound.codec, _SOUND.get(wanted.heard, wanted.heard.value))
    samples = round(seconds * sound.rate)
    if abs(sound.samples - samples) > slack(sound, wanted.container):
        raise RenderError("proof.samples", got=sound.samples, wanted=samples)
    beside = not wanted.sound_only and not wanted.container.folder
    if beside and abs(sound.start) > limits().sync.seconds:
        raise RenderError("proof.sound_start", milliseconds=f"{sound.start * 1000:.1f}")
    _check_loudness(seconds, wanted, loud)
    return sound


def slack(sound: Sound, container: Container | None) -> int:
    """Samples that a sound may be longer or shorter than its pictures in such a file."""
    table = limits().samples
    headed = sound.codec.startswith(_EXACT) or container in _TOLD
    more = sound.rate // 1000 + 1 if container is Container.MKV else 0  # whole milliseconds
    return (table.exact if headed else table.lossy) + more


def _check_loudness(seconds: float, wanted: Delivery, loud: Loudness) -> None:
    """Too loud, or over its peak: a film that is too quiet may have peaks that allow no more."""
    table = limits().loudness
    if loud.silent:
        return
    if loud.peak > wanted.peak + table.peak:
        raise RenderError("proof.peak", got=f"{loud.peak:.1f}", wanted=f"{wanted.peak:.1f}")
    if seconds >= table.shortest and loud.integrated > wanted.loudness + table.over:
        raise RenderError(
            "proof.loudness", got=f"{loud.integrated:.1f}", wanted=f"{wanted.loudness:.1f}"
        )


def _holds(got: str, wanted: str) -> bool:
    """Whether a pixel format has the planes that were asked for, and at least their depth: some
    decoders tell more bits than were coded.
    """
    found, asked = _LAYOUT.match(got), _LAYOUT.match(wanted)
    if found is None or asked is None or found[1] != asked[1]:
        return False
    return int(found[2] or 8) >= int(asked[2] or 8)


def _same(what: str, got: str, wanted: str) -> None:
    if got != wanted:
        raise RenderError(f"proof.{what}", got=got or "-", wanted=wanted)


def picture_facts(shown: Pictures) -> dict[str, object]:
    """What a report says of the picture stream."""
    return {
        "codec": shown.codec, "pixel_format": shown.pixel_format, "width": shown.width,
        "height": shown.height, "rate": str(shown.rate), "frames": shown.count,
        "key_pictures": sum(shown.keys),
    }  # fmt: skip


def sound_facts(sound: Sound) -> dict[str, object]:
    """What a report says of the sound stream."""
    return {
        "codec": sound.codec, "sample_rate": sound.rate, "channels": sound.channels,
        "samples": sound.samples,
    }  # fmt: skip
