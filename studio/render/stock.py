"""What a take's file is as to copying: where its pictures may be entered and left without coding.

Only QuickTime and MP4 files with H.264 in closed groups and at regular times are read; for every
other file there is no stock, and its pictures are encoded. Nothing is decoded here.
"""

import re
from collections.abc import Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import av.error
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from studio.media.matrix import BT709_NUMBER, UNSAID
from studio.render.packets import FAST_OPEN, nearest
from studio.render.parameter_sets import ParameterSets, parameter_sets, sequence_set
from studio.timeline.rate import Rate

_NEAR = 10  # a picture may stand by the tenth part of a frame beside its time
_MOST = 500_000  # pictures looked at
_UNSAID_RANGE, _LIMITED, _FULL = 0, 1, 2  # as libavutil counts them
_SLICE, _KEY_SLICE, _SEQUENCE, _PICTURE = 1, 5, 7, 8  # kinds of units, ISO/IEC 14496-10, table 7-1
_SETTINGS = re.compile(rb"x264 - core \d+[^\0]{0,200}? - options: ([ -~]+)")
_PLAIN = (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)  # the matrix of an upright picture
_MOST_TABLE = 256 << 20  # bytes of a file's table of packets


class Colours(StrEnum):
    """What a file says of its colours: all of BT.709 in limited range, that matrix and nothing
    else, no matrix and nothing else, or something else.
    """

    TAGGED = "tagged"
    MATRIX = "matrix"
    UNTAGGED = "untagged"
    OTHER = "other"


@dataclass(frozen=True)
class Stock:
    """A take that may be copied from.

    `keys` are the pictures at which a closed group begins, in order; `ends[n]` is 1 where the first
    n pictures are decoded before all later ones, so that the file may be left there. `settings` are
    those of x264 where it says them.
    """

    sets: ParameterSets
    width: int
    height: int
    keys: tuple[int, ...]
    ends: bytes
    settings: Mapping[str, str]
    colours: Colours

    @property
    def frames(self) -> int:
        """How many pictures it has."""
        return len(self.ends) - 1


def stock_of(path: Path, rate: Rate) -> Stock | None:
    """The stock that a file is in a film of this rate, None where it is none. Blocking."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return _known(path, facts.st_size, facts.st_mtime_ns, rate.fraction)


@lru_cache(maxsize=4096)
def _known(path: Path, _size: int, _changed: int, rate: Fraction) -> Stock | None:
    with suppress(av.error.FFmpegError, OSError, ValueError):
        if _upright(path):
            with av.open(str(path), options=FAST_OPEN) as container:
                if "mov" in container.format.name.split(",") and container.streams.video:
                    return _read(container, container.streams.video[0], rate)
    return None


def _read(container: InputContainer, video: VideoStream, rate: Fraction) -> Stock | None:
    context = video.codec_context
    sets = parameter_sets(context.extradata or b"")
    tagged = context.codec_tag == "avc1"  # its sets lie in the header, and nowhere else
    if context.name != "h264" or not tagged or sets is None or not sets.sequence:
        return None
    if context.sample_aspect_ratio not in (None, 0, 1):
        return None
    walk = _Walk(sets)
    tick = ((video.time_base or Fraction(1)) * rate).as_integer_ratio()  # film frames
    for packet in container.demux(video):
        if packet.pts is None and not packet.size:
            continue
        if not walk.add(packet, tick):
            return None
    if not walk.whole:
        return None
    return Stock(
        sets, context.width, context.height, tuple(walk.keys), bytes(walk.ends), walk.settings,
        _colours(video),
    )  # fmt: skip


def _colours(video: VideoStream) -> Colours:
    """What a file says of its colours; its parameter set is believed before its header, as
    decoders do.
    """
    context = video.codec_context
    told = sequence_set(context.extradata or b"")
    said = (int(context.color_primaries), int(context.color_trc), int(context.colorspace))
    reach = int(context.color_range)
    if told is not None and told.colours is not None:
        said = told.colours
    if told is not None and told.full is not None:
        reach = _FULL if told.full else _LIMITED
    if said == (BT709_NUMBER,) * 3 and reach == _LIMITED:
        return Colours.TAGGED
    if not {*said} <= {BT709_NUMBER, UNSAID} or reach not in (_UNSAID_RANGE, _LIMITED):
        return Colours.OTHER
    return Colours.UNTAGGED if said[2] == UNSAID else Colours.MATRIX


class _Walk:
    """The packets of a take, one after the other."""

    def __init__(self, sets: ParameterSets) -> None:
        self._sets = sets
        self._count = 0
        self._shown = bytearray()  # by picture, 1 where it was met
        self._highest = -1
        self.keys: list[int] = []
        self.ends = bytearray(b"\1")
        self.settings: dict[str, str] = {}

    @property
    def whole(self) -> bool:
        """Whether every picture was there."""
        return self._count > 0 and len(self._shown) == self._count and all(self._shown)

    def add(self, packet: "Packet[Any]", tick: tuple[int, int]) -> bool:
        """Take note of a packet; False where its file cannot be copied from."""
        if packet.pts is None or packet.is_corrupt or packet.is_discard or self._count >= _MOST:
            return False
        place, frame = packet.pts * tick[0], tick[1]
        number = nearest(place, frame)
        if number < 0 or abs(place - number * frame) * _NEAR > frame:
            return False
        if number >= len(self._shown):
            self._shown.extend(bytes(number + 1 - len(self._shown)))
        if self._shown[number] or len(self._shown) > _MOST:
            return False
        begins = self._units(memoryview(packet))
        if begins is None or (begins and number != self._count) or not (begins or self._count):
            return False
        if begins:
            if not self.ends[self._count]:
                return False  # an open group: pictures before the key are decoded after it
            self.keys.append(number)
        if self.keys and number < self.keys[-1]:
            return False
        self._shown[number] = 1
        self._count += 1
        self._highest = max(self._highest, number)
        self.ends.append(self._highest == self._count - 1)
        return True

    def _units(self, content: memoryview) -> bool | None:
        """Whether a packet is a key picture on its own; None where it cannot be copied."""
        kinds: set[int] = set()
        size, place = self._sets.length_size, 0
        while place + size < len(content):
            length = int.from_bytes(content[place : place + size], "big")
            start, place = place + size, place + size + length
            if not length or place > len(content):
                return None
            kind = content[start] & 31
            kinds.add(kind)
            if kind in (_SEQUENCE, _PICTURE):
                known = self._sets.sequence if kind == _SEQUENCE else self._sets.picture
                if bytes(content[start:place]) not in known:
                    return None
            if not self._count and not self.settings and kind not in (_SLICE, _KEY_SLICE):
                self.settings = _said(bytes(content[start:place]))
        if place != len(content) or not kinds & {_SLICE, _KEY_SLICE}:
            return None
        return _KEY_SLICE in kinds


def _said(unit: bytes) -> dict[str, str]:
    """What x264 writes of its settings into the first picture of a film."""
    found = _SETTINGS.search(unit)
    words = found[1].decode("ascii").split() if found else []
    return dict(word.split("=", 1) for word in words if "=" in word)


def _upright(path: Path) -> bool:
    """Whether a QuickTime or MP4 file says of no track that it be turned or mirrored.

    The layout of the track header is that of ISO/IEC 14496-12, 8.3.2.
    """
    table = _table(path)
    place = table.find(b"tkhd")
    found = False
    while place >= 0:
        start = place + (52 if table[place + 4 : place + 5] == b"\1" else 40) + 4
        matrix = [int.from_bytes(table[start + 4 * n : start + 4 * n + 4], "big") for n in range(9)]
        if tuple(matrix) != _PLAIN:
            return False
        found = True
        place = table.find(b"tkhd", place + 4)
    return found


def _table(path: Path) -> bytes:
    """The `moov` box of a file, empty where there is none."""
    with path.open("rb") as file:
        for start, length, kind in _boxes(file.read, file.seek, path.stat().st_size):
            if kind == b"moov" and length <= _MOST_TABLE:
                file.seek(start)
                return file.read(length)
    return b""


def _boxes(read: Any, seek: Any, size: int) -> Generator[tuple[int, int, bytes], None, None]:
    """The boxes at the top of a file: where each begins, its length in bytes, its kind."""
    place = 0
    while place + 8 <= size:
        seek(place)
        head = read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        elif length == 0:
            length = size - place
        if length < 8:
            return
        yield place, length, head[4:8]
        place += length
