"""A real S3 server on the loopback (rclone's: it checks signatures), and a line that may fail."""

import re
import socket
import struct
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ACCESS, SECRET = "STUDIOTESTACCESS1", "studio/test+secret=0123456789abcdef"
BUCKET = "reels"
RCLONE = Path(sysconfig.get_path("scripts"), "rclone.exe" if sys.platform == "win32" else "rclone")


@dataclass
class Store:
    """A server with one bucket; its objects are files of a folder."""

    url: str
    folder: Path

    @property
    def objects(self) -> list[str]:
        root = self.folder / BUCKET
        return sorted(
            path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()
        )

    def values(self, **more: str) -> dict[str, str]:
        """What a maker types to reach it."""
        usual = {
            "endpoint": self.url, "bucket": BUCKET, "region": "", "access": ACCESS,
            "secret": SECRET, "prefix": "films", "hours": "24", "public": "",
        }  # fmt: skip
        return usual | more


@contextmanager
def serving(folder: Path) -> Generator[Store]:
    """The server, its bucket empty."""
    (folder / BUCKET).mkdir(parents=True)
    process = subprocess.Popen(
        [
            *(RCLONE, "serve", "s3", "--auth-key", f"{ACCESS},{SECRET}", "--addr", "127.0.0.1:0"),
            *("--config", folder.parent / "none.conf", "--dir-cache-time", "0s", folder),
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        url = ""
        for line in process.stderr:
            found = re.search(r"(http://127\.0\.0\.1:\d+)", line)
            if found:
                url = found[1]
                break
        assert url, "the server did not start"
        drain = threading.Thread(target=process.stderr.read, daemon=True)
        drain.start()
        yield Store(url, folder)
    finally:
        process.terminate()
        process.wait(30)
        drain.join(10)
        process.stderr.close()


@dataclass
class Fault:
    """What happens to one connection: an answer of our own, or an end after some bytes."""

    answer: bytes = b""
    after: int = -1  # bytes of a file that get through before the line breaks


@dataclass
class Middle:
    """A line to the server, and to nowhere else; each connection takes the next fault."""

    url: str
    faults: list[Fault] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)  # the first line of each request

    def next_fault(self, head: str) -> Fault | None:
        """What is to happen to this request; a line breaks only while a file is sent."""
        self.heads.append(head)
        if not self.faults or (self.faults[0].after >= 0 and not head.startswith("PUT")):
            return None
        return self.faults.pop(0)


def answer(status: str, code: str = "", **headers: str) -> Fault:
    """What S3 says when it refuses."""
    told = "".join(f"<{name}>{text}</{name}>" for name, text in (("Code", code),) if text)
    region = headers.pop("region", "")
    told += f"<Region>{region}</Region>" if region else ""
    body = f"<?xml version='1.0'?><Error>{told}<Message>m</Message></Error>" if told else "<html>"
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
    return Fault(("\r\n".join(lines) + "\r\n\r\n" + body).encode())


@contextmanager
def between(store: Store, *faults: Fault) -> Generator[Middle]:
    """A line in front of the server that has these faults first, and then none."""
    listener = socket.create_server(("127.0.0.1", 0))
    middle = Middle(f"http://127.0.0.1:{listener.getsockname()[1]}", list(faults))
    threads: list[threading.Thread] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                threads.append(threading.Thread(target=_carry, args=(client, store, middle)))
                threads[-1].start()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield middle
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)
        for each in threads:
            each.join(10)


def _carry(client: socket.socket, store: Store, middle: Middle) -> None:
    port = int(store.url.rpartition(":")[2])
    client.settimeout(20)
    target = socket.create_connection(("127.0.0.1", port), timeout=20)
    with client, target as server, suppress(OSError):
        first = client.recv(1 << 16)
        fault = middle.next_fault(first.split(b"\r\n")[0].decode())
        if fault is not None and fault.answer:
            _finish(client, first, fault.answer)
        elif fault is not None:
            _break(client, server, first, fault.after)
        else:
            server.sendall(first)
            back = threading.Thread(target=_pump, args=(server, client))
            back.start()
            _pump(client, server)
            back.join(20)


def _finish(client: socket.socket, first: bytes, said: bytes) -> None:
    """Take the whole request, then say it: no unread byte may turn the answer into a reset."""
    head, _, rest = first.partition(b"\r\n\r\n")
    found = re.search(rb"(?i)content-length: (\d+)", head)
    left = int(found[1]) - len(rest) if found else 0
    while left > 0 and (data := client.recv(1 << 16)):
        left -= len(data)
    client.sendall(said)


def _break(client: socket.socket, server: socket.socket, first: bytes, after: int) -> None:
    data, sent = first, 0
    while data and sent + len(data) <= after:
        server.sendall(data)
        sent += len(data)
        data = client.recv(1 << 16)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(1 << 16):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
