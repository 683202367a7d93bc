"""The streams of a joined film, made after those of its parts, and the packets of its sound."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from studio.media.matrix import BT709_NUMBER
from studio.render.in_band import Changes, changes
from studio.render.packets import FAST_OPEN, Part
from studio.render.parameter_sets import reordering

# Frames that decoding may run ahead where a file doesn't tell; other codings are shown in the order
# of decoding.
_DELAYS = {"h264": 4, "hevc": 4}
_LIMITED = 1  # range, as libavutil counts it
Voice = Iterator["tuple[int, Packet[Any]]"]  # of sound, each with the tick it is due at
_AnyStream = TypeVar("_AnyStream", VideoStream, AudioStream)


def changes_of(parts: Sequence[Part]) -> Changes | None:
    """What parts of other parameters need to lie in one film; None where all have the same."""
    records: list[bytes] = []
    for path in dict.fromkeys(part.path for part in parts):
        with av.open(str(path), options=FAST_OPEN) as source:
            records.append(source.streams.video[0].codec_context.extradata or b"")
    return changes(records)


def delay_of(video: VideoStream) -> int:
    """Frames that decoding runs ahead of showing, in all parts of the film."""
    codec = video.codec_context
    told = reordering(codec.extradata or b"") if codec.name == "h264" else None
    return told if told is not None else _DELAYS.get(codec.name, 0)


def stream_like(out: OutputContainer, stream: _AnyStream) -> _AnyStream:
    """A stream of the same coding. `opaque`: a library's decoder, such as dav1d, is no encoder."""
    like = out.add_stream_from_template(stream, opaque=True)  # pyright: ignore
    if isinstance(stream, VideoStream):  # ProRes tells its kind by nothing else
        like.codec_context.codec_tag = stream.codec_context.codec_tag
    return like


def call_bt709(stream: VideoStream) -> None:
    """Have a film's file say what its takes may not: that its colours are those of BT.709."""
    coder = stream.codec_context
    coder.color_primaries = coder.color_trc = coder.colorspace = BT709_NUMBER
    coder.color_range = _LIMITED


@contextmanager
def heard_in(heard: Path | None) -> Generator[InputContainer | None, None, None]:
    """The file of a film's sound, open; None where it has none."""
    if heard is None:
        yield None
        return
    with av.open(str(heard), options={"protocol_whitelist": "file"}) as container:
        yield container


def packets_of_sound(sound: InputContainer, source: AudioStream, stream: AudioStream) -> Voice:
    """The packets of the sound, to be written as they are.

    The encoder's run-up lies before 0, as in the sound's own file, and an edit list cuts it off.
    """
    for packet in sound.demux(source):
        if packet.dts is not None:
            packet.stream = stream
            yield packet.dts, packet
