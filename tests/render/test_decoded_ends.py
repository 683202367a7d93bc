"""What was decoded at a joint stands for the film's pictures only where they are the same ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.packet import Packet

from studio.errors import RenderError
from studio.render.decoded_ends import Trail
from studio.render.delivery import Captions, Delivery
from studio.render.given import Given
from studio.render.graph import segments
from studio.render.join import join
from studio.render.packets import Part
from studio.render.piece import Piece
from studio.render.pieces import encode
from studio.render.planes import Planes
from studio.render.proof_film import reading
from studio.render.proof_frames import Likeness, compare
from studio.render.proof_graph import places
from studio.render.proof_table import read
from studio.render.seeking import Entrances
from studio.render.segment import Segment
from studio.timeline.project import Project
from tests.films import RATE, make_film
from tests.render.test_copying import CODING, takes, trimmed

LENGTHS = (46, 45, 44)  # each with a head of 5 pictures before the first key picture
HEAD = 5


class Smart:
    """A film of three shots, each copied but for its edges, that its pieces were joined to."""

    def __init__(
        self,
        folder: Path,
        lengths: tuple[int, ...] = LENGTHS,
        long: int = 72,
        coding: tuple[str, ...] = CODING,
    ) -> None:
        self.folder = folder
        self.film: Project = trimmed(make_film(*lengths), 7)
        self.takes = takes(folder, *(long for _ in lengths), coding=coding)
        self.delivery = Delivery.of(self.film, Captions.NONE)
        self.runs: tuple[Segment, ...] = tuple(segments(self.film, self.takes))
        shop = folder / "shop"
        shop.mkdir()
        self.pieces: list[Piece] = encode(
            self.runs, folder, self.delivery, None, shop, lambda _: None, None
        )
        self.path = self.joined([part for piece in self.pieces for part in piece.parts])

    def joined(self, parts: list[Part], name: str = "film.mp4") -> Path:
        join(parts, RATE, self.folder / name)
        return self.folder / name

    def given(self, number: int) -> Given:
        given = self.pieces[number].given
        assert given is not None
        return given

    def shown(self, film: Path, number: int, *, left: bool) -> Mapping[int, Planes] | str:
        """The pictures compared at the ends of a segment of a film, or why there are none."""
        table = read(film, ()).pictures
        assert table is not None
        ends = self.given(number).decoded if left else None
        begin, frames = self.runs[number].start, self.runs[number].frames
        wanted = [begin, begin + 1, begin + frames - 2, begin + frames - 1]
        try:
            with reading(film, table) as reader:
                return reader.pictures(wanted, ends, begin)
        except RenderError as error:
            return error.key

    def likenesses(self, given: Mapping[int, Given], film: Path | None = None) -> list[Likeness]:
        return compared_with(film or self.path, self.runs, self.folder, self.delivery, given)

    def blackened(self, number: int) -> None:
        """Let what was decoded of a segment be black, as if another had been decoded."""
        ends = self.given(number).decoded
        assert ends is not None
        ends.path.write_bytes(bytes(ends.path.stat().st_size))


def compared_with(
    film: Path,
    runs: Sequence[Segment],
    folder: Path,
    delivery: Delivery,
    given: Mapping[int, Given],
) -> list[Likeness]:
    """The likeness of a film to its graph at both ends of each of its segments."""
    table = read(film, ()).pictures
    assert table is not None
    samples = [place for number, run in enumerate(runs) for place in places(run, number)]
    with reading(film, table) as reader:
        entrances = Entrances(folder, delivery.rate)
        return list(compare(runs, samples, entrances, [reader], folder, delivery, None, given))


@pytest.fixture
def smart(tmp_path: Path) -> Smart:
    return Smart(tmp_path)


def same(one: Mapping[int, Planes] | str, other: Mapping[int, Planes] | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return one.keys() == other.keys() and all(np.array_equal(one[n], other[n]) for n in one)


def test_what_was_decoded_at_a_joint_is_what_the_film_shows(smart: Smart) -> None:
    """And it is what is compared: nothing of the film is decoded in its place."""
    for number, run in enumerate(smart.runs):
        ends = smart.given(number).decoded
        assert ends is not None
        assert sorted(ends.trails) == [0, 1, run.frames - 2, run.frames - 1]
        plain = smart.shown(smart.path, number, left=False)
        assert same(smart.shown(smart.path, number, left=True), plain)
        smart.blackened(number)
        black = smart.shown(smart.path, number, left=True)
        assert not isinstance(black, str)
        assert not any(planes.any() for planes in black.values())


def test_likenesses_are_the_same_to_the_last_digit(smart: Smart) -> None:
    given = {n: smart.given(n) for n in range(len(smart.runs))}
    found = smart.likenesses(given)
    assert len(found) == 4 * len(given)
    assert found == smart.likenesses({n: replace(one, decoded=None) for n, one in given.items()})
    assert found == smart.likenesses({})
    smart.blackened(1)
    with pytest.raises(RenderError) as caught:
        smart.likenesses(given)
    assert caught.value.key == "proof.wrong_picture"


def rewritten(smart: Smart, change: Callable[[list["Packet[Any]"]], None]) -> Path:
    """The film with the picture packets of its second segment's head changed."""
    begin, out = smart.runs[1].start, smart.folder / "other.mp4"
    with av.open(str(smart.path)) as source, av.open(str(out), "w") as target:
        video = source.streams.video[0]
        stream = target.add_stream_from_template(video)  # pyright: ignore[reportUnknownMemberType]
        packets = [packet for packet in source.demux(video) if packet.pts is not None]
        change(packets[begin : begin + HEAD])  # type: ignore[arg-type]
        for packet in packets:
            packet.stream = stream
            target.mux(packet)  # pyright: ignore[reportUnknownMemberType]
    return out


def another(smart: Smart) -> Path:
    """The film with the head of another place of its second take."""
    film, shop = trimmed(make_film(30, 30, 30), 31), smart.folder / "others"
    shop.mkdir()
    runs = segments(film, smart.takes)
    (piece,) = encode(runs, smart.folder, smart.delivery, None, shop, lambda _: None, None, only=1)
    assert piece.parts[0].frames == HEAD
    parts = [list(piece.parts) for piece in smart.pieces]
    parts[1][0] = piece.parts[0]
    return smart.joined([part for own in parts for part in own], "other.mp4")


def swapped(packets: list["Packet[Any]"]) -> None:
    """Two pictures change their times."""
    late = sorted(packets, key=lambda packet: packet.pts or 0)[1:3]
    late[0].pts, late[1].pts = late[1].pts, late[0].pts


def damaged(packets: list["Packet[Any]"]) -> None:
    """The content of the key picture is hurt."""
    with memoryview(packets[0]) as content:
        length = len(content)
    hurt = bytearray(bytes(packets[0]))
    for place in range(length * 2 // 3, length, 7):
        hurt[place] ^= 0x55
    packets[0].update(bytes(hurt))


@pytest.mark.parametrize(
    "plant", [another, partial(rewritten, change=swapped), partial(rewritten, change=damaged)]
)
def test_what_the_film_does_not_hold_is_decoded(
    smart: Smart, plant: Callable[[Smart], Path]
) -> None:
    """A wrong edge, one in another order and a damaged one are each seen as they are."""
    film = plant(smart)
    was, plain = smart.shown(smart.path, 1, left=False), smart.shown(film, 1, left=False)
    assert not same(was, plain)
    assert same(smart.shown(film, 1, left=True), plain)
    given = {n: smart.given(n) for n in range(len(smart.runs))}
    with pytest.raises(RenderError) as caught:
        smart.likenesses(given, film)
    assert caught.value.key.startswith("proof.")


def test_a_film_under_other_parameter_sets_is_decoded(smart: Smart) -> None:
    """The packets are the same to the byte, and a decoder is told other things of them."""
    content = smart.path.read_bytes()
    place = content.index(b"avcC") + 4
    hurt = bytearray(content)
    length = int.from_bytes(content[place + 6 : place + 8], "big")
    picture = place + 8 + length + 1  # behind the sequence set, and the number of picture sets
    hurt[picture + 2 + 1] ^= 0x40  # which of them it is: the pictures name another
    film = smart.folder / "other.mp4"
    film.write_bytes(bytes(hurt))
    plain = smart.shown(film, 1, left=False)
    assert not same(smart.shown(smart.path, 1, left=False), plain)
    assert same(smart.shown(film, 1, left=True), plain)


def test_of_an_edge_of_several_groups_the_last_is_decoded_at_its_joint(tmp_path: Path) -> None:
    """What lies before it is decoded in the film, as ever."""
    smart = Smart(tmp_path, (171,), 200, (*CODING, "-g", "80", "-keyint_min", "80"))
    head, body, tail = smart.pieces[0].parts
    assert (head.frames, body.first) == (73, 80)
    assert tail.frames
    ends = smart.given(0).decoded
    assert ends is not None
    assert sorted(ends.trails) == [169, 170]
    plain = smart.shown(smart.path, 0, left=False)
    assert same(smart.shown(smart.path, 0, left=True), plain)


def packet(content: bytes) -> "Packet[Any]":
    return Packet(content)


def test_a_trail_tells_contents_orders_and_sets_apart() -> None:
    def trail(record: bytes, *packets: tuple[int, bytes]) -> bytes:
        whole = Trail(record)
        return list(
            accumulate(packets, lambda _, one: whole.add(one[0], packet(one[1])), initial=b"")
        )[-1]

    one = trail(b"a", (0, b"key"), (2, b"two"), (1, b"one"))
    assert one == trail(b"a", (0, b"key"), (2, b"two"), (1, b"one"))
    others = [
        trail(b"b", (0, b"key"), (2, b"two"), (1, b"one")),
        trail(b"a", (0, b"key"), (1, b"two"), (2, b"one")),
        trail(b"a", (0, b"key"), (2, b"two")),
        trail(b"a", (0, b"key"), (2, b"tw"), (1, b"oone")),
        trail(b"a", (0, b"kex"), (2, b"two"), (1, b"one")),
    ]
    assert len({one, *others}) == 6
