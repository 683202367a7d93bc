"""Pictures of the cut, one or one after the other, through the exporter's own graph."""

import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import ffmpeg
import numpy as np
import numpy.typing as npt

from studio.errors import BadInput, Cancelled, StudioError
from studio.media.ffmpeg import QUIET, Tail, end, failed, start
from studio.render.delivery import Delivery
from studio.render.graph import segments
from studio.render.picture import picture
from studio.render.seeking import Entrances
from studio.render.segment import Segment
from studio.timeline.project import Project
from studio.timeline.take import Take

if TYPE_CHECKING:
    from studio.render.light import Light, Pictures  # an export, which reads this, has neither

Bgr = npt.NDArray[np.uint8]


def picture_at(
    project: Project,
    shown: Mapping[str, Take],
    folder: Path,
    frame: int,
    *,
    width: int | None = None,
    height: int | None = None,
) -> Bgr:
    """The picture of the cut at film frame `frame` as (height, width, 3) BGR. Raises BadInput."""
    delivery = Delivery.of(project)
    delivery = replace(delivery, width=width or delivery.width, height=height or delivery.height)
    for segment in segments(project, shown):
        if segment.start <= frame < segment.start + segment.frames:
            (entered,) = Entrances(folder, delivery.rate).open([segment])
            return _one(entered, folder, delivery, frame - segment.start)
    raise BadInput("render.no_frame", frame=frame, frames=project.cut.frames)


def _one(segment: Segment, folder: Path, delivery: Delivery, index: int) -> Bgr:
    with _Running(segment.part(index, 1), folder, delivery, None, "bgr24") as running:
        data = running.read()
    return np.frombuffer(data, np.uint8).reshape(delivery.height, delivery.width, 3)


class Reel:
    """The pictures of the cut from a film frame on, in order, for a player.

    The next segment's ffmpeg is started while the last pictures of the one before are read, so
    that a cut costs no pause. Use it in a `with` block, on any one thread; only `abort` may be
    called from another.
    """

    def __init__(
        self,
        runs: Sequence[Segment],
        folder: Path,
        delivery: Delivery,
        frame: int,
        *,
        captions: Path | None = None,
        light: "Light | None" = None,
    ) -> None:
        """`runs` are the film's segments, `captions` its ASS file at the delivery's size.

        With `light` what stands in for takes and segments is read, where there is any.
        """
        self._rest = [
            (run, max(0, frame - run.start)) for run in runs if run.start + run.frames > frame
        ]
        self._folder = folder
        self._delivery = delivery
        self._captions = captions
        self._stand_in = light
        self.light = False  # whether the picture that was read last is from a stand-in
        self.size = (delivery.width, delivery.height)  # its own
        self.quick = False  # whether it came without a process, as any other one would
        self._now: _Part | None = None
        self._next: _Part | None = None
        self._left = 0
        self._guard = threading.Lock()
        self._aborted = False

    def __enter__(self) -> "Reel":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self) -> bytes | memoryview | None:
        """The next picture as BGRA bytes (width x height x 4), top row first; None at the end.

        Raises RenderError, and Cancelled after `abort`.
        """
        while self._left == 0:
            if self._now is not None:
                self._now.pictures.close()
            if not self._rest and self._next is None:
                self._now = None
                return None
            self._now, self._next = self._next or self._begin(), None
            self._left = self._now.pictures.frames
        assert self._now is not None
        if self._left <= _EARLY and self._next is None and self._rest:
            self._next = self._begin()
        try:
            data = self._read(self._now)
        except Exception as error:
            if self._aborted:
                raise Cancelled("media.cancelled") from error
            raise
        self.light, self.quick = self._now.light, self._now.quick
        self.size = self._now.pictures.size
        self._left -= 1
        return data

    def _read(self, part: "_Part") -> bytes | memoryview:
        """The next picture; of a stand-in that is of no use any more, from the takes."""
        if not part.light:
            return part.pictures.read()
        try:
            return part.pictures.read()
        except StudioError:
            self._stand_in = None
            self._rest.insert(0, (part.run, part.run.frames - self._left))
            part.pictures.close()
            self._now = self._begin()
            return self._now.pictures.read()

    def abort(self) -> None:
        """Make a read that is under way, and every later one, end with Cancelled."""
        with self._guard:
            self._aborted = True
            for part in (self._now, self._next):
                if part is not None:
                    part.pictures.kill()

    def close(self) -> None:
        """Stop whatever runs."""
        for part in (self._now, self._next):
            if part is not None:
                part.pictures.close()
        self._now = self._next = None
        self._rest.clear()
        self._left = 0

    def _begin(self) -> "_Part":
        with self._guard:  # nothing is started after an abort, which could not end it
            if self._aborted:
                raise Cancelled("media.cancelled")
            whole, first = self._rest.pop(0)
            run, light = whole, self._stand_in
            if light is not None:
                found = light.begin(whole, first, self._delivery)
                if found is not None:
                    return _Part(whole, found, light=True, quick=True)
                run = light.lightened(whole, self._delivery.rate)
            part = run.part(first, run.frames - first)
            pictures = _Running(part, self._folder, self._delivery, self._captions, "bgra")
            return _Part(whole, pictures, light=run is not whole)


@dataclass(frozen=True)
class _Part:
    """A segment that is read; `light` where that is from what stands in for it.

    `quick` where that is a file of single pictures, and nothing is put together.
    """

    run: Segment
    pictures: "Pictures"
    light: bool
    quick: bool = False


_EARLY = 12  # pictures before the end of a segment at which the next one is started
_BYTES = {"bgr24": 3, "bgra": 4}


class _Running:
    """One segment's graph in an ffmpeg of its own, whose pictures are read from a pipe."""

    def __init__(
        self,
        segment: Segment,
        folder: Path,
        delivery: Delivery,
        captions: Path | None,
        pixel_format: str,
    ) -> None:
        self.frames = segment.frames
        self.size = (delivery.width, delivery.height)
        self._bytes = delivery.width * delivery.height * _BYTES[pixel_format]
        stream = picture(segment, folder, delivery, captions)
        stream = stream.filter("scale", in_color_matrix="bt709", in_range="tv", out_range="pc")
        stream = stream.filter("format", pixel_format)
        command = ffmpeg.output(stream, "pipe:1", format="rawvideo").get_args()
        self._process = start([*QUIET, *command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self._tail = Tail(self._process)

    def __enter__(self) -> "_Running":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self) -> bytes:
        """The next picture. Raises RenderError."""
        assert self._process.stdout is not None
        data = self._process.stdout.read(self._bytes)
        if len(data) != self._bytes:
            end(self._process)
            raise failed(self._tail.text())
        return data

    def kill(self) -> None:
        """Let the read that waits for it come back; from any thread."""
        self._process.kill()

    def close(self) -> None:
        end(self._process)
        self._tail.text()  # the thread that reads it ends too
