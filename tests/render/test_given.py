"""What encoders leave of the pictures they were given, and films held against it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.errors import RenderError
from studio.render.delivery import Copies, Delivery
from studio.render.export import export
from studio.render.given import Given, leaving
from studio.render.graph import segments
from studio.render.kept import Kept
from studio.render.piece import Piece
from studio.render.pieces import encode
from studio.render.proof import prove
from studio.render.proof_graph import Easel, graphed, places
from studio.render.seeking import Entrances
from studio.render.segment import Segment
from studio.render.way import Way
from studio.timeline.rate import Rate
from tests.films import make_take
from tests.render.test_proof import NAMES, Cut, encoded, moving
from tests.render.test_proof_graph import Counted

LENGTHS = (30, 30, 5)


@pytest.fixture
def cut(tmp_path: Path) -> Cut:
    made = Cut(tmp_path, LENGTHS)
    made.delivery = replace(made.delivery, copies=Copies.NONE)
    return made


def pieces(cut: Cut, shop: str, kept: Kept | None = None) -> tuple[list[Piece], list[Segment]]:
    """The film's pieces, encoded in a folder, and its segments."""
    runs = list(segments(cut.film, cut.shown))
    folder = cut.folder / shop
    folder.mkdir()
    made = encode(runs, cut.folder, cut.delivery, None, folder, lambda _: None, None, kept)
    return made, runs


def given_of(made: list[Piece]) -> Mapping[int, Given]:
    return {n: each.given for n, each in enumerate(made) if each.given is not None}


def test_what_is_left_are_the_graphs_pictures_at_both_ends(cut: Cut) -> None:
    made, runs = pieces(cut, "shop")
    left = given_of(made)
    assert left[0].frames == (27, 28, 29)  # its first ones are always made anew
    assert left[1].frames == (0, 1, 2, 27, 28, 29)
    assert left[2].frames == (0, 1, 2, 3, 4)
    for number, given in left.items():
        wanted = graphed(runs[number], cut.folder, cut.delivery, None, given.frames)
        for place in places(runs[number], number):
            found = given.pictures(place.frames)
            assert (found is None) == (number == 0 and not place.late)
            right = [wanted[given.frames.index(n)] for n in place.frames] if found else []
            assert all(np.array_equal(a, b) for a, b in zip(found or [], right, strict=True))


def test_a_piece_is_the_same_whether_pictures_are_left_or_not(cut: Cut) -> None:
    made, runs = pieces(cut, "shop")
    again = cut.folder / "alone"
    again.mkdir()
    for number, piece in enumerate(made):
        (alone,) = encode(runs, cut.folder, cut.delivery, None, again,
                          lambda _: None, None, only=number)  # fmt: skip
        assert alone.given is None
        assert alone.parts[0].path.read_bytes() == piece.parts[0].path.read_bytes()


def test_what_is_kept_from_earlier_leaves_nothing(cut: Cut) -> None:
    kept = Kept(cut.folder / "kept")
    first, _ = pieces(cut, "first", kept)
    second, _ = pieces(cut, "second", kept)
    assert [bool(given_of(made)) for made in (first, second)] == [True, False]
    assert {piece.way for piece in second} == {Way.KEPT}


def test_progress_is_that_of_the_piece(cut: Cut) -> None:
    runs = segments(cut.film, cut.shown)
    told: list[float] = []
    encode(runs, cut.folder, cut.delivery, None, cut.folder, told.append, None)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_pictures_that_were_left_are_not_made_again(cut: Cut) -> None:
    made, runs = pieces(cut, "shop")
    left = given_of(made)
    nothing: Mapping[int, Given] = {}
    for given, programs in ((nothing, 2), (left, 0)):
        with Counted(2) as pool:
            entrances = Entrances(cut.folder, cut.film.rate)
            easel = Easel(pool, cut.folder, cut.delivery, None, entrances, given)
            samples = [place for n in (1, 2) for place in places(runs[n], n)]
            found = [wanted() for _, _, wanted in easel.drawn(runs, samples)]
        assert [len(each) for each in found] == [3, 3, 3, 3]
        assert (pool.asked > 0, pool.asked <= 2 * programs) == (programs > 0, True)


@pytest.mark.parametrize("size", [0, 1000])
def test_a_file_that_was_cut_short_is_not_believed(cut: Cut, size: int) -> None:
    made, _ = pieces(cut, "shop")
    for given in given_of(made).values():
        with given.path.open("r+b") as file:
            file.truncate(size)
        assert given.pictures(range(3)) is None
    film = cut.made()
    proof = prove(film, replace(cut.asked(), given=given_of(made)))
    assert proof.compared == cut.proved().compared


@pytest.mark.parametrize("wrong", ["another take", "out of order", "black", "frozen"])
def test_a_film_that_is_not_of_these_pictures_is_found(tmp_path: Path, wrong: str) -> None:
    right = Cut(tmp_path, (30, 30, 30))
    right.delivery = replace(right.delivery, copies=Copies.NONE)
    made, _ = pieces(right, "shop")
    right.made()
    asked = replace(right.asked(), mix=None, given=given_of(made))
    film = planted(right, wrong)
    with pytest.raises(RenderError) as caught:
        prove(film, asked)
    assert caught.value.key in ("proof.wrong_picture", "proof.shifted")


def planted(right: Cut, wrong: str) -> Path:
    """The film, with a fault in its second shot."""
    if wrong == "black":
        return encoded(right.path, "drawbox=enable=between(n\\,30\\,59):color=black:t=fill")
    if wrong == "frozen":
        once = "select=not(between(n\\,31\\,59))"
        return encoded(right.path, f"{once},loop=29:1:30,setpts=N/24/TB")
    names = (NAMES[2], NAMES[1]) if wrong == "out of order" else (NAMES[0], NAMES[2])
    others = dict(zip(NAMES[1:3], names, strict=True))
    takes = {n: right.shown[others.get(n, n)].evolve(owner=n) for n in right.shown}
    other = right.folder / "other.mp4"
    export(right.film, takes, right.folder, other, right.delivery)
    return other


def test_some_are_left_and_only_where_a_proof_looks_at_them(cut: Cut) -> None:
    runs = [Segment(n * 72, 72) for n in range(24)]
    wide = Delivery(1920, 1080, Rate(num=24))
    left = leaving(runs, wide, range(24))
    assert len(left) == 9
    assert [n for n, late in left.items() if late] == [0]
    assert leaving(runs, wide, {7}) == {7: True}  # where the rest is known
    assert set(leaving(runs, wide, {3, 4, 9})) == {3, 4, 9}


def test_one_shot_that_is_changed_is_not_read_anew_to_its_end(cut: Cut) -> None:
    kept = Kept(cut.folder / "kept")
    made, _ = pieces(cut, "first", kept)
    kept_path = made[1].parts[0].path.read_bytes()
    cut.shown |= {NAMES[1]: make_take(cut.folder, NAMES[1], moving(30, 7))}
    made, runs = pieces(cut, "second", kept)
    assert [piece.way for piece in made] == [Way.KEPT, Way.ENCODED, Way.KEPT]
    assert made[1].parts[0].path.read_bytes() != kept_path
    left = given_of(made)
    assert {n: given.frames for n, given in left.items()} == {1: (27, 28, 29)}
    assert drawn(cut, runs, left) == 0
    assert drawn(cut, runs, {1: replace(left[1], anew=())}) == 1


def drawn(cut: Cut, runs: Sequence[Segment], left: Mapping[int, Given]) -> int:
    """How often the graph is asked for both ends of the second segment."""
    with Counted(2) as pool:
        easel = Easel(
            pool, cut.folder, cut.delivery, None, Entrances(cut.folder, cut.film.rate), left
        )
        found = list(easel.drawn(runs, places(runs[1], 1)))
        assert [len(wanted()) for _, _, wanted in found] == [3, 3]
    assert [place.frames for _, place, _ in found] == [3, 3]
    return pool.asked


def test_what_another_program_read_anew_are_the_first_pictures(cut: Cut) -> None:
    """Beside the encoder of one changed shot, and not from what that was given."""
    kept = Kept(cut.folder / "kept")
    pieces(cut, "first", kept)
    cut.shown |= {NAMES[1]: make_take(cut.folder, NAMES[1], moving(30, 7))}
    made, runs = pieces(cut, "second", kept)
    given = given_of(made)[1]
    wanted = graphed(runs[1], cut.folder, cut.delivery, None, range(3))
    given.path.unlink()
    found = given.pictures(range(3))
    assert found is not None
    assert all(np.array_equal(a, b) for a, b in zip(found, wanted, strict=True))
    assert given.pictures(range(1, 4)) is None
