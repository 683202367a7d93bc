"""What lips and speaking pictures share: a task followed to its take, a line among silence."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

import numpy as np

from studio.backends.base import Event, Progress, Result
from studio.backends.kling_fill import external
from studio.backends.kling_legacy import LegacyTasks, failure
from studio.backends.kling_model import Kling
from studio.backends.kling_records import cost_of, usage_of
from studio.backends.kling_results import save
from studio.backends.kling_wire import Line
from studio.media.muting import without_sound
from studio.media.sound import read_sound
from studio.voices.base import SAMPLE_RATE
from studio.voices.wav import write_wav


class LineTasks:
    """The tasks below one path of Kling's older API, at one account."""

    def __init__(self, path: str, title: str, table: Kling, line: Line) -> None:
        self._path, self._title, self._table, self._line = path, title, table, line
        self.tasks = LegacyTasks(line)

    async def find(self, key: str) -> str | None:
        """The task with the job's key; None: none is shown."""
        async with self._line.open():
            return await self.tasks.find(self._path, external(key))

    async def watch(
        self, remote_id: str, folder: Path, quoted: Decimal, *, silent: bool = False
    ) -> AsyncGenerator[Event]:
        """Follow a task to its end, then fetch its video, of which the sound may be left out.

        Where nothing is told of the cost, it is as `quoted`. Raises BackendError, OSError.
        """
        async with self._line.open() as wire:
            task = None
            async for task in self.tasks.follow(self._path, remote_id):
                yield Progress(done=0.1 if task.status == "processing" else 0.0)
            assert task is not None
            if task.status == "failed":
                raise failure(task, self._title)
            name = await save(
                wire, task, "video", folder, lambda: self.tasks.look(self._path, remote_id)
            )
        if silent:
            whole, name = name, f"take{PurePath(name).suffix}"
            await asyncio.to_thread(without_sound, folder / whole, folder / name)
        told, usage = cost_of(task, self._table), usage_of(task)
        if told is None:
            told, usage["billing"] = (quoted, self._table.currency, True), ""
        money, currency, estimated = told
        yield Result(files=(name,), cost=money, currency=currency, estimated=estimated, usage=usage)


@asynccontextmanager
async def among_silence(sound: Path, lead: int, length: int) -> AsyncGenerator[Path]:
    """A file, for as long as it is sent, of a line with the silence around it that makes it
    `length` milliseconds, `lead` of them before it. Raises BadInput, OSError.
    """
    with TemporaryDirectory(prefix="storyreel-") as room:
        line = Path(room, "line.wav")
        await asyncio.to_thread(_padded, sound, line, lead, length)
        yield line


def _padded(sound: Path, target: Path, lead: int, length: int) -> None:
    samples = read_sound(sound, channels=1)[:, 0]
    whole = np.zeros(length * SAMPLE_RATE // 1000, np.float32)
    first = lead * SAMPLE_RATE // 1000
    part = samples[: len(whole) - first]
    whole[first : first + len(part)] = part
    write_wav(target, whole)
