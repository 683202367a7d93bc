"""A joint as a file: its packets, and the pictures that a decoder makes of them."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.packet import Packet
from av.video.stream import VideoStream

from studio.render.decoded_ends import Decoded, Trail
from studio.render.entering import shows_all_before
from studio.render.excerpt import needed
from studio.render.packets import FAST_OPEN, nearest
from studio.render.parameter_sets import parameter_sets
from studio.render.planes import Planes, planes_of
from studio.timeline.rate import Rate


@dataclass(frozen=True)
class Met:
    """The pictures of a joint that were wanted, and the trail of each of its packets, by their
    numbers in the take.
    """

    pictures: Mapping[int, Decoded]
    trails: Mapping[int, bytes]


@dataclass(frozen=True)
class JointFile:
    """A file of the pictures `shown` of a take, of which some were `copied`; from `joint` on they
    are those of another part.
    """

    path: Path
    rate: Rate
    shown: range
    joint: int
    copied: range

    def met(self, wanted: Set[int], *, apart: bool = False) -> Met | None:
        """What comes out: all that is decoded whole and in order, with every packet there.

        None where it does not. Of the copied pictures that are not `wanted` only such are decoded
        as others may refer to: it is the same to these. With `apart` none of them is: then the
        joint itself must tell that the pictures before it are shown. Raises FFmpegError.
        """
        with av.open(str(self.path), options=FAST_OPEN) as container:
            video = container.streams.video[0]
            video.thread_type = "SLICE"  # a few pictures: no frames to run ahead on
            decoding = _Decoding(self, video, wanted, apart=apart)
            if not all(decoding.add(packet) for packet in container.demux(video)):
                return None
            return decoding.met()


class _Decoding:
    """The packets of a joint on their way through a decoder."""

    def __init__(
        self, file: JointFile, video: VideoStream, wanted: Set[int], *, apart: bool
    ) -> None:
        self._file, self._wanted, self._apart = file, wanted, apart
        self._coder = video.codec_context
        self._record = self._coder.extradata or b""
        sets = parameter_sets(self._record)
        self._length_size = sets.length_size if sets is not None else 0
        self._over, self._under = _pace(video, file.rate)
        self._key, self._trail = 0, Trail(b"")
        self._trails: dict[int, bytes] = {}
        self._found: dict[int, Planes] = {}
        self._asked: list[int] = []
        self._order: list[int] = []

    def add(self, packet: "Packet[Any]") -> bool:
        """Go on with a packet; False where what comes out shows no joint."""
        if packet.pts is not None:
            number = self._number(packet.pts)
            if packet.is_keyframe:
                self._key, self._trail = number, Trail(self._record)
            self._trails[number] = self._trail.add(number - self._key, packet)
            if number == self._file.joint and not self._joined(packet):
                return False
            if self._spared(number, packet):
                return True
            self._asked.append(number)
        for frame in self._coder.decode(packet):  # pyright: ignore[reportUnknownMemberType]
            number = self._number(frame.pts or 0)
            self._order.append(number)
            if frame.is_corrupt:
                return False
            if number in self._wanted:
                self._found[number] = planes_of(frame)
        return True

    def met(self) -> Met | None:
        """All that was met, once; None where something is missing or out of order."""
        if sorted(self._trails) != list(self._file.shown) or self._order != sorted(self._asked):
            return None
        pictures = {n: Decoded(planes, self._trails[n]) for n, planes in self._found.items()}
        return Met(pictures, self._trails)

    def _joined(self, packet: "Packet[Any]") -> bool:
        """Whether the pictures before the joint are shown, as far as that must be told by it.

        Decoding does not tell: libavcodec shows them always, as other programs do not.
        """
        shown = shows_all_before(self._record, packet)
        return shown is True or (shown is None and not self._apart)

    def _number(self, stamp: int) -> int:
        return nearest(stamp * self._over, self._under) + self._file.shown.start

    def _spared(self, number: int, packet: "Packet[Any]") -> bool:
        if number not in self._file.copied:
            return False
        size = self._length_size
        idle = size > 0 and number not in self._wanted and not needed(packet, size)
        return self._apart or idle


def trails_of(path: Path, rate: Rate, key: int, wanted: Sequence[int]) -> Mapping[int, bytes]:
    """What a decoder is told of a take from its key picture `key` on, by each picture's number.

    As far as the pictures `wanted`. Raises FFmpegError.
    """
    found: dict[int, bytes] = {}
    with av.open(str(path), options=FAST_OPEN) as container:
        video = container.streams.video[0]
        over, under = _pace(video, rate)
        trail = Trail(video.codec_context.extradata or b"")
        container.seek(round(key * Fraction(under, over)), stream=video)
        for packet in container.demux(video):
            number = nearest(packet.pts * over, under) if packet.pts is not None else key
            if packet.pts is None or (not found and number > key) or set(wanted) <= found.keys():
                break
            if number >= key:
                found[number] = trail.add(number - key, packet)
    return found


def _pace(video: VideoStream, rate: Rate) -> tuple[int, int]:
    """Ticks of a stream to frames."""
    return ((video.time_base or Fraction(1)) * rate.fraction).as_integer_ratio()
