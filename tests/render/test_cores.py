"""Pieces of several encoders take no more cores than there are."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from studio.errors import RenderError
from studio.render.copying import Plan
from studio.render.cores import Cores
from studio.render.delivery import Captions, Copies, Delivery
from studio.render.hands import Hands
from studio.render.making_pieces import make_pieces
from studio.render.piece import Piece
from studio.render.segment import Layer, Segment, Source
from studio.render.shape import Shape
from studio.render.way import Way
from studio.timeline.rate import Rate

TAKE = Source("sh_00000000", "media/a.mov", "0" * 64, 0, 900)
LARGE = Delivery(1920, 1080, Rate(num=24), Captions.NONE, copies=Copies.NONE)
SMALL = replace(LARGE, width=1280, height=720)
_BRIEF, _WAIT = 0.3, 20.0  # seconds


def test_who_finds_too_few_cores_waits_for_one_that_leaves() -> None:
    cores = Cores(2)
    with ThreadPoolExecutor(1) as other:

        def second() -> str:
            with cores.taken(1):
                return said[-1]

        said = ["the first has both"]
        with cores.taken(2) as leave:
            came = other.submit(second)
            with pytest.raises(TimeoutError):
                came.result(_BRIEF)
            said.append("the first is nearly done")
            leave()
            assert came.result(_WAIT) == "the first is nearly done"
            leave()  # once more is no more
        with cores.taken(1), cores.taken(1):
            third = other.submit(second)
            with pytest.raises(TimeoutError):
                third.result(_BRIEF)
            said.append("both are held")
        assert third.result(_WAIT) == "both are held"


def test_more_encoders_than_cores_take_all_of_them() -> None:
    cores = Cores(1)
    for _ in range(2):
        with cores.taken(2):
            pass
    with cores.taken(0), cores.taken(2), cores.taken(0):
        pass


def test_a_failure_leaves_the_cores() -> None:
    cores = Cores(1)
    with pytest.raises(RenderError), cores.taken(1):
        raise RenderError("media.failed", "-")
    with cores.taken(1):
        pass


class Log:
    """Stands for the encoders of pieces, and notes what they do in the order they do it."""

    def __init__(self, patience: float, failing: int | None = None) -> None:
        self.done: list[str] = []
        self.patience, self.failing = patience, failing
        self.second = threading.Event()

    def put_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Take the encoders' place, on a computer of two cores."""

        def whole(shape: Shape, run: Segment, path: Path, *, leave: bool | None) -> Piece:
            return self.whole(shape, path)

        monkeypatch.setattr("os.cpu_count", lambda: 2)
        monkeypatch.setattr(Shape, "whole", whole)

    def whole(self, shape: Shape, path: Path) -> Piece:
        number = int(path.stem.removeprefix("piece-"))
        self.done.append("begins")
        if len(self.done) > 1:
            self.second.set()
        shape.tell(0.5)
        self.second.wait(self.patience)  # for another piece to begin, if it may
        if number == self.failing:
            raise RenderError("media.failed", "-")
        self.done.append("nearly")
        shape.tell(0.9)
        assert self.second.wait(_WAIT), "the next one begins before this one has ended"
        return Piece((), Way.ENCODED)


def pieces(
    delivery: Delivery, lengths: Sequence[int], shop: Path, *, apart: bool = False
) -> dict[int, Piece]:
    runs = [Segment(0, frames, (Layer(TAKE),)) for frames in lengths]
    plan = Plan((None,) * len(runs), delivery)
    return make_pieces(
        runs, plan, range(len(runs)), shop, None, shop, lambda _share: None, None, None, None,
        Hands(2, 2, apart=apart), alone=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("delivery", "frames", "apart", "done"),
    [
        (LARGE, 72, False, ["begins", "nearly", "begins", "nearly"]),
        (SMALL, 72, False, ["begins", "begins", "nearly", "nearly"]),
        (LARGE, 48, False, ["begins", "begins", "nearly", "nearly"]),
        (LARGE, 72, True, ["begins", "begins", "nearly", "nearly"]),
    ],
)
def test_a_large_piece_in_groups_begins_when_the_one_before_is_nearly_done(
    delivery: Delivery, frames: int, apart: bool, done: list[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    log = Log(_BRIEF if done[1] == "nearly" else _WAIT)
    log.put_in(monkeypatch)
    made = pieces(delivery, [frames, frames], tmp_path, apart=apart)
    assert sorted(made) == [0, 1]
    assert log.done == done


def test_a_piece_that_fails_keeps_no_other_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log(_BRIEF, failing=0)
    log.put_in(monkeypatch)
    with pytest.raises(RenderError):
        pieces(LARGE, [72, 72], tmp_path)
