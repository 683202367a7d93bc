"""What replayed services share: answers, faults of a line, a store of results on a second port."""

import json
import socket
import struct
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from studio.media.ffmpeg import QUIET, run

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + b"\x00" * 40 + b"\xff\xd9"
CODERS = {
    "plain": ["-c:v", "libx264", "-pix_fmt", "yuv420p"],
    "hevc10": ["-c:v", "libx265", "-pix_fmt", "yuv420p10le", "-x265-params", "log-level=none"],
    "mov444": ["-c:v", "libx264", "-pix_fmt", "yuv444p"],
}


@cache
def film(seconds: int, coder: str = "plain") -> bytes:
    """A small film of 24*seconds+1 pictures, with a tone."""
    suffix = "mov" if coder == "mov444" else "mp4"
    with TemporaryDirectory() as folder:
        path = Path(folder, f"film.{suffix}")
        command = [*QUIET, "-f", "lavfi", "-i", "testsrc2=size=64x36:rate=24"]
        command += ["-f", "lavfi", "-i", f"sine=duration={seconds}", *CODERS[coder]]
        command += ["-preset", "ultrafast", "-frames:v", f"{24 * seconds + 1}"]
        run([*command, "-c:a", "pcm_s16le" if suffix == "mov" else "aac", str(path)])
        return path.read_bytes()


class Faults:
    """What happens to the next calls of a name, in their order."""

    def __init__(self) -> None:
        self.faults: dict[str, deque[Any]] = {}

    def on(self, name: str, *values: Any) -> None:
        self.faults.setdefault(name, deque()).extend(values)

    def next_fault(self, name: str) -> Any:
        waiting = self.faults.get(name)
        return waiting.popleft() if waiting else None


class Handler(BaseHTTPRequestHandler):
    """Answers, and ends a connection as lines do; `MORE` headers go with each answer."""

    protocol_version = "HTTP/1.1"
    MORE: ClassVar[dict[str, str]] = {}

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def answer(self, status: int, values: Any, kind: str = "application/json") -> None:
        data = values if isinstance(values, bytes) else json.dumps(values).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in self.MORE.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def spoil(self, fault: object) -> bool:
        """Answer a call as lines and proxies do at times, or with a record that is given; False
        for a fault that only the service itself knows.
        """
        if fault == "drop":
            self.drop()
        elif fault == "reset":
            self.reset()
        elif fault == "html":
            self.answer(200, b"<html>sign in</html>", "text/html")
        elif fault == "garbage":
            self.answer(200, b"{\x00\xff")
        elif isinstance(fault, dict):
            self.answer(200, fault)
        else:
            return False
        return True

    def drop(self) -> None:
        """End the connection without a word."""
        self.close_connection = True
        self.connection.shutdown(2)

    def reset(self) -> None:
        """End the connection as a broken network does."""
        self.close_connection = True
        now = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
        self.rfile.close()
        self.wfile.close()
        self.connection.close()
        raise ConnectionResetError

    def hand_out(self, data: bytes, fault: str | None, heard: Callable[[str], None]) -> None:
        """A file as a store gives it: whole, `heard` when half of it is out, or with a fault.

        `short` ends in the middle, `stall` waits there, `cut` says the half is all, `empty` has
        nothing, `html` is a page instead; a number is a status.
        """
        half = len(data) // 2
        if fault == "drop":
            self.drop()
        elif fault == "cut":
            self.answer(200, data[:half], "video/mp4")
        elif fault == "empty":
            self.answer(200, b"")
        elif fault == "html":
            self.answer(200, b"<html>please sign in</html>", "video/mp4")
        elif fault not in (None, "short", "stall"):
            self.answer(int(fault), b"no", "text/plain")
        else:
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[:half])
            if fault == "short":
                self.drop()
            elif fault == "stall":  # and then nothing until the caller goes
                self.connection.settimeout(30)
                self.rfile.read(1)
                self.close_connection = True
            else:
                heard("half a film")
                self.wfile.write(data[half:])


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # connections that come at once; more are reset

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers that are killed in the middle of a call are part of the play."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def listening(*kinds: type[Handler], **has: object) -> Generator[list[str]]:
    """Each kind of handler on a port of this machine, with the attributes of `has`; their URLs."""
    servers = [_Server(("127.0.0.1", 0), type("Handler", (kind,), has)) for kind in kinds]
    threads = [threading.Thread(target=server.serve_forever, args=(0.02,)) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield [f"http://127.0.0.1:{server.server_address[1]}" for server in servers]
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()
