"""One round of idle work: everything that is lacking for one state of a film."""

import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from studio.errors import StudioError
from studio.render.ahead import Ahead
from studio.render.captions import ass, captions_for
from studio.render.delivery import Delivery, Span
from studio.render.graph import segments, source_of
from studio.render.kept import Kept
from studio.render.seeking import Entrances
from studio.render.segment import Segment, Source
from studio.render.standins import StandIns, proxy_key, rendering_key, small, wants_rendering
from studio.timeline.project import Project
from studio.timeline.take import Take

_ROOM = 1 << 30  # bytes that are left free on the disk
_LOOK = 0.1  # seconds between two looks whether an export's pieces shall stop


@dataclass(frozen=True)
class Wish:
    """The film as it is now, and what is to be made of it; `delivery` of the next export."""

    project: Project
    shown: Mapping[str, Take]
    folder: Path
    delivery: Delivery | None = None
    proxies: bool = True
    renderings: bool = True


@dataclass(frozen=True)
class Standing:
    """How far it is. `doing` is "proxies", "renderings", "pieces" or empty, while it waits too.

    Of these `done` out of `total` are there. `smooth` are the film frames that play without effort,
    `encoded` those whose pieces lie ready for the export.
    """

    doing: str = ""
    done: int = 0
    total: int = 0
    smooth: tuple[Span, ...] = ()
    encoded: tuple[Span, ...] = ()


class Work(Protocol):
    """What a round asks of who does it."""

    standins: StandIns
    kept: Kept

    def over(self, wish: Wish) -> bool:
        """Whether a round for this wish is of no use any more."""
        ...

    def hold(self, wish: Wish | None = None) -> None:
        """Wait while the maker works. Raises Cancelled when it shall not go on."""
        ...

    def busy(self) -> bool:
        """Whether the machine is needed, or what is being made is not wanted."""
        ...

    def skipped(self) -> bool:
        """Whether what is being made was to be given up; asked once."""
        ...

    def attempt(self, key: str, make: Callable[[], object]) -> None:
        """Make something, unless that was given up before."""
        ...

    def tell(self, standing: Standing) -> None:
        """How far it is."""
        ...


class Round:
    """Everything for one state of a film, in the order in which it helps."""

    def __init__(self, work: Work, wish: Wish, shop: Path) -> None:
        self._work, self._wish, self._shop = work, wish, shop
        self._standins = work.standins
        self._entrances = Entrances(wish.folder, wish.project.rate)
        self._whole = Delivery.of(wish.project)
        project, shown = wish.project, wish.shown
        events = captions_for(project, shown, self._whole)
        self._runs = segments(project, shown, events)
        self._encoded: list[Span] = []
        self._doing, self._done, self._total = "", 0, 0

    def run(self) -> None:
        """Raises Cancelled when the film is another one, or at the end."""
        sources = self._sources()
        self._find(sources)
        self._tell()
        self._work.hold(self._wish)
        if self._wish.proxies:
            self._make_proxies(sources)
        if self._wish.renderings:
            self._make_renderings()
            self._make_pieces()
        self._doing = ""
        self._tell()

    def _sources(self) -> list[Source]:
        """The takes that may want a proxy, those of the cut first, each once."""
        found = [source for run in self._runs for source in run.sources]
        found += [source_of(take) for take in self._wish.shown.values() if take.kind == "video"]
        rate = self._whole.rate
        return list({proxy_key(source, rate): source for source in reversed(found)
                     if not source.still}.values())[::-1]  # fmt: skip

    def _find(self, sources: list[Source]) -> None:
        def over() -> bool:
            return self._work.over(self._wish)

        for source in sources:
            self._standins.find_proxy(source, self._whole.rate, over)
        for run in self._runs:
            if wants_rendering(run):
                self._standins.find_rendering(run, self._whole, over)

    def _make_proxies(self, sources: list[Source]) -> None:
        rate = self._whole.rate
        lacking = [s for s in sources if self._standins.proxy(s, rate) is None]
        for self._done, source in enumerate(lacking):
            self._begin("proxies", len(lacking))

            def make(source: Source = source) -> None:
                self._standins.make_proxy(source, self._wish.folder, rate, self._work.hold)

            self._attempt(proxy_key(source, rate), make)

    def _make_renderings(self) -> None:
        lacking = [
            run for run in self._runs
            if wants_rendering(run) and self._standins.of(run, self._whole) is None
        ]  # fmt: skip
        for self._done, run in enumerate(lacking):
            self._begin("renderings", len(lacking))
            self._attempt(rendering_key(run, self._whole), lambda run=run: self._render(run))

    def _render(self, run: Segment) -> None:
        size, titles = small(self._whole), None
        if run.lettered:
            titles = self._shop / "titles.ass"
            titles.write_text(ass(run.captions, size, run.titles), encoding="utf-8")
        (run,) = self._entrances.open([run])
        self._standins.make_rendering(
            run, self._wish.folder, size, titles, lambda: self._work.hold(self._wish)
        )

    def _make_pieces(self) -> None:
        """Encode for the export; a piece under way is given up as soon as the maker works."""
        wish = self._wish
        if wish.delivery is None or wish.delivery.sound_only:
            return
        while True:
            self._done = 0
            self._begin("pieces", len(self._runs))
            self._encoded.clear()
            ahead = Ahead(
                wish.folder, wish.delivery, self._work.kept, self._shop, told=self._piece,
                calmly=True,
            )  # fmt: skip
            try:
                if self._waited(ahead.look(wish.project, wish.shown)):
                    return
            finally:
                ahead.close()
            if self._work.skipped():
                return

    def _waited(self, future: "Future[None]") -> bool:
        """Whether all was encoded before the maker came back."""
        while not wait([future], _LOOK).done:
            if self._work.busy() or self._work.over(self._wish):
                return False
        with suppress(StudioError, OSError):
            future.result()
        return True

    def _piece(self, run: Segment) -> None:
        self._done += 1
        self._encoded.append((run.start, run.start + run.frames))
        self._tell()

    def _attempt(self, key: str, make: Callable[[], object]) -> None:
        if shutil.disk_usage(self._wish.folder).free < _ROOM:
            return
        self._work.attempt(key, make)

    def _begin(self, doing: str, total: int) -> None:
        self._doing, self._total = doing, total
        self._tell()
        self._work.hold(self._wish)

    def _tell(self) -> None:
        smooth = [
            (run.start, run.start + run.frames)
            for run in self._runs
            if self._standins.ready(run, self._whole)
        ]
        self._work.tell(
            Standing(self._doing, self._done, self._total, _joined(smooth), _joined(self._encoded))
        )


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """Neighbours as one."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and found[-1][1] == first:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return tuple(found)
