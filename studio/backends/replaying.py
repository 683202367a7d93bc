"""The tasks of a cassette asked for once more, from the real clients, with nobody reached."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
from pydantic import ValidationError

from studio.backends.account import Account
from studio.backends.base import Backend, Request, Result
from studio.backends.registry import SERVICES
from studio.backends.replay import Cassette, Replay
from studio.errors import BadInput, StudioError
from studio.media.encode import BITEXACT
from studio.media.ffmpeg import QUIET, run

_KEY = "replayed-0123456789"


@dataclass(frozen=True)
class Outcome:
    """How one task went: what it left, or why not."""

    what: str
    backend: str
    name: str
    told: str = ""
    error: StudioError | None = None
    missed: tuple[str, ...] = ()  # calls that the cassette has no answer for


class _Links:
    """A bucket of which every link is as good as any other."""

    async def link(self, path: Path, sha256: str, holder: str) -> str:
        return f"https://files.invalid/{sha256}{path.suffix}"

    async def release(self, holder: str) -> None:
        """Nothing is there."""


async def replayed(cassette: Cassette, folder: Path) -> AsyncGenerator[Outcome]:
    """Each task in its order, with files that stand in for the maker's in `folder`.

    Raises BadInput for a cassette whose tasks are no requests.
    """
    clip = await asyncio.to_thread(_clip, folder)
    replay = Replay(cassette, lambda suffix: _picture() if suffix in _PICTURES else clip)
    made: dict[tuple[str, str], Mapping[str, Backend]] = {}
    for number, task in enumerate(cassette.tasks):
        backend = _backend(task, replay, made)
        request = await asyncio.to_thread(_request, task, folder)
        what, name = str(task["what"]), str(task["name"])
        replay.missed.clear()
        told, error = "", None
        try:
            told = await _carried(backend, what, name, request, folder / f"take-{number}")
        except StudioError as trouble:
            error = trouble
        # A client may bear with a call that failed: what was missed is told all the same.
        yield Outcome(what, str(task["backend"]), name, told, error, tuple(replay.missed))


def _picture() -> bytes:
    """Noise, so that it is not so small that it could be a word."""
    noise = np.random.default_rng(1).integers(0, 255, (24, 24, 3), np.uint8)
    return cv2.imencode(".png", noise)[1].tobytes()


def _clip(folder: Path) -> bytes:
    path = folder / "blank.mp4"
    source = ["-f", "lavfi", "-i", "color=size=64x36:rate=24:duration=1"]
    run([*QUIET, *source, "-c:v", "libx264", *BITEXACT, str(path)], frames=24)
    return path.read_bytes()


async def _carried(backend: Backend, what: str, name: str, request: Request, folder: Path) -> str:
    if what == "submit":
        return await backend.submit(request, name)
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    result: Result | None = None
    async for event in backend.watch(name, request, folder):
        if isinstance(event, Result):
            result = event
    return ", ".join(result.files) if result is not None else ""


def _backend(
    task: Mapping[str, Any], replay: Replay, made: dict[tuple[str, str], Mapping[str, Backend]]
) -> Backend:
    values = {str(name): str(text) for name, text in dict(task.get("values") or {}).items()}
    wanted = str(task["backend"])
    for service in (*SERVICES, "comfyui"):
        place = (service, repr(sorted(values.items())))
        if place not in made:
            module = import_module(f"studio.backends.{service}")
            paces = {"pause": _at_once} if service != "speech" else {}
            made[place] = module.backends(_account(module, values, replay), **paces)
        if wanted in made[place]:
            return made[place][wanted]
    raise BadInput("cassette.no_backend", backend=wanted[:60])


def _account(module: Any, values: Mapping[str, str], replay: Replay) -> Account:
    fields = cast(tuple[Any, ...], module.SERVICE.fields)
    plain = {f.id: values.get(f.id) or f.default for f in fields if not f.secret}
    whole = {**plain, **{f.id: _KEY for f in fields if f.secret}}
    links = _Links()
    return Account(lambda: whole, plain=lambda: plain, bucket=lambda: links, transport=replay)


async def _at_once(_seconds: float) -> None:
    """Nothing is waited for."""
    await asyncio.sleep(0)


def _request(task: Mapping[str, Any], folder: Path) -> Request:
    try:
        values = _filled(task["request"])
        for number, each in enumerate(_inputs(values)):
            kind = str(each.get("kind"))
            path = folder / f"input-{number}{_SUFFIXES.get(kind, '.bin')}"
            path.write_bytes(_STANDS[kind]())
            each["path"] = str(path)
        return Request.model_validate(values)
    except (ValidationError, KeyError, TypeError, ValueError):
        raise BadInput("cassette.no_request", backend=str(task.get("backend"))[:60]) from None


_PICTURES = {".png", ".jpg", ".jpeg", ".webp"}
_SUFFIXES = {"picture": ".png", "sound": ".mp3", "video": ".mp4"}
_STANDS = {
    "picture": _picture,
    "sound": lambda: b"ID3" + bytes(500),
    "video": lambda: bytes(500),
}


def _inputs(values: dict[str, Any]) -> list[dict[str, Any]]:
    found = list(cast(list[dict[str, Any]], values.get("inputs") or []))
    for each in cast(list[dict[str, Any]], values.get("then") or []):
        found += _inputs(each)
    return found


def _filled(value: Any, name: str = "") -> Any:
    """A request with words in the place of those that were left out."""
    if isinstance(value, dict):
        given = cast(dict[str, Any], value)
        if given.keys() == {"$text"}:
            return "x" * min(int(given["$text"]), 20_000)
        return {key: _filled(each, key) for key, each in given.items()}
    if isinstance(value, list):
        many = [_filled(each, name) for each in cast(list[Any], value)]
        if name == "figures":  # two of one length must not become one
            for number, each in enumerate(many):
                each["name"] = f"{each.get('name') or 'x'}"[:-1] + "abcdefghij"[number % 10]
        return many
    return value
