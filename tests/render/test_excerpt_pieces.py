"""Segments read from excerpts of their takes: the same pictures, of fewer packets."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from studio.media.ffmpeg import QUIET, run
from studio.media.hashes import sha256_of
from studio.render.delivery import Captions, Codec, Copies, Delivery, Fit
from studio.render.excerpt import read_of
from studio.render.graph import segments
from studio.render.pieces import encode
from studio.render.proof_graph import graphed
from studio.render.segment import Crossing, Segment, Source
from studio.timeline.look import Look, Transition
from studio.timeline.take import Take, TakeFile
from tests.films import grey_ramp, make_film, make_take
from tests.render.test_picture import clip, film_of
from tests.render.test_proof import moving

FRAMES, NAME = 60, "sh_00000000"
PLAIN = ["-g", "24", "-bf", "3", "-sc_threshold", "0"]
CODINGS = {
    "groups": PLAIN,
    "one group": ["-g", "250", "-bf", "8", "-x264-params", "b-pyramid=normal"],
    "no reordering": ["-g", "24", "-profile:v", "baseline"],
    "BT.601, full range": [
        *PLAIN, "-colorspace", "smpte170m", "-color_range", "pc", "-vf", "scale=out_range=pc",
    ],
    "another size": [*PLAIN, "-vf", "scale=128:96"],
}  # fmt: skip


def take_of(folder: Path, coding: Sequence[str]) -> Take:
    """A moving take, coded so."""
    take = make_take(folder, NAME, moving(FRAMES, 5))
    path = folder / take.files[0].path
    again = path.with_name("again.mp4")
    run([*QUIET, "-y", "-i", str(path), "-c:v", "libx264", "-crf", "12", *coding, str(again)])
    again.replace(path)
    file = TakeFile(path=take.files[0].path, sha256=sha256_of(path), bytes=path.stat().st_size)
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        size = video.width, video.height
    return take.evolve(files=(file,), width=size[0], height=size[1])


def segment_of(take: Take, frames: int, **changes: object) -> Segment:
    """A segment that shows the take, its source with these changes."""
    (run_,) = segments(make_film(FRAMES), {NAME: take})
    run_ = run_.part(0, frames)
    (source,) = run_.sources
    return run_.with_sources({source: replace(source, **changes)})  # pyright: ignore


def packets(source: Source, folder: Path) -> int:
    with av.open(str(folder / source.path)) as container:
        return sum(bool(packet.size) for packet in container.demux(video=0))


def delivery_of() -> Delivery:
    return Delivery.of(make_film(FRAMES), Captions.NONE)


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize(
    ("skip", "frames", "speed"),
    [(0, 20, "1"), (31, 12, "1"), (47, 13, "1"), (25, 1, "1"), (26, 20, "1/2"), (5, 25, "2"),
     (50, 25, "-1"), (30, 9, "0")],
)  # fmt: skip
def test_the_same_pictures_come_out(
    coding: str, skip: int, frames: int, speed: str, tmp_path: Path
) -> None:
    take, wanted = take_of(tmp_path, CODINGS[coding]), delivery_of()
    whole = segment_of(take, frames, skip=skip, speed=Fraction(speed))
    right = graphed(whole, tmp_path, wanted)
    with read_of(whole, tmp_path, wanted, tmp_path / "piece.mp4") as read:
        (source,) = read.sources
        assert source.path != whole.sources[0].path
        assert packets(source, tmp_path) < FRAMES
        got = graphed(read, tmp_path, wanted)
    assert len(got) == len(right) == frames
    assert all(np.array_equal(a, b) for a, b in zip(got, right, strict=True))
    assert not list(tmp_path.glob("piece*")), "what was made for it is gone"


def test_pictures_to_which_no_other_refers_are_left_out(tmp_path: Path) -> None:
    take, wanted = take_of(tmp_path, CODINGS["one group"]), delivery_of()
    whole = segment_of(take, 6, skip=40)
    with read_of(whole, tmp_path, wanted, tmp_path / "piece.mp4") as read:
        assert packets(read.sources[0], tmp_path) < 40


@pytest.mark.parametrize(
    "changes",
    [
        {"skip": -3},
        {"skip": 50},  # ten pictures are not there
        {"available": 15},
        {"transfer": "smpte2084"},
        {"still": True},
    ],
    ids=["before its beginning", "behind its end", "shorter", "HDR", "still"],
)
def test_other_takes_are_read_as_they_are(changes: dict[str, object], tmp_path: Path) -> None:
    take, wanted = take_of(tmp_path, PLAIN), delivery_of()
    whole = segment_of(take, 20, **changes)
    with read_of(whole, tmp_path, wanted, tmp_path / "piece.mp4") as read:
        assert read == whole
    whole = segment_of(take, 20)
    for other in (
        replace(wanted, copies=Copies.NONE),  # then nobody has read the takes' packets
        replace(wanted, codec=Codec.HEVC),
    ):
        with read_of(whole, tmp_path, other, tmp_path / "piece.mp4") as read:
            assert read == whole


@pytest.mark.parametrize(
    ("skip", "speed", "whole"),
    [(0, "1", False), (0, "12", True), (480, "-12", True), (0, "10", False)],
)
def test_much_of_a_take_is_read_as_it_is(
    skip: int, speed: str, whole: bool, tmp_path: Path
) -> None:
    """At twelve times its pace forty-one frames are 481 pictures."""
    take = make_take(tmp_path, NAME, grey_ramp(500, 64, 36))
    shown = segment_of(take, 41, skip=skip, speed=Fraction(speed))
    with read_of(shown, tmp_path, delivery_of(), tmp_path / "piece.mp4") as read:
        assert (read == shown) == whole


@pytest.mark.parametrize("turned", [True, False])
def test_a_take_that_is_turned_is_read_as_it_is(turned: bool, tmp_path: Path) -> None:
    take = take_of(tmp_path, PLAIN)
    path = tmp_path / take.files[0].path
    if turned:
        other = path.with_name("turned.mp4")
        run([*QUIET, "-y", "-display_rotation", "90", "-i", str(path), "-c", "copy", str(other)])
        other.replace(path)
    whole = segment_of(take, 20)
    with read_of(whole, tmp_path, delivery_of(), tmp_path / "piece.mp4") as read:
        assert (read == whole) == turned


def test_a_take_that_is_gone_is_missed_by_its_own_name(tmp_path: Path) -> None:
    take = take_of(tmp_path, PLAIN)
    whole = segment_of(take, 20)
    (tmp_path / take.files[0].path).unlink()
    with read_of(whole, tmp_path, delivery_of(), tmp_path / "piece.mp4") as read:
        assert read == whole


def test_every_part_of_a_transition_is_the_same(tmp_path: Path) -> None:
    take, wanted = take_of(tmp_path, CODINGS["one group"]), delivery_of()
    other = take.evolve(owner="sh_00000001")
    entry = Transition(frames=8)
    below = clip(3, NAME, 4, 30, skip=20, look=Look(fit=Fit.BARS))
    first, second = clip(1, NAME, 0, 20, skip=3), clip(2, other.owner, 20, 20, skip=9, entry=entry)
    runs = segments(film_of([below], [first, second]), {NAME: take, other.owner: other})
    crossings = [run for run in runs if any(isinstance(each, Crossing) for each in run.layers)]
    assert crossings
    for crossing in crossings:
        for whole in (crossing, crossing.part(2, 3), crossing.part(crossing.frames - 2, 2)):
            right = graphed(whole, tmp_path, wanted)
            with read_of(whole, tmp_path, wanted, tmp_path / "piece.mp4") as read:
                assert all(each.path != take.files[0].path for each in read.sources)
                got = graphed(read, tmp_path, wanted)
            assert len(got) == len(right) == whole.frames
            assert all(np.array_equal(a, b) for a, b in zip(got, right, strict=True))


def test_a_piece_has_the_same_bytes(tmp_path: Path) -> None:
    """The one that is read whole is that of a crew, which has takes of its own."""
    take = take_of(tmp_path, [*PLAIN, "-crf", "30"])
    runs, wanted = [segment_of(take, 20, skip=27)], delivery_of()
    made: list[bytes] = []
    for copies in (Copies.SAME, Copies.NONE):
        shop = tmp_path / copies.value
        shop.mkdir()
        (piece,) = encode(
            runs, tmp_path, replace(wanted, copies=copies), None, shop, lambda _: None, None
        )
        made.append(b"".join(part.path.read_bytes() for part in piece.parts))
        assert {p.suffix for p in shop.iterdir()} <= {".mp4", ".yuv"}
        assert not list(shop.glob("*.take*"))
    assert made[0] == made[1]
