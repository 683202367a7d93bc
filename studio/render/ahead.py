"""Pieces encoded while the film is still being made, so that its export finds them ready."""

import threading
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from studio.errors import StudioError
from studio.media.calm import calm
from studio.render.captions import ass, captions_for
from studio.render.copying import planned
from studio.render.delivery import Captions, Delivery
from studio.render.graph import segments
from studio.render.kept import Kept
from studio.render.making_pieces import entered
from studio.render.piece_file import made
from studio.render.piece_keys import key_of, threads_of
from studio.render.scratch import working_folder
from studio.render.segment import Segment
from studio.timeline.project import Project
from studio.timeline.take import Take


class Ahead:
    """Encodes what the shown takes already settle, one piece at a time on a thread of its own."""

    def __init__(
        self, folder: Path, delivery: Delivery, kept: Kept, shop: Path, *,
        told: Callable[[Segment], None] | None = None, calmly: bool = False,
    ) -> None:  # fmt: skip
        """`folder` is the film's, `shop` one for what is half made.

        `told` hears, on the thread that works, of each segment that is ready; `calmly` gives the
        machine to everything else first.
        """
        self._told = told
        self._folder = folder
        self._delivery = delivery
        self._kept = kept
        self._shop = shop
        self._asked: set[str] = set()
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(1, "ahead", calm if calmly else None)

    def look(self, project: Project, shown: Mapping[str, Take]) -> "Future[None]":
        """Take up what can be encoded now and could not before; done when that is encoded."""
        return self._pool.submit(self._look, project, dict(shown))

    def close(self) -> None:
        """Begin nothing more, and end what goes on."""
        self._stop.set()
        self._pool.shutdown(cancel_futures=True)

    def _look(self, project: Project, shown: Mapping[str, Take]) -> None:
        wanted = self._delivery
        events = captions_for(project, shown, wanted)
        runs = segments(project, shown, events if wanted.captions is Captions.BURN else [])
        threads = threads_of(len(runs))
        plan = planned(runs, self._folder, wanted, self._stop.is_set)
        runs = entered(runs, self._folder, wanted)
        for run, copy in zip(runs, plan.copies, strict=True):
            if copy is not None:
                self._tell(run)  # there is nothing to encode
                continue
            key = key_of(run, plan.delivery, threads)
            if run.slates or not run.sources or key in self._asked:
                continue
            if self._stop.is_set():
                return
            self._asked.add(key)
            titles = self._shop / f"{key}.ass" if run.lettered else None
            if titles is not None:
                titles.write_text(ass(run.captions, wanted, run.titles), encoding="utf-8")
            self._encode(run, plan.delivery, titles, self._shop / f"{key}.mp4", threads)

    def _tell(self, run: Segment) -> None:
        if self._told is not None:
            self._told(run)

    def _encode(
        self, run: Segment, delivery: Delivery, titles: Path | None, path: Path, threads: int
    ) -> None:
        try:
            made(run, self._folder, delivery, titles, path, threads, self._kept,
                 _unheard, self._stop.is_set)  # fmt: skip
            self._tell(run)
        except StudioError:
            pass  # the export meets the same trouble and says so
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def ahead(folder: Path, delivery: Delivery, kept: Kept) -> Generator[Ahead, None, None]:
    """Work ahead for an export of the film in `folder`; over at the end of the block.

    Raises OSError where the system has no place for what is half made.
    """
    with working_folder("storyreel-ahead-") as shop:
        work = Ahead(folder, delivery, kept, shop)
        try:
            yield work
        finally:
            work.close()


def _unheard(_done: float) -> None:
    """Nobody waits for it."""
