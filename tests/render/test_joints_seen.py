"""What the encoder of an edge saw of the copied pictures there is not decoded a second time."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import av
import pytest

from studio.errors import RenderError
from studio.render.copying import Copy, planned
from studio.render.delivery import Captions, Delivery
from studio.render.excerpt import excerpt
from studio.render.graph import segments
from studio.render.joint_file import trails_of
from studio.render.joints import Edge, joints_hold
from studio.render.packets import Part
from studio.render.pieces import encode
from studio.render.segment import Segment
from studio.render.way import Way
from studio.render.witness import Witness, beside
from tests.films import RATE, make_film
from tests.render.test_copying import CODING, NAMES, coded, file_of, takes, trimmed
from tests.render.test_entering import flagged, places_of_the_flag
from tests.render.test_joints import Seams, damaged, spoiled


@pytest.fixture
def seams(tmp_path: Path) -> Seams:
    return Seams(tmp_path)


def told(seams: Seams, take: Path, joint: int) -> Mapping[int, bytes]:
    """What a decoder is told of the pictures of a take beside a joint."""
    own = beside(seams.copy, joint)
    key = max(key for key in seams.copy.stock.keys if key <= own[0])
    return trails_of(take, RATE, key, own)


def hurt_in(seams: Seams, target: Path, hurt: Collection[int]) -> Path:
    """A copy of the take in which some pictures cannot be decoded; key pictures keep their head."""
    way = damaged if {*hurt} & {*seams.copy.stock.keys} else spoiled
    return way(seams.take, target, hurt)


def holds(
    seams: Seams,
    hurt: Collection[int] = (),
    *,
    claimed: Collection[int] = (),
    head: Part | None = None,
    tail: Part | None = None,
    also: frozenset[int] = frozenset(),
) -> bool:
    """Whether the joints hold where the pictures `hurt` of the take cannot be decoded, and the
    encoders of both edges claim to have seen a take of which those `claimed` could not be.
    """
    take = hurt_in(seams, seams.folder / "hurt.mp4", hurt)
    other = hurt_in(seams, seams.folder / "claimed.mp4", claimed)
    copy = replace(seams.copy, body=replace(seams.copy.body, file=take))
    first, last = copy.copied.start, copy.copied.stop
    before = Edge(head or seams.head.part, seams.head.witnessed, told(seams, other, first))
    after = Edge(tail or seams.tail.part, seams.tail.witnessed, told(seams, other, last))
    work = seams.folder / "joint.mp4"
    return joints_hold(copy, before, after, RATE, work, also=also) is not None


def test_copied_pictures_are_decoded_once(seams: Seams) -> None:
    first, last = seams.copy.copied.start, seams.copy.copied.stop
    for number in (first, first + 1, last - 2, last - 1):
        assert holds(seams, [number], claimed=[number]), number
        assert not holds(seams, [number]), "other packets were seen"
        assert not holds(seams, [number], claimed=[number], also=frozenset({number}))


def test_a_key_picture_without_a_head_is_decoded(seams: Seams) -> None:
    """Nobody knows whether it lets the pictures before it be shown."""
    first, work = seams.copy.copied.start, seams.folder / "joint.mp4"
    take = spoiled(seams.take, seams.folder / "hurt.mp4", [first])
    copy = replace(seams.copy, body=replace(seams.copy.body, file=take))
    edge = Edge(seams.head.part, seams.head.witnessed, told(seams, take, first))
    assert joints_hold(copy, edge, None, RATE, work) is None


def test_copied_pictures_with_sets_of_their_own_are_decoded(seams: Seams) -> None:
    """As in a film of mixed takes: a decoder gets other packets there than those of the take."""
    first, work = seams.copy.copied.start, seams.folder / "joint.mp4"
    other = seams.folder / "o.mp4"  # as long a name as that of the take: the same pictures
    coding = (*CODING, "-refs", "4", "-vf", "trim=start_frame=7,setpts=PTS-STARTPTS")
    head = replace(seams.head.part, file=coded(other, seams.head.part.frames, coding))
    for hurt in ([], [first + 1]):
        take = hurt_in(seams, seams.folder / "hurt.mp4", hurt)
        copy = replace(seams.copy, body=replace(seams.copy.body, file=take))
        edge = Edge(head, seams.head.witnessed, told(seams, take, first))
        joints = joints_hold(copy, edge, None, RATE, work, mixed=True)
        assert (joints is None) is bool(hurt)


def test_every_picture_of_the_edges_is_decoded_all_the_same(seams: Seams) -> None:
    assert holds(seams)
    head, tail = seams.head.part, seams.tail.part
    for number in range(head.frames):
        hurt = spoiled(head.path, seams.folder / f"head-{number}.mp4", [number])
        assert not holds(seams, head=replace(head, file=hurt)), number
    hurt = spoiled(tail.path, seams.folder / "tail.mp4", [0])
    assert not holds(seams, tail=replace(tail, file=hurt))
    assert not holds(seams, head=replace(head, frames=head.frames - 1))


@pytest.mark.parametrize("shift", [-2, -1, 1, 2])
def test_edges_whose_pictures_are_others_are_no_joints(seams: Seams, shift: int) -> None:
    first, last = seams.copy.copied.start, seams.copy.copied.stop
    own, work = seams.head.witnessed, seams.folder / "joint.mp4"
    for edge, joint, around in (
        (seams.head, first, range(first - 3, first + 2)),
        (seams.tail, last, range(last - 2, last + 2)),
    ):
        for moved in (0, shift):
            seen = {n: own[n + moved] for n in around}
            one = Edge(edge.part, seen, told(seams, seams.take, joint))
            sides = (one, None) if joint == first else (None, one)
            assert (joints_hold(seams.copy, *sides, RATE, work) is None) is bool(moved)


def with_flag(path: Path, target: Path, number: int) -> Path:
    """A copy of a file whose key picture `number` lets those before it be left out."""
    with av.open(str(path)) as source:
        keys = [packet for packet in source.demux(video=0) if packet.size and packet.is_keyframe]
        packet, bit = keys[number], places_of_the_flag(path)[number]
        changed, place = flagged(bytes(packet), bit), packet.pos or 0
    content = bytearray(path.read_bytes())
    content[place : place + len(changed)] = changed
    target.write_bytes(bytes(content))
    return target


def test_pictures_before_a_joint_that_need_not_be_shown_are_missed(seams: Seams) -> None:
    """Though libavcodec shows them, whether the copied ones are decoded or not."""
    tail = with_flag(seams.tail.part.path, seams.folder / "flag.mp4", 0)
    last = seams.copy.copied.stop
    for also in (frozenset[int](), frozenset({last - 1})):
        assert holds(seams, also=also)
        assert not holds(seams, tail=replace(seams.tail.part, file=tail), also=also)
    take = with_flag(seams.take, seams.folder / "take.mp4", 1)
    copy = replace(seams.copy, body=replace(seams.copy.body, file=take))
    first, work = copy.copied.start, seams.folder / "joint.mp4"
    assert copy.stock.keys[1] == first
    edge = Edge(seams.head.part, seams.head.witnessed, told(seams, take, first))
    assert joints_hold(copy, edge, None, RATE, work) is None


def film_of(
    folder: Path, frames: int, more: str = ""
) -> tuple[Copy, Path, Delivery, list[Segment]]:
    """A shot that is copied but for a head and a tail of two: what is encoded, and its take."""
    film = trimmed(make_film(frames), 7)
    coding = (*CODING, "-bf", "3", "-x264-params", f"b-adapt=0{more}")
    shown = takes(folder, 72, coding=coding)
    delivery, runs = Delivery.of(film, Captions.NONE), segments(film, shown)
    (copy,) = planned(runs, folder, delivery).copies
    assert copy is not None
    return copy, file_of(folder, shown[NAMES[0]]), delivery, list(runs)


def halved(content: bytes) -> bytes:
    """A packet's first slice alone; of that ffmpeg warns."""
    return content[: 4 + int.from_bytes(content[:4], "big")]


def test_an_encoder_of_an_edge_that_complains_has_seen_nothing(tmp_path: Path) -> None:
    """The picture that is hurt is not one of the edge's, and the edge comes out as if whole."""
    copy, take, delivery, runs = film_of(tmp_path, 52)
    last = copy.copied.stop
    assert (copy.tail, last) == (2, 57)
    shop = tmp_path / "shop"
    shop.mkdir()
    (piece,) = encode(runs, tmp_path, delivery, None, shop, lambda _: None, None)
    assert piece.way is Way.COPIED
    damaged(take, tmp_path / "hurt.mp4", [last - 1]).replace(take)
    with pytest.raises(RenderError, match="damaged"):
        encode(runs, tmp_path, delivery, None, shop, lambda _: None, None)


def test_an_encoder_of_an_edge_hears_what_is_only_warned_of(tmp_path: Path) -> None:
    copy, take, delivery, runs = film_of(tmp_path, 52, ":slices=2")
    shop = tmp_path / "shop"
    shop.mkdir()
    (piece,) = encode(runs, tmp_path, delivery, None, shop, lambda _: None, None)
    assert piece.way is Way.COPIED
    spoiled(take, tmp_path / "hurt.mp4", [copy.copied.stop - 1], halved).replace(take)
    (piece,) = encode(runs, tmp_path, delivery, None, shop, lambda _: None, None)
    assert piece.way is Way.ENCODED


def test_a_witness_says_what_its_pictures_came_from(tmp_path: Path) -> None:
    copy, take, _, runs = film_of(tmp_path, 52)
    last = copy.copied.stop
    near = beside(copy, last)
    assert list(near) == [55, 56]
    assert list(beside(copy, copy.copied.start)) == [12, 13]
    witness = Witness.reaching(range(last, last + 2), copy, tmp_path / "w.yuv")
    assert list(witness.frames) == [55, 56, 57, 58, 59]
    assert witness.trails({55, 56, 57, 58, 59}) == {}, "it read no excerpt"
    witness = witness.from_excerpt(runs[0].part(50, 2), copy, RATE)
    trails = trails_of(take, RATE, 48, range(55, 60))
    assert witness.trails(witness.frames) == {n: trails[n] for n in witness.frames}
    assert witness.trails({55, 56, 57}) == {}, "one is missing, and nobody knows which"


def test_a_witness_passes_copied_pictures_behind_a_head_only_for_others(tmp_path: Path) -> None:
    """To prove the joint alone they are decoded with it: that is the same work."""
    copy, *_ = film_of(tmp_path, 52)
    path = tmp_path / "w.yuv"
    assert list(Witness.reaching(range(7, 12), copy, path, [7, 8, 9]).frames) == [7, 8, 9, 10, 11]
    assert list(Witness.reaching(range(10, 12), copy, path, [10, 11, 12]).frames) == [*range(9, 14)]


def test_copied_pictures_beside_a_joint_lie_in_its_group(tmp_path: Path) -> None:
    copy, *_ = film_of(tmp_path, 52)
    short = replace(copy, stock=replace(copy.stock, keys=(12, 13, 56)))
    assert list(beside(short, 12)) == [12]
    assert list(beside(short, 57)) == [56]
    one = replace(copy, body=replace(copy.body, frames=1))
    assert list(beside(one, 12)) == [12]
    assert list(beside(one, 13)) == [12]


def test_an_excerpt_has_the_trails_of_the_take(tmp_path: Path) -> None:
    """Though what no other picture refers to is left out of it."""
    copy, take, *_ = film_of(tmp_path, 52)
    made = excerpt(take, copy.stock, [11, 22, 23], RATE, tmp_path / "part.mp4", trailed=True)
    assert made is not None
    for key, wanted in ((0, [11]), (12, [22, 23])):
        trails = trails_of(take, RATE, key, range(key, key + 12))
        assert {made.trails[n] for n in wanted} == {trails[n] for n in wanted}
    assert len(made.trails) < 24
    plain = excerpt(take, copy.stock, [11], RATE, tmp_path / "part.mp4")
    assert plain is not None
    assert plain.trails == {}
