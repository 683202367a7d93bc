"""How a segment becomes a piece: encoded, kept from earlier, or copied with its edges encoded."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from studio.errors import RenderError
from studio.media.calm import calm
from studio.media.ffmpeg import Progress, Stop
from studio.render.cadence import frames_of
from studio.render.copying import Copy
from studio.render.crew import Crew
from studio.render.delivery import Copies, Delivery
from studio.render.edge_coding import for_edge
from studio.render.given import NEIGHBOURS, Given
from studio.render.given_edges import compared, ends, given_by
from studio.render.joints import Edge, Joints, joints_hold
from studio.render.kept import Kept
from studio.render.packets import Part
from studio.render.piece import Piece
from studio.render.piece_file import made
from studio.render.piece_keys import edge_key
from studio.render.planes import Planes
from studio.render.proof_graph import graphed
from studio.render.seeking import Entrances
from studio.render.segment import Segment
from studio.render.way import Way
from studio.render.witness import Witness


@dataclass(frozen=True)
class Shape:
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
