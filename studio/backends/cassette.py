"""A cassette: what was said between the studio and its services, scrubbed, for a report of a fault.

One line of JSON each. The first says `cassette` (the version of the format, 1), what made it and
whether texts are in it. Then, in the order of things:

- `task`: what a backend was asked for (`submit` with the job's key, `watch` with the task's id);
- `call`: service, base, method, path, query, body, status, headers that matter, answer, seconds;
- `fetch`: a download that began, its address without its query, and its status.

Never in it: keys, `Authorization` and every header but a few, signatures and the queries of web
addresses, files (`$media` with size and SHA-256 stands for each), paths of this machine. Texts of
the maker (prompts, lines, names) are left out (`$text` with their length) unless they are wanted;
a service's own words are kept, and these may quote a prompt. An answer beyond 64 KB is cut
(`$cut`), and of very many entries the last ones are kept (`left_out` counts the others).
"""

import json
import os
import tempfile
import threading
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import BaseModel

from studio import __version__
from studio.backends.scrub import Scrub, media
from studio.backends.web import Exchange, Reply

VERSION = 1
MOST = 2000  # entries
MOST_BYTES = 8_000_000  # of all entries
_ANSWER = 64_000  # bytes of one answer
_HEAD = 2000  # characters of an answer that is no JSON
_HEADERS = ("content-type", "date", "retry-after", "x-request-id", "x-trace-id", "server")
TEXTS = {
    *("prompt", "negative_prompt", "text", "negative", "setting", "style", "description"),
    *("sound_effect_prompt", "bgm_prompt", "name", "label", "revised_prompt", "element_name"),
    *("element_description", "voice_name", "title", "onscreen_text", "speaker_name"),
}


class Tape:
    """Records in memory; safe to be told from any thread."""

    def __init__(self, *, texts: bool = False) -> None:
        """`texts`: keep what the maker wrote."""
        self._texts = texts
        self._lines: deque[str] = deque()
        self._bytes = self._left_out = 0
        self._lock = threading.Lock()
        self._secrets: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self._lines)

    def asked(
        self, what: Literal["submit", "watch"], backend: str, request: BaseModel, name: str,
        values: Mapping[str, str],
    ) -> None:  # fmt: skip
        """A task that a backend is asked for."""
        wanted = _without_paths(request.model_dump(mode="json"))
        self._keep({
            "kind": "task", "what": what, "backend": backend, "name": name,
            "values": dict(values), "request": self._quiet(wanted),
        })  # fmt: skip

    def called(self, exchange: Exchange) -> None:
        """A call and its answer."""
        self._secrets |= frozenset(exchange.secrets)
        entry: dict[str, Any] = {
            "kind": "call", "service": exchange.service, "base": exchange.base,
            "method": exchange.method, "path": exchange.path, "query": dict(exchange.query),
            "body": self._quiet(links_out(exchange.body)),
            "seconds": round(exchange.seconds, 3),
        }  # fmt: skip
        if exchange.reply is None:
            entry["error"] = exchange.error
        else:
            entry |= self._answer(exchange.reply)
        self._keep(entry)

    def fetched(self, service: str, url: str, status: int, secrets: tuple[str, ...]) -> None:
        """A download that began."""
        self._secrets |= frozenset(secrets)
        self._keep({"kind": "fetch", "service": service, "url": url, "status": status})

    def text(self) -> str:
        """The cassette as it is now."""
        with self._lock:
            lines, left_out = list(self._lines), self._left_out
        head = {
            "cassette": VERSION, "studio": __version__, "texts": self._texts,
            "made": datetime.now(UTC).isoformat(timespec="seconds"), "left_out": left_out,
        }  # fmt: skip
        return "\n".join((json.dumps(head), *lines)) + "\n"

    def save(self, path: Path) -> int:
        """Write the cassette whole or not at all; how many entries. Raises OSError."""
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".cassette-")
        try:
            with os.fdopen(handle, "wb") as file:
                # Half a surrogate, which a service may send, is an escape of JSON, too.
                file.write(self.text().encode(errors="backslashreplace"))
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return len(self)

    def _answer(self, reply: Reply) -> dict[str, Any]:
        told = {name: text for name in _HEADERS if (text := reply.headers.get(name))}
        answer: Any = reply.json
        if answer is None:
            # Cut after it was scrubbed: half a key is no key, but it is half of one.
            words = Scrub(self._secrets).text(reply.body[:_ANSWER].decode(errors="replace"))
            answer = {"$words": words[:_HEAD], "$bytes": len(reply.body)}
        elif len(reply.body) > _ANSWER:
            answer = {"$cut": len(reply.body)}
        else:
            answer = self._quiet(answer)
        return {"status": reply.status, "headers": told, "answer": answer}

    def _quiet(self, value: Any) -> Any:
        return value if self._texts else quiet(value)

    def _keep(self, entry: dict[str, Any]) -> None:
        scrub = Scrub(self._secrets)
        kept = {
            name: each if name in {"kind", "what", "method", "status"} else scrub.value(each)
            for name, each in entry.items()
        }
        line = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        with self._lock:
            self._lines.append(line)
            self._bytes += len(line)
            while len(self._lines) > MOST or (self._bytes > MOST_BYTES and len(self._lines) > 1):
                self._bytes -= len(self._lines.popleft())
                self._left_out += 1


def quiet(value: Any, name: str = "") -> Any:
    """A value in which the length of each text of the maker stands for it.

    In a workflow's node any input may hold one, whatever it is called.
    """
    if isinstance(value, Mapping):
        given = cast(Mapping[str, Any], value)
        node = isinstance(given.get("class_type"), str)
        return {
            key: _unread(each) if node and key == "inputs" else quiet(each, key)
            for key, each in given.items()
        }
    if isinstance(value, list | tuple):
        return [quiet(each, name) for each in cast(list[Any], value)]
    if isinstance(value, str) and value and name in TEXTS:
        return {"$text": len(value)}
    return value


def _unread(value: Any) -> Any:
    """The inputs of a node: links, which have two parts, stay; texts do not."""
    if isinstance(value, Mapping):
        given = cast(Mapping[str, Any], value)
        return {key: _unread(each) for key, each in given.items()}
    many = cast(list[Any], value) if isinstance(value, list) else []
    is_link = len(many) == 2 and isinstance(many[1], int)
    return many if is_link else quiet(value, "text")


def links_out(value: Any) -> Any:
    """A body in which no web address tells where the maker keeps files."""
    if isinstance(value, Mapping):
        given = cast(Mapping[str, Any], value)
        return {key: links_out(each) for key, each in given.items()}
    if isinstance(value, list | tuple):
        return [links_out(each) for each in cast(list[Any], value)]
    if isinstance(value, str) and value[:8].lower().startswith(("http://", "https://")):
        return {"$link": True}
    return (media(value) or value) if isinstance(value, str) else value


def _without_paths(value: Any) -> Any:
    if isinstance(value, dict):
        given = cast(dict[str, Any], value)
        return {key: "" if key == "path" else _without_paths(each) for key, each in given.items()}
    if isinstance(value, list):
        return [_without_paths(each) for each in cast(list[Any], value)]
    return value
