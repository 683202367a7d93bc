"""A cassette played: a service's answers without the service, to the real client, in their order.

Strict: a call that the cassette has no answer for is an error that names it. What differs by nature
is bound as it comes: a job's own id stands for the recorded one, in answers too, and a file or a
link for any other.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import httpx

from studio.backends.cassette import VERSION, links_out, quiet
from studio.backends.scrub import Scrub
from studio.errors import BackendError, BadInput, Fault

_LARGEST = 64_000_000  # bytes of a cassette
_IDS = {"external_task_id", "external_task_ids", "safety_identifier", "client_id", "prompt_id"}
_FILES = {"$media", "$link"}
_NOT_SENT = {"web.unreachable"}


@dataclass(frozen=True)
class Cassette:
    """What a cassette holds."""

    texts: bool
    entries: tuple[dict[str, Any], ...]
    left_out: int = 0

    @property
    def tasks(self) -> tuple[dict[str, Any], ...]:
        """What was asked for, in order."""
        return tuple(entry for entry in self.entries if entry["kind"] == "task")


def read_cassette(path: Path) -> Cassette:
    """A cassette of this format. Raises BadInput."""
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput("cassette.no_cassette", path=path)
        lines = path.read_text(encoding="utf-8").split("\n")
        values = [json.loads(line) for line in lines if line.strip()]
        head, entries = values[0], values[1:]
        version = head["cassette"]
        known = all(entry["kind"] in {"task", "call", "fetch"} for entry in entries)
        left_out = int(head.get("left_out", 0))
    except OSError as error:
        raise BadInput("cassette.unreadable", path=path, detail=type(error).__name__) from None
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise BadInput("cassette.no_cassette", path=path) from None
    if version != VERSION or not known:
        raise BadInput("cassette.other_version", path=path, version=str(version)[:20])
    return Cassette(bool(head.get("texts")), tuple(entries), left_out)


@dataclass
class Replay(httpx.AsyncBaseTransport):
    """Takes the network's place; `stand_in` gives bytes for a download of a kind of file."""

    cassette: Cassette
    stand_in: Callable[[str], bytes] = field(default=lambda _: b"\x00" * 64)

    def __post_init__(self) -> None:
        self._left = [entry for entry in self.cassette.entries if entry["kind"] != "task"]
        self._bound: dict[str, str] = {}  # recorded id to the one that is sent now
        self._scrub = Scrub()
        self.played = 0
        self.missed: list[str] = []  # calls that the cassette has no answer for

    @property
    def left(self) -> int:
        """Entries that were not asked for."""
        return len(self._left)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The recorded answer. Raises BackendError for a call that is not on the cassette."""
        content = await request.aread()
        for entry in self._left:
            bound = dict(self._bound)
            if self._fits(entry, request, content, bound):
                self._left.remove(entry)
                self._bound = bound
                self.played += 1
                return self._answer(entry, request)
        call = f"{request.method} {urlsplit(str(request.url)).path}"[:200]
        self.missed.append(call)
        raise BackendError("cassette.no_answer", Fault.BROKEN, backend="cassette", call=call)

    def _fits(
        self, entry: Mapping[str, Any], request: httpx.Request, content: bytes,
        bound: dict[str, str],
    ) -> bool:  # fmt: skip
        if entry["kind"] == "fetch":
            plain = self._scrub.value(str(request.url))
            return request.method == "GET" and entry["url"] == plain
        path: str = urlsplit(f"{entry['base']}{entry['path']}").path
        if request.method != entry["method"] or request.url.path != path:
            return False
        query = self._scrub.value(dict(request.url.params.multi_items()))
        wanted: dict[str, Any] = dict(httpx.QueryParams(urlsplit(f"{entry['path']}").query))
        wanted |= entry["query"]
        body = self._scrub.value(self._quiet(links_out(_sent(content)))) if content else None
        return _same(wanted, query, "", bound) and _same(entry["body"], body, "", bound)

    def _quiet(self, value: Any) -> Any:
        return value if self.cassette.texts else quiet(value)

    def _answer(self, entry: Mapping[str, Any], request: httpx.Request) -> httpx.Response:
        if "error" in entry:
            kind = httpx.ConnectError if entry["error"] in _NOT_SENT else httpx.ReadError
            raise kind("as recorded", request=request)
        if entry["kind"] == "fetch":
            data = self.stand_in(Path(request.url.path).suffix) if entry["status"] == 200 else b""
            return httpx.Response(entry["status"], stream=httpx.ByteStream(data))
        answer = entry["answer"]
        if isinstance(answer, dict) and "$cut" in answer:
            raise BackendError(
                "cassette.cut", Fault.BROKEN, backend="cassette", call=f"{entry['path']}"
            )
        if isinstance(answer, dict) and "$words" in answer:
            text = cast(str, answer["$words"])
        else:
            text = json.dumps(_told(answer), ensure_ascii=False)
        for old, new in self._bound.items():
            text = text.replace(old, new)
        # The date was that of then, by which a client would set its clock.
        headers = {name: told for name, told in entry["headers"].items() if name != "date"}
        stream = httpx.ByteStream(text.encode())
        return httpx.Response(entry["status"], headers=headers, stream=stream)


def _sent(content: bytes) -> Any:
    """A body as a cassette keeps it: a form with a file in it is that file."""
    return {"$media": {}} if content.startswith(b"--") else json.loads(content)


def _same(old: Any, new: Any, name: str, bound: dict[str, str]) -> bool:
    """Whether a value is the recorded one, but for what differs by nature."""
    if isinstance(old, dict) and isinstance(new, dict):
        before, now = cast(dict[str, Any], old), cast(dict[str, Any], new)
        if before.keys() & _FILES and now.keys() & _FILES:
            return True
        if "$text" in before and "$text" in now:
            return True
        return before.keys() == now.keys() and all(
            _same(before[key], now[key], key, bound) for key in before
        )
    if isinstance(old, list) and isinstance(new, list):
        many, others = cast(list[Any], old), cast(list[Any], new)
        pairs = zip(many, others, strict=False)
        return len(many) == len(others) and all(_same(a, b, name, bound) for a, b in pairs)
    if name in _IDS and isinstance(old, str) and isinstance(new, str):
        return bound.setdefault(old, new) == new
    return old == new


def _told(value: Any) -> Any:
    """An answer as a service gives it: words for those that were left out."""
    if isinstance(value, dict):
        given = cast(dict[str, Any], value)
        if given.keys() == {"$text"}:
            return "x" * min(int(given["$text"]), 10_000)
        return {key: _told(each) for key, each in given.items()}
    if isinstance(value, list):
        return [_told(each) for each in cast(list[Any], value)]
    return value
