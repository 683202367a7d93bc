"""Files in which every picture stands alone: any of them is there a few milliseconds after asking.

They are Motion JPEG in QuickTime, picture n at n frames of their rate, limited to what a viewer
needs; nothing that is delivered is ever made from them.
"""

import subprocess
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

import av
import av.error
import ffmpeg
import numpy as np
from av.video.frame import VideoFrame

from studio.errors import BadInput
from studio.media.ffmpeg import QUIET, Tail, end, failed, start

INTRA_SUFFIX = ".mov"
LONG, SHORT = 960, 540  # pixels of the sides at most
_QUALITY = 4  # of ffmpeg's scale for JPEG, 2 (best) to 31
_CODEC = "mjpeg"

Hold = Callable[[], None]  # called between two pictures; waits or raises Cancelled


def write_intra(stream: ffmpeg.Stream, path: Path, rate: tuple[int, int], hold: Hold) -> int:
    """Write the pictures of an ffmpeg-python stream, which come at `rate`, and count them.

    They are encoded on one core by a process of their own, which stands while `hold` waits, and the
    file appears at `path` whole or not at all. Raises RenderError, Cancelled, OSError.
    """
    stream = stream.filter("scale", out_color_matrix="bt601", out_range="pc")
    stream = stream.filter("format", "yuvj420p").filter("setsar", 1)
    options = {"c:v": _CODEC, "q:v": _QUALITY, "threads": 1, "fps_mode": "passthrough"}
    command = ffmpeg.output(stream, "pipe:1", format="nut", **options).get_args()
    partial = path.with_name(f".{path.stem}.partial{path.suffix}")
    process = start([*QUIET, *command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    tail = Tail(process)
    try:
        count = _copied(process, tail, partial, rate, hold)
        partial.replace(path)
    finally:
        end(process)
        tail.text()  # the thread that reads it ends too
        partial.unlink(missing_ok=True)
    return count


def _copied(
    process: "subprocess.Popen[bytes]", tail: Tail, path: Path, rate: tuple[int, int], hold: Hold
) -> int:
    """The packets of a process as a file, the stamps from their numbers."""
    assert process.stdout is not None
    hold()
    count, base = 0, Fraction(1, rate[0])
    options = {"video_track_timescale": str(rate[0])}
    try:
        with av.open(process.stdout, "r", format="nut") as made, av.open(
            str(path), "w", format="mov", options=options
        ) as out:  # fmt: skip
            video = made.streams.video[0]
            stream = out.add_stream_from_template(video)  # pyright: ignore
            stream.time_base = base
            for packet in made.demux(video):
                if packet.pts is None:
                    continue
                hold()
                packet.pts = packet.dts = count * rate[1]
                packet.duration, packet.time_base, packet.stream = rate[1], base, stream
                out.mux(packet)  # pyright: ignore
                count += 1
    except av.error.FFmpegError as error:
        end(process)
        raise failed(tail.text() or str(error)) from error
    if process.wait() != 0 or not count:
        raise failed(tail.text())
    return count


class IntraFile:
    """Such a file, open for reading on one thread."""

    def __init__(self, path: Path, rate: tuple[int, int]) -> None:
        """Raises BadInput for what is no such file of this rate."""
        self.path = path
        try:
            self._container = av.open(str(path), options={"protocol_whitelist": "file"})
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise self._broken() from error
        videos = self._container.streams.video
        if not videos or videos[0].codec_context.name != _CODEC or not videos[0].time_base:
            self._container.close()
            raise self._broken()
        self._stream = videos[0]
        self._stream.thread_type = "NONE"  # threads only delay a picture that stands alone
        self._step = Fraction(rate[1], rate[0]) / Fraction(self._stream.time_base or 1)
        self.frames = self._stream.frames
        self._packets: Iterator[Any] = iter(())
        self._after = -1  # the picture that the next packet holds

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def picture(self, index: int) -> VideoFrame:
        """Picture `index`, counted from 0. Raises BadInput where that is not there."""
        stamp = self._step * index
        try:
            if index != self._after:
                self._container.seek(int(stamp), stream=self._stream)
                self._packets = iter(self._container.demux(self._stream))
            self._after = -1
            for picture in next(self._packets).decode():
                if picture.pts == stamp:
                    self._after = index + 1
                    return picture
        except (av.error.FFmpegError, OSError, StopIteration) as error:
            raise self._broken() from error
        raise self._broken()

    def close(self) -> None:
        """Let go of the file."""
        self._packets = iter(())
        self._container.close()

    def _broken(self) -> BadInput:
        return BadInput("media.broken", name=self.path.name)


def bgra(picture: VideoFrame, width: int, height: int) -> bytes:
    """A picture of an `IntraFile` in (height x width) BGRA bytes, whole, with black bars."""
    wide, tall = whole_in(picture.width, picture.height, width, height)
    scaled = picture.reformat(
        wide, tall, "bgra", src_colorspace="ITU601", src_color_range="JPEG",
        interpolation="BILINEAR",
    )  # fmt: skip
    pixels = np.asarray(scaled.to_ndarray(), np.uint8)
    if (wide, tall) == (width, height):
        return pixels.tobytes()
    canvas = np.zeros((height, width, 4), np.uint8)
    canvas[..., 3] = 255
    left, top = (width - wide) // 2, (height - tall) // 2
    canvas[top : top + tall, left : left + wide] = pixels
    return canvas.tobytes()


_NEARLY = 0.004  # ratios that differ by less are taken for the same: sides are whole pixels


def whole_in(wide: int, tall: int, width: int, height: int) -> tuple[int, int]:
    """The largest even size that shows all of a picture of (wide, tall) in a frame."""
    if abs(wide * height / (tall * width) - 1) < _NEARLY:
        return width, height
    sides = min(width, height * wide / tall), min(height, width * tall / wide)
    return max(2, 2 * int(sides[0] / 2)), max(2, 2 * int(sides[1] / 2))
