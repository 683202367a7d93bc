"""The embedded default: every request becomes a moving sketch with sound, here and for nothing."""

import asyncio
import os
import threading
import time
from collections.abc import AsyncGenerator
from datetime import datetime
from pathlib import Path

from studio.animatic.models import can_cut_out
from studio.backends.as_is import as_is
from studio.backends.base import Compiled, Event, Offer, Progress, Request, Result
from studio.voices.voices import Engines

NAME = "animatic"
_TELL_EVERY = 0.25  # seconds between two reports
_PARALLEL = 4  # shots at once; each holds its layers in memory, some 300 MB at 4K
_LIMIT = 8192 * 4320  # pixels

ROLES = {
    "first_frame": 1,
    "last_frame": 1,
    "subject": 8,
    "style": 1,
    "motion": 1,
    "camera": 1,
    "sound": 4,
    "music": 1,
    "lip": 4,
}


class Animatic:
    """A backend that draws, moves and speaks on this computer.

    A thread does a request: its heavy parts (OpenCV, ffmpeg) run outside Python's lock.
    """

    def __init__(self, engines: Engines | None = None) -> None:
        self._engines = engines or Engines()
        self._stops: dict[str, threading.Event] = {}

    @property
    def offer(self) -> Offer:
        """Any length, any even size, no price."""
        spoken, sketched = self._engines.languages(), self._engines.sketched()
        return Offer(
            name=NAME,
            title="Animatic",
            title_key="animatic.title",
            kinds=("video", "picture", "sound"),
            max_pixels=_LIMIT,
            input_roles=ROLES,
            languages=tuple(sorted(spoken - sketched)),
            scratch_languages=tuple(sorted(sketched)),
            sound=True,
            parallel=min(_PARALLEL, os.cpu_count() or 1),
            idempotent=True,
            lacking=() if can_cut_out() else ("animatic.no_cutout",),
        )

    def compile(self, request: Request) -> Compiled:
        """The request as it is."""
        return as_is(request, self.offer)

    async def find(self, key: str, request: Request, sent: datetime) -> str | None:
        """The key itself: the same work is done again."""
        del request, sent
        return key

    async def submit(self, request: Request, key: str) -> str:
        """The key itself: nothing happens before somebody watches."""
        return key

    async def watch(
        self, remote_id: str, request: Request, folder: Path
    ) -> AsyncGenerator[Event, None]:
        """Make the take in `folder`; leaving early stops the work and removes what was begun.

        Raises BadInput for files that cannot be used, RenderError, Cancelled.
        """
        stop = self._stops.setdefault(remote_id, threading.Event())
        work = _Work(request, self._engines, folder, stop)
        task = asyncio.create_task(asyncio.to_thread(work.run))
        try:
            while not (await asyncio.wait({task}, timeout=_TELL_EVERY))[0]:
                yield work.report()
            yield task.result()
        finally:
            stop.set()
            self._stops.pop(remote_id, None)
            await _ended(task)

    async def cancel(self, remote_id: str) -> None:
        """Stop the work at its next frame."""
        if remote_id in self._stops:
            self._stops[remote_id].set()


async def _ended(task: asyncio.Task[Result]) -> None:
    """Wait for the thread, which stops at its next frame, even while being cancelled oneself."""
    cancelled = False
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            cancelled = True
    if not task.cancelled():
        task.exception()  # looked at, so that asyncio does not complain
    if cancelled:
        raise asyncio.CancelledError


class _Work:
    """One take in the making, run in a thread and asked about from outside."""

    def __init__(
        self, request: Request, engines: Engines, folder: Path, stop: threading.Event
    ) -> None:
        self._request = request
        self._engines = engines
        self._folder = folder
        self._stop = stop
        self._done = 0.0
        self._began = time.monotonic()

    def run(self) -> Result:
        from studio.backends.animatic_take import make  # what draws, much to read for an offer

        return make(self._request, self._engines, self._folder, self._tell, self._stop.is_set)

    def _tell(self, done: float) -> None:
        self._done = done

    def report(self) -> Progress:
        done, spent = self._done, time.monotonic() - self._began
        left = spent / done * (1.0 - done) if done > 0.05 else None
        return Progress(done=min(1.0, done), seconds_left=left)
