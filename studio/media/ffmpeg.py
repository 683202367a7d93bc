"""FFmpeg: found once, run without a shell, followed, stopped."""

import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

import imageio_ffmpeg

from studio.errors import Cancelled, RenderError, StudioError
from studio.media.program import noted

Progress = Callable[[float], None]
Stop = Callable[[], bool]

# Inputs may come from anywhere: nothing but plain local files and our own pipes is ever opened.
SAFE_INPUT = ("-protocol_whitelist", "file,pipe")
QUIET = ("-hide_banner", "-nostdin", "-loglevel", "error")
_OFTEN = "0.1"  # seconds from one word of how far it is to the next
# What may name an ffmpeg to use: ours, and the variable of the package that carries one.
_NAMING = ("STUDIO_FFMPEG", "IMAGEIO_FFMPEG_EXE")
# A disk that is full, one whose files may grow no larger, a quota that is used up.
_NO_ROOM = ("No space left on device", "File too large", "quota exceeded")
_CARRIED = re.compile("yes|no")
_TAIL_LINES = 40
_CHECK_SECONDS = 20
# Last words that only say that something went wrong before.
_EMPTY_WORDS = ("Nothing was written into", "Conversion failed", "Error opening output file", "Terminating thread", "Task finished with error")  # noqa: E501  # fmt: skip


def find_ffmpeg() -> str:
    """Path of the ffmpeg to use: STUDIO_FFMPEG, the one that came with the studio, else the PATH's.

    Raises StudioError when there is none, or when what was named is no ffmpeg that runs.
    """
    for name in _NAMING:
        chosen = os.environ.get(name)
        if chosen:
            if not Path(chosen).is_file():
                raise StudioError("media.no_such_ffmpeg", name=name, path=chosen)
            if not _runs(chosen):
                raise StudioError("media.bad_ffmpeg", name=name, path=chosen)
            return chosen
    try:
        return _carried()
    except RuntimeError:
        found = shutil.which("ffmpeg")
    if found is None or not _runs(found):
        raise StudioError("media.no_ffmpeg")
    return found


@cache
def _carried() -> str:
    """The program of the package that carries one. Raises RuntimeError where none runs.

    The package starts it to see whether it does; that is noted while its file is the same.
    """
    for program in (Path(imageio_ffmpeg.__file__).parent / "binaries").glob("ffmpeg-*"):
        with suppress(OSError):
            if noted(str(program), "carried", _CARRIED, partial(_found, str(program))) == "yes":
                return str(program)
    return imageio_ffmpeg.get_ffmpeg_exe()


def _found(program: str) -> str:
    return "yes" if imageio_ffmpeg.get_ffmpeg_exe() == program else "no"


@cache
def _runs(program: str) -> bool:
    """True when a program calls itself ffmpeg; asked once a process."""
    try:
        said = subprocess.run(
            [program, "-version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_CHECK_SECONDS,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0 and said.stdout.startswith(b"ffmpeg version")


def start(command: Sequence[str], *, stdin: int, stdout: int) -> subprocess.Popen[bytes]:
    """Start ffmpeg with `command` (its arguments). Raises StudioError when it cannot be started."""
    try:
        return subprocess.Popen(
            [find_ffmpeg(), *command],
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise StudioError("media.no_ffmpeg") from error


class Tail:
    """The last lines a process writes to its standard error, read as they come."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._lines: deque[str] = deque(maxlen=_TAIL_LINES)
        self._thread = threading.Thread(target=self._read, args=(process,), daemon=True)
        self._thread.start()

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stderr is not None
        for line in process.stderr:
            self._lines.append(line.decode("utf-8", errors="replace").rstrip())
        process.stderr.close()

    def text(self) -> str:
        """What was written, once the process has ended."""
        self._thread.join()
        return "\n".join(self._lines)


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop a process for good and close its pipes."""
    if process.poll() is None:
        process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None and not pipe.closed:
            try:
                pipe.close()
            except OSError:
                continue


def failed(tail: str, **values: object) -> StudioError:
    """The error for people that ffmpeg's last words stand for."""
    if any(words in tail for words in _NO_ROOM):
        return RenderError("media.disk_full", tail, **values)
    return RenderError("media.ffmpeg_failed", tail, detail=_last_line(tail), **values)


def _last_line(tail: str) -> str:
    """The last line that says something, without the name of the part that wrote it."""
    lines = [re.sub(r"^(\[[^\]]* @ 0x[0-9a-f]+\] )+", "", line) for line in tail.splitlines()]
    lines = [line.strip().rstrip(".") for line in lines if line.strip()]
    telling = [line for line in lines if not line.startswith(_EMPTY_WORDS)]
    return (telling or lines or ["-"])[-1][:300]


def run(
    arguments: Sequence[str],
    *,
    frames: int | None = None,
    on_progress: Progress | None = None,
    cancelled: Stop | None = None,
    timeout: float = 6 * 3600,
) -> str:
    """Run ffmpeg to its end and return what it wrote to standard error.

    `frames` is the number of pictures it will write, for `on_progress` (0 to 1). Raises Cancelled
    when `cancelled` says so, RenderError when it fails or takes more than `timeout` seconds. No
    process is left running.
    """
    if cancelled is not None and cancelled():
        raise Cancelled("media.cancelled")
    command = ["-progress", "pipe:1", "-stats_period", _OFTEN, "-nostats", *arguments]
    process = start(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    tail = Tail(process)
    watch = _Watch(process, cancelled, timeout)
    try:
        _follow(process, frames, on_progress)
        code = process.wait()
    finally:
        watch.stop()
        end(process)
        tail.text()  # the thread that reads it ends too
    if watch.why == "cancelled":
        raise Cancelled("media.cancelled")
    if watch.why == "timeout":
        raise RenderError("media.too_slow", tail.text(), seconds=round(timeout))
    if code == -getattr(signal, "SIGXFSZ", 0) != 0:  # the system ends who writes a larger file
        raise RenderError("media.disk_full", tail.text())
    if code != 0:
        raise failed(tail.text())
    return tail.text()


def _follow(process: subprocess.Popen[bytes], frames: int | None, tell: Progress | None) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        name, _, value = line.decode("ascii", errors="replace").strip().partition("=")
        if name == "frame" and frames and tell and value.isdigit():
            tell(min(1.0, int(value) / frames))


class _Watch:
    """Kills a process that is cancelled or takes too long."""

    def __init__(self, process: subprocess.Popen[bytes], stop: Stop | None, limit: float) -> None:
        self.why = ""
        self._over = threading.Event()
        self._process = process
        self._cancelled = stop
        self._deadline = time.monotonic() + limit
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._over.wait(0.05):
            if self._cancelled and self._cancelled():
                self.why = "cancelled"
            elif time.monotonic() > self._deadline:
                self.why = "timeout"
            if self.why:
                self._process.kill()
                return

    def stop(self) -> None:
        self._over.set()
        self._thread.join()
