"""What a finished film holds, by its packets: streams, counts, time stamps, digests."""

import hashlib
from array import array
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.stream import VideoStream

from studio.errors import Cancelled, RenderError
from studio.media.ffmpeg import Stop
from studio.render.packets import FAST_OPEN
from studio.render.part_digests import Ends, PartDigests

_OPTIONS = {"protocol_whitelist": "file"}
# Their headers tell rate and times: nothing has to be decoded to learn them.
_HEADED = frozenset({".mp4", ".mov"})
_ASK = 4096  # packets between two looks at whether to stop


@dataclass
class Pictures:
    """The picture stream of a film; `shown` are ticks of `base`, in order.

    Plain numbers: numpy, to which they are at hand as they lie, would have to be read first.
    """

    codec: str
    pixel_format: str
    width: int
    height: int
    rate: Fraction
    base: Fraction
    square: bool
    shown: "array[int]"
    keys: bytes  # 1 for each key picture
    sizes: "array[int]"  # bytes
    digests: Sequence[str] = ()  # of the packets of each part of the film that was asked for
    ends: Sequence[Ends] = ()  # of the same parts

    @property
    def count(self) -> int:
        """How many pictures it has."""
        return len(self.shown)

    def strays(self, rate: Fraction, tolerance: float) -> int:
        """Pictures that do not stand `n / rate` seconds after 0, within `tolerance` seconds."""
        tick, frame, most = float(self.base), float(1 / rate), tolerance + 1e-9
        return sum(abs(at * tick - n * frame) > most for n, at in enumerate(self.shown))


@dataclass
class Sound:
    """The first sound stream of a film: where it begins, in seconds, and samples per channel."""

    codec: str
    rate: int
    channels: int
    start: float
    samples: int
    digest: str = ""


@dataclass
class Table:
    """A whole film file, read packet by packet; nothing is decoded."""

    pictures: Pictures | None
    sound: Sound | None
    sounds: int  # how many sound streams it has


def read(
    film: Path,
    edges: Sequence[int],
    cancelled: Stop | None = None,
    copies: Collection[int] = (),
) -> Table:
    """The table of `film`; its picture packets are hashed apart for each part that begins at one
    of `edges`, frames of the file in order; those with the numbers `copies` were copied. Raises
    RenderError, Cancelled.
    """
    options = FAST_OPEN if film.suffix in _HEADED else _OPTIONS
    try:
        with av.open(str(film), options=options) as container:
            return _Reading(container, edges, copies).table(cancelled)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise RenderError("proof.unreadable", detail=str(error)) from error


class _Reading:
    """One walk over the packets."""

    def __init__(
        self, container: InputContainer, edges: Sequence[int], copies: Collection[int]
    ) -> None:
        films = [v for v in container.streams.video if not v.disposition & Disposition.attached_pic]
        self._container = container
        self._video = films[0] if films else None
        self._audio = container.streams.audio[0] if container.streams.audio else None
        self._seen = _Seen(PartDigests(edges or (0,), copies))
        self._heard = hashlib.sha256()
        self._samples = (0, 0)  # from, to, in ticks of the stream
        self._told: list[Packet[Any]] = []  # packets by which a decoder learns of the pixels

    def table(self, cancelled: Stop | None) -> Table:
        video, audio = self._video, self._audio
        ours = [stream for stream in (video, audio) if stream is not None]
        untold = audio is not None and None in (audio.start_time, audio.duration)
        for count, packet in enumerate(self._container.demux(ours) if ours else ()):
            if cancelled is not None and count % _ASK == 0 and cancelled():
                raise Cancelled("media.cancelled")
            size = packet.size
            if size and video is not None and packet.stream is video:
                if not self._told or size < self._told[0].size:
                    self._tell(packet)
                self._seen.add(packet)
            elif size:
                self._heard.update(packet)
                if untold:
                    self._samples = _further(self._samples, packet)
        return Table(self._pictures(), self._sound(), len(self._container.streams.audio))

    def _tell(self, packet: "Packet[Any]") -> None:
        """Keep the first packet, and the smallest one in front of it."""
        self._told = [packet, *(self._told[-1:] or [packet])]

    def _pictures(self) -> Pictures | None:
        if self._video is None:
            return None
        seen = self._seen
        order = sorted(range(len(seen.shown)), key=seen.shown.__getitem__)

        def shown(numbers: "array[int]") -> "array[int]":
            return array("q", map(numbers.__getitem__, order))

        coded = self._video.codec_context
        pixels = _pixels(self._video, self._told)  # with which a decoder learns their shape too
        aspect = coded.sample_aspect_ratio
        return Pictures(
            codec=coded.codec.canonical_name, pixel_format=pixels,
            width=coded.width, height=coded.height,
            rate=Fraction(self._video.average_rate or 0),
            base=Fraction(self._video.time_base or 0),
            square=aspect is None or aspect in (0, 1),
            shown=shown(seen.shown),
            keys=bytes(map(seen.keys.__getitem__, order)), sizes=shown(seen.sizes),
            digests=seen.parts.digests(), ends=seen.parts.ends,
        )  # fmt: skip

    def _sound(self) -> Sound | None:
        if self._audio is None:
            return None
        coded, base = self._audio.codec_context, Fraction(self._audio.time_base or 0)
        first, last = self._samples
        start = self._audio.start_time if self._audio.start_time is not None else first
        ticks = self._audio.duration if self._audio.duration is not None else last - start
        rate = coded.sample_rate or 0
        return Sound(
            codec=coded.codec.canonical_name, rate=rate, channels=coded.channels,
            start=float(start * base), samples=round(ticks * base * rate),
            digest=self._heard.hexdigest(),
        )  # fmt: skip


class _Seen:
    """The picture packets in the order of decoding; so a film's parts lie in its file, too."""

    def __init__(self, parts: PartDigests) -> None:
        self.shown = array("q")  # whole lists of numbers take four times the memory
        self.keys = bytearray()
        self.sizes = array("q")
        self.parts = parts

    def add(self, packet: "Packet[Any]") -> None:
        """Take note of one."""
        self.parts.add(packet, len(self.shown))
        stamp = packet.pts if packet.pts is not None else packet.dts or 0
        self.shown.append(stamp)
        self.keys.append(packet.is_keyframe)
        self.sizes.append(packet.size)


def _pixels(video: VideoStream, told: Sequence["Packet[Any]"]) -> str:
    """The pixel format of a film, empty where none of these packets tells it.

    A decoder knows it only when it has read the head of a picture. A key picture is read whole, a
    tenth of a second at 1080p, the smallest packet in no time; what it cannot tell the first does.
    """
    coder = video.codec_context
    if coder.pix_fmt:
        return coder.pix_fmt
    coder.thread_count = 1
    coder.skip_frame = "DEFAULT"
    for packet in told:
        with suppress(av.error.InvalidDataError):  # it may need those before it, even for its head
            coder.decode(packet)  # pyright: ignore[reportUnknownMemberType]
            coder.decode(None)  # pyright: ignore[reportUnknownMemberType]
        coder.flush_buffers()
        if coder.pix_fmt:
            return coder.pix_fmt
    return ""


def _further(span: tuple[int, int], packet: "Packet[Any]") -> tuple[int, int]:
    stamp = packet.pts or 0
    return min(span[0], stamp), max(span[1], stamp + (packet.duration or 0))
