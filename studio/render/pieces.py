"""Segments encoded as pieces by the graph, several at a time."""

import os
import threading
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from studio.errors import RenderError
from studio.media.calm import calm
from studio.media.ffmpeg import QUIET, Progress, Stop, find_ffmpeg, run
from studio.media.program import program_hash
from studio.render.cadence import frames_of, phase
from studio.render.copying import Copy, planned
from studio.render.crew import Crew, Order
from studio.render.damage import complained, refuse
from studio.render.delivery import Copies, Delivery
from studio.render.edge_coding import for_edge
from studio.render.encoding import piece_arguments
from studio.render.excerpt import read_of
from studio.render.given import NEIGHBOURS, Given, Planes, leaving
from studio.render.given_edges import compared, ends, given_by
from studio.render.groups import Groups, groups_of
from studio.render.hands import Hands, workers
from studio.render.in_turn import in_turn
from studio.render.joints import Edge, Joints, joints_hold
from studio.render.kept import Kept
from studio.render.packets import Part
from studio.render.picture import picture
from studio.render.proof_graph import graphed
from studio.render.reading import reading
from studio.render.seeking import Entrances
from studio.render.segment import Segment
from studio.render.way import Way
from studio.render.witness import ATTENTIVE, Witness

_FAR = 48  # frames of a take that are rather decoded in vain than its packets looked through


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment's pictures, encoded, in the parts of files in which they lie."""

    parts: tuple[Part, ...]
    way: Way
    given: Given | None = None  # what the encoder was given, where it was left


def threads_of(count: int) -> int:
    """How many threads of the encoder a piece has where the film has `count` of them.

    Twice as many in all as there are cores, so that one changed piece by itself uses more than one
    of them. x264's pictures depend on it, so it is part of a piece's key.
    """
    cores = os.cpu_count() or 1
    return max(1, min(cores, 2 * cores // workers(count)))


def key_of(segment: Segment, delivery: Delivery, threads: int) -> str:
    """Names all that the bytes of an encoded segment depend on, the encoder's program included."""
    place = phase(delivery, segment).replace("/", "of")  # empty where the rate is the film's
    like = f"-{delivery.like.key}" if delivery.like is not None else ""
    program = program_hash(find_ffmpeg())[:16]
    lengths = groups_of(segment, delivery, threads)
    groups = f"-{'and'.join(map(str, lengths))}by" if len(lengths) > 1 else "-"
    return f"{segment.digest(delivery)}{place}{like}{groups}{threads}-{program}"


def edge_key(segment: Segment, delivery: Delivery, threads: int) -> str:
    """The same of an edge of a copied segment."""
    return f"{key_of(segment, for_edge(delivery, segment.frames), threads)}-edge"


def edges_of(run: Segment, copy: Copy) -> list[Segment]:
    """What of a copied segment is encoded before and behind what is copied, where there is any."""
    edges = (run.part(0, copy.head), run.part(run.frames - copy.tail, copy.tail))
    return [edge for edge in edges if edge.frames]


def entered(
    runs: Sequence[Segment], folder: Path, delivery: Delivery, ends: Collection[int] = ()
) -> tuple[Segment, ...]:
    """The segments, those far inside their takes with a place to enter these nearby.

    Of those with the numbers `ends` the last pictures are wanted by themselves.
    """
    entrances = Entrances(folder, delivery.rate)
    far = [
        any(source.used(run.frames)[n in ends] > _FAR for source in run.sources)
        for n, run in enumerate(runs)
    ]
    return tuple(
        entrances.open([run])[0] if away else run for run, away in zip(runs, far, strict=True)
    )


def encode(
    runs: Sequence[Segment],
    folder: Path,
    delivery: Delivery,
    titles: Path | None,
    shop: Path,
    tell: Progress,
    cancelled: Stop | None,
    kept: Kept | None = None,
    crew: Crew | None = None,
    only: int | None = None,
    hands: Hands | None = None,
) -> list[Piece]:
    """Every segment as a piece in `shop`, what is to be encoded first, the longest before others;
    `tell` hears how far they are, 0 to 1.

    Those that are kept from earlier are not encoded again, and what is in the delivery's format
    already is copied; `crew` encodes the others, where it is not this computer. `only` is the
    number of the one that is wanted, None all of them; `hands` says how many are encoded at once,
    None for as many as there are cores. Raises RenderError, Cancelled.
    """
    stop = threading.Event()

    def over() -> bool:
        return stop.is_set() or (cancelled is not None and cancelled())

    plan = planned(runs, folder, delivery, over)
    tails = [n for n, copy in enumerate(plan.copies) if copy is not None and copy.tail]
    runs = entered(runs, folder, delivery, tails)
    threads = crew.threads(len(runs)) if crew else threads_of(len(runs))
    work = [
        run.frames if copy is None else copy.edges
        for run, copy in zip(runs, plan.copies, strict=True)
    ]
    total = max(1, sum(work) if only is None else work[only])
    coded = [run.part(0, max(1, frames)) for run, frames in zip(runs, work, strict=True)]
    done = [0.0] * len(runs)

    def one(index: int) -> Piece:
        def on_progress(share: float) -> None:
            done[index] = share * work[index]
            tell(min(1.0, sum(done) / total))

        shape = _Shape(
            folder, plan.delivery, titles, threads, kept, on_progress, over, crew,
            spare=cores_left and len(left) <= max(1, at_once - 1),
            apart=apart,
        )  # fmt: skip
        run, copy = runs[index], plan.copies[index]
        piece = None
        if copy is not None:
            piece = shape.copied(run, copy, shop / f"edge-{index:05}", leave=seen.get(index))
        if piece is None:
            piece = shape.whole(run, shop / f"piece-{index:05}.mp4", leave=seen.get(index))
        on_progress(1.0)
        left.discard(index)
        return piece

    def known(index: int) -> bool:
        key = key_of(runs[index], plan.delivery, threads)
        return kept is not None and plan.copies[index] is None and kept.has(key)

    order = list(range(len(runs))) if only is None else [only]
    at_once = hands.count if hands is not None else workers(len(order))
    apart = hands is not None and hands.apart
    cores_left = at_once >= workers(len(order)) and not apart  # where memory does not hold it up
    left = {index for index in order if work[index] and not known(index)}
    order.sort(key=lambda index: (index not in left, -work[index]))  # kept ones are looked at last
    seen: Mapping[int, bool] = {}
    if left and only is None and crew is None:
        seen = leaving(coded, plan.delivery, left)
    pieces = in_turn(one, order, at_once, stop)
    return [pieces[index] for index in sorted(pieces)]


@dataclass(frozen=True)
class _Shape:
    """How the segments of a film become pieces; `spare`: cores have nothing else to do; `apart`:
    the groups of a piece are encoded one after the other.
    """

    folder: Path
    delivery: Delivery
    titles: Path | None
    threads: int
    kept: Kept | None
    tell: Progress
    over: Stop
    crew: Crew | None = None
    spare: bool = True
    apart: bool = False

    def whole(self, run: Segment, path: Path, *, leave: bool | None) -> Piece:
        """A segment encoded, or as it was kept; some of its pictures lie beside it where `leave` is
        not None: the last alone where it is true.

        Raises RenderError, Cancelled.
        """
        given = None
        if leave is not None and not self.apart:
            given = Given.of(run, self.delivery, path.with_suffix(".yuv"), late=leave)
        if given is not None and leave and self.spare:
            with ThreadPoolExecutor(1, initializer=calm) as beside:
                anew = beside.submit(self._anew, run)
                known = self._made(run, path, given)
                given = replace(given, anew=anew.result())
        else:
            known = self._made(run, path, given)
        parts = (Part(path, frames_of(self.delivery, run)),)
        return Piece(parts, Way.KEPT) if known else Piece(parts, Way.ENCODED, given)

    def _made(self, run: Segment, path: Path, given: Given | None) -> bool:
        return made(
            run, self.folder, self.delivery, self.titles, path, self.threads, self.kept,
            self.tell, self.over, self.crew, self.spare, given=given, apart=self.apart,
        )  # fmt: skip

    def _anew(self, run: Segment) -> tuple[Planes, ...]:
        """The first pictures of a segment, read by a program of their own; none where it fails: the
        proof will say why. It gives way to the encoders, which end apart and leave a core to it.
        """
        (entered,) = Entrances(self.folder, self.delivery.rate).open([run])
        place = entered.part(0, min(NEIGHBOURS, run.frames))
        try:
            return tuple(graphed(place, self.folder, self.delivery, self.titles))
        except RenderError:
            return ()

    def copied(self, run: Segment, copy: Copy, path: Path, *, leave: bool | None) -> Piece | None:
        """A segment copied, with its edges encoded; None where the result is not proved.

        Edges are kept only once they are proved, so that what is kept needs no proof again. `leave`
        is as for `whole`, of the pictures that are encoded now.
        """
        first = copy.body.first
        skip = first - copy.head
        ends_at: list[Collection[int]] = [(), ()]
        if leave is not None:
            ends_at = [range(skip + e.start, skip + e.stop) for e in ends(run)]
            if leave:
                ends_at[0] = ()
        last = copy.copied.stop
        before = self._edge(
            run.part(0, copy.head), copy, range(skip, first), path.with_suffix(".head.mp4"),
            ends_at[0],
        )  # fmt: skip
        after = self._edge(
            run.part(run.frames - copy.tail, copy.tail), copy, range(last, last + copy.tail),
            path.with_suffix(".tail.mp4"), ends_at[1],
        )  # fmt: skip
        fresh = [edge for edge in (before, after) if edge is not None and not edge.known]
        joints: Joints | None = None
        if fresh:
            joints = joints_hold(
                copy, before.edge if before else None, after.edge if after else None,
                self.delivery.rate, path.with_suffix(".joint.mp4"),
                mixed=self.delivery.copies is Copies.MIXED,
                also={skip + n for n in compared(run)} if leave is not None else frozenset(),
            )  # fmt: skip
            if joints is None:
                return None
        for edge in fresh:
            if self.kept is not None:
                self.kept.keep(edge.key, edge.edge.part.path)
        sides = [[edge.edge.part] if edge else [] for edge in (before, after)]
        given = None
        if leave is not None:
            pictures = {n: one for edge in fresh for n, one in edge.edge.witnessed.items()}
            given = given_by(run, copy, pictures, joints, path.with_suffix(".yuv"), late=leave)
        return Piece((*sides[0], copy.body, *sides[1]), Way.COPIED, given)

    def _edge(
        self, run: Segment, copy: Copy, edge: range, path: Path, also: Collection[int]
    ) -> "_Edge | None":
        if not run.frames:
            return None
        delivery = for_edge(self.delivery, run.frames)
        key = edge_key(run, self.delivery, self.threads)
        part = Part(path, run.frames)
        if self.kept is not None and self.kept.fetch(key, path):
            return _Edge(Edge(part), key, known=True)
        witness = Witness.reaching(edge, copy, path.with_suffix(".yuv"), also)
        if self.crew is None:
            witness = witness.from_excerpt(run, copy, self.delivery.rate)
        made(
            run, self.folder, delivery, None, path, self.threads, None,
            self.tell, self.over, self.crew, self.spare, witness,
        )  # fmt: skip
        entry = run.source.entry(run.frames) if run.source else 0
        pictures = witness.pictures(copy, entry)
        return _Edge(Edge(part, pictures, witness.trails(pictures)), key, known=False)


@dataclass(frozen=True)
class _Edge:
    """The pictures beside copied ones, their key, and whether an earlier export kept them."""

    edge: Edge
    key: str
    known: bool


def made(
    segment: Segment,
    folder: Path,
    delivery: Delivery,
    titles: Path | None,
    path: Path,
    threads: int,
    kept: Kept | None,
    on_progress: Progress,
    over: Stop,
    crew: Crew | None = None,
    spare: bool = True,
    witness: Witness | None = None,
    given: Given | None = None,
    apart: bool = False,
) -> bool:
    """Put a segment's piece at `path`; True where it was kept, False where it is encoded now.

    `spare` says that cores have nothing else to do: then each take is read by as many threads as
    ffmpeg takes, and x264 looks ahead by one of its own; else that costs time and memory. Neither
    changes a byte, nor does `apart`, by which groups of pictures are encoded one after the other. A
    `witness`, and what is `given`, are written beside, where this computer encodes, and not apart.
    Raises RenderError, Cancelled.
    """

    def encoded() -> bool:
        if crew is not None:
            crew.encode(Order(segment, folder, delivery, threads), path, on_progress, over)
            return not delivery.allow_damaged  # it does not say whether it had to mend any
        groups = Groups(segment, delivery, threads, path)
        programs = [(segment, groups)]
        if apart and delivery.to_rate is None:
            programs = [*groups.apart(segment)]
        said = ""
        try:
            for number, (shown, some) in enumerate(programs):
                said += program(shown, some, number, len(programs))
        except BaseException:
            groups.remove()
            raise
        groups.join(over)
        if said.strip() and witness is not None:
            witness.drop()
        hurt = complained(said, segment, folder, delivery.rate)
        if not delivery.allow_damaged:
            refuse(hurt, delivery.rate)
        return not hurt

    def program(shown: Segment, groups: Groups, number: int, count: int) -> str:
        """Encode some of the groups, by one of so many programs; what it complained of."""
        beside = read_of(shown, folder, delivery, path)
        with nullcontext(witness.read(shown)) if witness is not None else beside as read:
            stream = picture(read, folder, delivery, titles, reading(0 if spare else 1))
            also: list[str] = []
            if witness is not None and read.source is not None:
                also = witness.arguments(read.source, read.frames, delivery.rate)
            wanted = piece_arguments(stream, shown, delivery, groups, given, spare=spare)
            return run(
                [*QUIET, *(ATTENTIVE if witness is not None else ()), "-y", *wanted, *also],
                frames=groups.last.frames, cancelled=over,
                on_progress=lambda share: on_progress((number + share) / count),
            )  # fmt: skip

    if kept is None:
        encoded()
        return False
    key = key_of(segment, delivery, threads)
    with kept.alone(key, over):
        if kept.fetch(key, path):
            return True
        if encoded():  # damage that is allowed once is not taken for whole later
            kept.keep(key, path)
    return False
