"""Ark, replayed: tasks, list, DELETE and a store of results on another port, with switches for
what goes wrong. It counts what it would charge for.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from tests.backends.replayed import JPEG, Faults, Handler, film, listening
from tests.backends.seedance_rules import wrong

KEY = "ark-very-secret-0123456789"
BASE = "/api/v3"
TASKS = f"{BASE}/contents/generations/tasks"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


class Ark(Faults):
    """The service. `on(name, *values)` queues what happens to the next calls of a name: `create`,
    `look`, `list`, `delete`, `video`, `last_frame`; each value is a status with a code, or a word.
    """

    def __init__(self) -> None:
        super().__init__()
        self.key = KEY
        self.tasks: dict[str, dict[str, Any]] = {}
        self.bodies: list[dict[str, Any]] = []  # of the tasks created, in order
        self.calls: list[tuple[str, str]] = []  # method and path with query, in order
        self.refused: list[list[str]] = []
        self.looks = 1  # how often a task is queued, and then running, before it ends
        self.ending: dict[str, Any] = {"status": "succeeded"}
        self.forget_mark = ""  # `list`: the list leaves marks out; `all`: every answer does
        self.coder, self.last_frame = "plain", JPEG
        self.leaked: list[str] = []  # downloads that came with the key
        self.numbers = count(1)
        self.api = self.store = ""
        self.lock = threading.RLock()
        self.heard: Callable[[str], object] = str  # told of every moment that a caller may die at

    @property
    def url(self) -> str:
        return self.api + BASE

    def create(self, body: dict[str, Any]) -> dict[str, Any]:
        task_id = f"cgt-20261101120000-{next(self.numbers):05d}"
        self.bodies.append(body)
        task = {
            "id": task_id, "model": body["model"], "status": "queued", "error": None,
            "created_at": 1793534400, "updated_at": 1793534400, "framespersecond": 24,
            "resolution": body.get("resolution", "720p"), "ratio": body.get("ratio", "7:5"),
            "duration": max(4, body.get("duration", 5)), "seed": 4711, "strange_field": [1],
            "service_tier": body.get("service_tier", "default"), "looked": 0, "body": body,
        }  # fmt: skip
        if "safety_identifier" in body:
            task["safety_identifier"] = body["safety_identifier"]
        self.tasks[task_id] = task
        return task

    def step(self, task: dict[str, Any]) -> None:
        """One look brings a task on."""
        if task["status"] not in {"queued", "running"} and task.get("ended"):
            return
        task["looked"] += 1
        if task["looked"] > 2 * self.looks:
            task["ended"] = True
            self.end(task)
        elif task["looked"] > self.looks:
            task["status"] = "running"

    def end(self, task: dict[str, Any]) -> None:
        body = task["body"]
        if self.ending["status"] == "succeeded":
            seconds = int(task["duration"])
            task["content"] = {"video_url": f"{self.store}/video/{task['id']}?X-Tos-Expires=86400"}
            if body.get("return_last_frame"):
                task["content"]["last_frame_url"] = f"{self.store}/last_frame/{task['id']}"
            used = 64 * 36 * (24 * seconds + 1) // 1024
            task["usage"] = {"completion_tokens": used, "total_tokens": used}
        task.update(self.ending)

    def seen(self, task: dict[str, Any], *, listed: bool = False) -> dict[str, Any]:
        hidden = {"looked", "body", "ended"}
        if self.forget_mark == "all" or (listed and self.forget_mark == "list"):
            hidden.add("safety_identifier")
        return {name: value for name, value in task.items() if name not in hidden}


class _Handler(Handler):
    MORE: ClassVar = {"X-Request-Id": "req-0123"}
    ark: Ark

    def refuse(self, status: int, code: str, message: str = "no", kind: str = "") -> None:
        error = {"code": code, "message": message, "param": "", "type": kind}
        self.answer(status, {"error": error})


class _Api(_Handler):
    def _play(self, fault: Any) -> bool:
        """Answer a call as its fault says; False when there is none."""
        if fault is None:
            return False
        if not self.spoil(fault):
            status, code, *message = fault
            self.refuse(status, code, *message)
        return True

    def _entered(self) -> tuple[str, dict[str, list[str]]] | None:
        parts = urlsplit(self.path)
        self.ark.calls.append((self.command, self.path))
        if self.headers.get("Authorization") != f"Bearer {self.ark.key}":
            message = f"the key {self.headers.get('Authorization')} is wrong"
            self.refuse(401, "AuthenticationError", message, "Unauthorized")
            return None
        if not parts.path.startswith(TASKS):
            self.refuse(404, "NotFound.path")
            return None
        return parts.path.removeprefix(TASKS).strip("/"), parse_qs(parts.query)

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        data = self.rfile.read(size)
        if len(data) < size:  # the caller died in the middle of it
            return
        with self.ark.lock:
            entered = self._entered()
            if entered is None:
                return
            self.ark.heard("create arrives")
            fault = self.ark.next_fault("create")
            made = isinstance(fault, tuple) and fault[0] == "made"
            if fault is not None and not made and self._play(fault):
                return
            body = json.loads(data)
            drafts = {name for name, task in self.ark.tasks.items() if task["body"].get("draft")}
            faults = (
                ["POST to a path below the tasks"] if entered[0] else wrong(body, drafts=drafts)
            )
            if self.headers.get("Content-Type") != "application/json":
                faults.append("Content-Type")
            if faults:
                self.ark.refused.append(faults)
                self.refuse(400, "InvalidParameter", "; ".join(faults))
                return
            task = self.ark.create(body)
            self.ark.heard("task made")
        if made:
            self._play(fault[1] if len(fault) == 2 else fault[1:])
        else:
            self.answer(200, {"id": task["id"]})
            self.ark.heard("create answered")

    def do_GET(self) -> None:
        with self.ark.lock:
            entered = self._entered()
            if entered is None:
                return
            name, query = entered
            self.ark.heard("look")
            if self._play(self.ark.next_fault("look" if name else "list")):
                return
            if not name:
                self._list(query)
            elif name not in self.ark.tasks:
                self.refuse(404, "NotFound.task")
            else:
                self.ark.step(self.ark.tasks[name])
                self.answer(200, self.ark.seen(self.ark.tasks[name]))

    def _list(self, query: dict[str, list[str]]) -> None:
        size, page = (int(query[name][0]) for name in ("page_size", "page_num"))
        tier = query.get("filter.service_tier", ["default"])[0]
        tasks = [task for task in self.ark.tasks.values() if task["service_tier"] == tier]
        if "filter.model" in query:
            tasks = [task for task in tasks if task["model"] == query["filter.model"][0]]
        chosen = tasks[(page - 1) * size : page * size]
        items = [self.ark.seen(task, listed=True) for task in chosen]
        self.answer(200, {"total": len(tasks), "items": items})

    def do_DELETE(self) -> None:
        with self.ark.lock:
            entered = self._entered()
            if entered is None or self._play(self.ark.next_fault("delete")):
                return
            task = self.ark.tasks.get(entered[0])
            if task is None:
                self.refuse(404, "NotFound.task")
            elif task["status"] == "queued":
                task.update(status="cancelled", ended=True)
                self.answer(200, {})
            elif task["status"] == "running":
                message = "Cannot delete task because it is currently running"
                self.refuse(409, "InvalidAction.RunningTaskDeletion", message, "Conflict")
            else:
                del self.ark.tasks[entered[0]]  # its result is lost for good
                self.answer(200, {})


class _Store(_Handler):
    def do_GET(self) -> None:
        what, _, task_id = urlsplit(self.path).path.strip("/").partition("/")
        with self.ark.lock:
            if self.headers.get("Authorization"):
                self.ark.leaked.append(self.path)
                self.refuse(400, "InvalidArgument", "two ways of signing")
                return
            task, fault = self.ark.tasks[task_id], self.ark.next_fault(what)
        data = self.ark.last_frame
        if what == "video":
            data = film(int(task["duration"]), self.ark.coder)
        self.hand_out(data, fault, self.ark.heard)


@contextmanager
def serving() -> Iterator[Ark]:
    """The service on two ports of this machine."""
    ark = Ark()
    with listening(_Api, _Store, ark=ark) as (ark.api, ark.store):
        yield ark
