"""A cluster as it is now: which workers are there, how far they are, whether it is there at all."""

import threading
import time
from contextlib import suppress
from typing import Any

from distributed import Client

from studio.errors import RenderError
from studio.render.farm_work import TOPIC

_PACE = 1.0  # seconds between two looks at the cluster
_RETURN = 10.0  # seconds in which a connection that broke may come back, at most


class Watch:
    """Asks a cluster how it is, at most once a second for all who ask."""

    def __init__(self, client: Client, patience: float) -> None:
        """`patience` in seconds is how long a cluster may be without any worker."""
        self._client: Any = client
        self._patience = patience
        self._lock = threading.Lock()
        self._shares: dict[str, float] = {}
        self._threads: dict[str, int] = {}  # by worker
        self._asked = 0.0
        self._worked = self._heard = time.monotonic()
        self._client.subscribe_topic(TOPIC, self._on_word)
        self._look()

    @property
    def slots(self) -> int:
        """Threads of all workers."""
        return sum(self._threads.values())

    def workers(self) -> set[str]:
        """The addresses of the workers that are there. Raises RenderError."""
        self.require()
        return set(self._threads)

    def share(self, key: str) -> float:
        """How far a task is, 0 to 1, as far as its worker said."""
        return self._shares.get(key, 0.0)

    def forget(self, key: str) -> None:
        """Nobody will ask after a task any more."""
        self._shares.pop(key, None)

    def gone(self, workers: list[str] | None) -> bool:
        """Whether none of these workers is there any more; None is any worker.

        Raises RenderError when the cluster is lost or had no worker for too long.
        """
        self.require()
        if workers is None or not self._threads:
            return False
        return not self._threads.keys() & set(workers)

    def require(self) -> None:
        """The cluster is there and has workers, or may have them soon. Raises RenderError."""
        with self._lock:
            now = time.monotonic()
            if now - self._asked >= _PACE:
                self._asked = now
                self._look()
        now = time.monotonic()
        limit = min(_RETURN, max(3 * _PACE, self._patience))
        if now - self._heard > limit or self._client.status == "closed":
            raise RenderError("farm.lost")
        if now - self._worked > self._patience:
            raise RenderError("farm.no_workers", seconds=round(self._patience))

    def _look(self) -> None:
        if self._client.status != "running":
            return
        with suppress(Exception):  # whatever a broken connection raises
            self._threads = dict(self._client.nthreads())
            self._heard = time.monotonic()
            if self._threads:
                self._worked = self._heard

    def _on_word(self, event: Any) -> None:
        """A word of progress, on the client's own thread."""
        with suppress(Exception):  # anybody on the cluster may write there
            word = event[1]
            key, share = str(word["key"]), float(word["share"])
            if key.startswith("storyreel-"):
                self._shares[key] = max(self._shares.get(key, 0.0), min(1.0, share))
