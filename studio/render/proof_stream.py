"""The streams of a finished file against its delivery: each fact that must hold."""

from studio.errors import RenderError
from studio.render.delivery import Container, Delivery
from studio.render.loudness import Loudness
from studio.render.proof_limits import limits
from studio.render.proof_table import Pictures, Sound, Table

# What each container's streams are, as ffmpeg names their codecs.
_PICTURE = {Container.MP4: "h264"}
_SOUND = {Container.MP4: "aac", Container.WAV: "pcm_s24le", Container.M4A: "aac"}
_EXACT = ("pcm_", "flac")  # codings that have every sample and no other


def check_pictures(table: Table, frames: int, wanted: Delivery) -> Pictures:
    """The picture stream, when it is what was asked. Raises RenderError."""
    shown = table.pictures
    if shown is None:
        raise RenderError("proof.no_picture")
    _same("codec", shown.codec, _PICTURE.get(wanted.container, shown.codec))
    _same("size", f"{shown.width}x{shown.height}", f"{wanted.width}x{wanted.height}")
    _same("pixels", shown.pixel_format, wanted.pixel_format)
    if not shown.square:
        raise RenderError("proof.not_square")
    if shown.count != frames:
        raise RenderError("proof.frames", got=shown.count, wanted=frames)
    _same("rate", f"{float(shown.rate):.6g}", f"{float(wanted.rate.fraction):.6g}")
    strays = shown.strays(wanted.rate.fraction, limits().stamps)
    if strays:
        raise RenderError("proof.stamps", count=strays)
    if not len(shown.keys) or not shown.keys[0]:
        raise RenderError("proof.no_key")
    return shown


def check_sound(table: Table, frames: int, wanted: Delivery, loud: Loudness) -> Sound:
    """The sound stream, when it is what was asked. Raises RenderError."""
    sound = table.sound
    if sound is None:
        raise RenderError("proof.no_sound")
    if table.pictures is None and not wanted.sound_only:
        raise RenderError("proof.no_picture")
    _same("sound", sound.codec, _SOUND.get(wanted.container, sound.codec))
    samples = wanted.rate.samples(frames, sound.rate)
    table_of = limits().samples
    headed = sound.codec.startswith(_EXACT) or wanted.container is Container.MP4
    slack = table_of.exact if headed else table_of.lossy
    if abs(sound.samples - samples) > slack:
        raise RenderError("proof.samples", got=sound.samples, wanted=samples)
    if abs(sound.start) > limits().sync.seconds:
        raise RenderError("proof.sound_start", milliseconds=f"{sound.start * 1000:.1f}")
    _check_loudness(float(wanted.rate.seconds(frames)), wanted, loud)
    return sound


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


def _same(what: str, got: str, wanted: str) -> None:
    if got != wanted:
        raise RenderError(f"proof.{what}", got=got or "-", wanted=wanted)


def picture_facts(shown: Pictures) -> dict[str, object]:
    """What a report says of the picture stream."""
    return {
        "codec": shown.codec, "pixel_format": shown.pixel_format, "width": shown.width,
        "height": shown.height, "rate": str(shown.rate), "frames": shown.count,
        "key_pictures": int(shown.keys.sum()),
    }  # fmt: skip


def sound_facts(sound: Sound) -> dict[str, object]:
    """What a report says of the sound stream."""
    return {
        "codec": sound.codec, "sample_rate": sound.rate, "channels": sound.channels,
        "samples": sound.samples,
    }  # fmt: skip
