"""Any pictures of a finished film, decoded from the nearest key picture before them."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import av
import av.error
from av.container import InputContainer

from studio.errors import RenderError
from studio.media.free_memory import give_back
from studio.render.decoded_ends import Decoded, Ends, Trail
from studio.render.packets import FAST_OPEN
from studio.render.planes import Planes, planes_of
from studio.render.proof_table import Pictures
from studio.render.reading import header_tells

_OPTIONS = {"protocol_whitelist": "file"}


@contextmanager
def reading(film: Path, table: Pictures) -> Generator["Reader", None, None]:
    """The pictures of `film`, whose packets `table` names. Raises RenderError."""
    try:
        # What the header tells is not looked for: that would decode the first pictures.
        with av.open(str(film), options=FAST_OPEN if header_tells(film) else _OPTIONS) as container:
            give_back()  # opening makes the table of a long film's packets more than once
            yield Reader(container, table)
    except av.error.FFmpegError as error:
        raise RenderError("proof.unreadable", detail=str(error)) from error


class Reader:
    """Decodes the pictures that are asked for, and as few others as there must be."""

    def __init__(self, container: InputContainer, table: Pictures) -> None:
        self._container = container
        self._table = table
        index = next(
            n for n, s in enumerate(container.streams.video)
            if (s.codec_context.width, s.codec_context.height) == (table.width, table.height)
        )  # fmt: skip
        self._stream = container.streams.video[index]
        self._stream.thread_type = "SLICE"  # a few pictures at a place: no frames to run ahead on
        # dav1d asks once, when it is opened, which pictures it may leave out.
        self._stream.codec_context.skip_frame = "DEFAULT"
        self._stream.codec_context.open(strict=False)
        self._keys = [n for n, key in enumerate(table.keys) if key]

    def key_before(self, frame: int) -> int:
        """The key picture from which `frame` is decoded."""
        return self._keys[max(0, bisect_right(self._keys, frame) - 1)] if self._keys else 0

    def keys_in(self, first: int, last: int) -> list[int]:
        """The key pictures from `first` on and before `last`."""
        return self._keys[bisect_left(self._keys, first) : bisect_left(self._keys, last)]

    def weight(self, frame: int) -> int:
        """The bytes of a picture."""
        return self._table.sizes[frame]

    def weight_between(self, first: int, last: int) -> float:
        """The bytes of the pictures between two others, on average; key pictures are left out."""
        between = slice(first + 1, last)
        pairs = zip(self._table.sizes[between], self._table.keys[between], strict=True)
        sizes = [size for size, key in pairs if not key]
        return sum(sizes) / len(sizes) if sizes else 0.0

    @property
    def pixels(self) -> int:
        """Of a picture."""
        return self._table.width * self._table.height

    def key(self, frame: int) -> Planes:
        """A key picture alone. Raises RenderError when another one, or none, comes out."""
        self._seek(frame)
        wanted = int(self._table.shown[frame])
        coder = self._stream.codec_context
        for packet in self._container.demux(self._stream):
            if packet.pts != wanted:
                if packet.size and (packet.pts or 0) < wanted:
                    continue
                break
            found = [*coder.decode(packet), *coder.decode(None)]  # pyright: ignore[reportUnknownMemberType]
            coder.flush_buffers()
            if len(found) == 1:
                return planes_of(found[0], "yuv420p")
            break
        raise RenderError("proof.undecodable", frame=frame)

    def pictures(
        self, frames: Iterable[int], ends: Ends | None = None, begin: int = 0
    ) -> dict[int, Planes]:
        """These pictures by film frame; those that came from the same packets before, and were left
        by the segment that begins at frame `begin`, are not decoded again.

        Raises RenderError for one that cannot be decoded.
        """
        found: dict[int, Planes] = {}
        for run in _runs(sorted(set(frames)), self.key_before):
            known = self._known(run, ends, begin) if ends is not None else None
            found |= known or self._run(run)
        return found

    def with_trails(self, frames: Iterable[int]) -> dict[int, Decoded]:
        """These pictures, and what each was decoded from. Raises RenderError as `pictures`."""
        wanted = sorted(set(frames))
        planes = self.pictures(wanted)
        found: dict[int, Decoded] = {}
        for run in _runs(wanted, self.key_before):
            for frame, trail in self._trails(self.key_before(run[0])):
                if frame in run:
                    found[frame] = Decoded(planes[frame], trail)
                if found.keys() >= set(run):
                    break
        return found

    def _known(self, frames: Sequence[int], ends: Ends, begin: int) -> dict[int, Planes] | None:
        """Pictures of one key picture that were decoded before; None where one was not, or came
        from other packets than the film's.
        """
        if not all(ends.has(frame - begin) for frame in frames):
            return None
        found: dict[int, Planes] = {}
        for frame, trail in self._trails(self.key_before(frames[0])):
            if frame in frames:
                picture = ends.picture(frame - begin, trail)
                if picture is None:
                    return None
                found[frame] = picture
            if len(found) == len(frames):
                return found
        return None

    def _trails(self, key: int) -> Iterator[tuple[int, bytes]]:
        """From a key picture on the film frame of each packet, and the trail as far as there."""
        trail: Trail | None = None
        self._seek(key)
        for packet in self._container.demux(self._stream):
            frame = self._frame(packet.pts)
            if trail is None and frame < key:
                continue  # a seek may end at an earlier key picture
            if frame < 0 or (trail is None and frame > key):
                return
            trail = trail or Trail(self._stream.codec_context.extradata or b"")
            yield frame, trail.add(frame - key, packet)

    def _frame(self, stamp: int | None) -> int:
        """The film frame that is shown at a time; -1 where none is."""
        shown = self._table.shown
        at = bisect_left(shown, stamp) if stamp is not None else len(shown)
        return at if at < len(shown) and shown[at] == stamp else -1

    def _run(self, frames: Sequence[int]) -> dict[int, Planes]:
        """Pictures that are decoded from one key picture."""
        wanted = {self._table.shown[frame]: frame for frame in frames}
        last = max(wanted)
        key = self.key_before(frames[0])
        while True:
            self._seek(key)
            found: dict[int, Planes] = {}
            first: int | None = None
            for picture in self._decoded(wanted):
                stamp = picture.pts if picture.pts is not None else -1
                first = stamp if first is None else first
                if stamp in wanted:
                    found[wanted[stamp]] = planes_of(picture, "yuv420p")
                if stamp >= last:
                    break
            self._stream.codec_context.flush_buffers()
            if len(found) == len(wanted):
                return found
            if key == 0 or first is None or first <= min(wanted):
                missing = min(set(wanted.values()) - set(found))
                raise RenderError("proof.undecodable", frame=missing)
            key = self.key_before(key - 1)  # the seek came out behind: from one key earlier

    def _decoded(self, wanted: Collection[int]) -> Iterator[av.VideoFrame]:
        """The pictures from here on, without those that neither are `wanted`, by their stamps, nor
        are needed for others: a third of the work. Once the packets of all that are wanted are
        read, what the decoder holds back is asked for: it would wait for as many others.
        """
        coder = self._stream.codec_context
        left = set(wanted)
        for packet in self._container.demux(self._stream):
            needed = packet.pts is None or packet.pts in wanted
            coder.skip_frame = "DEFAULT" if needed else "NONREF"
            yield from coder.decode(packet)  # pyright: ignore[reportUnknownMemberType]
            if packet.pts is not None:
                left.discard(packet.pts)
            if not left:
                yield from coder.decode(None)  # pyright: ignore[reportUnknownMemberType]
                return

    def _seek(self, frame: int) -> None:
        self._container.seek(self._table.shown[frame], stream=self._stream)


def _runs(frames: Sequence[int], key_of: Callable[[int], int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for frame in frames:
        if runs and key_of(frame) == key_of(runs[-1][0]):
            runs[-1].append(frame)
        else:
            runs.append([frame])
    return runs
