"""The parts of a film by their packets: any other byte is another part, copied or not."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import av
import pytest

from studio.render.delivery import Captions, Copies, Delivery
from studio.render.graph import segments
from studio.render.loudness import Loudness
from studio.render.packets import Part
from studio.render.part_digests import PartDigests
from studio.render.proof_asked import Asked
from studio.render.proof_table import read
from tests.films import make_film
from tests.render.test_copying import coded, takes

EDGES = [0, 12, 36]


def packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def seen(content: Sequence[bytes], copies: set[int]) -> PartDigests:
    parts = PartDigests(EDGES, copies)
    for count, packet in enumerate(content):
        parts.add(av.Packet(packet), count)
    return parts


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    return packets(coded(tmp_path_factory.mktemp("film") / "film.mp4", 60))


def test_what_was_encoded_is_hashed_to_the_byte(content: list[bytes]) -> None:
    parts = [content[:12], content[12:36], content[36:]]
    wanted = [hashlib.sha256(b"".join(part)).hexdigest() for part in parts]
    assert list(seen(content, set()).digests()) == wanted
    some = seen(content, {1}).digests()
    assert [some[0], some[2]] == [wanted[0], wanted[2]]
    assert some[1] != wanted[1]


@pytest.mark.parametrize("copies", [set[int](), {0}, {1}, {0, 1, 2}])
def test_the_ends_of_a_part_are_hashed_however_it_was_made(
    content: list[bytes], copies: set[int]
) -> None:
    parts = seen(content, copies)
    assert len(parts.digests()) == 3
    ends = [(0, 11), (12, 35), (36, 59)]
    own = [tuple(hashlib.sha256(content[n]).hexdigest() for n in pair) for pair in ends]
    assert list(parts.ends) == own


@pytest.mark.parametrize("hurt", [12, 13, 20, 34, 35])
def test_another_bit_of_any_packet_is_another_part(content: list[bytes], hurt: int) -> None:
    other = list(content)
    for place in (0, len(content[hurt]) // 2, len(content[hurt]) - 1):
        changed = bytearray(content[hurt])
        changed[place] ^= 1
        other[hurt] = bytes(changed)
        for copies in (set[int](), {1}):
            before, after = seen(content, copies).digests(), seen(other, copies).digests()
            assert [one == two for one, two in zip(before, after, strict=True)] == [
                True,
                False,
                True,
            ]


def test_another_order_or_length_is_another_part(content: list[bytes]) -> None:
    swapped = [*content[:20], content[21], content[20], *content[22:]]
    moved = [*content[:20], content[20] + content[21][:5], content[21][5:], *content[22:]]
    for other in (swapped, moved):
        for copies in (set[int](), {1}):
            same = seen(content, copies).digests()[1] == seen(other, copies).digests()[1]
            assert same is (other is moved and not copies), "bytes in a row are the same"


def test_parts_that_a_film_lacks_are_empty(content: list[bytes]) -> None:
    digests = seen(content[:12], {2}).digests()
    assert digests[1:] == (hashlib.sha256().hexdigest(),) * 2


def test_which_parts_of_a_film_were_copied_is_told(tmp_path: Path) -> None:
    film = make_film(30, 20, 10)
    runs = tuple(segments(film, takes(tmp_path, 30, 20, 10)))
    path = coded(tmp_path / "film.mp4", 60)
    whole, edge = Part(path, 20, of_take=True), Part(path, 5)
    asked = Asked(
        60, 60, Delivery.of(film, Captions.NONE), tmp_path, tmp_path, Loudness(-18, -1), runs,
        ((edge, replace(whole, first=12), edge), (), (whole,)),
    )  # fmt: skip
    assert len(asked.edges()) == 5
    assert asked.copies() == {1, 4}
    table = read(path, asked.edges(), None, asked.copies()).pictures
    plain = read(path, asked.edges()).pictures
    assert table is not None
    assert plain is not None
    differ = [one != two for one, two in zip(table.digests, plain.digests, strict=True)]
    assert differ == [False, True, False, False, True]
    mixed = replace(asked, delivery=replace(asked.delivery, copies=Copies.MIXED))
    assert mixed.copies() == frozenset(), "they are decoded and looked at"
    assert replace(asked, parts=()).copies() == frozenset()
