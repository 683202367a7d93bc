"""What is in a media file, as data; files from outside are hostile until this has read them."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Literal

import av
import av.container
import av.error
from av.stream import Disposition
from av.video.stream import VideoStream

from studio.errors import BadInput
from studio.media.limits import MAX_PIXELS, check_file
from studio.media.matrix import unsaid
from studio.media.sniff import Guess, guess, in_boxes
from studio.media.walk import Walk

# Demuxers that read one file and nothing else; playlists and device inputs are not among them.
_CONTAINERS = frozenset(
    {"mov", "mp4", "matroska", "webm", "avi", "mpegts", "mpeg", "flv", "asf", "ogg", "wav", "w64"}
    | {"flac", "mp3", "aac", "aiff", "caf", "nut", "mxf", "dv", "gif", "yuv4mpegpipe", "amr"}
)
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".avif"})
_OPTIONS = {"protocol_whitelist": "file"}
MAX_BYTES = 200 << 30
_REFUSED = {
    "playlist": "media.playlist",
    "drawing": "media.drawing",
    "heic": "media.heic",
}

_TRANSFERS = {16: "smpte2084", 18: "arib-std-b67"}  # by their numbers in ITU-T H.273

Kind = Literal["video", "picture", "sound"]


@dataclass(frozen=True)
class MediaInfo:
    """A media file. Sizes are as shown (after rotation), `rate` is the average frame rate.

    `shown` are the seconds from where ffmpeg begins with the file to the end of its last picture.
    """

    kind: Kind
    container: str
    seconds: Fraction = Fraction(0)
    width: int = 0
    height: int = 0
    rotation: int = 0
    rate: Fraction = Fraction(0)
    frames: int = 0
    variable_rate: bool = False
    shown: Fraction = Fraction(0)
    codec: str = ""
    pixel_format: str = ""
    alpha: bool = False  # whether parts of it may be see-through
    transfer: str = ""  # of a high dynamic range (ITU-R BT.2100), as ffmpeg spells it, or empty
    untagged: bool = False  # whether it does not say how its luma and chroma were made
    sound_tracks: int = 0
    sound_codec: str = ""
    sample_rate: int = 0
    channels: int = 0


@contextmanager
def opened(
    path: Path, *, pictures: bool = True
) -> Generator[av.container.InputContainer, None, None]:
    """A media file opened for reading. Raises BadInput for what is missing, empty or no media.

    Without `pictures` none is decoded to learn about it, most of the time of opening a film.
    """
    seems = _checked(path)
    try:
        container = _open(path) if pictures else _for_sound(path)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        key = "media.broken" if seems == "media" else "media.not_media"
        raise BadInput(key, name=path.name) from error
    with container:
        if not _CONTAINERS & _names(container):
            kind = container.format.name.removesuffix("_pipe").upper()
            raise BadInput("media.container_refused", name=path.name, kind=kind)
        try:
            yield container
        except av.error.FFmpegError as error:
            raise BadInput("media.broken", name=path.name) from error


def _for_sound(path: Path) -> av.container.InputContainer:
    """A file opened without a look at its pictures, where its header tells enough about them."""
    if in_boxes(path):
        # Nor at its packets, most of what is left: where all begins at once, they tell no more.
        container = _open(path, skip_frame="all", probesize="32")
        begins = {container.start_time, *(each.start_time for each in container.streams.video)}
        if "mov" in _names(container) and begins == {0}:
            return container
        container.close()
    container = _open(path, skip_frame="all")
    # Only these say in their header when a picture is seen; of others it is guessed wrong.
    if container.streams.video and "mov" not in _names(container):
        container.close()
        container = _open(path)
    return container


def _open(path: Path, **options: str) -> av.container.InputContainer:
    wanted = _OPTIONS | options
    return av.open(str(path), options=wanted, metadata_errors="replace", timeout=20)


def _names(container: av.container.InputContainer) -> set[str]:
    return set(container.format.name.split(","))


def _checked(path: Path) -> Guess:
    """What a file that may be opened seems to be. Raises BadInput for one that must not be."""
    check_file(path, MAX_BYTES)
    seems = guess(path)
    if seems in _REFUSED:
        raise BadInput(_REFUSED[seems], name=path.name)
    return seems


def probe(path: Path) -> MediaInfo:
    """What the file is, found by its content. Raises BadInput."""
    seems = _checked(path)
    if seems == "picture":
        return _picture(path)
    try:
        with opened(path) as container:
            info = _read(container, path)
    except BadInput as refusal:
        pictured = path.suffix.lower() in _PICTURES and seems != "media"
        if pictured and refusal.key in {"media.not_media", "media.container_refused"}:
            return _picture(path)
        raise
    return _picture(path) if seems == "gif" and info.frames == 1 else info


def _picture(path: Path) -> MediaInfo:
    from studio.media.pictures import load_picture  # and Pillow: no film or sound needs it

    picture = load_picture(path)
    height, width = picture.shape[:2]
    alpha = picture.shape[2] == 4 and bool((picture[..., 3] < 255).any())
    return MediaInfo("picture", "picture", width=width, height=height, frames=1, alpha=alpha)


def _read(container: av.container.InputContainer, path: Path) -> MediaInfo:
    sounds = container.streams.audio
    videos = [v for v in container.streams.video if not _is_cover(v)]
    if not videos and not sounds:
        raise BadInput("media.not_media", name=path.name)
    if videos:
        _check_size(videos[0], path)
    walk = Walk(container, videos[0] if videos else None, path)
    info = MediaInfo(
        kind="sound",
        container=container.format.name,
        seconds=walk.seconds,
        sound_tracks=len(sounds),
    )
    if sounds:
        heard = sounds[0].codec_context
        info = replace(
            info,
            sound_codec=heard.name,
            sample_rate=heard.sample_rate or 0,
            channels=heard.channels,
        )
    if videos:
        return _video(videos[0], info, walk, path)
    if not walk.seconds:
        raise BadInput("media.no_sound", name=path.name)
    return info


def _check_size(stream: VideoStream, path: Path) -> None:
    """Before anything is decoded: one picture of a hostile size would fill the memory."""
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > MAX_PIXELS:
        limit = MAX_PIXELS // 1_000_000
        raise BadInput(
            "media.picture_too_large", name=path.name, width=width, height=height, limit=limit
        )


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & Disposition.attached_pic)


def _video(stream: VideoStream, info: MediaInfo, walk: Walk, path: Path) -> MediaInfo:
    if not walk.stamps:
        raise BadInput("media.no_frames", name=path.name)
    if walk.rotation is None:  # there are packets, but no picture comes out of them
        raise BadInput("media.broken", name=path.name)
    base = stream.time_base or Fraction(1, 1000)
    steps = {b - a for a, b in pairwise(walk.stamps)}
    rate = Fraction(stream.average_rate or stream.base_rate or 0)
    ticks = float(1 / rate / base) if rate else 0.0
    variable = any(abs(step - ticks) > max(1.01, 0.05 * ticks) for step in steps)
    steady = bool(rate) and not variable
    width, height = stream.codec_context.width, stream.codec_context.height
    if walk.rotation % 180:
        width, height = height, width
    return replace(
        info,
        kind="video",
        seconds=Fraction(len(walk.stamps)) / rate if steady else info.seconds,
        width=width,
        height=height,
        rotation=walk.rotation,
        rate=rate,
        frames=len(walk.stamps),
        variable_rate=variable,
        shown=walk.shown,
        codec=stream.codec_context.name,
        pixel_format=stream.codec_context.pix_fmt or "",
        alpha=any(part.is_alpha for part in stream.format.components),
        transfer=_TRANSFERS.get(stream.codec_context.color_trc, ""),
        untagged=unsaid(stream),
    )
