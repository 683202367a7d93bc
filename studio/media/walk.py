"""What the packets of a whole media file tell: how long it is, when its pictures are shown."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from av.container import InputContainer
from av.format import Flags
from av.packet import Packet
from av.video.stream import VideoStream

from studio.errors import BadInput
from studio.media.sniff import ends_early

# Containers that say at their beginning how long they are, and mean it.
_HEADED = frozenset({"mov", "mp4", "matroska", "avi", "wav", "w64", "flac", "aiff", "caf"})
_COUNT_LIMIT = 2_000_000
_SLACK = Fraction(1, 4)  # seconds that may be missing at the end of a file that is whole
_NEAR = Fraction(1, 5)  # seconds within which a file is believed how long it says it is


class Walk:
    """A whole file, read by its packets; only its first picture is decoded.

    `seconds` are how long it is, `shown` those from where ffmpeg begins with it to the end of the
    last picture of `stream`.
    """

    def __init__(self, container: InputContainer, stream: VideoStream | None, path: Path) -> None:
        """Read to the end. Raises BadInput for what is too long, or ends before its time."""
        self.stamps: list[int] = []  # of the pictures of `stream`, in the order they are shown
        self.rotation: int | None = None  # of the first picture; None when there is none
        self._stream = stream
        self._ending: tuple[int, int] | None = None  # the last picture's time and length, in ticks
        self._first: Fraction | None = None
        self._last = Fraction(0)
        names = set(container.format.name.split(","))
        cut = False
        for packet in container.demux():
            cut = cut or packet.is_corrupt
            self._note(packet, path)
        self.stamps.sort()
        self.shown = self._shown(container)
        found = self._last - (self._first or 0)
        said = Fraction(max(0, container.duration or 0), 1_000_000)
        cut = cut or ("mov" in names and ends_early(path))
        # Matroska tells the time at which it ends, and may begin late.
        reached = max(found, self._last) if "matroska" in names else found
        if _HEADED & names and (cut or reached < said - max(_SLACK, said / 10)):
            raise BadInput("media.broken", name=path.name)
        self.seconds = said if found and abs(said - found) <= _NEAR else found

    def _note(self, packet: "Packet[Any]", path: Path) -> None:
        stamp = packet.dts if packet.pts is None else packet.pts
        ours = self._stream is not None and packet.stream_index == self._stream.index
        if ours and self.rotation is None:
            for frame in packet.decode():
                self.rotation = round(frame.rotation) % 360
        if stamp is None:
            return
        base = packet.time_base or Fraction(0)
        self._first = min(stamp * base, stamp * base if self._first is None else self._first)
        self._last = max(self._last, (stamp + (packet.duration or 0)) * base)
        if ours:
            self.stamps.append(stamp)
            if not packet.is_discard:
                ending = (stamp, packet.duration or 0)
                self._ending = max(ending, self._ending or ending)
            if len(self.stamps) > _COUNT_LIMIT:
                raise BadInput("media.file_too_long", name=path.name)

    def _shown(self, container: InputContainer) -> Fraction:
        """Seconds to the end of the last picture, which lasts as long as ffmpeg's decoder says.

        That takes the one before it for a container that does not say, or says a tick that its
        other pictures do not bear out: video_duration_estimate in fftools/ffmpeg_dec.c.
        """
        if self._stream is None or self._ending is None:
            return Fraction(0)
        base = self._stream.time_base or Fraction(0)
        stamp, lasts = self._ending
        step = stamp - self.stamps[-2] if len(self.stamps) > 1 else 0
        if lasts == 0 or (lasts == 1 and step > 2):
            lasts = max(lasts, step)
        return max(Fraction(0), (stamp + lasts) * base - _begin(container, self._stream))


def _begin(container: InputContainer, stream: VideoStream) -> Fraction:
    """The time stamp that ffmpeg calls 0 where only this stream is read, in seconds.

    It is the file's, but for streams of broadcasts: there what is not read does not count.
    """
    own = Flags.ts_discont in Flags(container.format.flags)
    if own and stream.start_time is not None:
        return stream.start_time * (stream.time_base or Fraction(0))
    return Fraction(container.start_time or 0, 1_000_000)
