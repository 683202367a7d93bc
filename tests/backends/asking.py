"""What tests do with any backend: ask it for a take to the end, with a real picture."""

from pathlib import Path

import cv2
import numpy as np

from studio.backends.base import Backend, Request, Result


def painted(folder: Path, name: str = "fox.png") -> Path:
    """A real picture of 1280x720."""
    path = folder / name
    _, data = cv2.imencode(path.suffix, np.full((720, 1280, 3), 99, np.uint8))
    path.write_bytes(data.tobytes())
    return path


async def made(backend: Backend, request: Request, folder: Path, key: str = "job-1") -> Result:
    """Submit and watch to the end."""
    return await watched(backend, await backend.submit(request, key), request, folder)


async def watched(backend: Backend, remote_id: str, request: Request, folder: Path) -> Result:
    """Watch a task to the end."""
    result: Result | None = None
    async for event in backend.watch(remote_id, request, folder):
        if isinstance(event, Result):
            result = event
    assert result is not None
    return result
