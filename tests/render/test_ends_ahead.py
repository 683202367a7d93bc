"""Pieces decoded while their film is joined: believed where the film has the same packets."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.errors import RenderError
from studio.render.delivery import Captions, Copies, Delivery
from studio.render.ends_ahead import EndsAhead, with_ends_ahead
from studio.render.export import export
from studio.render.given import Given
from studio.render.graph import segments
from studio.render.join import join
from studio.render.kept import Kept
from studio.render.packets import Part
from studio.render.piece import Piece
from studio.render.pieces import encode
from studio.render.planes import Planes
from studio.render.proof_film import reading
from studio.render.proof_table import read
from tests.films import RATE, make_film, make_take
from tests.render.test_decoded_ends import compared_with
from tests.render.test_proof import NAMES, moving

LENGTHS = (30, 30, 5)
SECOND = range(30, 60)  # its frames of the film


class Changed:
    """A film of three shots of which the second was changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.film = make_film(*LENGTHS)
        self.shown = {
            name: make_take(folder, name, moving(length, seed))
            for seed, (name, length) in enumerate(zip(NAMES, LENGTHS, strict=False))
        }
        self.delivery = replace(Delivery.of(self.film, Captions.NONE), copies=Copies.NONE)
        self.kept = Kept(folder / "kept")
        self.pieces("first")
        self.change(7)

    def change(self, seed: int) -> None:
        self.shown[NAMES[1]] = make_take(self.folder, NAMES[1], moving(LENGTHS[1], seed))

    def pieces(self, shop: str) -> list[Piece]:
        self.runs = tuple(segments(self.film, self.shown))
        (self.folder / shop).mkdir()
        return encode(
            self.runs, self.folder, self.delivery, None, self.folder / shop, lambda _: None, None,
            self.kept,
        )  # fmt: skip

    def joined(self, pieces: list[Piece], name: str) -> Path:
        path = self.folder / name
        join([part for piece in pieces for part in piece.parts], RATE, path)
        return path


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    return Changed(tmp_path)


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def ends_of(piece: Piece) -> EndsAhead:
    assert piece.given is not None
    assert isinstance(piece.given.decoded, EndsAhead)
    return piece.given.decoded


def shown(film: Path, ends: EndsAhead | None) -> Mapping[int, Planes]:
    table = read(film, ()).pictures
    assert table is not None
    wanted = [*SECOND[:2], *SECOND[-2:]]
    with reading(film, table) as reader:
        return reader.pictures(wanted, ends, SECOND.start)


def same(one: Mapping[int, Planes], other: Mapping[int, Planes]) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[n], other[n]) for n in one)


def blackened(ends: EndsAhead) -> EndsAhead:
    """As if a decoder had given black pictures of the same packets."""
    with ThreadPoolExecutor(1) as pool:
        return EndsAhead({
            number: pool.submit(
                lambda found: {
                    n: replace(one, planes=np.zeros_like(one.planes)) for n, one in found.items()
                },
                place.result(),
            )
            for number, place in ends.places.items()
        })  # fmt: skip


def test_the_ends_of_a_fresh_piece_stand_for_those_of_the_film(
    changed: Changed, beside: ThreadPoolExecutor
) -> None:
    pieces = with_ends_ahead(changed.pieces("second"), changed.runs, beside)
    kept = [piece.given.decoded if piece.given else None for piece in pieces]
    assert (kept[0], kept[2]) == (None, None)
    ends, film = ends_of(pieces[1]), changed.joined(list(pieces), "film.mp4")
    plain = shown(film, None)
    assert [ends.has(n) for n in (0, 1, 2, 27, 28, 29)] == [True, True, False, False, True, True]
    assert same(shown(film, ends), plain)
    black = shown(film, blackened(ends))  # nothing of the film was decoded
    assert not any(planes.any() for planes in black.values())


def test_a_film_of_other_packets_is_decoded(changed: Changed, beside: ThreadPoolExecutor) -> None:
    pieces = with_ends_ahead(changed.pieces("second"), changed.runs, beside)
    changed.change(9)
    film = changed.joined(changed.pieces("third"), "film.mp4")
    plain = shown(film, None)
    assert same(shown(film, ends_of(pieces[1])), plain)
    assert not same(shown(changed.joined(list(pieces), "other.mp4"), None), plain)


def test_a_piece_that_cannot_be_decoded_is_left_to_the_film(
    changed: Changed, beside: ThreadPoolExecutor
) -> None:
    pieces = changed.pieces("second")
    film = changed.joined(pieces, "film.mp4")
    pieces[1].parts[0].path.write_bytes(b"no film")
    ends = ends_of(with_ends_ahead(pieces, changed.runs, beside)[1])
    assert not any(map(ends.has, range(30)))
    assert same(shown(film, ends), shown(film, None))


def test_of_many_fresh_pieces_none_is_decoded_ahead(
    tmp_path: Path, beside: ThreadPoolExecutor
) -> None:
    part = Part(tmp_path / "piece.mp4", 30)
    changed = Changed(tmp_path)
    given = Given(tmp_path / "piece.yuv", (27, 28, 29), (320, 180))
    piece = changed.pieces("second")[1]
    fresh = [replace(piece, parts=(part,), given=given)] * 3
    assert with_ends_ahead(fresh, changed.runs, beside) == tuple(fresh)


def test_a_film_of_a_changed_shot_is_that_made_whole_and_proved(changed: Changed) -> None:
    film = changed.folder / "film.mp4"
    whole = export(changed.film, changed.shown, changed.folder, film, changed.delivery)
    one = film.read_bytes()
    again = export(
        changed.film, changed.shown, changed.folder, film, changed.delivery, overwrite=True,
        kept=changed.kept,
    )  # fmt: skip
    assert (whole.kept, again.kept) == (0, 2)
    assert film.read_bytes() == one
    assert again.proof is not None
    assert again.proof.compared > 0


def test_wrong_pictures_of_a_changed_shot_are_found(
    changed: Changed, beside: ThreadPoolExecutor
) -> None:
    """What is decoded ahead is compared as what the film shows."""
    pieces = list(with_ends_ahead(changed.pieces("second"), changed.runs, beside))
    given = pieces[1].given
    assert given is not None
    film = changed.joined(pieces, "film.mp4")
    right = compared_with(film, changed.runs, changed.folder, changed.delivery, {1: given})
    assert right == compared_with(film, changed.runs, changed.folder, changed.delivery, {})
    black = replace(given, decoded=blackened(ends_of(pieces[1])))
    with pytest.raises(RenderError) as caught:
        compared_with(film, changed.runs, changed.folder, changed.delivery, {1: black})
    assert caught.value.key == "proof.wrong_picture"
