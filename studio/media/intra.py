"""Writes files in which every picture stands alone, so that any of them is quickly read.

They are Motion JPEG in QuickTime, picture n at n frames of their rate, limited to what a viewer
needs; nothing that is delivered is ever made from them.
"""

import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import av.error
import ffmpeg

from studio.media.ffmpeg import QUIET, Tail, end, failed, start

INTRA_SUFFIX = ".mov"
LONG, SHORT = 960, 540  # pixels of the sides at most
_QUALITY = 4  # of ffmpeg's scale for JPEG, 2 (best) to 31
CODEC = "mjpeg"
_SLICES = 2  # more than one: then ffmpeg ends each row of blocks with a restart marker

Hold = Callable[[], None]  # called between two pictures; waits or raises Cancelled


def write_intra(stream: ffmpeg.Stream, path: Path, rate: tuple[int, int], hold: Hold) -> int:
    """Write the pictures of an ffmpeg-python stream, which come at `rate`, and count them.

    They are encoded on one core by a process of their own, which stands while `hold` waits, and the
    file appears at `path` whole or not at all. Raises RenderError, Cancelled, OSError.
    """
    stream = stream.filter("scale", out_color_matrix="bt601", out_range="pc")
    stream = stream.filter("format", "yuvj420p").filter("setsar", 1)
    options = {
        "c:v": CODEC, "q:v": _QUALITY, "threads": 1, "slices": _SLICES, "fps_mode": "passthrough",
    }  # fmt: skip
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
