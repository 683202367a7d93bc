"""What encoders leave of the pictures they were given, and films held against it."""

from collections.abc import Mapping
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
from studio.render.pieces import Piece, encode
from studio.render.proof import prove
from studio.render.proof_graph import Easel, graphed, places
from studio.render.seeking import Entrances
from studio.render.segment import Segment
from studio.render.way import Way
from studio.timeline.rate import Rate
from tests.render.test_proof import NAMES, Cut, encoded
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
    assert set(left) == {1, 2}  # of the first shot nothing: it is always made anew
    assert left[1].frames == (0, 1, 2, 27, 28, 29)
    assert left[2].frames == (0, 1, 2, 3, 4)
    for number, given in left.items():
        wanted = graphed(runs[number], cut.folder, cut.delivery, None, given.frames)
        for place in places(runs[number], number):
            numbers = range(place.first, place.first + place.count)
            found = given.pictures(numbers)
            assert found is not None
            right = [wanted[given.frames.index(n)] for n in numbers]
            assert all(np.array_equal(a, b) for a, b in zip(found, right, strict=True))


def test_a_piece_is_the_same_whether_pictures_are_left_or_not(cut: Cut) -> None:
    made, runs = pieces(cut, "shop")
    again = cut.folder / "alone"
    again.mkdir()
    for number, piece in enumerate(made):
        (alone,) = encode([runs[number]], cut.folder, cut.delivery, None, again,
                          lambda _: None, None)  # fmt: skip
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
    assert len(leaving(runs, wide)) == 8
    assert 0 not in leaving(runs, wide)
    assert 23 in leaving(runs, wide)
    assert leaving(runs[:1], wide) == frozenset()
    many = [Segment(n * 72, 72) for n in range(5000)]
    large = replace(wide, width=3840, height=2160)
    assert 0 < len(leaving(many, large)) <= 3  # so many bytes, and no more
    slow = replace(cut.delivery, to_rate=Rate(num=25))
    assert Given.of(runs[0], slow, cut.folder / "a.yuv") is None
    assert Given.of(runs[0], replace(cut.delivery, pixel_format="yuv420p10le"), Path("a")) is None
