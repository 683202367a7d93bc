"""The parts of an export under way: pictures in pieces, the sound beside them, the joined file."""

import threading
from collections.abc import Generator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from studio.media.ffmpeg import Progress, Stop
from studio.media.hashes import parts_of_growing
from studio.render.cadence import seen
from studio.render.captions import Caption, ass, captions_for
from studio.render.coding import sound_suffix
from studio.render.crew import Crew
from studio.render.delivery import Captions, Delivery, Span
from studio.render.dressing import dressing
from studio.render.finish import finish, joined
from studio.render.graph import segments, within
from studio.render.hands import Hands
from studio.render.join import Dress, head_of
from studio.render.kept import Kept
from studio.render.loudness import Loudness
from studio.render.packets import Part
from studio.render.piece import Piece
from studio.render.pieces import encode
from studio.render.scratch import refused
from studio.render.segment import Segment
from studio.render.titling import titles_of
from studio.render.way import Way
from studio.timeline.project import Project
from studio.timeline.take import Take

if TYPE_CHECKING:
    from studio.render.parted import Parted  # who reads numpy
    from studio.render.stems import Stems

_UNHEARD = -70.0  # what loudness there is where there is no sound
_LONG = 300  # seconds of a film of which the proof is read when it is due
PICTURE_SHARE, JOIN_SHARE = 0.9, 0.05  # of an export's time, for its progress


@dataclass
class Work:
    """An export under way."""

    project: Project
    shown: Mapping[str, Take]
    folder: Path
    delivery: Delivery
    span: Span
    tell: Progress
    cancelled: Stop | None
    kept: Kept | None
    crew: Crew | None
    memory: int | None = None  # bytes that all of it may take, None for what is free
    hashed: bool = False  # whether it is to be known how the film hashes
    pieces: tuple[Piece, ...] = field(init=False, default=())  # of the segments
    hands: Hands | None = field(init=False, default=None)  # how many pieces were encoded at once
    sound_kept: bool = field(init=False, default=False)
    hashing: "Future[str] | None" = field(init=False, default=None)  # of a film that is joined
    mix: "Parted | None" = field(init=False, default=None)  # of a sound that was not kept
    stems: "Stems | None" = field(init=False, default=None)
    events: list[Caption] = field(init=False)  # of the whole film
    burnt: list[Caption] = field(init=False)  # those of them that are laid on the picture
    runs: tuple[Segment, ...] = field(init=False)  # of the span
    dress: Dress | None = field(init=False)  # what goes into the file beside picture and sound
    stop: threading.Event = field(init=False, default_factory=threading.Event)

    def __post_init__(self) -> None:
        wanted = self.delivery
        self.events = captions_for(self.project, self.shown, wanted)
        self.burnt = self.events if wanted.captions is Captions.BURN else []
        whole = () if wanted.sound_only else segments(self.project, self.shown, self.burnt)
        self.runs = seen(wanted, within(whole, self.span))
        self.dress = dressing(self.project, self.shown, self.folder, wanted)

    @property
    def ways(self) -> tuple[Way, ...]:
        """How each segment came into the film."""
        return tuple(piece.way for piece in self.pieces)

    def over(self) -> bool:
        """Whether it shall end early."""
        return self.stop.is_set() or (self.cancelled is not None and self.cancelled())

    def let_go(self) -> None:
        """Forget where encoded pieces lay, once they are joined: so most are alike, and a film of
        thousands holds them once.
        """
        same: dict[tuple[tuple[Part, ...], Way], Piece] = {}
        left: list[Piece] = []
        for each in self.pieces:
            parts = tuple(p if p.of_take else replace(p, file="") for p in each.parts)
            bare = replace(each, parts=parts)
            left.append(bare if each.given else same.setdefault((parts, each.way), bare))
        self.pieces = tuple(left)


def make(work: Work, shop: Path, film: Path, idle: Executor) -> Loudness:
    """The finished file; its sound is made while its pictures are. `idle` others of its pictures
    are decoded then, for the proof.
    """
    wanted = work.delivery

    def tell(done: float) -> None:
        work.tell(PICTURE_SHARE + JOIN_SHARE * done)

    heard = None if wanted.silent else shop / f"sound{sound_suffix(wanted.container, wanted.heard)}"
    try:
        with ThreadPoolExecutor(1) as pool:
            sound = pool.submit(_sounded, work, shop / "mix.f32", heard) if heard else None
            if sound is not None:
                sound.add_done_callback(lambda _: idle.submit(_proof_read, work))
            try:
                parts = [] if wanted.sound_only else _picture(work, shop)
            except BaseException:
                work.stop.set()
                raise
            if Way.ENCODED in work.ways:
                from studio.render.ends_ahead import with_ends_ahead

                work.pieces = with_ends_ahead(work.pieces, work.runs, idle)
            loud = sound.result() if sound else Loudness(_UNHEARD, _UNHEARD)
        with _followed(work, parts, heard, film, idle):
            finish(parts, heard, film, wanted, work.dress, work.over, tell)
    except OSError as error:
        raise refused(error) from error
    work.let_go()
    return loud


@contextmanager
def _followed(
    work: Work, parts: list[Part], heard: Path | None, film: Path, idle: Executor
) -> Generator[None, None, None]:
    """Have a film hashed by `idle` as it is joined, which keeps one core busy."""
    written = threading.Event()
    if work.hashed and joined(work.delivery):
        loose = head_of(parts, work.delivery.file_rate, heard, work.dress)
        work.hashing = idle.submit(parts_of_growing, film, written, loose, work.over)
    try:
        yield
    finally:
        written.set()


def encoded(work: Work, shop: Path, only: int | None = None) -> list[Piece]:
    """The film's pieces in `shop`, or one of them."""
    titles = None
    if any(run.lettered for run in work.runs):
        titles = shop / "captions.ass"
        titles.write_text(ass(work.burnt, work.delivery, titles_of(work.project)), encoding="utf-8")

    def tell(done: float) -> None:
        work.tell(done * PICTURE_SHARE)

    def hands() -> Hands:
        work.hands = _hands(work, only)
        return work.hands

    return encode(
        work.runs, work.folder, work.delivery, titles, shop, tell, work.over, work.kept, work.crew,
        only, hands,
    )  # fmt: skip


def _hands(work: Work, only: int | None) -> Hands:
    """How many pieces are encoded at once, here or by the crew."""
    from studio.render.piece_keys import threads_of
    from studio.render.piece_memory import hands_for  # a table to be read

    runs = work.runs if only is None else work.runs[only : only + 1]
    crew = work.crew
    elsewhere = crew.hands(len(runs)) if crew else None
    if elsewhere is not None:
        return Hands(elsewhere, elsewhere)
    threads = crew.threads(len(work.runs)) if crew else threads_of(len(work.runs))
    return hands_for(runs, work.delivery, threads, work.memory)


def _picture(work: Work, shop: Path) -> list[Part]:
    """The film's pictures, encoded, in parts."""
    work.pieces = tuple(encoded(work, shop))
    return [part for piece in work.pieces for part in piece.parts]


def _sounded(work: Work, raw: Path, heard: Path) -> Loudness:
    from studio.render.sounded import sounded  # much to read, while encoders are at work already

    return sounded(work, raw, heard)


def _proof_read(work: Work) -> None:
    """Have Python read what proves a film while encoders are still at work, or packets copied."""
    first, last = work.span
    if work.project.rate.seconds(last - first) >= _LONG:
        return  # it is no part of the time, and memory beside encoders
    import_module("studio.render.proof")
    if not work.pieces or Way.ENCODED in work.ways:  # else it has no pictures to look at
        import_module("studio.render.proof_look")


def unheard(_done: float) -> None:
    """Progress that nobody asked for."""
