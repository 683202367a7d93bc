"""A small ComfyUI: its routes, its socket and its files, as of 0.33 or older, with switches for
what goes wrong. It is strict: what a client should not do stands in `wrong`.
"""

import contextlib
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.frames import Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from tests.backends.comfyui_engine import (
    CATALOGUE,
    CLASSES,
    SAVES,
    Engine,
    Run,
    refusal,
    upstream,
    wrong_values,
)
from tests.backends.replayed import Faults, Handler, listening

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LIMIT = 4096  # bytes of an upload
ANOTHER = "00000000-0000-4000-8000-00000000000a"  # the id that an old server gives itself
FILM = b"\x00\x00\x00 ftypisom" + bytes(range(256)) * 40


class Peer:
    """One socket of a client."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.protocol = ServerProtocol()
        self.lock = threading.Lock()
        self.texts: list[Any] = []  # what the client said

    def flush(self) -> None:
        for data in self.protocol.data_to_send():
            if data:
                self.connection.sendall(data)
            else:
                self.connection.shutdown(socket.SHUT_WR)

    def send(self, frame: str | bytes) -> None:
        with self.lock, contextlib.suppress(OSError):
            if self.protocol.state is State.OPEN:
                if isinstance(frame, str):
                    self.protocol.send_text(frame.encode())
                else:
                    self.protocol.send_binary(frame)
                self.flush()

    def cut(self) -> None:
        """End it without a word."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


class Comfy(Faults):
    """The server. `on(name, *values)` queues what happens to the next calls of a name: `prompt`,
    `history`, `job`, `upload`, `view`, `socket`, `any`; each value is a status, or a word.
    """

    def __init__(self, version: str = "0.33.0") -> None:
        super().__init__()
        self.version = version
        self.tells = ""  # what it says of its version instead
        self.engine = Engine(self)
        self.url = ""
        self.wants: dict[str, str] = {}  # headers that every call must have
        self.calls: list[tuple[str, str]] = []
        self.prompts: list[dict[str, Any]] = []  # bodies that were taken
        self.uploads: list[dict[str, str]] = []
        self.interrupts: list[str | None] = []
        self.wrong: list[str] = []
        self.sockets: dict[str, Peer] = {}
        self.opened: list[str] = []  # client ids, in order
        self.noise: list[str | bytes] = []  # frames that go before each message
        self.files: dict[tuple[str, str, str], bytes] = {("input", "", "old.png"): b"PNG"}
        self.film = FILM
        self.limit = LIMIT
        self.forgets = False  # uploads are read away and not kept
        self.spans: list[str] = []  # what downloads asked for, in order
        self.tagless = False  # downloads without a tag
        self.after_view: Callable[[], object] = str
        self.socketless = False  # a proxy before it lets no sockets through
        self.counter = count(1)

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(int(each) for each in self.version.split("."))

    @property
    def has_jobs(self) -> bool:
        return self.numbers >= (0, 5, 1)

    def tell(self, run: Run, kind: str, **data: Any) -> None:
        peer = self.sockets.get(run.client)
        if peer is not None:
            for frame in self.noise:
                peer.send(frame)
            message = {"type": kind, "data": {"prompt_id": run.id, **data}}
            peer.send(json.dumps(message))

    def tell_all(self, kind: str, **data: Any) -> None:
        for peer in list(self.sockets.values()):
            peer.send(json.dumps({"type": kind, "data": data}))

    def save(self, node: str, prefix: str, key: str, suffix: str) -> dict[str, Any]:
        folder, _, name = prefix.rpartition("/")
        where = "output" if prefix else "temp"
        item = {"filename": f"{name or 'tmp'}_{next(self.counter):05d}_.{suffix}"}
        item |= {"subfolder": folder, "type": where}
        self.files[where, folder, item["filename"]] = self.film
        if key == "gifs":
            item |= {"fullpath": f"/srv/output/{item['filename']}", "format": "video/h264-mp4"}
        return {key: [item], "text": ["not a file"], "animated": [True]}

    def restart(self) -> None:
        """It ends and is back: memory is gone, files stay."""
        self.engine.forget()
        for peer in list(self.sockets.values()):
            peer.cut()

    def is_there(self, value: object) -> bool:
        folder, _, name = str(value).rpartition("/")
        return ("input", folder, name) in self.files

    def store(self, folder: str, name: str, data: bytes) -> str:
        """Keep an upload: another file of the name gets another name."""
        stem, dot, suffix = name.rpartition(".")
        for number in count():
            found = f"{stem} ({number}){dot}{suffix}" if number else name
            if self.files.setdefault(("input", folder, found), data) == data:
                return found
        raise AssertionError


class _Api(Handler):
    disable_nagle_algorithm = True
    comfy: Comfy

    def _entered(self) -> bool:
        """Note the call; False when it was answered already."""
        comfy, parts = self.comfy, urlsplit(self.path)
        comfy.calls.append((self.command, self.path))
        self.route, self.query = parts.path, parse_qs(parts.query, keep_blank_values=True)
        size = int(self.headers.get("Content-Length", 0))
        self.data = b""
        if self.command == "POST" and comfy.forgets and self.route == "/upload/image":
            while size > 0:
                size -= len(self.rfile.read(min(size, 65536)))
        elif self.command == "POST":
            self.data = self.rfile.read(size)
        self.wrongs()
        fault = comfy.next_fault("any")
        if fault is not None:
            self.fail(fault)
            return False
        missing = [n for n, value in comfy.wants.items() if self.headers.get(n) != value]
        if missing:
            self.answer(401, b"", "text/plain")
            return False
        return True

    def wrongs(self) -> None:
        for name in ("Origin", "Sec-Fetch-Site", "Referer"):
            if name in self.headers:
                self.comfy.wrong.append(f"{self.command} {self.path} with {name}")

    def fail(self, fault: object) -> None:
        if isinstance(fault, int):
            self.answer(fault, b"500 Internal Server Error", "text/plain")
        elif isinstance(fault, tuple):
            self.answer(*fault)
        else:
            assert self.spoil(fault)

    def empty(self) -> None:
        self.answer(200, b"", "application/octet-stream")

    def do_GET(self) -> None:
        if not self._entered():
            return
        route, engine = self.route, self.comfy.engine
        if route == "/ws":
            self.talk()
        elif route == "/system_stats":
            system = {
                "os": "linux",
                "comfyui_version": self.comfy.tells or self.comfy.version,
                "argv": ["main.py"],
            }
            devices = [{"name": "cuda:0 NVIDIA", "type": "cuda", "vram_total": 1}]
            self.answer(200, {"system": system, "devices": devices})
        elif route == "/features":
            self.answer(200, {"max_upload_size": self.comfy.limit})
        elif route == "/object_info":
            self.answer(200, CATALOGUE)
        elif route.startswith("/object_info/"):
            name = route.removeprefix("/object_info/")
            self.answer(200, {name: CATALOGUE[name]} if name in CATALOGUE else {})
        elif route == "/queue":
            with engine.lock:
                running = [engine.running.entry] if engine.running else []
                pending = [run.entry for run in reversed(engine.pending)]
            self.answer(200, {"queue_running": running, "queue_pending": pending})
        elif route.startswith("/history/"):
            self.history(route.removeprefix("/history/"))
        elif route.startswith("/api/jobs") and self.comfy.has_jobs:
            self.jobs(route.removeprefix("/api/jobs").strip("/"))
        elif route == "/view":
            self.view()
        else:
            if not route.startswith("/api/jobs"):
                self.comfy.wrong.append(f"GET {self.path}")
            self.answer(404, b"404: Not Found", "text/plain")

    def history(self, name: str) -> None:
        comfy = self.comfy
        with comfy.engine.lock:
            run = comfy.engine.running
            if run is not None and run.id == name:
                run.looked += 1
                comfy.engine.lock.notify_all()
            entry = comfy.engine.history.get(name)
        fault = comfy.next_fault("history")
        if fault == "late":
            self.answer(200, {})
        elif fault is not None:
            self.fail(fault)
        else:
            self.answer(200, {name: entry} if entry else {})

    def jobs(self, name: str) -> None:
        engine = self.comfy.engine
        with engine.lock:
            every = [(run, "pending") for run in engine.pending]
            every += [(engine.running, "in_progress")] if engine.running else []
            jobs = [{"id": run.id, "status": state, "priority": run.number} for run, state in every]
            for key, entry in engine.history.items():
                said = [each[0] for each in entry["status"]["messages"]]
                state = "completed" if entry["status"]["completed"] else "failed"
                state = "cancelled" if "execution_interrupted" in said else state
                jobs.append({"id": key, "status": state, "outputs": entry["outputs"]})
        if not name:
            states = self.query.get("status", [""])[0].split(",")
            self.answer(200, {"jobs": [job for job in jobs if job["status"] in states]})
            return
        found = next((job for job in jobs if job["id"] == name), None)
        self.answer(*((200, found) if found else (404, {"error": "Job not found"})))

    def view(self) -> None:
        comfy = self.comfy
        given = {name: values[0] for name, values in self.query.items()}
        if given.keys() != {"filename", "subfolder", "type"}:
            comfy.wrong.append(f"view with {sorted(given)}")
        data = comfy.files.get((given["type"], given["subfolder"], given["filename"]))
        fault = comfy.next_fault("view")
        if fault == "drop":
            self.drop()
            return
        if data is None or isinstance(fault, int):
            self.answer(fault or 404, b"", "application/octet-stream")
            return
        self.comfy.spans.append(self.headers.get("Range", ""))
        begin, tag = 0, "" if comfy.tagless else f'"{hash(data):x}"'
        span = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if span and self.headers.get("If-Range") == tag:
            begin = int(span[1])
        self.send_response(206 if begin else 200)
        self.send_header("Content-Length", str(len(data) - begin))
        if tag:
            self.send_header("ETag", tag)
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
        self.end_headers()
        comfy.after_view()
        if fault == "short":
            self.wfile.write(data[begin : begin + (len(data) - begin) // 2])
            self.drop()
        else:
            self.wfile.write(data[begin:])

    def do_POST(self) -> None:
        if not self._entered():
            return
        comfy, engine = self.comfy, self.comfy.engine
        if self.route == "/upload/image":
            self.upload()
            return
        body = json.loads(self.data)
        if self.route == "/prompt":
            self.prompt(body)
        elif self.route == "/queue":
            if body.keys() != {"delete"}:
                comfy.wrong.append(f"queue with {body}")
            engine.delete(body["delete"])
            self.empty()
        elif self.route == "/interrupt":
            name = body.get("prompt_id")
            comfy.interrupts.append(name)
            if name is None:
                comfy.wrong.append("interrupt without an id")
            engine.interrupt(name if comfy.numbers >= (0, 3, 56) else None)
            self.empty()
        elif self.route.startswith("/api/jobs/") and comfy.numbers >= (0, 25, 0):
            name, _, verb = self.route.removeprefix("/api/jobs/").partition("/")
            assert verb == "cancel"
            self.answer(200, {"cancelled": engine.delete([name]) or engine.interrupt(name)})
        else:
            if not self.route.startswith("/api/jobs/"):
                comfy.wrong.append(f"POST {self.path}")
            self.answer(404, b"404: Not Found", "text/plain")

    def prompt(self, body: dict[str, Any]) -> None:
        comfy = self.comfy
        fault = comfy.next_fault("prompt")
        if fault is not None and fault != "cut":
            self.fail(fault)
            return
        known = {"prompt", "client_id", "prompt_id", "partial_execution_targets", "extra_data"}
        if body.keys() - known:
            comfy.wrong.append(f"prompt with {sorted(body.keys() - known)}")
        name, graph = body.get("prompt_id", ""), body["prompt"]
        if not UUID.fullmatch(name):
            comfy.wrong.append(f"prompt_id {name}")
        if body.get("client_id") not in comfy.sockets and not comfy.socketless:
            comfy.wrong.append("a prompt before its socket")
        status, said, outputs = self._checked(graph, body.get("partial_execution_targets"))
        if status == 200:
            name = name if comfy.numbers >= (0, 3, 44) else ANOTHER
            number = next(comfy.engine.numbers)
            comfy.prompts.append(body)
            comfy.engine.take(Run(number, name, graph, outputs, str(body.get("client_id"))))
            said = {"prompt_id": name, "number": number, "node_errors": said}
        if fault == "cut":
            self.drop()
        else:
            self.answer(status, said)

    def _checked(self, graph: Any, targets: Any) -> tuple[int, dict[str, Any], list[str]]:
        """Status, the body or what is wrong with nodes, and the outputs that are made."""
        for node, given in graph.items():
            kind, title = given.get("class_type"), given.get("_meta", {}).get("title")
            if kind in CLASSES:
                continue
            at, extra = f"Node ID '#{node}'", {"node_id": node, "class_type": kind}
            if self.comfy.numbers < (0, 11, 1):
                said = f"Cannot execute because node {kind} does not exist."
                return 400, refusal("invalid_prompt", said, at), []
            said = f"Node '{title or node}' not found. The custom node may not be installed."
            return 400, refusal("missing_node_type", said, at, node_title=title, **extra), []
        saves = [node for node, given in graph.items() if given["class_type"] in SAVES]
        if targets is not None and self.comfy.numbers >= (0, 3, 47):
            saves = [node for node in saves if node in targets]
        if not saves:
            return 400, refusal("prompt_no_outputs", "Prompt has no outputs"), []
        errors: dict[str, Any] = {}
        fine: list[str] = []
        for out in saves:
            bad = {n: wrong_values(graph[n], self.comfy.is_there) for n in upstream(graph, out)}
            bad = {node: found for node, found in bad.items() if found}
            for node, found in bad.items():
                kind = graph[node]["class_type"]
                entry = {"errors": found, "dependent_outputs": [], "class_type": kind}
                errors.setdefault(node, entry)["dependent_outputs"].append(out)
            fine += [] if bad else [out]
        if fine:
            return 200, errors, fine
        body = refusal("prompt_outputs_failed_validation", "Prompt outputs failed validation")
        return 400, {**body, "node_errors": errors}, []

    def upload(self) -> None:
        comfy = self.comfy
        fault = comfy.next_fault("upload")
        if fault is not None:
            self.fail(fault)
            return
        if comfy.forgets:
            self.answer(200, {"name": "kept.mp4", "subfolder": "studio", "type": "input"})
            return
        mark = self.headers["Content-Type"].partition("boundary=")[2].strip('"').encode()
        given: dict[str, tuple[str, bytes]] = {}
        for part in self.data.split(b"--" + mark)[1:-1]:
            head, _, content = part.strip(b"\r\n").partition(b"\r\n\r\n")
            told = dict(re.findall(r'(name|filename)="([^"]*)"', head.decode()))
            given[told["name"]] = (told.get("filename", ""), content)
        if given.keys() - {"image", "subfolder", "type", "overwrite"} or "image" not in given:
            comfy.wrong.append(f"upload with {sorted(given)}")
        if len(self.data) > comfy.limit:
            self.answer(413, f"Maximum request body size {comfy.limit} exceeded.".encode())
            return
        name, content = given["image"]
        folder = given.get("subfolder", ("", b""))[1].decode()
        name = comfy.store(folder, name, content)
        comfy.uploads.append({"name": name, "subfolder": folder, "type": "input"})
        self.answer(200, comfy.uploads[-1])

    def talk(self) -> None:
        """Be a socket until it closes."""
        comfy = self.comfy
        fault = comfy.next_fault("socket")
        if comfy.socketless or fault is not None:
            self.fail(fault or 403)
            return
        client = self.query["clientId"][0]
        peer = Peer(self.connection)
        lines = [self.requestline, *(f"{name}: {value}" for name, value in self.headers.items())]
        self.close_connection = True
        with peer.lock:  # known before the client is, so that a prompt cannot come first
            comfy.sockets[client] = peer
            comfy.opened.append(client)
            peer.protocol.receive_data("\r\n".join([*lines, "", ""]).encode())
            (request,) = peer.protocol.events_received()
            assert isinstance(request, Request)
            peer.protocol.send_response(peer.protocol.accept(request))
            peer.flush()
        peer.send(json.dumps({"type": "status", "data": {"sid": client}}))
        with contextlib.suppress(OSError):
            self._hear(peer)
        comfy.sockets.pop(client, None)  # whichever is there now: so the real one does

    def _hear(self, peer: Peer) -> None:
        while data := self.connection.recv(65536):
            with peer.lock:
                peer.protocol.receive_data(data)
                for event in peer.protocol.events_received():
                    if getattr(event, "opcode", None) is Opcode.TEXT:
                        peer.texts.append(json.loads(getattr(event, "data", b"")))
                peer.flush()
            if peer.protocol.state is not State.OPEN:
                return


@contextmanager
def serving(version: str = "0.33.0") -> Iterator[Comfy]:
    """A server on a port of this machine."""
    comfy = Comfy(version)
    comfy.engine.start()
    try:
        with listening(_Api, comfy=comfy) as (url,):
            comfy.url = url
            yield comfy
    finally:
        comfy.engine.stop()
