"""Runs of encoded pictures joined by packet copy, with the sound beside them, in one pass.

Time stamps are written from frame numbers: no probing, no guessing. Packets are read, numbered and
written one at a time, so that memory is the same for two pieces and for two thousand.
"""

import math
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import av
import av.error
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from studio.errors import Cancelled, RenderError
from studio.media.ffmpeg import Progress, Stop
from studio.render.in_band import TAG, Change, Changes, changes
from studio.render.parameter_sets import reordering, same_parameters
from studio.timeline.rate import Rate

# Nothing is decoded on opening, nor read beyond the header of MP4 and QuickTime files: that is most
# of the time it takes (58 ms of 60 at 1080p).
FAST_OPEN = {"protocol_whitelist": "file", "skip_frame": "all", "probesize": "32"}
_HEADED = frozenset({".mp4", ".mov", ".m4a"})  # files that begin or end with a table of all packets
# The others are shown in the order of decoding.
_DELAYS = {"h264": 4, "hevc": 4}  # frames that decoding may run ahead where a file doesn't tell
Voice = Iterator["tuple[int, Packet[Any]]"]  # of sound, each with the tick it is due at
_AnyStream = TypeVar("_AnyStream", VideoStream, AudioStream)
_SAMPLES, _MOST_TICKS = 48_000, 1_000_000  # a second
_ASK = 8  # packets between two looks whether to stop
# Bytes of such a table: at most so many for a picture, for a packet of sound, and besides.
_PER_PICTURE, _PER_SOUND, _BESIDES = 44, 32, 4096
_SOUND_PACKETS = 100  # a second, at most (48 kHz in packets of 1024 are 47)


@dataclass(frozen=True)
class Part:
    """A run of a file's pictures that is whole in itself: a piece, or closed groups of a take.

    It begins with picture `first` of the file, a key frame, and its packets follow each other.
    `frames` may be fewer than the file has only where it is a run of a take.
    """

    path: Path
    frames: int
    first: int = 0
    of_take: bool = False


@dataclass(frozen=True)
class Dress:
    """What a film's file has beside picture and sound, such as chapters and its title.

    `wear` is called before the first packet, what it returns after it: libavformat sees by the
    first one whether times have to be moved. `room` is how many bytes it takes in the header.
    """

    wear: Callable[[OutputContainer], Callable[[], None] | None]
    room: int = 0


def join(
    parts: Sequence[Part],
    rate: Rate,
    target: Path,
    heard: Path | None = None,
    *,
    dress: Dress | None = None,
    over: Stop | None = None,
    mixed: bool = False,
    tell: Progress | None = None,
) -> None:
    """Write `parts` one after the other to `target`, with the sound of the file `heard`.

    Picture k of the film is decoded as its k-th and shown at frame k; sound keeps its own times, to
    the sample. What players need first comes first in the file, which is written once. Parts that
    are `mixed` may have parameter sets of their own. Raises RenderError when a part has another
    length, or other parameters than the first where they are not; Cancelled.
    """
    room = _room(parts, rate) + (dress.room if dress else 0)
    options = {"fflags": "+bitexact"}  # the same bytes each time: no random names of tracks
    if target.suffix in _HEADED:
        options |= {
            "video_track_timescale": str(rate.num), "movie_timescale": str(_ticks(rate)),
            "moov_size": str(room),
        }  # fmt: skip
    try:
        with (
            _sound(heard) as sound,
            av.open(str(target), "w", options=options) as out,
        ):
            film = _Joining(out, sound, rate, dress, _changes(parts) if mixed else None)
            total = max(1, sum(part.frames for part in parts))
            for part in parts:
                for written in film.write(part):
                    if over is not None and over():
                        raise Cancelled("media.cancelled")
                    if tell is not None:
                        tell(written / total)
            film.end()
    except av.error.FFmpegError as error:
        if isinstance(error, OSError):
            raise  # the disk is full, or the folder is gone: the caller has words for it
        raise RenderError("media.ffmpeg_failed", detail=str(error)) from error


def _ticks(rate: Rate) -> int:
    """Parts of a second in which both a frame and a sample are whole, as far as there are."""
    ticks = math.lcm(rate.num, _SAMPLES)
    return ticks if ticks <= _MOST_TICKS else _SAMPLES


def _room(parts: Sequence[Part], rate: Rate) -> int:
    """Bytes kept free at the beginning for the table of all packets; what is too much stays free.

    A table at the end would have to be moved to the beginning, and the film be written twice.
    """
    pictures = sum(part.frames for part in parts)
    seconds = int(rate.seconds(pictures)) + 2
    return _PER_PICTURE * pictures + _PER_SOUND * _SOUND_PACKETS * seconds + _BESIDES


class _Joining:
    """A film that is being written."""

    def __init__(
        self,
        out: OutputContainer,
        sound: InputContainer | None,
        rate: Rate,
        dress: Dress | None,
        changes: Changes | None,
    ) -> None:
        self._out = out
        self._sound = sound
        self._rate = rate
        self._dress = dress
        self._base = Fraction(rate.den, rate.num)
        self._stream: VideoStream | None = None
        self._head = b""
        self._changes = changes
        self._delay = 0  # frames that decoding runs ahead of showing
        self._start = 0  # the film frame at which the next part begins
        self._voice: Voice = iter(())
        self._pace = (1, 1)  # ticks of the sound to frames
        self._later: Callable[[], None] | None = None
        self._waiting: tuple[int, Packet[Any]] | None = None

    def write(self, part: Part) -> Iterator[int]:
        """Append a part; yields how many pictures the film has, some at a time.

        Raises RenderError.
        """
        with av.open(str(part.path), options=FAST_OPEN) as source:
            video = source.streams.video[0]
            stream = self._stream or self._begun(video)
            record = video.codec_context.extradata or b""
            change = self._changes.of(record) if self._changes is not None else None
            if change is None and not same_parameters(record, self._head):
                raise RenderError("render.pieces_differ")
            for index, (number, packet) in enumerate(packets_of(source, video, part, self._rate)):
                shown, decoded = self._start + number, self._start + index - self._delay
                if decoded > shown:
                    raise RenderError("render.pieces_differ")
                self._speak(decoded * self._pace[0] // self._pace[1])
                if change is not None and packet.is_keyframe:
                    packet = _headed(packet, change)
                packet.pts, packet.dts, packet.duration = shown, decoded, 1
                packet.time_base, packet.stream = self._base, stream
                self._out.mux(packet)  # pyright: ignore[reportUnknownMemberType]
                if self._later is not None:
                    self._later()
                    self._later = None
                if index % _ASK == 0:
                    yield self._start + index
        self._start += part.frames

    def end(self) -> None:
        """Write what is left of the sound."""
        self._speak(None)

    def _begun(self, first: VideoStream) -> VideoStream:
        """The streams of the film, as the first part has them."""
        stream = self._stream = _like(self._out, first)
        stream.time_base = self._base
        self._head = first.codec_context.extradata or b""
        self._delay = _delay(first)
        if self._changes is not None:
            self._delay = self._changes.delay
            if _tagged(self._out):
                stream.codec_context.codec_tag = TAG
        if self._sound is not None and self._sound.streams.audio:
            voice = self._sound.streams.audio[0]
            self._pace = (self._base / (voice.time_base or Fraction(1))).as_integer_ratio()
            self._voice = _packets(self._sound, voice, _like(self._out, voice))
        self._waiting = next(self._voice, None)
        if self._dress is not None:
            self._later = self._dress.wear(self._out)
        return stream

    def _speak(self, until: int | None) -> None:
        """Write the sound that is due by then, in its ticks; None: all of it."""
        while self._waiting is not None and (until is None or self._waiting[0] <= until):
            self._out.mux(self._waiting[1])  # pyright: ignore[reportUnknownMemberType]
            self._waiting = next(self._voice, None)


def _changes(parts: Sequence[Part]) -> Changes | None:
    """What parts of other parameters need to lie in one film; None where all have the same."""
    records: list[bytes] = []
    for path in dict.fromkeys(part.path for part in parts):
        with av.open(str(path), options=FAST_OPEN) as source:
            records.append(source.streams.video[0].codec_context.extradata or b"")
    return changes(records)


def _headed(packet: "Packet[Any]", change: Change) -> "Packet[Any]":
    """A key picture's packet with its parameter sets in front."""
    whole: Packet[Any] = Packet(change.before(bytes(packet)))
    whole.is_keyframe = True
    return whole


def _tagged(out: OutputContainer) -> bool:
    """Whether a file names the coding of a track by four letters."""
    return not out.format.name.startswith("matroska")


def _delay(video: VideoStream) -> int:
    """Frames that decoding runs ahead of showing, in all parts of the film."""
    codec = video.codec_context
    told = reordering(codec.extradata or b"") if codec.name == "h264" else None
    return told if told is not None else _DELAYS.get(codec.name, 0)


def _like(out: OutputContainer, stream: _AnyStream) -> _AnyStream:
    """A stream of the same coding. `opaque`: a library's decoder, such as dav1d, is no encoder."""
    like = out.add_stream_from_template(stream, opaque=True)  # pyright: ignore
    if isinstance(stream, VideoStream):  # ProRes tells its kind by nothing else
        like.codec_context.codec_tag = stream.codec_context.codec_tag
    return like


def packets_of(
    source: InputContainer, video: VideoStream, part: Part, rate: Rate
) -> "Generator[tuple[int, Packet[Any]], None, None]":
    """The packets of a part as they are decoded, each with its picture's number in the part.

    Raises RenderError where it has others.
    """
    tick = (video.time_base or Fraction(1)) * rate.fraction
    over, under = tick.as_integer_ratio()
    zero = 0 if part.of_take else None  # a piece begins with its first picture, whenever that is
    if part.first:
        source.seek(round(part.first / tick), stream=video)
    seen = bytearray(part.frames)
    taken = 0
    for packet in source.demux(video):
        if packet.pts is None:
            continue  # to the very end: what is left before it keeps its buffers
        if part.of_take and taken == part.frames:
            break
        zero = packet.pts if zero is None else zero
        number = nearest((packet.pts - zero) * over, under) - part.first
        if not taken and number < 0:
            continue  # a seek ends at a key frame before, at times an earlier one than the nearest
        if not 0 <= number < part.frames or seen[number]:
            raise RenderError("render.pieces_differ")
        seen[number] = 1
        taken += 1
        yield number, packet
    if taken != part.frames:
        raise RenderError("render.wrong_result", got=taken, wanted=part.frames)


def nearest(over: int, under: int) -> int:
    """A quotient to the nearest whole number: packets are many, and fractions slow."""
    return (2 * over + under) // (2 * under)


@contextmanager
def _sound(heard: Path | None) -> Generator[InputContainer | None, None, None]:
    if heard is None:
        yield None
        return
    with av.open(str(heard), options={"protocol_whitelist": "file"}) as container:
        yield container


def _packets(sound: InputContainer, source: AudioStream, stream: AudioStream) -> Voice:
    """The packets of the sound, to be written as they are.

    The encoder's run-up lies before 0, as in the sound's own file, and an edit list cuts it off.
    """
    for packet in sound.demux(source):
        if packet.dts is not None:
            packet.stream = stream
            yield packet.dts, packet
