"""Fresh pieces decoded at their ends while the film is joined, for the proof that follows.

What comes out is held with the packets that it came from: the proof takes it where the film has the
same ones (`render.decoded_ends`), and decodes the film where it has not.
"""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from studio.errors import RenderError
from studio.render.decoded_ends import Decoded
from studio.render.given_edges import compared
from studio.render.piece import Piece
from studio.render.planes import Planes
from studio.render.proof_film import reading
from studio.render.proof_table import read
from studio.render.segment import Segment
from studio.render.way import Way

_MOST = 2  # pieces: of more a proof looks at some alone, and joining is none of the time


@dataclass(frozen=True)
class EndsAhead:
    """Pictures that are under way, by their numbers in a segment; who asks for one waits for it."""

    places: Mapping[int, Future[Mapping[int, Decoded]]]

    def has(self, number: int) -> bool:
        """Whether the picture of this number came out."""
        place = self.places.get(number)
        return place is not None and number in place.result()

    def picture(self, number: int, trail: bytes) -> Planes | None:
        """The picture of this number, (height * 3 / 2, width); None where it did not come out, or
        came from other packets.
        """
        found = self.places[number].result().get(number) if number in self.places else None
        return found.planes if found is not None and found.trail == trail else None


def with_ends_ahead(
    pieces: Sequence[Piece], runs: Sequence[Segment], idle: Executor
) -> tuple[Piece, ...]:
    """The pieces of the segments `runs`; of fresh ones, where they are few, what a proof looks at
    is decoded by `idle` meanwhile.
    """
    fresh = [
        piece.way is Way.ENCODED and piece.given is not None and piece.given.decoded is None
        for piece in pieces
    ]
    if sum(fresh) > _MOST:
        return tuple(pieces)
    return tuple(
        _seen(piece, run, idle) if new else piece
        for piece, run, new in zip(pieces, runs, fresh, strict=True)
    )


def _seen(piece: Piece, run: Segment, idle: Executor) -> Piece:
    given, path = piece.given, piece.parts[0].path
    assert given is not None
    early = {number for number in compared(run) if number < run.frames // 2}
    places: dict[int, Future[Mapping[int, Decoded]]] = {}
    for place in (compared(run) - early, early):  # the last take longest
        places |= dict.fromkeys(place, idle.submit(_decoded, path, place))
    return replace(piece, given=replace(given, decoded=EndsAhead(places)))


def _decoded(piece: Path, numbers: Collection[int]) -> Mapping[int, Decoded]:
    """These pictures of a piece; none where they do not come out: the proof of the film will say
    what is wrong.
    """
    with suppress(RenderError):
        table = read(piece, ()).pictures
        if table is not None:
            with reading(piece, table) as reader:
                return reader.with_trails(numbers)
    return {}
