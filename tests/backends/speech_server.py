"""An OpenAI-compatible speech endpoint: strict about what it takes, it speaks a tone."""

import io
import json
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

KEY = "sk-very-secret-0123456789"
FIELDS = {"model", "input", "voice", "response_format", "speed", "instructions"}
VOICES = {
    "alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage",
    "shimmer", "verse",
}  # fmt: skip


def tone(seconds: float = 1.0, *, unsized: bool = True, silence: float = 0.3) -> bytes:
    """A tone between silences as a 24 kHz WAV; `unsized` has no length in its head, as a stream."""
    rate = 24_000
    beep = 0.5 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * rate)) / rate)
    still = np.zeros(int(silence * rate))
    data = (np.concatenate([still, beep, still]) * 32767).astype("<i2").tobytes()
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(data)
    head = bytearray(stream.getvalue()[:44])
    if unsized:
        head[4:8] = head[40:44] = b"\xff\xff\xff\xff"
    return bytes(head) + data


class Speaker:
    """The service. `next` is what it answers the next calls with: a status with words, or bytes."""

    def __init__(self) -> None:
        self.url = ""
        self.key: str | None = KEY
        self.bodies: list[dict[str, Any]] = []
        self.calls: list[tuple[str, str]] = []
        self.next: list[tuple[int, str] | bytes | None] = []
        self.seconds = 1.0

    def wrong(self, body: dict[str, Any]) -> str:
        """What the real service would say against a body; empty when nothing."""
        if set(body) - FIELDS or not {"model", "input", "voice"} <= set(body):
            return f"fields {sorted(body)}"
        if body["voice"] not in VOICES:
            return f"voice {body['voice']}"
        if not 0 < len(body["input"]) <= 4096:
            return "input"
        if not 0.25 <= body.get("speed", 1.0) <= 4.0:
            return "speed"
        if "instructions" in body and not body["model"].startswith("gpt-4o"):
            return "instructions"
        return ""


@contextmanager
def speaking() -> Iterator[Speaker]:
    """A speaker behind a port of this machine."""
    speaker = Speaker()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None: ...

        def do_GET(self) -> None:
            self._checked(lambda: (200, "application/json", b'{"data": []}'))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._checked(lambda: self._spoken(body))

        def _spoken(self, body: dict[str, Any]) -> tuple[int, str, bytes]:
            speaker.bodies.append(body)
            planned = speaker.next.pop(0) if speaker.next else None
            if isinstance(planned, bytes):
                return 200, "audio/wav", planned
            if planned is not None:
                words = {"error": {"message": planned[1], "code": planned[1]}}
                return planned[0], "application/json", json.dumps(words).encode()
            wrong = speaker.wrong(body)
            if wrong:
                return 400, "application/json", json.dumps({"error": {"message": wrong}}).encode()
            return 200, "audio/wav", tone(speaker.seconds / body.get("speed", 1.0))

        def _checked(self, answer: Any) -> None:
            speaker.calls.append((self.command, self.path))
            told = self.headers.get("Authorization")
            status, kind, data = 401, "application/json", b'{"error": {"message": "bad key"}}'
            if told == (f"Bearer {speaker.key}" if speaker.key else None):
                status, kind, data = answer()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    speaker.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield speaker
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
