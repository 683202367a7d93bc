"""What a task of Ark left: fetched at once, told by its first bytes, described for the take."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from studio.backends.fetching import LinkExpired, fetch
from studio.backends.seedance_tasks import Task
from studio.backends.web import Wire
from studio.errors import BackendError, BadInput, Fault
from studio.media.probe import opened

Look = Callable[[], Awaitable[Task]]
_STILLS = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"RIFF": ".webp"}
_TEN_BIT = ("10le", "10be")


def _film(head: bytes) -> str:
    if head[4:8] != b"ftyp":
        return ""
    return ".mov" if head[8:12] == b"qt  " else ".mp4"


def _still(head: bytes) -> str:
    return next((suffix for magic, suffix in _STILLS.items() if head.startswith(magic)), "")


class Store:
    """Fetches the files of one task that succeeded into a folder."""

    def __init__(self, wire: Wire, look: Look, folder: Path) -> None:
        """`look` asks for the task anew, for a fresh link."""
        self._wire, self._look, self._folder = wire, look, folder

    async def video(self, task: Task) -> str:
        """The name of the video in the folder. Raises BackendError, OSError."""
        name = await self._saved(task, "video", _film)
        if name:
            return name
        raise BackendError("seedance.gone", Fault.LOST, backend=self._wire.title)

    async def last_frame(self, task: Task) -> str:
        """The name of the last picture; empty when the service has none (any more)."""
        try:
            return await self._saved(task, "last_frame", _still)
        except BackendError as error:
            if error.retryable and error.key != "seedance.wrong_type":
                raise
            return ""  # what was paid for is the video

    async def _saved(self, task: Task, what: str, told: Callable[[bytes], str]) -> str:
        """Fetch a file, by a fresh link when the first is refused; empty when there is none."""
        there = next(iter(self._folder.glob(f"{what}.*")), None)
        if there is not None:
            return there.name  # whole: it was renamed; an earlier try went on to something else
        for fresh in (False, True):
            if fresh:
                task = await self._look()
            link = str(getattr(task, what))
            if not link:
                continue
            try:
                return await self._fetched(link, what, told)
            except LinkExpired:
                if fresh:
                    raise BackendError(
                        "seedance.link_expired", Fault.NETWORK, backend=self._wire.title
                    ) from None
        return ""

    async def _fetched(self, link: str, what: str, told: Callable[[bytes], str]) -> str:
        raw = self._folder / f".{what}"
        await fetch(self._wire, link, raw)
        with raw.open("rb") as stream:
            suffix = told(stream.read(16))
        if not suffix:
            raw.unlink()
            raise BackendError(
                "seedance.wrong_type", Fault.NETWORK, retryable=True, backend=self._wire.title
            )
        raw.replace(self._folder / f"{what}{suffix}")
        return f"{what}{suffix}"


def unusual(path: Path) -> dict[str, str]:
    """How a video is coded where that is not the plain 8-bit kind, for the account of its take."""
    try:
        with opened(path) as container:
            seen = container.streams.video[0].codec_context
            codec, pixels = seen.name, seen.pix_fmt or ""
    except (BadInput, IndexError):
        return {}  # filing says what is wrong with it
    if codec == "h264" and pixels in {"yuv420p", "yuvj420p"}:
        return {}
    depth = "10" if pixels.endswith(_TEN_BIT) else "8"
    return {"codec": codec, "pixels": pixels, "depth": depth}
