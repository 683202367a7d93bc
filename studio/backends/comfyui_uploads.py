"""Files for a workflow, put into a folder of the studio's own in a server's input folder.

Names are hashes, so the same file is never there twice; what the server answers is the name all
the same. It has no route to delete uploads: the maker may empty the folder.
"""

import asyncio
import re
from pathlib import Path

from studio.backends.comfyui_line import Line
from studio.backends.web import Reply, fields
from studio.errors import BackendError, Fault

FOLDER = "studio"
_AROUND = 2048  # bytes of a form beside the file; the limit is for both


class Uploads:
    """What was put to the servers of one line by this process."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._put: dict[tuple[str, str], str] = {}  # by address and name
        self._turns: dict[tuple[str, str], asyncio.Lock] = {}

    async def put(self, path: Path, sha256: str, suffix: str) -> str:
        """The value for a node that loads the file, sent first unless it is there already.

        Raises BackendError: for a file that is too large before anything is sent, and retryable
        for a line that was cut (sending again makes no second file). Raises OSError.
        """
        name = _name(sha256, suffix)
        async with self._line.open():
            place = ((await self._line.reached()).address, name)
            turn = self._turns.setdefault(place, asyncio.Lock())
            try:
                async with turn:
                    if place not in self._put:
                        self._put[place] = await self._sent(path, name)
            finally:
                if not turn.locked():
                    self._turns.pop(place, None)
        return self._put[place]

    def forget(self) -> None:
        """A server says that a file is not there: somebody emptied its folder."""
        self._put.clear()

    async def _sent(self, path: Path, name: str) -> str:
        size, limit = (await asyncio.to_thread(path.stat)).st_size, await self._line.limit()
        if limit is not None and size + _AROUND > limit:
            raise BackendError(
                "comfyui.file_too_large", Fault.INVALID, backend=self._line.title,
                name=path.name, limit=_megabytes(limit),
            )  # fmt: skip
        stream = await asyncio.to_thread(path.open, "rb")
        try:
            reply = await self._line.upload("/upload/image", "image", name, stream, _FORM)
        finally:
            await asyncio.to_thread(stream.close)
        return self._value(reply, path, size)

    def _value(self, reply: Reply, path: Path, size: int) -> str:
        title = self._line.title
        if reply.status == 413:  # a proxy before the server may have a limit of its own
            raise BackendError(
                "comfyui.file_over_limit", Fault.INVALID, backend=title, name=path.name,
                size=_megabytes(size),
            )  # fmt: skip
        if reply.status == 400:
            raise BackendError("comfyui.file_refused", Fault.INVALID, backend=title, name=path.name)
        if reply.status != 200:
            raise self._line.unusable(reply)
        given = fields(reply.json)
        name, folder = given.get("name"), given.get("subfolder", "")
        if not isinstance(name, str) or not name or not isinstance(folder, str):
            raise self._line.stranger()
        return f"{folder}/{name}" if folder else name


_FORM = {"subfolder": FOLDER, "type": "input"}


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.4g}"


def _name(sha256: str, suffix: str) -> str:
    """A name of plain letters from the hash; its end is what nodes go by."""
    end = re.sub(r"[^a-z0-9]", "", suffix.lower())[:8]
    return re.sub(r"[^0-9a-zA-Z]", "", sha256)[:32] + (f".{end}" if end else "")
