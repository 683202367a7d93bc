"""Pieces encoded on a Dask cluster: each segment is a task, and any worker may die at any time.

Workers that would make other bytes than this computer take no part. The media are used where the
workers see the film's folder, else they are sent once to each worker that needs them.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

from distributed import Client

from studio.errors import Cancelled, RenderError, StudioError
from studio.media.ffmpeg import Progress, Stop
from studio.media.hashes import sha256_of
from studio.render.crew import Order
from studio.render.farm_media import CHUNK, Needed
from studio.render.farm_watch import Watch
from studio.render.farm_work import Answer, Drop, Lacking, Made, Refused, Task, take_up, work
from studio.render.identity import identity, strange_letters
from studio.render.piece_keys import threads_of
from studio.render.scratch import refused

Notice = Callable[[StudioError], None]
_LOOK = 0.05  # seconds between two looks at a task
_TRIES = 4  # of a segment, by as many workers
_HANDS = 128  # segments under way at a time, at most
_LOST = "farm.lost_piece"


class Farm:
    """The workers of a cluster as the crew of an export."""

    def __init__(
        self, client: Client, notice: Notice, shared: str | None = None, patience: float = 60
    ) -> None:
        """`shared` is the film's folder as workers see it, where it must be then; empty: they see
        nothing of this computer's, so everything is sent. None: it is found out.

        `notice` hears of workers that take no part. With no worker for `patience` seconds an
        export fails.
        """
        self._client: Any = client
        self._shared = shared
        self._watch = Watch(client, patience)
        self._notice = notice
        self._unfit: dict[str, Refused] = {}  # by worker
        self._drops: dict[Path, Drop] = {}
        self._sent: dict[tuple[str, str], float] = {}  # when which worker had got which file
        self._sending: dict[tuple[str, str], threading.Lock] = {}
        self._lock = threading.Lock()
        self._gathering = threading.Lock()  # one piece in memory at a time
        self._sender = token_hex(8)

    def threads(self, pieces: int) -> int:
        """As many as this computer would take: the bytes depend on them."""
        return threads_of(pieces)

    def hands(self, pieces: int) -> int:
        """Two for each thread of a worker, so that none waits for the next."""
        return max(1, min(pieces, _HANDS, max(4, 2 * self._watch.slots)))

    def encode(self, order: Order, path: Path, tell: Progress, over: Stop) -> None:
        """Have a segment encoded by a worker. Raises RenderError, Cancelled."""
        tried: list[Refused] = []
        at: str | None = None
        for _ in range(_TRIES * 8):
            asked = time.monotonic()
            name = f"{path.stem}.{token_hex(6)}{path.suffix}"
            answer = self._answer(self._task(order, path, name), at, tried, tell, over)
            at = None
            if isinstance(answer, Made):
                if self._taken(answer, path.with_name(name), path):
                    return
                tried.append(Refused("", _LOST, {}))
            elif isinstance(answer, Lacking):
                for file in answer.files:
                    self._send(file, order.folder, answer.worker, asked, over)
                at = answer.worker
            elif answer.unfit:
                self.leave_out(answer)
            else:
                tried.append(answer)
            if len(tried) >= _TRIES or self._all_have(tried):
                break
        last = tried[-1] if tried else Refused("", _LOST, {})
        raise RenderError(last.key, **last.values)

    def _task(self, order: Order, path: Path, name: str) -> Task:
        folder = str(order.folder.resolve()) if self._shared is None else self._shared
        drop = None if self._shared == "" else self._drop(path.parent)
        own = identity(strange_letters(order.segment))
        return Task(order, folder, bool(self._shared), own, drop, name)

    def _drop(self, folder: Path) -> Drop:
        """The folder for finished pieces, signed so that a worker knows whether it sees it."""
        with self._lock:
            if folder not in self._drops:
                drop = Drop(str(folder.resolve()), f"farm-{token_hex(8)}", token_hex(32))
                try:
                    (folder / drop.sign).write_text(drop.token, encoding="ascii")
                except OSError as error:
                    raise refused(error) from error
                self._drops[folder] = drop
            return self._drops[folder]

    def _answer(
        self, task: Task, at: str | None, tried: list[Refused], tell: Progress, over: Stop
    ) -> Answer:
        """What a worker says to a task; the worker is `at`, or one that has not refused it."""
        key = f"storyreel-{token_hex(12)}"
        workers = self._choice(at, tried)
        future = self._client.submit(work, task, key=key, workers=workers, pure=False)
        try:
            while not future.done():
                if over():
                    raise Cancelled("media.cancelled")
                tell(self._watch.share(key))
                if self._watch.gone(workers):
                    return Refused("", _LOST, {})
                time.sleep(_LOOK)
            if future.status == "finished":
                with self._gathering:
                    return future.result()
            return self._failure(future, task.order.segment.start)
        finally:
            self._watch.forget(key)
            with suppress(Exception):  # the connection may be what failed
                if not future.done():
                    future.cancel()
                future.release()

    def _choice(self, at: str | None, tried: list[Refused]) -> list[str] | None:
        """The workers that may take a segment; None for any."""
        if at is not None:
            return [at]
        bad = self._unfit.keys() | {one.worker for one in tried if one.worker}
        if not bad:
            return None
        fit = [worker for worker in self._watch.workers() if worker not in bad]
        return fit or None

    def _all_have(self, tried: list[Refused]) -> bool:
        """Whether every worker that is there and fit has refused a segment."""
        there = self._watch.workers() - self._unfit.keys()
        return bool(there) and there <= {one.worker for one in tried}

    def leave_out(self, answer: Refused) -> None:
        """A worker that would make other bytes takes no part. Raises RenderError without others."""
        error = RenderError(answer.key, worker=answer.worker, **answer.values)
        with self._lock:
            new = answer.worker not in self._unfit
            self._unfit[answer.worker] = answer
        if not self._watch.workers() - self._unfit.keys():
            raise error
        if new:
            self._notice(error)

    def _failure(self, future: Any, frame: int) -> Refused:
        """What Dask itself says of a task: that it is lost, or that no worker can do it."""
        self._watch.require()
        error = future.exception() if future.status == "error" else None
        if error is None:
            return Refused("", _LOST, {})
        if type(error).__name__ == "KilledWorker":
            raise RenderError("farm.killed", frame=frame) from error
        if isinstance(error, ImportError) or "deserializ" in str(error):
            raise RenderError("farm.no_studio") from error
        return Refused("", "farm.failed", {"detail": f"{type(error).__name__}: {error}"[:300]})

    def _taken(self, made: Made, left: Path, path: Path) -> bool:
        """Put a piece at `path` if it is whole; `left` is where a worker may have left it."""
        try:
            if made.data is not None:
                left.write_bytes(made.data)
            if not left.is_file() or sha256_of(left) != made.sha256:
                return False
            left.replace(path)
        except OSError as error:
            raise refused(error) from error
        finally:
            left.unlink(missing_ok=True)
        return True

    def _send(self, file: Needed, folder: Path, worker: str, asked: float, over: Stop) -> None:
        """Send a file to a worker that had not got it when it was `asked`."""
        with self._lock:
            lock = self._sending.setdefault((worker, file.sha256), threading.Lock())
        with lock:
            if self._sent.get((worker, file.sha256), 0.0) > asked:
                return
            path = folder / file.path
            try:
                self._carry(file, path, worker, over)
            except FileNotFoundError as error:
                raise RenderError("farm.gone", path=path) from error
            except (Cancelled, RenderError):
                raise
            except Exception:  # the worker went away meanwhile: another one takes the segment
                self._watch.require()
                return
            self._sent[worker, file.sha256] = time.monotonic()

    def _carry(self, file: Needed, path: Path, worker: str, over: Stop) -> None:
        size, start = path.stat().st_size, 0
        with path.open("rb") as source:
            while start < size or start == 0:
                if over():
                    raise Cancelled("media.cancelled")
                data = source.read(CHUNK)
                words = (file, self._sender, start, data, size)
                told = self._client.run(take_up, *words, workers=[worker])[worker]
                if told is not None:
                    raise RenderError(told[0], **told[1])
                start += len(data)
                if not data:
                    return
