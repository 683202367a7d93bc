"""Runs of encoded pictures joined by packet copy, with the sound beside them, in one pass.

Time stamps are written from frame numbers: no probing, no guessing. Packets are read, numbered and
written one at a time, so that memory is the same for two pieces and for two thousand.
"""

import math
from collections.abc import Callable, Iterator, Sequence
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
from studio.media.drive_room import DriveRoom
from studio.media.ffmpeg import Progress, Stop
from studio.render.in_band import TAG, Change, Changes
from studio.render.join_streams import (
    Voice,
    call_bt709,
    changes_of,
    delay_of,
    heard_in,
    packets_of_sound,
    stream_like,
)
from studio.render.packets import FAST_OPEN, Part, packets_of
from studio.render.parameter_sets import same_parameters
from studio.timeline.rate import Rate

_HEADED = frozenset({".mp4", ".mov", ".m4a"})  # files that begin or end with a table of all packets
_SAMPLES, _MOST_TICKS = 48_000, 1_000_000  # a second
_ASK = 8  # packets between two looks whether to stop
# Bytes of such a table: at most so many for a picture, for a packet of sound, and besides.
_PER_PICTURE, _PER_SOUND, _BESIDES = 44, 32, 4096
_AROUND = 4096  # bytes, more than enough, of what lies before that table and behind it
_SOUND_PACKETS = 100  # a second, at most (48 kHz in packets of 1024 are 47)


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
    room = _room(parts, rate, heard, dress)
    options = {"fflags": "+bitexact"}  # the same bytes each time: no random names of tracks
    if target.suffix in _HEADED:
        options |= {
            "video_track_timescale": str(rate.num), "movie_timescale": str(_ticks(rate)),
            "moov_size": str(room),
        }  # fmt: skip
    drive = DriveRoom(target)
    drive.take(room + (heard.stat().st_size if heard is not None else 0))
    try:
        with (
            heard_in(heard) as sound,
            av.open(str(target), "w", options=options) as out,
        ):
            film = _Joining(out, sound, rate, dress, changes_of(parts) if mixed else None, drive)
            total = max(1, sum(part.frames for part in parts))
            for part in parts:
                for written in film.write(part):
                    if over is not None and over():
                        raise Cancelled("media.cancelled")
                    if tell is not None:
                        tell(written / total)
            film.end()
        drive.give_back()
    except av.error.FFmpegError as error:
        if isinstance(error, OSError):
            raise  # the disk is full, or the folder is gone: the caller has words for it
        raise RenderError("media.ffmpeg_failed", detail=str(error)) from error


def _ticks(rate: Rate) -> int:
    """Parts of a second in which both a frame and a sample are whole, as far as there are."""
    ticks = math.lcm(rate.num, _SAMPLES)
    return ticks if ticks <= _MOST_TICKS else _SAMPLES


def head_of(parts: Sequence[Part], rate: Rate, heard: Path | None, dress: Dress | None) -> int:
    """Bytes at the beginning of the file that may be written last; all others are written once and
    in order.
    """
    return _room(parts, rate, heard, dress) + _AROUND


def _room(parts: Sequence[Part], rate: Rate, heard: Path | None, dress: Dress | None) -> int:
    """Bytes kept free at the beginning for the table of all packets and for what the film wears;
    what is too much stays free.

    A table at the end would have to be moved to the beginning, and the film be written twice.
    """
    pictures = sum(part.frames for part in parts)
    seconds = int(rate.seconds(pictures)) + 2 if heard is not None else 0
    besides = _BESIDES + (dress.room if dress else 0)
    return _PER_PICTURE * pictures + _PER_SOUND * _SOUND_PACKETS * seconds + besides


class _Joining:
    """A film that is being written."""

    def __init__(
        self,
        out: OutputContainer,
        sound: InputContainer | None,
        rate: Rate,
        dress: Dress | None,
        changes: Changes | None,
        drive: DriveRoom,
    ) -> None:
        self._out = out
        self._sound = sound
        self._rate = rate
        self._dress = dress
        self._base = Fraction(rate.den, rate.num)
        self._stream: VideoStream | None = None
        self._head = b""
        self._changes = changes
        self._drive = drive
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
            if not source.streams.video:  # ffmpeg may write none, and call that well
                raise RenderError("render.wrong_result", got=0, wanted=part.frames)
            video = source.streams.video[0]
            stream = self._stream or self._begun(video, part)
            record = video.codec_context.extradata or b""
            change = self._changes.of(record) if self._changes is not None else None
            if change is None and not same_parameters(record, self._head):
                raise RenderError("render.pieces_differ")
            self._drive.take(_share(part, video))
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

    def _begun(self, first: VideoStream, part: Part) -> VideoStream:
        """The streams of the film, as the first part has them."""
        stream = self._stream = stream_like(self._out, first)
        if part.of_take:
            call_bt709(stream)
        stream.time_base = self._base
        self._head = first.codec_context.extradata or b""
        self._delay = delay_of(first)
        if self._changes is not None:
            self._delay = self._changes.delay
            if _tagged(self._out):
                stream.codec_context.codec_tag = TAG
        if self._sound is not None and self._sound.streams.audio:
            voice = self._sound.streams.audio[0]
            self._pace = (self._base / (voice.time_base or Fraction(1))).as_integer_ratio()
            self._voice = packets_of_sound(self._sound, voice, stream_like(self._out, voice))
        self._waiting = next(self._voice, None)
        if self._dress is not None:
            self._later = self._dress.wear(self._out)
        return stream

    def _speak(self, until: int | None) -> None:
        """Write the sound that is due by then, in its ticks; None: all of it."""
        while self._waiting is not None and (until is None or self._waiting[0] <= until):
            self._out.mux(self._waiting[1])  # pyright: ignore[reportUnknownMemberType]
            self._waiting = next(self._voice, None)


def _share(part: Part, video: VideoStream) -> int:
    """Bytes of a part, about."""
    size = part.path.stat().st_size
    return size * part.frames // max(part.frames, video.frames) if part.of_take else size


def _headed(packet: "Packet[Any]", change: Change) -> "Packet[Any]":
    """A key picture's packet with its parameter sets in front."""
    whole: Packet[Any] = Packet(change.before(bytes(packet)))
    whole.is_keyframe = True
    return whole


def _tagged(out: OutputContainer) -> bool:
    """Whether a file names the coding of a track by four letters."""
    return not out.format.name.startswith("matroska")
