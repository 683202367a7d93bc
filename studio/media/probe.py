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
from studio.media.pictures import load_picture

# Demuxers that read one file and nothing else; playlists and device inputs are not among them.
_CONTAINERS = frozenset(
    {"mov", "mp4", "matroska", "webm", "avi", "mpegts", "mpeg", "flv", "asf", "ogg", "wav", "w64"}
    | {"flac", "mp3", "aac", "aiff", "caf", "nut", "mxf", "dv", "gif", "yuv4mpegpipe", "amr"}
)
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp"})
_OPTIONS = {"protocol_whitelist": "file"}
MAX_BYTES = 200 << 30
_COUNT_LIMIT = 2_000_000

Kind = Literal["video", "picture", "sound"]


@dataclass(frozen=True)
class MediaInfo:
    """A media file. Sizes are as shown (after rotation), `rate` is the average frame rate."""

    kind: Kind
    container: str
    seconds: Fraction = Fraction(0)
    width: int = 0
    height: int = 0
    rotation: int = 0
    rate: Fraction = Fraction(0)
    frames: int = 0
    variable_rate: bool = False
    codec: str = ""
    pixel_format: str = ""
    sound_tracks: int = 0
    sound_codec: str = ""
    sample_rate: int = 0
    channels: int = 0


@contextmanager
def opened(path: Path) -> Generator[av.container.InputContainer, None, None]:
    """A media file opened for reading. Raises BadInput for what is missing, empty or no media."""
    _check(path)
    try:
        container = av.open(str(path), options=_OPTIONS, metadata_errors="replace", timeout=20)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise BadInput("media.not_media", name=path.name) from error
    with container:
        if not _CONTAINERS & set(container.format.name.split(",")):
            raise BadInput("media.container_refused", name=path.name, kind=container.format.name)
        try:
            yield container
        except av.error.FFmpegError as error:
            raise BadInput("media.broken", name=path.name) from error


def _check(path: Path) -> None:
    try:
        size = path.stat().st_size if path.is_file() else -1
    except OSError:
        size = -1
    if size < 0:
        raise BadInput("media.missing", name=path.name)
    if size == 0:
        raise BadInput("media.empty", name=path.name)
    if size > MAX_BYTES:
        raise BadInput("media.file_too_large", name=path.name, limit=MAX_BYTES >> 20)
    with path.open("rb") as file:
        head = file.read(64).lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"#extm3u", b"ffconcat", b"[playlist]", b"<?xml", b"<mpd", b"<smil")):
        raise BadInput("media.container_refused", name=path.name, kind="playlist")


def probe(path: Path) -> MediaInfo:
    """What the file is, found by its content. Raises BadInput."""
    try:
        with opened(path) as container:
            return _read(container, path)
    except BadInput as refusal:
        if refusal.key in {"media.not_media", "media.container_refused"} and _may_be_picture(path):
            return _picture(path)
        raise


def _may_be_picture(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(16)
    marks = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"II*\x00", b"MM\x00*", b"BM", b"GIF8")
    return path.suffix.lower() in _PICTURES or head.startswith(marks)


def _picture(path: Path) -> MediaInfo:
    height, width = load_picture(path).shape[:2]
    return MediaInfo(kind="picture", container="picture", width=width, height=height, frames=1)


def _read(container: av.container.InputContainer, path: Path) -> MediaInfo:
    sounds = container.streams.audio
    videos = [v for v in container.streams.video if not _is_cover(v)]
    if not videos and not sounds:
        raise BadInput("media.not_media", name=path.name)
    info = MediaInfo(
        kind="sound",
        container=container.format.name,
        seconds=Fraction(container.duration or 0, 1_000_000),
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
    return _video(container, videos[0], info) if videos else info


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & Disposition.attached_pic)


def _video(
    container: av.container.InputContainer, stream: VideoStream, info: MediaInfo
) -> MediaInfo:
    stamps, rotation = _walk(container, stream)
    if not stamps:
        raise BadInput("media.no_frames", name=Path(container.name).name)
    base = stream.time_base or Fraction(1, 1000)
    steps = {b - a for a, b in pairwise(stamps)}
    rate = Fraction(stream.average_rate or stream.base_rate or 0)
    ticks = float(1 / rate / base) if rate else 0.0
    variable = any(abs(step - ticks) > max(1.01, 0.05 * ticks) for step in steps)
    steady = bool(rate) and not variable
    width, height = stream.codec_context.width, stream.codec_context.height
    if rotation % 180:
        width, height = height, width
    return replace(
        info,
        kind="video",
        seconds=Fraction(len(stamps)) / rate if steady else info.seconds,
        width=width,
        height=height,
        rotation=rotation,
        rate=rate,
        frames=len(stamps),
        variable_rate=variable,
        codec=stream.codec_context.name,
        pixel_format=stream.codec_context.pix_fmt or "",
    )


def _walk(container: av.container.InputContainer, stream: av.VideoStream) -> tuple[list[int], int]:
    """Presentation stamps of every picture (packets only), and the rotation of the first."""
    stamps: list[int] = []
    rotation: int | None = None
    for packet in container.demux(stream):
        if packet.pts is None:
            continue
        stamps.append(packet.pts)
        if len(stamps) > _COUNT_LIMIT:
            raise BadInput("media.file_too_long", name=Path(container.name).name)
        if rotation is None:
            for frame in packet.decode():
                rotation = round(frame.rotation) % 360
    stamps.sort()
    return stamps, rotation or 0
