"""What stands in for heavy takes and costly segments while one looks and plays.

A proxy is a take's pictures at a film's rate, small; a rendering is a segment's finished pictures,
effects and captions included. Both lie in the user's cache, shared by films and safe to delete,
under a hash of all that they are made of and of what they are. The exporter knows nothing of them.
"""

import hashlib
import os
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import ffmpeg

from studio.errors import RenderError
from studio.media.ffmpeg import Stop
from studio.media.hashes import sha256_of
from studio.media.intra import INTRA_SUFFIX, SHORT, Hold, write_intra
from studio.media.proxy import is_heavy, make_proxy
from studio.paths import trim, user_cache
from studio.render.delivery import Delivery
from studio.render.picture import picture
from studio.render.segment import Entrance, Segment, Source
from studio.timeline.rate import Rate

_LIMIT = 4000 * 10**6  # bytes
_VERSION = 1  # part of every key: a change of how they are made makes old ones stale
_ALONE = Entrance(2)  # a proxy is entered two pictures before the wanted one, as any steady file


@dataclass(frozen=True)
class StandIn:
    """A file of single pictures, of the film's rate; a rendering is `finished`, with bars and all.

    What is not finished is one take's pictures, counted from the beginning of the take.
    """

    path: Path
    finished: bool


class StandIns:
    """The stand-ins of this computer; what was looked for once is known without the disk.

    Everything may be called from any thread. `find_` and `make_` calls block.
    """

    def __init__(self, folder: Path, limit: int = _LIMIT) -> None:
        """`limit` in bytes. The folder is made when the first one is."""
        self._folder = folder
        self._limit = limit
        self._lock = threading.Lock()
        self._known: dict[str, Path | None] = {}
        self._light: set[str] = set()  # takes that need no proxy
        self._proved: set[tuple[Path, str, int, int]] = set()  # files that are what was filed
        self.proxies = self.renderings = True  # whether they are used

    @classmethod
    def of_the_user(cls) -> "StandIns":
        """Those of all films on this computer."""
        return cls(user_cache("standins"))

    def of(self, run: Segment, delivery: Delivery) -> StandIn | None:
        """What is ready in place of a whole segment, as far as that is known."""
        source = plain(run)
        if source is not None:
            path = self.proxy(source, delivery.rate)
            return StandIn(path, finished=False) if path is not None else None
        path = self._get(rendering_key(run, delivery)) if self.renderings else None
        return StandIn(path, finished=True) if path is not None else None

    def proxy(self, source: Source, rate: Rate) -> Path | None:
        """The proxy of a take, where there is one and that is known."""
        return self._get(proxy_key(source, rate)) if self.proxies and not source.still else None

    def lightened(self, run: Segment, rate: Rate) -> Segment:
        """The segment with proxies in place of its takes, as far as they are known."""
        change: dict[Source, Source] = {}
        for source in run.sources:
            path = self.proxy(source, rate)
            if path is not None:
                own = replace(source, path=str(path), entrance=_ALONE, untagged=False)
                change[source] = own  # which names its colours
        return run.with_sources(change) if change else run

    def forget(self, path: Path) -> None:
        """A file turned out to be of no use."""
        with self._lock:
            for key in [key for key, known in self._known.items() if known == path]:
                self._known[key] = None
        with suppress(OSError):
            path.unlink()

    def ready(self, run: Segment, delivery: Delivery) -> bool:
        """Whether a segment plays smoothly, as far as is known: stood in for, or light itself."""
        source = plain(run)
        light = source is not None and proxy_key(source, delivery.rate) in self._light
        return light or self.of(run, delivery) is not None

    def find_proxy(self, source: Source, rate: Rate, stopped: Stop | None = None) -> bool:
        """Look for the proxy of a take on the disk, and whether it is whole. Raises Cancelled."""
        return not source.still and self._find(proxy_key(source, rate), stopped)

    def find_rendering(self, run: Segment, delivery: Delivery, stopped: Stop | None = None) -> bool:
        """Look for the rendering of a segment, as `find_proxy` does."""
        return self._find(rendering_key(run, delivery), stopped)

    def make_proxy(self, source: Source, folder: Path, rate: Rate, hold: Hold) -> bool:
        """Make the proxy of a take; False where it needs none.

        `hold` is called between two pictures. Raises StudioError, Cancelled, OSError.
        """
        key, path = proxy_key(source, rate), folder / source.path
        if source.still or key in self._light:
            return False
        if not is_heavy(path, hold):
            self._light.add(key)
            return False
        self._prove(source, folder, hold)
        part = self._part(key)
        make_proxy(path, part, (rate.num, rate.den), hold, source.matrix)
        self._keep(key, part)
        return True

    def make_rendering(
        self, run: Segment, folder: Path, delivery: Delivery, captions: Path | None, hold: Hold
    ) -> None:
        """Render a segment for the viewer. `delivery` is that of `small`, `captions` at its size.

        Raises as `make_proxy`.
        """
        key = rendering_key(run, delivery)
        for source in run.sources:
            self._prove(source, folder, hold)
        part = self._part(key)
        stream: ffmpeg.Stream = picture(run, folder, delivery, captions)
        write_intra(stream, part, (delivery.rate.num, delivery.rate.den), hold)
        self._keep(key, part)

    def _prove(self, source: Source, folder: Path, hold: Hold) -> None:
        """The file of a take is what was filed, or nothing is made of it. Raises RenderError."""

        def stopped() -> bool:
            hold()
            return False

        path = folder / source.path
        facts = path.stat()
        name = (path, source.sha256, facts.st_size, facts.st_mtime_ns)
        if name not in self._proved:
            if sha256_of(path, stopped) != source.sha256:
                raise RenderError("render.file_altered", name=path.name)
            self._proved.add(name)

    def _get(self, key: str) -> Path | None:
        with self._lock:
            return self._known.get(key)

    def _find(self, key: str, stopped: Stop | None) -> bool:
        if self._get(key) is not None:
            return True
        for path in self._shelf(key).glob(f"{key}.*{INTRA_SUFFIX}"):
            with suppress(OSError):
                if path.stem.rpartition(".")[2] == _hash(path, stopped):
                    os.utime(path)  # used just now
                    with self._lock:
                        self._known[key] = path
                    return True
                path.unlink()
        return False

    def _part(self, key: str) -> Path:
        shelf = self._shelf(key)
        shelf.mkdir(parents=True, exist_ok=True)
        return shelf / f"{key}-{os.getpid()}-{threading.get_ident()}{INTRA_SUFFIX}"

    def _keep(self, key: str, part: Path) -> None:
        path = part.with_name(f"{key}.{_hash(part)}{INTRA_SUFFIX}")
        part.replace(path)
        with self._lock:
            self._known[key] = path
        trim(self._folder, self._limit)

    def _shelf(self, key: str) -> Path:
        """One of 256 folders, so that a file is found without reading the names of all."""
        return self._folder / key[:2]


def plain(run: Segment) -> Source | None:
    """The video whose own pictures a segment shows, nothing added; None where anything is."""
    source = run.source
    return source if source is not None and not source.still and not run.lettered else None


def wants_rendering(run: Segment) -> bool:
    """Whether a segment is more than one take's pictures: stills, effects, words."""
    return plain(run) is None


def small(delivery: Delivery) -> Delivery:
    """The delivery at the size of renderings."""
    height = max(2, min(SHORT, delivery.height) // 2 * 2)
    width = max(2, round(height * delivery.width / delivery.height / 2) * 2)
    return replace(delivery, width=width, height=height)


def proxy_key(source: Source, rate: Rate) -> str:
    """Names all that a proxy depends on."""
    return _digest(
        f"proxy {_VERSION} {source.sha256} {rate.num}/{rate.den} {source.matrix}".rstrip()
    )


def rendering_key(run: Segment, delivery: Delivery) -> str:
    """Names all that a rendering depends on."""
    return _digest(f"rendering {_VERSION} {run.digest(small(delivery))}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _hash(path: Path, stopped: Stop | None = None) -> str:
    return sha256_of(path, stopped)[:32]
