"""What the edges of copied segments leave: the graph's pictures, for the proof of the film."""

from pathlib import Path

import numpy as np

from studio.render.delivery import Captions, Delivery
from studio.render.given_edges import ends
from studio.render.graph import segments
from studio.render.kept import Kept
from studio.render.packets import Part
from studio.render.piece import Piece
from studio.render.pieces import encode
from studio.render.proof_graph import graphed
from studio.render.segment import Segment
from studio.render.way import Way
from tests.films import make_film
from tests.render.test_copying import takes, trimmed


def edged(folder: Path, kept: Kept | None, *, tags: bool) -> tuple[list[Piece], list[Segment]]:
    """Three shots, each copied but for a head of 5 pictures and a tail, and their segments."""
    film = trimmed(make_film(46, 45, 44), 7)
    shown = takes(folder, 72, 72, 72, tags=tags)
    delivery, runs = Delivery.of(film, Captions.NONE), segments(film, shown)
    shop = folder / "shop"
    shop.mkdir()
    made = encode(runs, folder, delivery, None, shop, lambda _: None, None, kept)
    for number, piece in enumerate(made):
        if piece.given is not None:
            wanted = graphed(runs[number], folder, delivery, None, piece.given.frames)
            for frame, right in zip(piece.given.frames, wanted, strict=True):
                found = piece.given.pictures(range(frame, frame + 1))
                assert found is not None
                assert np.array_equal(found[0], right), (number, frame)
    return made, list(runs)


def test_edges_leave_the_graphs_pictures_at_both_ends(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept")
    made, runs = edged(tmp_path, kept, tags=True)
    assert {piece.way for piece in made} == {Way.COPIED}
    first = made[0].given
    assert first is not None
    assert first.frames == tuple(ends(runs[0])[1]), "its first pictures are always made anew"
    left = [(n, piece.given) for n, piece in enumerate(made) if piece.given is not None]
    assert left
    assert all(len(made[number].parts) == 3 for number, _ in left), "with a head and a tail"
    for number, given in left:
        head, tail = ends(runs[number])
        assert given.frames == tuple(sorted({*head, *tail} if number else tail))
    other = tmp_path / "other"
    other.mkdir()
    again = encode(runs, tmp_path, Delivery.of(trimmed(make_film(46, 45, 44), 7), Captions.NONE),
                   None, other, lambda _: None, None, kept)  # fmt: skip
    assert all(piece.given is None for piece in again), "what is kept was decoded by nobody"


def test_a_piece_is_the_same_whether_its_edges_leave_pictures_or_not(tmp_path: Path) -> None:
    made, runs = edged(tmp_path, None, tags=True)
    alone = tmp_path / "alone"
    alone.mkdir()
    delivery = Delivery.of(trimmed(make_film(46, 45, 44), 7), Captions.NONE)
    number = next(n for n, piece in enumerate(made) if piece.given is not None)
    (piece,) = encode(runs, tmp_path, delivery, None, alone, lambda _: None, None, only=number)
    assert piece.given is None
    assert [_bytes(part) for part in piece.parts] == [_bytes(part) for part in made[number].parts]


def _bytes(part: Part) -> tuple[int, bytes]:
    return part.frames, part.path.read_bytes()


def test_a_take_that_does_not_say_its_colours_leaves_nothing(tmp_path: Path) -> None:
    made, _ = edged(tmp_path, None, tags=False)
    assert all(piece.given is None for piece in made if piece.way is Way.COPIED)
