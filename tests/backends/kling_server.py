"""Kling, replayed: both generations of its API and a store of results on another port, with
switches for what goes wrong. It counts what it would charge for.
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from itertools import count
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.backends.kling_legacy_rules import AT_ONCE, CHECKS, token_fault
from tests.backends.kling_rules import PATHS, wrong
from tests.backends.replayed import JPEG, Faults, Handler, film, listening

KEY = "kling-api-key-very-secret-0123456789"
WAV = b"RIFF" + (36).to_bytes(4, "little") + b"WAVEfmt " + b"\x00" * 24
STATUS = {
    1000: 401, 1001: 401, 1002: 401, 1003: 401, 1004: 401, 1103: 403, 1200: 400, 1201: 400,
    1202: 404, 1203: 404, 1300: 400, 1301: 400, 5000: 500, 5001: 503, 5002: 504,
}  # fmt: skip


class Service(Faults):
    """The service. `on(name, *values)` queues what happens to the next calls of a name: `create`,
    `look`, `legacy`, `legacy_look`, `costs`, `video`, `image`, `audio`. A value is a code, a word
    (`drop`, `html`, `garbage`, `null`, and for downloads `short`, `empty`, `html`, or a status), a
    record, or `("made", value)`: the task is created and then that happens.
    """

    def __init__(self) -> None:
        super().__init__()
        self.tasks: dict[str, dict[str, Any]] = {}
        self.bodies: list[tuple[str, dict[str, Any]]] = []  # of what was created, in order
        self.calls: list[tuple[str, str]] = []
        self.tokens: list[str] = []
        self.refused: list[list[str]] = []
        self.looks = 1  # how often a task is submitted, and then processing, before it ends
        self.ending: dict[str, Any] = {}  # laid over a record at its end
        self.endless: set[str] = set()
        self.limit = 1000  # tasks that may run at the same time for a model
        self.most_running = 0
        self.empty: set[str] = set()  # kinds of packs with nothing left
        self.characters: set[str] = set()
        self.faces = [(0, 5000)]  # of any video: from when to when each is seen, in ms
        self.leaked: list[str] = []
        self.sound = WAV
        self.voices: set[str] = set()  # that speak lines; empty: any
        self.skew = 0.0  # seconds its clock is ahead
        self.cash = False
        self.numbers = count(930_000_000_000_000_001)
        self.api = self.store = ""
        self.lock = threading.RLock()
        self.heard: Callable[[str], object] = str  # told of every moment that a caller may die at

    @property
    def now(self) -> float:
        return time.time() + self.skew

    def running(self, model: str) -> int:
        return sum(t["path"] == model and not t["ended"] for t in self.tasks.values())

    def create(self, path: str, body: dict[str, Any], external: str) -> dict[str, Any]:
        task_id = str(next(self.numbers))
        self.bodies.append((path, body))
        task = {
            "id": task_id, "path": path, "body": body, "external": external, "looked": 0,
            "status": "submitted", "ended": False, "made": int(self.now * 1000),
        }  # fmt: skip
        self.tasks[task_id] = task
        self.most_running = max(self.most_running, self.running(path))
        return task

    def taken(self, external: str) -> bool:
        return bool(external) and any(t["external"] == external for t in self.tasks.values())

    def step(self, task: dict[str, Any]) -> None:
        """One look brings a task on."""
        if task["ended"] or task["id"] in self.endless:
            return
        task["looked"] += 1
        if task["looked"] > 2 * self.looks:
            task["ended"], task["status"] = True, "succeeded"
            task.update(self.ending)
        elif task["looked"] > self.looks:
            task["status"] = "processing"

    def seconds(self, task: dict[str, Any]) -> int:
        return int(task["body"].get("settings", {}).get("duration", 5))

    def link(self, kind: str, task: dict[str, Any]) -> str:
        return f"{self.store}/{kind}/{task['id']}?x-signature=1"

    def record(self, task: dict[str, Any]) -> dict[str, Any]:
        """A record of the new API."""
        found = {
            "id": task["id"], "status": task["status"], "message": task.get("message", ""),
            "create_time": task["made"], "update_time": task["made"] + task["looked"],
            "external_id": task["external"], "a_new_field": {"x": 1},
        }  # fmt: skip
        if task["status"] in {"succeeded", "succeed"}:
            seconds = self.seconds(task)
            unit = {
                "charge_type": "unit",
                "amount": f"{seconds * 0.9:.1f}",
                "package_type": "video",
            }
            cash = {"charge_type": "cash", "amount": "3.15", "currency": "CNY", "list_price": "4"}
            video = {
                "type": "video",
                "id": "v1",
                "url": self.link("video", task),
                "watermark_url": "",
                "duration": f"{seconds}.041",
            }
            found["outputs"] = task.get("outputs", [{"type": "hologram", "url": 3}, video])
            found["billing"] = [{**cash, "cash_type": "balance"} if self.cash else unit]
        return found

    def old_record(self, task: dict[str, Any]) -> dict[str, Any]:
        """A record of the older API."""
        status = "succeed" if task["status"] == "succeeded" else task["status"]
        found = {
            "task_id": task["id"], "task_status": status,
            "task_status_msg": task.get("message", ""),
            "task_info": {"external_task_id": task["external"]}, "created_at": task["made"],
            "updated_at": task["made"],
        }  # fmt: skip
        if status == "succeed":
            found["task_result"] = task.get("result") or self.old_result(task)
            found["final_unit_deduction"] = "8" if "images" in task["path"] else "2.5"
        return found

    def place(self, task: dict[str, Any]) -> int:
        """Which of all tasks it is: what it made is called the same whenever it is listed."""
        return 1 + list(self.tasks).index(task["id"])

    def old_result(self, task: dict[str, Any]) -> dict[str, Any]:
        path, body = task["path"], task["body"]
        if "elements" in path:
            video = body["reference_type"] == "video_refer"
            element = {
                "element_id": 829_836_000_000_000_001 + 2 * self.place(task), "status": "succeed",
                "element_name": body["element_name"], "owned_by": "me",
                "reference_type": body["reference_type"],
            }  # fmt: skip
            if video:
                element["element_voice_info"] = {
                    "voice_id": "829836000000000077",
                    "voice_name": "v",
                }
            return {"elements": [element]}
        if "voices" in path:
            return {
                "voices": [
                    {
                        "voice_id": f"8298{self.place(task):08}",
                        "voice_name": body["voice_name"],
                        "trial_url": self.link("audio", task),
                        "owned_by": "me",
                    }
                ]
            }
        if "ai-multi-shot" in path:
            return {
                "images": [
                    {"index": 0, **{f"url_{n}": self.link("image", task) for n in (1, 2, 3)}}
                ]
            }
        if "images" in path:
            return {
                "images": [
                    {"index": n, "url": self.link("image", task)} for n in range(body.get("n", 1))
                ]
            }
        if "text-to-audio" in path:
            return {
                "audios": [
                    {
                        "id": "a1",
                        "url_mp3": self.link("audio", task),
                        "url_wav": self.link("audio", task),
                        "duration_mp3": "5.0",
                        "duration_wav": "5.0",
                    }
                ]
            }
        return {"videos": [{"id": "v9", "url": self.link("video", task), "duration": "5.041"}]}


class _Handler(Handler):
    service: Service

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(int(self.service.now))


class _Api(_Handler):
    def good(self, data: Any) -> None:
        self.answer(200, {"code": 0, "message": "SUCCEED", "request_id": "req-1", "data": data})

    def refuse(self, code: int, message: str = "no") -> None:
        values: dict[str, Any] = {"code": code, "message": message, "request_id": "req-2"}
        if code == 1303:
            del values["request_id"]
        elif code % 2:
            values["data"] = None
        self.answer(STATUS.get(code, 429), values)

    def play(self, fault: Any) -> bool:
        """Answer a call as its fault says; False when there is none."""
        if fault is None:
            return False
        if self.spoil(fault):
            return True
        if fault == "bad_gateway":
            self.answer(502, b"<html>502</html>", "text/html")
        elif fault == "null":
            self.answer(200, {"code": 0, "message": "SUCCEED", "data": None})
        elif isinstance(fault, tuple):
            self.refuse(*fault)
        else:
            self.refuse(fault)
        return True

    def entered(self) -> tuple[str, dict[str, list[str]]] | None:
        parts = urlsplit(self.path)
        path = parts.path
        self.service.calls.append((self.command, self.path))
        header = self.headers.get("Authorization", "")
        self.service.tokens.append(header)
        if not header.startswith("Bearer ") or header.startswith("Bearer  "):
            self.refuse(1001, "header")
            return None
        token = header.removeprefix("Bearer ")
        if token != KEY:
            code = token_fault(token, self.service.now) if path.startswith("/v1/") else 1002
            if code:
                self.refuse(code, f"the key {token} is wrong")
                return None
        if "//" in path or path.startswith("/v1/v1"):
            self.refuse(1203, "path")
            return None
        return path, parse_qs(parts.query)

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        data = self.rfile.read(size)
        if len(data) < size:  # the caller died in the middle of it
            return
        with self.service.lock:
            entered = self.entered()
            if entered is None:
                return
            path = entered[0]
            old = path.startswith("/v1/")
            self.service.heard("create arrives")
            fault = self.service.next_fault("legacy" if old else "create")
            made = isinstance(fault, tuple) and fault[0] == "made"
            if not made and self.play(fault):
                return
            if self.headers.get("Content-Type") != "application/json":
                self.refuse(1200, "Content-Type")
                return
            body = json.loads(data)
            if old:
                self.old_post(path, body, fault[1] if made else None)
            else:
                self.post(path, body, fault[1] if made else None)

    def post(self, path: str, body: dict[str, Any], after: Any) -> None:
        service = self.service
        if path not in PATHS:
            self.refuse(1203, "model")
            return
        faults = wrong(path, body, service.characters)
        if faults:
            service.refused.append(faults)
            self.refuse(1201, "; ".join(faults))
            return
        external = body["options"]["external_task_id"]
        if service.taken(external):
            self.refuse(1201, f"External_task_id {external} already exists")
        elif "video" in service.empty:
            self.refuse(1102, "Account balance not enough")
        elif service.running(path) >= service.limit:
            self.refuse(1303, "parallel task over resource pack limit")
        else:
            task = service.create(path, body, external)
            service.heard("task made")
            if not self.play(after):
                record = service.record(task)
                self.good(
                    {
                        name: record[name]
                        for name in ("id", "status", "create_time", "update_time", "external_id")
                    }
                )
                service.heard("create answered")

    def old_post(self, path: str, body: dict[str, Any], after: Any) -> None:
        service = self.service
        if path.startswith("/v1/general/delete-"):
            service.bodies.append((path, body))
            self.good({})
            return
        if path not in CHECKS:
            self.refuse(1203, "path")
            return
        faults = CHECKS[path](body)
        if faults:
            service.refused.append(faults)
            self.refuse(1201, "; ".join(faults))
            return
        if path.endswith("tts") and service.voices and body["voice_id"] not in service.voices:
            self.refuse(1201, "Voice id not found")
            return
        external = str(body.get("external_task_id", ""))
        if service.taken(external):
            self.refuse(1201, f"External_task_id {external} already exists")
            return
        if "images" in path and "image" in service.empty:
            self.refuse(1102, "Account balance not enough")
            return
        task = service.create(path, body, external)
        if self.play(after):
            return
        if path in AT_ONCE:
            task["ended"] = True
            self.good(self.at_once(path, task))
        else:
            self.good(service.old_record(task))

    def at_once(self, path: str, task: dict[str, Any]) -> dict[str, Any]:
        if path.endswith("tts"):
            audio = {"id": "aud-1", "url": self.service.link("audio", task), "duration": "2.5"}
            return {
                "task_id": task["id"],
                "task_status": "succeed",
                "task_result": {"audios": [audio]},
            }
        found = [
            {
                "face_id": f"{number}",
                "face_image": self.service.link("image", task),
                "start_time": start,
                "end_time": end,
            }
            for number, (start, end) in enumerate(self.service.faces)
        ]
        return {"session_id": "s-1", "face_data": found}

    def do_GET(self) -> None:
        with self.service.lock:
            entered = self.entered()
            if entered is None:
                return
            path, query = entered
            if path == "/account/costs":
                self.costs(query)
            elif path == "/tasks":
                self.look(query)
            elif path.startswith("/v1/"):
                self.old_get(path)
            elif path in PATHS:
                self.refuse(1202, "method")
            else:
                self.refuse(1203, "path")

    def look(self, query: dict[str, list[str]]) -> None:
        service = self.service
        service.heard("look")
        if self.play(service.next_fault("look")):
            return
        if len(query) != 1 or next(iter(query)) not in {"task_ids", "external_task_ids"}:
            service.refused.append(["query"])
            self.refuse(1201, "task_ids or external_task_ids")
            return
        name, values = next(iter(query.items()))
        ids = values[0].split(",")
        if len(ids) > 20:
            service.refused.append(["more than 20 ids"])
            self.refuse(1201, "task_ids and external_task_ids cannot exceed 20 in total")
            return
        field = "id" if name == "task_ids" else "external"
        found = [task for task in service.tasks.values() if task[field] in ids]
        for task in found:
            service.step(task)
        self.good([service.record(task) for task in found])

    def old_get(self, path: str) -> None:
        service = self.service
        if path.endswith("presets-voices"):
            self.good(
                [
                    {
                        "task_id": "1",
                        "task_status": "succeed",
                        "task_result": {
                            "voices": [
                                {
                                    "voice_id": "p1",
                                    "voice_name": "Calm",
                                    "trial_url": "https://x.example/a.mp3",
                                    "owned_by": "kling",
                                }
                            ]
                        },
                    }
                ]
            )
            return
        if path in CHECKS or path.endswith("presets-elements"):
            tasks = [t for t in service.tasks.values() if t["path"] == path]
            self.good([service.old_record(task) for task in tasks])
            return
        if self.play(service.next_fault("legacy_look")):
            return
        below, _, name = path.rpartition("/")
        name = unquote(name)
        by = ("id",) if below.endswith("lip-sync") else ("id", "external")
        for task in service.tasks.values():
            if task["path"] == below and any(task[field] == name for field in by):
                service.step(task)
                self.good(service.old_record(task))
                return
        self.refuse(1201, f"Task not found by id/external id: {name}")

    def costs(self, query: dict[str, list[str]]) -> None:
        if self.play(self.service.next_fault("costs")):
            return
        if not {"start_time", "end_time"} <= query.keys() or len(query["start_time"][0]) != 13:
            self.refuse(1201, "times in ms")
            return
        pack = {
            "resource_pack_name": "Video", "resource_pack_id": "pack-1", "total_quantity": 1000.0,
            "resource_pack_type": "decreasing_total", "remaining_quantity": 997.6,
            "purchase_time": 1, "effective_time": 1, "invalid_time": 2, "status": "online",
        }  # fmt: skip
        self.good({"code": 0, "msg": "", "resource_pack_subscribe_infos": [pack]})


class _Store(_Handler):
    def do_GET(self) -> None:
        kind, _, task_id = urlsplit(self.path).path.strip("/").partition("/")
        with self.service.lock:
            if self.headers.get("Authorization"):
                self.service.leaked.append(self.path)
            task, fault = self.service.tasks[task_id], self.service.next_fault(kind)
        data = {"image": JPEG, "audio": self.service.sound}.get(kind) or film(
            self.service.seconds(task)
        )
        self.hand_out(data, fault, self.service.heard)


def creates(service: Service) -> Counter[str]:
    """How many tasks there are of each of our ids: never more than one."""
    return Counter(task["external"] for task in service.tasks.values())


@contextmanager
def serving() -> Generator[Service]:
    """The service on two ports of this machine."""
    service = Service()
    with listening(_Api, _Store, service=service) as (service.api, service.store):
        yield service
