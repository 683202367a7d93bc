"""A joint is decoded as far as it shows: all of the edge, and what copied pictures beside need."""

from collections.abc import Collection
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
        copy = replace(self.copy, body=replace(self.copy.body, path=take))
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


def spoiled(path: Path, target: Path, hurt: Collection[int]) -> Path:
    """A copy of a file in which some pictures have no content, which no decoder takes."""
    with av.open(str(path)) as source, av.open(str(target), "w") as out:
        video = source.streams.video[0]
        tick = video.time_base * RATE.fraction if video.time_base else RATE.fraction
        stream = out.add_stream_from_template(video)  # pyright: ignore[reportUnknownMemberType]
        for packet in source.demux(video):
            if packet.pts is None:
                continue
            if round(packet.pts * tick) in hurt:
                unit = bytes(packet)[SIZE : SIZE + 1]
                times = packet.pts, packet.dts, packet.duration, packet.time_base
                packet = av.Packet(len(unit).to_bytes(SIZE, "big") + unit)
                packet.pts, packet.dts, packet.duration, packet.time_base = times
            packet.stream = stream
            out.mux(packet)  # pyright: ignore[reportUnknownMemberType]
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


def test_every_picture_of_an_edge_is_decoded(seams: Seams) -> None:
    head = seams.head.part
    for number in range(head.frames):
        hurt = spoiled(head.path, seams.folder / f"edge-{number}.mp4", [number])
        edge = replace(seams.head, part=replace(head, path=hurt))
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
    ("edge", "copied", "frames"),
    [
        (range(7, 12), range(12, 50), [9, 10, 11, 12, 13]),
        (range(10, 12), range(12, 50), [9, 10, 11, 12, 13]),
        (range(1, 3), range(3, 50), [0, 1, 2, 3, 4]),
        (range(50, 58), range(12, 50), [48, 49, 50, 51, 52]),
        (range(50, 51), range(12, 50), [48, 49, 50, 51]),
    ],
)
def test_a_witness_has_what_is_compared_and_the_neighbours_of_what_is_encoded(
    edge: range, copied: range, frames: list[int]
) -> None:
    assert list(Witness.of(edge, copied, Path("a.yuv")).frames) == frames
    also = Witness.of(edge, copied, Path("a.yuv"), {30, frames[0]})
    assert list(also.frames) == sorted({30, *frames})
