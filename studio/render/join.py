"""Runs of encoded pictures joined by packet copy, with the sound beside them, in one pass.

Time stamps are written from frame numbers: no probing, no guessing. Packets are read, numbered and
written one at a time, so that memory is the same for two pieces and for two thousand.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from studio.errors import Cancelled, RenderError
from studio.media.ffmpeg import Stop
from studio.render.parameter_sets import same_parameters
from studio.timeline.rate import Rate

# Nothing is decoded on opening: that is most of the time it takes (54 ms of 60 at 1080p).
FAST_OPEN = {"protocol_whitelist": "file", "skip_frame": "all"}
_HEADED = frozenset({".mp4", ".mov", ".m4a"})  # files that begin or end with a table of all packets
_DELAY = 4  # frames that decoding runs ahead of showing where the library doesn't tell
_ASK = 256  # packets between two looks whether to stop
# Bytes of such a table: at most so many for a picture, for a packet of sound, and besides.
_PER_PICTURE, _PER_SOUND, _BESIDES = 44, 32, 4096
_SOUND_PACKETS = 60  # a second, at most (48 kHz in packets of 1024 are 47)


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

    `wear` is called before the first packet; `room` is how many bytes it takes in the header.
    """

    wear: Callable[[OutputContainer], None]
    room: int = 0


def join(
    parts: Sequence[Part],
    rate: Rate,
    target: Path,
    heard: Path | None = None,
    *,
    dress: Dress | None = None,
    over: Stop | None = None,
) -> None:
    """Write `parts` one after the other to `target`, with the sound of the file `heard`.

    Picture k of the film is decoded as its k-th and shown at frame k; sound keeps its own times, to
    the sample. What players need first comes first in the file, which is written once. Raises
    RenderError when a part has another length or other parameters than the first, Cancelled.
    """
    room = _room(parts, rate) + (dress.room if dress else 0)
    options = {"video_track_timescale": str(rate.num), "moov_size": str(room)}
    try:
        with (
            _sound(heard) as sound,
            av.open(str(target), "w", options=options if target.suffix in _HEADED else {}) as out,
        ):
            _write(parts, rate, out, sound, dress, over)
    except av.error.FFmpegError as error:
        if isinstance(error, OSError):
            raise  # the disk is full, or the folder is gone: the caller has words for it
        raise RenderError("media.ffmpeg_failed", detail=str(error)) from error


def _room(parts: Sequence[Part], rate: Rate) -> int:
    """Bytes kept free at the beginning for the table of all packets; what is too much stays free.

    A table at the end would have to be moved to the beginning, and the film be written twice.
    """
    pictures = sum(part.frames for part in parts)
    seconds = int(rate.seconds(pictures)) + 2
    return _PER_PICTURE * pictures + _PER_SOUND * _SOUND_PACKETS * seconds + _BESIDES


def _write(
    parts: Sequence[Part],
    rate: Rate,
    out: OutputContainer,
    sound: InputContainer | None,
    dress: Dress | None,
    over: Stop | None,
) -> None:
    base = Fraction(rate.den, rate.num)
    stream: VideoStream | None = None
    voice: "Iterator[tuple[Fraction, Packet[Any]]]" = iter(())
    head, start, delay = b"", 0, 0
    for part in parts:
        with av.open(str(part.path), options=FAST_OPEN) as source:
            video = source.streams.video[0]
            extra = video.codec_context.extradata or b""
            if stream is None:
                head, delay = extra, getattr(video.codec_context, "reorder_depth", _DELAY)
                stream = out.add_stream_from_template(video)
                stream.time_base = base
                voice = _voice(out, sound)
                if dress is not None:
                    dress.wear(out)
                waiting = next(voice, None)
            if not same_parameters(extra, head):
                raise RenderError("render.pieces_differ")
            for index, (number, packet) in enumerate(_run(source, video, part, rate)):
                packet.pts = start + number
                packet.dts = start + index - delay
                if packet.dts > packet.pts:
                    raise RenderError("render.pieces_differ")
                packet.duration = 1
                packet.time_base = base
                packet.stream = stream
                while waiting is not None and waiting[0] <= packet.dts * base:
                    out.mux(waiting[1])
                    waiting = next(voice, None)
                out.mux(packet)
                if over is not None and index % _ASK == 0 and over():
                    raise Cancelled("media.cancelled")
        start += part.frames
    while stream is not None and waiting is not None:
        out.mux(waiting[1])
        waiting = next(voice, None)


def _run(
    source: InputContainer, video: VideoStream, part: Part, rate: Rate
) -> "Generator[tuple[int, Packet[Any]], None, None]":
    """The packets of a part, each with its picture's number in it. Raises RenderError."""
    tick = (video.time_base or Fraction(1)) * rate.fraction
    zero = 0 if part.of_take else None  # a piece begins with its first picture, whenever that is
    if part.first:
        source.seek(round(part.first / tick), stream=video)
    seen = bytearray(part.frames)
    taken = 0
    for packet in source.demux(video):
        if packet.pts is None or (part.of_take and taken == part.frames):
            break
        zero = packet.pts if zero is None else zero
        number = round((packet.pts - zero) * tick) - part.first
        if not taken and number < 0:
            continue  # a seek ends at a key frame before, at times an earlier one than the nearest
        if not 0 <= number < part.frames or seen[number]:
            raise RenderError("render.pieces_differ")
        seen[number] = 1
        taken += 1
        yield number, packet
    if taken != part.frames:
        raise RenderError("render.wrong_result", got=taken, wanted=part.frames)


@contextmanager
def _sound(heard: Path | None) -> Generator[InputContainer | None, None, None]:
    if heard is None:
        yield None
        return
    with av.open(str(heard), options={"protocol_whitelist": "file"}) as container:
        yield container


def _voice(
    out: OutputContainer, sound: InputContainer | None
) -> "Iterator[tuple[Fraction, Packet[Any]]]":
    """The packets of the sound with the seconds at which they are due, to be written as they are.

    The encoder's run-up lies before 0, as in the sound's own file, and an edit list cuts it off.
    """
    if sound is None or not sound.streams.audio:
        return iter(())
    source = sound.streams.audio[0]
    stream = out.add_stream_from_template(source)

    def packets() -> "Iterator[tuple[Fraction, Packet[Any]]]":
        for packet in sound.demux(source):
            if packet.dts is not None:
                packet.stream = stream
                yield packet.dts * (packet.time_base or Fraction(0)), packet

    return packets()
