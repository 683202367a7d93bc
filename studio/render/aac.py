"""AAC encoded in this process, by the same encoder that ffmpeg has.

Programs for the parts of a sound would take memory beside those that encode pictures, and a
thirtieth of a second each to start.
"""

from collections.abc import Sequence
from pathlib import Path

import av
import av.error
import numpy as np

from studio.errors import RenderError
from studio.media.ffmpeg import Stop
from studio.render.recording import SAMPLE_RATE
from studio.render.sound_bus import blocks_of
from studio.render.sound_cutting import Stretch

# The same bytes each time; and a length that is told to the sample.
EXACT = {
    ".m4a": {"fflags": "+bitexact", "movie_timescale": str(SAMPLE_RATE)},
    ".mka": {"fflags": "+bitexact"},
}  # fmt: skip


def encode(
    wave: Path, part: Stretch, factor: float, coding: Sequence[str], to: Path, over: Stop | None
) -> None:
    """Encode samples `part` (from, to) of a raw mix, `factor` times as loud, by ffmpeg's arguments
    `coding`, to a file with one of the suffixes in `EXACT`.

    Raises RenderError, Cancelled, OSError.
    """
    told = zip(coding[::2], coding[1::2], strict=True)
    options = {name[1:].partition(":")[0]: value for name, value in told if name != "-c:a"}
    at = 0
    try:
        with av.open(str(to), "w", options=EXACT[to.suffix]) as out:
            exact = {**options, "flags": "+bitexact"}
            stream = out.add_stream("aac", rate=SAMPLE_RATE, options=exact)  # pyright: ignore
            stream.codec_context.layout = "stereo"
            for block in blocks_of(wave, part, over):
                louder = block if factor == 1 else block * np.float32(factor)
                frame = av.AudioFrame.from_ndarray(louder.reshape(1, -1), "flt", "stereo")
                frame.sample_rate, frame.pts = SAMPLE_RATE, at
                at += len(block)
                out.mux(stream.encode(frame))  # pyright: ignore[reportUnknownMemberType]
            out.mux(stream.encode(None))  # pyright: ignore[reportUnknownMemberType]
    except av.error.FFmpegError as error:
        if isinstance(error, OSError):
            raise  # the disk is full: the caller has words for it
        raise RenderError("media.ffmpeg_failed", detail=str(error)) from error
