"""The packets that some pictures of a take need, as a small file of their own.

A program that reads a take goes on reading and decoding while its last wanted picture is on its
way, a dozen pictures that nobody sees; and of those on the way to the first one it decodes all,
also such as no other refers to. For an edge of a few pictures that is half of the work.
"""

from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
from av.packet import Packet

from studio.render.copying import may_copy
from studio.render.decoded_ends import Trail
from studio.render.delivery import Delivery
from studio.render.join_streams import stream_like
from studio.render.packets import FAST_OPEN, nearest
from studio.render.segment import Crossing, Segment, Source
from studio.render.stock import Stock
from studio.render.stock_notes import known_stock
from studio.timeline.rate import Rate

_SLICE = 1  # the kind of unit of a picture that is no key, ISO/IEC 14496-10, table 7-1
_FEW = 480  # pictures of a take; of more it is less work to read what nobody sees


@dataclass(frozen=True)
class Excerpt:
    """A file of a take's pictures from its picture `first` on, each at the time it has from there.

    Some may be missing that are not wanted. `trails` are those of the take up to each picture
    here, where they were asked for.
    """

    path: Path
    first: int
    trails: Mapping[int, bytes] = field(default_factory=dict[int, bytes])

    def read(self, run: Segment) -> Segment:
        """A segment that shows one take as it is, as it is read from here. It looks the same."""
        source = run.source
        return run if source is None else run.with_sources({source: self.source(source)})

    def source(self, source: Source) -> Source:
        """A source of the take, as it is read from here."""
        left = None if source.available is None else source.available - self.first
        return replace(
            source, path=str(self.path.absolute()), skip=source.skip - self.first, available=left,
            entrance=None,
        )  # fmt: skip

    def remove(self) -> None:
        """Give its room back: a film may have hundreds."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


@contextmanager
def read_of(
    run: Segment, folder: Path, delivery: Delivery, path: Path
) -> Generator[Segment, None, None]:
    """A segment as it is read to be encoded: from excerpts of its takes, where that is less work.

    They lie beside `path`, and are gone afterwards. The segment looks the same.
    """
    made: dict[Source, Excerpt] = {}
    try:
        if may_copy(delivery):
            for number, (source, frames) in enumerate(_shown(run).items()):
                own = path.with_suffix(f".take{number}.mp4")
                one = _of_source(source, frames, folder, delivery.rate, own)
                if one is not None:
                    made[source] = one
        yield run.with_sources({source: one.source(source) for source, one in made.items()})
    finally:
        for one in made.values():
            one.remove()


def _shown(run: Segment) -> dict[Source, int]:
    """For how many frames each take of a segment is read: for all of a transition, of which the
    segment may be a part.
    """
    found: dict[Source, int] = {}
    for stratum in run.layers:
        crossing = isinstance(stratum, Crossing)
        frames = stratum.length if crossing else run.frames
        for layer in stratum.sides if crossing else (stratum,):
            if layer is not None and layer.source is not None:
                found[layer.source] = max(frames, found.get(layer.source, 0))
    return found


def _of_source(source: Source, frames: int, folder: Path, rate: Rate, path: Path) -> Excerpt | None:
    """An excerpt with what `frames` of a segment show of a take, where all of it is there."""
    first, last = source.used(frames)
    if source.still or source.hdr or last - first > _FEW:
        return None
    stock = known_stock(folder / source.path, rate)
    if stock is None or first < 0 or last > min(stock.frames, source.available or last):
        return None
    return excerpt(folder / source.path, stock, range(first, last), rate, path)


def excerpt(
    take: Path,
    stock: Stock,
    wanted: Collection[int],
    rate: Rate,
    path: Path,
    *,
    trailed: bool = False,
) -> Excerpt | None:
    """Write to `path` what of a take must be decoded for its pictures `wanted`, by their numbers.

    `stock` is what the take is; `trailed` says that the trails are asked for. None where it cannot
    be read, or has none of them.
    """
    left = {number for number in wanted if number < stock.frames}
    first = max((key for key in stock.keys if left and key <= min(left)), default=None)
    if first is None:
        return None
    trails: dict[int, bytes] = {}
    made = Excerpt(path, first, trails)
    try:
        _write(take, stock, left, rate, made, trails if trailed else None)
    except (av.error.FFmpegError, OSError):
        made.remove()
        return None
    return made


def _write(
    take: Path,
    stock: Stock,
    wanted: set[int],
    rate: Rate,
    made: Excerpt,
    trails: dict[int, bytes] | None,
) -> None:
    """Write the file, and the trails of what is there. Raises FFmpegError, OSError."""
    left = set(wanted)
    with (
        av.open(str(take), options=FAST_OPEN) as source,
        av.open(str(made.path), "w", options={"fflags": "+bitexact"}) as out,
    ):
        video = source.streams.video[0]
        base = Fraction(video.time_base or 1)
        over, under = (base * rate.fraction).as_integer_ratio()
        stream = stream_like(out, video)
        stream.time_base = base
        begin: int | None = None
        key, trail = made.first, Trail(b"")
        source.seek(round(made.first * Fraction(under, over)), stream=video)
        for packet in source.demux(video):
            if packet.pts is None or packet.dts is None or not left:
                break
            number = nearest(packet.pts * over, under)
            if number < made.first:
                continue  # a seek may end at an earlier key picture than the nearest
            begin = packet.pts if begin is None else begin
            if packet.is_keyframe and trails is not None:
                key, trail = number, Trail(video.codec_context.extradata or b"")
            told = trail.add(number - key, packet) if trails is not None else b""
            if number in wanted or needed(packet, stock.sets.length_size):
                left.discard(number)
                if trails is not None:
                    trails[number] = told
                packet.pts, packet.dts, packet.stream = (
                    packet.pts - begin,
                    packet.dts - begin,
                    stream,
                )
                out.mux(packet)  # pyright: ignore[reportUnknownMemberType]


def needed(packet: "Packet[Any]", length_size: int) -> bool:
    """Whether other pictures of H.264 may refer to this one, whose units have lengths of that size.

    ISO/IEC 14496-10, 7.4.1: none does where `nal_ref_idc` of its slices is 0, and then nothing that
    a decoder knows depends on it.
    """
    content = memoryview(packet)
    place = 0
    while place + length_size < len(content):
        length = int.from_bytes(content[place : place + length_size], "big")
        head = content[place + length_size]
        if head & 31 == _SLICE:
            return bool(head & 0x60)
        place += length_size + length
    return True
