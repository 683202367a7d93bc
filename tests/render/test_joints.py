"""A joint is decoded as far as it shows: all of the edge, and what copied pictures beside need."""

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from studio.render.copying import Copy, planned
from studio.render.delivery import Captions, Delivery
from studio.render.excerpt import needed
from studio.render.graph import segments
from studio.render.joints import Edge, Joints, joints_hold
from studio.render.pieces import encode
from studio.render.witness import Witness
from tests.films import RATE, make_film
from tests.render.test_copying import CODING, NAMES, file_of, takes, trimmed

SIZE = 4  # bytes of the length of a unit


class Seams:
    """A shot that is copied but for a head and a tail, which are encoded."""

    def __init__(self, folder: Path) -> None:
        film = trimmed(make_film(51), 7)
        shown = takes(folder, 72, coding=(*CODING, "-bf", "3", "-x264-params", "b-adapt=0"))
        delivery, runs = Delivery.of(film, Captions.NONE), segments(film, shown)
        (copy,) = planned(runs, folder, delivery).copies
        assert copy is not None
        self.copy: Copy = copy
        self.folder = folder
        shop = folder / "shop"
        shop.mkdir()
        (piece,) = encode(runs, folder, delivery, None, shop, lambda _: None, None)
        head, _, tail = piece.parts
        self.take = file_of(folder, shown[NAMES[0]])
        own = _planes(self.take)
        self.head, self.tail = Edge(head, own), Edge(tail, own)

    def joints(
        self,
        hurt: Collection[int] = (),
        head: Edge | None = None,
        also: frozenset[int] = frozenset(),
    ) -> Joints | None:
        """Its joints where the pictures `hurt` of the take cannot be decoded."""
        take = spoiled(self.take, self.folder / "hurt.mp4", hurt)
        copy = replace(self.copy, body=replace(self.copy.body, file=take))
        work = self.folder / "joint.mp4"
        return joints_hold(copy, head or self.head, self.tail, RATE, work, also=also)


def _planes(path: Path) -> dict[int, np.ndarray]:
    with av.open(str(path)) as container:
        return {n: frame.to_ndarray() for n, frame in enumerate(container.decode(video=0))}


def spared(path: Path, pictures: Collection[int]) -> list[int]:
    """Those among some pictures of a file that no others refer to."""
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        tick = video.time_base * RATE.fraction if video.time_base else RATE.fraction
        found = [
            round(packet.pts * tick)
            for packet in container.demux(video)
            if packet.pts is not None and not needed(packet, SIZE)
        ]
    return sorted(set(found) & set(pictures))


def emptied(content: bytes) -> bytes:
    """A packet's first unit without what is in it, which no decoder takes."""
    return (1).to_bytes(SIZE, "big") + content[SIZE : SIZE + 1]


def spoiled(
    path: Path,
    target: Path,
    hurt: Collection[int],
    change: Callable[[bytes], bytes] = emptied,
) -> Path:
    """A copy of a file in which the packets of some pictures are changed."""
    with av.open(str(path)) as source, av.open(str(target), "w") as out:
        video = source.streams.video[0]
        tick = video.time_base * RATE.fraction if video.time_base else RATE.fraction
        stream = out.add_stream_from_template(video)  # pyright: ignore[reportUnknownMemberType]
        for packet in source.demux(video):
            if packet.pts is None:
                continue
            if round(packet.pts * tick) in hurt:
                times = packet.pts, packet.dts, packet.duration, packet.time_base
                packet = av.Packet(change(bytes(packet)))
                packet.pts, packet.dts, packet.duration, packet.time_base = times
            packet.stream = stream
            out.mux(packet)  # pyright: ignore[reportUnknownMemberType]
    return target


def damaged(path: Path, target: Path, hurt: Collection[int]) -> Path:
    """A copy of a file in which the contents of some pictures are hurt, which decoders conceal."""
    with av.open(str(path)) as source:
        video = source.streams.video[0]
        tick = video.time_base * RATE.fraction if video.time_base else RATE.fraction
        places = [
            (packet.pos or 0, packet.size)
            for packet in source.demux(video)
            if packet.pts is not None and round(packet.pts * tick) in hurt
        ]
    content = bytearray(path.read_bytes())
    for start, size in places:
        for place in range(start + size // 2, start + size, 7):
            content[place] ^= 0x55
    target.write_bytes(bytes(content))
    return target


@pytest.fixture
def seams(tmp_path: Path) -> Seams:
    return Seams(tmp_path)


def test_copied_pictures_that_nothing_needs_are_not_decoded(seams: Seams) -> None:
    last = seams.copy.copied.stop
    group = range(max(key for key in seams.copy.stock.keys if key < last), last - 2)
    idle = spared(seams.take, group)
    assert idle, "between the key picture and the two that are compared"
    assert seams.joints(idle) is not None
    for number in set(group) - set(idle):
        assert seams.joints([number]) is None, number


def test_copied_pictures_beside_an_edge_are_decoded(seams: Seams) -> None:
    first, last = seams.copy.copied.start, seams.copy.copied.stop
    for number in (first, first + 1, last - 2, last - 1):
        assert seams.joints([number]) is None, number


def test_a_copied_picture_that_is_damaged_in_the_take_is_no_joint(seams: Seams) -> None:
    """Though it comes out behind the edge as it comes out of the take."""
    first = seams.copy.copied.start
    take = damaged(seams.take, seams.folder / "damaged.mp4", [first])
    copy = replace(seams.copy, body=replace(seams.copy.body, file=take))
    own = {n: planes for n, planes in seams.head.witnessed.items() if n < first}
    edge, work = Edge(seams.head.part, own), seams.folder / "joint.mp4"
    assert joints_hold(seams.copy, edge, None, RATE, work) is not None
    assert joints_hold(copy, edge, None, RATE, work) is None


def test_what_somebody_saw_of_the_copied_pictures_counts(seams: Seams) -> None:
    """The encoder of an edge may have written some; they are held against what comes out."""
    first = seams.copy.copied.start
    own = dict(seams.head.witnessed)
    assert seams.joints(head=Edge(seams.head.part, own)) is not None
    own[first] = own[first] ^ np.uint8(1)
    assert seams.joints(head=Edge(seams.head.part, own)) is None


@pytest.mark.parametrize("shift", [-2, -1, 1, 2])
def test_an_edge_whose_pictures_are_others_is_no_joint(seams: Seams, shift: int) -> None:
    """Whether they come out whole or not: they are nearer to other pictures of the take."""
    first = seams.copy.copied.start
    own = {n: seams.head.witnessed[n + shift] for n in range(first - 3, first)}
    edge, work = Edge(seams.head.part, own), seams.folder / "joint.mp4"
    assert joints_hold(seams.copy, edge, None, RATE, work) is None


def test_every_picture_of_an_edge_is_decoded(seams: Seams) -> None:
    head = seams.head.part
    for number in range(head.frames):
        hurt = spoiled(head.path, seams.folder / f"edge-{number}.mp4", [number])
        edge = replace(seams.head, part=replace(head, file=hurt))
        assert seams.joints(head=edge) is None, number


def test_pictures_that_are_wanted_come_out_as_they_are(seams: Seams) -> None:
    first, last = seams.copy.copied.start, seams.copy.copied.stop
    wanted = frozenset({first - 5, first - 1, first + 1, last - 1, last, first + 15})
    joints = seams.joints(also=wanted)
    assert joints is not None
    assert set(joints.pictures) == wanted - {first + 15}, "that one lies at no joint"
    own, head, tail = (_planes(p) for p in (seams.take, *_paths(seams)))
    for number, picture in joints.pictures.items():
        if number < first:
            right = head[number - first + len(head)]
        else:
            right = tail[number - last] if number >= last else own[number]
        assert np.array_equal(picture.planes, right), number


def _paths(seams: Seams) -> tuple[Path, Path]:
    return seams.head.part.path, seams.tail.part.path


@pytest.mark.parametrize(
    ("edge", "joint", "frames"),
    [
        (range(7, 12), 12, [9, 10, 11]),
        (range(10, 12), 12, [9, 10, 11]),
        (range(2), 2, [0, 1]),
        (range(50, 58), 50, [50, 51, 52]),
        (range(50, 51), 50, [50, 51]),
    ],
)
def test_a_witness_has_what_is_compared_of_an_edge_and_one_more(
    edge: range, joint: int, frames: list[int]
) -> None:
    assert list(Witness.of(edge, joint, Path("a.yuv")).frames) == frames
    also = Witness.of(edge, joint, Path("a.yuv"), {30, frames[0]})
    assert list(also.frames) == sorted({30, *frames})
