"""A piece whose groups of pictures are encoded side by side."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from studio.errors import Cancelled, RenderError
from studio.media.ffmpeg import run as ffmpeg_run
from studio.media.video import decoded
from studio.render import piece_file
from studio.render.captions import Caption, ass
from studio.render.delivery import Captions, Codec, Copies, Delivery, Hardware
from studio.render.given import Given
from studio.render.graph import segments
from studio.render.groups import Groups, group, groups_of, threads_of_each
from studio.render.piece_file import made
from studio.render.piece_keys import key_of
from studio.render.proof_graph import graphed
from studio.render.segment import Layer, Segment, Source
from studio.timeline.look import Look
from studio.timeline.rate import Rate
from tests.films import make_film, make_take
from tests.render.test_proof import moving

TAKE = Source("sh_00000000", "media/a.mov", "0" * 64, 0, 900)
PLAIN = Delivery(160, 90, Rate(num=24), Captions.NONE, copies=Copies.NONE)


def shown(frames: int, **changes: object) -> Segment:
    """A segment that shows a take as it is."""
    return replace(Segment(0, frames, (Layer(TAKE),)), **changes)  # pyright: ignore


@pytest.mark.parametrize(
    ("frames", "threads", "lengths"),
    [
        (1, 2, (1,)), (48, 2, (48,)), (49, 2, (24, 25)), (72, 2, (36, 36)),
        (60, 2, (32, 28)), (61, 2, (32, 29)), (90, 2, (44, 46)), (95, 2, (48, 47)),
        (96, 3, (48, 48)), (97, 8, (97,)), (72, 1, (72,)), (500, 2, (500,)),
    ],
)  # fmt: skip
def test_two_groups_have_an_encoder_each(
    frames: int, threads: int, lengths: tuple[int, ...]
) -> None:
    assert groups_of(shown(frames), PLAIN, threads) == lengths


def test_there_are_no_more_key_pictures_than_one_encoder_makes() -> None:
    for num, den in ((24, 1), (25, 1), (30_000, 1001), (60, 1)):
        wanted = replace(PLAIN, rate=Rate(num=num, den=den))
        for frames in range(1, 4 * group(wanted)):
            lengths = groups_of(shown(frames), wanted, 4)
            assert sum(lengths) == frames
            assert max(lengths) - min(lengths) <= 4, "a step of pictures"
            assert len(lengths) <= -(-frames // group(wanted))
            assert len(lengths) == 1 or max(lengths) <= group(wanted)


def test_no_encoder_keeps_the_other_waiting() -> None:
    """One that has taken in what it looks ahead at encodes a picture before it takes the next."""
    fast = replace(PLAIN, rate=Rate(num=60))
    assert groups_of(shown(121), fast, 2) == (121,)
    assert groups_of(shown(96), replace(PLAIN, preset="fast"), 2) == (96,)
    assert groups_of(shown(72), replace(PLAIN, preset="fast"), 2) == (36, 36)
    assert groups_of(shown(72), replace(PLAIN, preset="veryfast"), 2) == (72,)


def test_threads_are_shared_out() -> None:
    assert [threads_of_each((36, 36), threads) for threads in (1, 2, 5)] == [1, 1, 2]
    assert threads_of_each((72,), 3) == 3


def test_pieces_whose_graphs_take_memory_are_left_to_one_encoder() -> None:
    assert groups_of(shown(72, layers=(Layer(TAKE), Layer(TAKE))), PLAIN, 2) == (72,)
    assert groups_of(shown(72, layers=(Layer(TAKE, look=Look(opacity=0.5)),)), PLAIN, 2) == (72,)


def test_words_are_no_reason_for_one_encoder() -> None:
    assert groups_of(shown(72, captions=(Caption(0, 72, "Hello"),)), PLAIN, 2) == (36, 36)


def test_other_encoders_are_alone() -> None:
    for other in (Codec.HEVC, Codec.AV1, Codec.PRORES_HQ):
        assert groups_of(shown(72), replace(PLAIN, codec=other), 2) == (72,)
    assert groups_of(shown(72), replace(PLAIN, hardware=Hardware.NVENC), 2) == (72,)


def test_a_piece_of_groups_is_found_by_no_other_name() -> None:
    keys = {key_of(shown(72), PLAIN, threads) for threads in (1, 2, 4)}
    keys |= {key_of(shown(72), replace(PLAIN, gop_seconds=PLAIN.gop_seconds * 2), 2)}
    assert len(keys) == 4


def never() -> bool:
    return False


def unheard(_done: float) -> None:
    """Nobody waits for it."""


def a_film(folder: Path, frames: int) -> Segment:
    """One take that moves, as the one segment of a film."""
    take = make_take(folder, "sh_00000000", moving(frames, 3))
    (run,) = segments(make_film(frames), {"sh_00000000": take})
    return run


def piece(run: Segment, folder: Path, threads: int = 2, given: Given | None = None) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "piece.mp4"
    heard: list[float] = []
    made(run, folder.parent, PLAIN, None, path, threads, None, heard.append, never, given=given)
    assert heard == sorted(heard)
    assert heard[-1] == 1
    return path


def weight(path: Path) -> int:
    """The bytes of its packets."""
    with av.open(str(path)) as container:
        return sum(packet.size for packet in container.demux(video=0))


def error(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.mean(np.square(one.astype(float) - other)))


def test_the_groups_of_a_piece_are_its_pictures_in_order(tmp_path: Path) -> None:
    run = a_film(tmp_path, 61)
    path = piece(run, tmp_path / "two")
    with av.open(str(path)) as container:
        packets = [p for p in container.demux(video=0) if p.pts is not None]
        base = container.streams.video[0].time_base or 0
    shown_at = sorted(round((p.pts or 0) * base * 24) for p in packets)
    assert shown_at == list(range(61))
    assert sorted(round((p.pts or 0) * base * 24) for p in packets if p.is_keyframe) == [0, 32]
    got = [np.asarray(picture, float) for _, picture in decoded(path)]
    alone = [np.asarray(p, float) for _, p in decoded(piece(run, tmp_path / "one", 1))]
    wanted = graphed(run, tmp_path, PLAIN)
    assert len(got) == len(alone) == len(wanted) == 61
    for number in (0, 1, 31, 32, 33, 60):
        here = error(got[number], alone[number])
        beside = [error(got[number], alone[n]) for n in (number - 1, number + 1) if 0 <= n < 61]
        assert here < min(beside) / 4, number
    assert [each.name for each in path.parent.iterdir()] == ["piece.mp4"]


def test_a_piece_of_groups_is_the_same_each_time(tmp_path: Path) -> None:
    run = a_film(tmp_path, 60)
    first, second = (piece(run, tmp_path / name) for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()


def lettered(run: Segment, folder: Path) -> tuple[Segment, Path]:
    """The segment with a caption over its last half alone, and the file of it."""
    said = Caption(40, 61, "Hello 你好")
    titles = folder / "captions.ass"
    titles.write_text(ass([said], PLAIN, ()), encoding="utf-8")
    return replace(run, captions=(said,)), titles


def test_groups_one_after_the_other_are_the_same_bytes(tmp_path: Path) -> None:
    run, titles = lettered(a_film(tmp_path, 61), tmp_path)
    paths = [tmp_path / "beside.mp4", tmp_path / "after.mp4"]
    for path, apart in zip(paths, (False, True), strict=True):
        heard: list[float] = []
        made(
            run, tmp_path, PLAIN, titles, path, 2, None, heard.append, never, spare=not apart,
            apart=apart,
        )  # fmt: skip
        assert heard == sorted(heard)
        assert heard[-1] == 1
    assert paths[0].read_bytes() == paths[1].read_bytes()
    got = [np.asarray(picture, float) for _, picture in decoded(paths[1])]
    bare = [np.asarray(picture, float) for _, picture in decoded(piece(run, tmp_path / "bare"))]
    low = [error(a[60:], b[60:]) for a, b in zip(got, bare, strict=True)]
    assert max(low[:40]) < 1 < min(low[42:]), "words from the fortieth picture on"


def test_groups_apart_hold_no_more_than_one_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = a_film(tmp_path, 61)
    commands: list[list[str]] = []

    def heard(arguments: list[str], **rest: Any) -> str:
        commands.append(arguments)
        return ffmpeg_run(arguments, **rest)

    monkeypatch.setattr(piece_file, "run", heard)
    made(
        run, tmp_path, PLAIN, None, tmp_path / "a.mp4", 2, None, unheard, never, apart=True
    )  # fmt: skip
    assert [each.count("libx264") for each in commands] == [1, 1]
    assert not [*tmp_path.glob("a.*.mp4")]


def test_a_piece_of_one_group_is_the_same_apart(tmp_path: Path) -> None:
    run = a_film(tmp_path, 20)
    paths = [tmp_path / "one.mp4", tmp_path / "other.mp4"]
    for path, apart in zip(paths, (False, True), strict=True):
        made(run, tmp_path, PLAIN, None, path, 2, None, unheard, never, apart=apart)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_piece_of_groups_is_as_good_as_that_of_one_encoder(tmp_path: Path) -> None:
    """Its second key picture is as fine as one within a film, which `zones` sees to."""
    run = a_film(tmp_path, 72)
    raw = [np.asarray(p, float) for _, p in decoded(tmp_path / run.sources[0].path)]

    def away(path: Path) -> float:
        return float(
            np.mean([error(np.asarray(p), raw[n]) for n, (_, p) in enumerate(decoded(path))])
        )

    two, one = piece(run, tmp_path / "two"), piece(run, tmp_path / "one", 1)
    assert away(two) < 1.1 * away(one)
    assert weight(two) < 1.1 * weight(one)


def test_the_second_group_goes_on_in_step() -> None:
    """As one encoder would, whose pictures to which others refer are every fourth, at most."""
    for frames in range(49, 97):
        assert groups_of(shown(frames), PLAIN, 2)[0] % 4 == 0
    assert groups_of(shown(75), replace(PLAIN, preset="fast"), 2) == (37, 38), "none has to wait"


def test_pictures_left_for_the_proof_are_those_of_the_piece(tmp_path: Path) -> None:
    run = a_film(tmp_path, 60)
    given = Given.of(run, PLAIN, tmp_path / "left.yuv", late=False)
    assert given is not None
    piece(run, tmp_path / "two", given=given)
    wanted = graphed(run, tmp_path, PLAIN)
    for there in (range(3), range(57, 60)):
        left = given.pictures(there)
        assert left is not None
        assert all(np.array_equal(left[n - there.start], wanted[n]) for n in there)


def test_nothing_is_left_of_groups_that_fail_or_are_not_wanted(tmp_path: Path) -> None:
    run = a_film(tmp_path, 60)
    shop = tmp_path / "shop"
    shop.mkdir()
    asked = iter([False] * 2)

    def over() -> bool:
        return next(asked, True)

    with pytest.raises(Cancelled):
        made(run, tmp_path, PLAIN, None, shop / "a.mp4", 2, None, unheard, over)
    asked = iter([False] * 2)
    with pytest.raises(Cancelled):
        made(run, tmp_path, PLAIN, None, shop / "a.mp4", 2, None, unheard, over, apart=True)
    assert not [*shop.glob("a.*.mp4")]
    (tmp_path / run.sources[0].path).write_bytes(b"no film")
    for apart in (False, True):
        with pytest.raises(RenderError):
            made(run, tmp_path, PLAIN, None, shop / "a.mp4", 2, None, unheard, never, apart=apart)
    assert not [*shop.glob("a.*.mp4")]


def test_groups_that_lack_a_picture_are_no_piece(tmp_path: Path) -> None:
    run = a_film(tmp_path, 60)
    groups = Groups(run, PLAIN, 2, tmp_path / "piece.mp4")
    short = piece(run.part(0, 20), tmp_path / "short")
    for part in groups.parts:
        part.path.write_bytes(short.read_bytes())
    with pytest.raises(RenderError):
        groups.join()
    assert not [*tmp_path.glob("piece.*.mp4")]
