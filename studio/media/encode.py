"""Frames and a sound file to a take: H.264 with exact frames, sound exact to the sample.

Takes are QuickTime files with uncompressed sound: AAC would add priming and padding samples, so a
take's sound would no longer begin and end with its picture. Desktop players, editors and every
FFmpeg-based program play them. Key frames are close together so that seeking and cutting are quick.
The fastest preset at a finer quality costs half as much to write and to read back as the next one,
for files half as large again and the same PSNR (57.5 dB).
"""

import subprocess
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import numpy as np
import numpy.typing as npt

from studio.errors import RenderError
from studio.media.ffmpeg import QUIET, Tail, end, failed, start

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

TAKE_SUFFIX = ".mov"
_PIPE = 1 << 20  # bytes
BT709 = ("-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709")  # noqa: E501  # fmt: skip
BITEXACT = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1")  # noqa: E501  # fmt: skip

Frame = npt.NDArray[np.uint8]


class Encoder:
    """Writes frames to `path` through ffmpeg; use it in a `with` block.

    Frames are `yuv420p` planes (a uint8 array of shape (height * 3 / 2, width), limited range
    BT.709) or `bgr24` pictures (height, width, 3). The file appears under its name only when the
    block ends well and exactly `frames` were written; otherwise nothing is left behind. The same
    frames give the same bytes. Raises RenderError.
    """

    def __init__(
        self,
        path: Path,
        *,
        width: int,
        height: int,
        rate: tuple[int, int],
        frames: int,
        sound: Path | None = None,
        preset: str = "ultrafast",
        crf: float = 13,
        gop: int = 12,
        pixel_format: str = "yuv420p",
        threads: int = 1,
    ) -> None:
        self._path = path
        self._partial = path.with_name(f".{path.stem}.partial{path.suffix}")
        self._frames = frames
        self._written = 0
        self._bytes = width * height * (3 if pixel_format == "bgr24" else 1.5)
        command = [*QUIET, "-y"]
        command += ["-f", "rawvideo", "-pixel_format", pixel_format, "-video_size"]
        command += [f"{width}x{height}", "-framerate", f"{rate[0]}/{rate[1]}", *BT709]
        command += ["-i", "pipe:0"]
        if sound is not None:
            command += ["-protocol_whitelist", "file", "-i", str(sound), "-c:a", "pcm_s16le"]
        if pixel_format == "bgr24":
            command += ["-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"]
        command += ["-c:v", "libx264", "-preset", preset, "-crf", f"{crf:g}", "-g", str(gop)]
        command += ["-bf", "0", "-threads", str(threads), *BT709, "-pix_fmt", "yuv420p"]
        command += ["-video_track_timescale", str(rate[0] * _scale(rate)), *BITEXACT]
        command += ["-movflags", "+faststart", str(self._partial)]
        self._process = start(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        self._tail = Tail(self._process)
        _widen(self._process.stdin)

    def write(self, frame: Frame) -> None:
        """Hand over the next frame. Raises RenderError when the encoder has died."""
        if frame.nbytes != self._bytes:
            raise ValueError(f"a frame of {frame.nbytes} bytes, {self._bytes:g} were expected")
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(np.ascontiguousarray(frame).data)
        except OSError as error:
            end(self._process)
            raise failed(self._tail.text()) from error
        self._written += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            end(self._process)
            self._tail.text()  # the thread that reads it ends too
            self._partial.unlink(missing_ok=True)

    def _finish(self) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
        except OSError:
            end(self._process)
        if self._process.wait() != 0:
            raise failed(self._tail.text())
        if self._written != self._frames:
            raise RenderError("media.wrong_count", wanted=self._frames, got=self._written)
        self._partial.replace(self._path)


def _widen(pipe: IO[bytes] | None) -> None:
    """Room for a third of a large frame in the pipe, where the system can (Linux).

    With the usual 64 KiB, writer and reader wake each other fifty times a frame.
    """
    setting: int | None = getattr(fcntl, "F_SETPIPE_SZ", None)
    if pipe is not None and fcntl is not None and setting is not None:
        with suppress(OSError):  # more than this user may have
            fcntl.fcntl(pipe.fileno(), setting, _PIPE)


def _scale(rate: tuple[int, int]) -> int:
    """A factor that makes the track's time scale a fine multiple of the rate."""
    return max(1, 12_000 // rate[0])
