"""What a worker of a Dask cluster does for an export: it encodes a segment, or says why not.

Whatever it has to say goes back as a value. A task whose client is gone, or that is not wanted any
more, ends its encoder.
"""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from distributed import Status, Worker, get_worker

from studio.errors import RenderError, StudioError, system_detail
from studio.media.ffmpeg import Progress, Stop
from studio.media.hashes import sha256_of
from studio.messages import Part
from studio.render.crew import Order
from studio.render.farm_media import Needed, digest, lying_at, needed, receive, seen, sent
from studio.render.identity import Identity, identity, strange_letters
from studio.render.piece_file import made
from studio.render.scratch import refused, working_folder

TOPIC = "storyreel-pieces"  # on which workers tell how far they are
_LARGEST = 2 << 30  # bytes of a piece that goes through the network
_PACE = 0.5  # seconds between two words of progress
_CLOSING = (Status.stopping, Status.closing, Status.closed, Status.failed)


@dataclass(frozen=True)
class Drop:
    """A folder of the client's for finished pieces, and a file in it by which it is known."""

    folder: str
    sign: str  # the file's name
    token: str  # its content


@dataclass(frozen=True)
class Task:
    """A segment for a worker.

    `folder` is where workers see the film, which must be there when it is `shared`; what is not
    seen is asked for otherwise; empty, nothing is looked for. The piece goes to `drop` under `name`
    where that is seen.
    """

    order: Order
    folder: str
    shared: bool
    client: Identity
    drop: Drop | None
    name: str


@dataclass(frozen=True)
class Made:
    """A piece: its hash, and its bytes where the client's folder is not seen."""

    sha256: str
    data: bytes | None


@dataclass(frozen=True)
class Lacking:
    """Files that this worker needs and has not got."""

    worker: str
    files: tuple[Needed, ...]


@dataclass(frozen=True)
class Refused:
    """Why this worker did not do it; `unfit` when it will never do any of this export."""

    worker: str
    key: str
    values: dict[str, Any]
    unfit: bool = False


Answer = Made | Lacking | Refused


def work(task: Task) -> Answer:
    """Encode a segment here, on a worker's thread."""
    worker = get_worker()
    try:
        unfit = _unfit(task, worker.address)
        if unfit is not None:
            return unfit
        places, lacking = _places(task)
        if lacking and task.shared:
            values: dict[str, Any] = {"path": lacking[0].path, "folder": task.folder}
            return _refusal(worker.address, RenderError("farm.unseen", **values))
        if lacking:
            return Lacking(worker.address, tuple(lacking))
        return _made(task, places, worker)
    except StudioError as error:
        return _refusal(worker.address, error)
    except OSError as error:
        return _refusal(worker.address, refused(error))


def _unfit(task: Task, address: str) -> Refused | None:
    """Why this computer would make other bytes than the client's."""
    own = identity(strange_letters(task.order.segment))
    key = task.client.differs(own)
    values: dict[str, Any] = {"own": own.release, "wanted": task.client.release}
    return Refused(address, key, values, unfit=True) if key else None


def _places(task: Task) -> tuple[dict[str, Path], list[Needed]]:
    places: dict[str, Path] = {}
    lacking: list[Needed] = []
    for file in needed(task.order.segment):
        found = seen(file, Path(task.folder)) if task.folder else None
        if found is None and not task.shared:
            found = sent(file)
        if found is None:
            lacking.append(file)
        else:
            places[file.sha256] = found
    return places, lacking


def _made(task: Task, places: dict[str, Path], worker: Worker) -> Made:
    order = task.order
    key = str(worker.get_current_task())
    with working_folder("storyreel-farm-") as shop:
        drop = _seen_drop(task.drop)
        path = (drop or shop) / task.name
        segment = lying_at(order.segment, places)
        try:
            made(segment, Path("/"), order.delivery, order.lettering(shop), path, order.threads,
                 None, _telling(worker, key), _unwanted(worker, key), spare=False)  # fmt: skip
            if drop is not None:
                return Made(sha256_of(path), None)
            if path.stat().st_size > _LARGEST:
                raise RenderError("farm.large_piece", limit=_LARGEST >> 20)
            data = path.read_bytes()
            return Made(digest(data), data)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def _seen_drop(drop: Drop | None) -> Path | None:
    """The client's folder, if this computer has the very same one."""
    if drop is None:
        return None
    folder = Path(drop.folder)
    try:
        known = (folder / drop.sign).read_text("ascii", "replace") == drop.token
    except OSError:
        return None
    return folder if known else None


def _telling(worker: Worker, key: str) -> Progress:
    last = time.monotonic()

    def tell(share: float) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > _PACE:
            last = now
            worker.log_event(TOPIC, {"key": key, "share": share})

    return tell


def _unwanted(worker: Worker, key: str) -> Stop:
    """Whether nobody waits for the task any more: it was cancelled, or its client is gone."""

    def over() -> bool:
        task = worker.state.tasks.get(key)
        return task is None or task.state == "cancelled" or worker.status in _CLOSING

    return over


def _refusal(address: str, error: StudioError) -> Refused:
    """An error as a value: what is put into its sentence travels as words."""
    plain = (str, int, float, Part)
    values: dict[str, Any] = {
        name: value if isinstance(value, plain) else str(value)
        for name, value in error.values.items()
    }
    return Refused(address, error.key, values)


async def take_up(
    file: Needed, sender: str, start: int, data: bytes, size: int
) -> tuple[str, dict[str, Any]] | None:
    """Keep a part of a file that a client sends; the sentence of an error, if there is one."""
    try:
        await asyncio.to_thread(receive, file, sender, start, data, size)
    except StudioError as error:
        return error.key, dict(error.values)
    except OSError as error:
        return "farm.not_kept", {"detail": system_detail(error)}
    return None
