"""JPEG pictures in strips: each stands alone, and together they are the picture."""

import threading
from collections.abc import Callable, Generator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import av
import cv2
import ffmpeg
import numpy as np
import pytest

from studio.media.intra import write_intra
from studio.media.strips import decode, strips


@pytest.fixture
def hands() -> Generator[Executor, None, None]:
    with ThreadPoolExecutor(3) as pool:
        yield pool


Coded = Callable[[str], bytes]


@pytest.fixture
def coded(tmp_path: Path) -> Coded:
    """A picture of a size as the stand-ins hold it."""

    def make(size: str) -> bytes:
        stream = ffmpeg.input(f"testsrc2=s={size}:r=24:d=0.2", f="lavfi").video
        write_intra(stream, tmp_path / "one.mov", (24, 1), lambda: None)
        with av.open(str(tmp_path / "one.mov")) as file:
            return bytes(next(file.demux(video=0)))

    return make


def whole(data: bytes) -> np.ndarray:
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)


@pytest.mark.parametrize(
    ("size", "most", "tops"),
    [
        ("960x540", 2, [0, 256]),
        ("960x540", 4, [0, 128, 256, 384]),
        ("540x960", 2, [0, 512]),
        ("64x144", 4, [0, 128]),
        ("320x128", 4, [0]),
        ("64x48", 4, [0]),
    ],
)
def test_together_they_are_the_picture(
    coded: Coded, hands: Executor, size: str, most: int, tops: list[int]
) -> None:
    data = coded(size)
    parts = strips(data, most)
    assert [part.top for part in parts] == tops
    expected = whole(data)
    for part in parts:
        assert whole(part.data).shape[:2] == (part.height, expected.shape[1])
    into = np.zeros((*expected.shape[:2], 4), np.uint8)
    decode(data, into, hands, most)
    assert (into[..., 3] == 255).all()
    off = np.abs(into[..., :3].astype(int) - expected).max(axis=(1, 2))
    seams = {row for top in tops[1:] for row in (top - 1, top)}
    # Chroma is smoothed across rows, which a strip has none of beyond its edge.
    assert set(np.flatnonzero(off).tolist()) <= seams


def test_hands_that_are_busy_are_not_waited_for(coded: Coded) -> None:
    data = coded("960x540")
    into = np.zeros((540, 960, 4), np.uint8)
    free = threading.Event()
    with ThreadPoolExecutor(1) as busy:
        busy.submit(free.wait)
        decode(data, into, busy, 4)
        free.set()
    alone = np.zeros_like(into)
    decode(data, alone)
    assert np.abs(into.astype(int) - alone).mean() < 0.1


def test_one_without_restarts_is_left_whole(hands: Executor) -> None:
    picture = np.random.default_rng(1).integers(0, 255, (270, 480, 3), np.uint8)
    data = cv2.imencode(".jpg", picture)[1].tobytes()
    assert [(part.top, part.height, part.data) for part in strips(data, 2)] == [(0, 270, data)]
    into = np.zeros((270, 480, 4), np.uint8)
    decode(data, into, hands, 2)
    assert np.array_equal(into[..., :3], whole(data))


def test_a_short_one_is_no_reason_to_cut_wrongly(coded: Coded) -> None:
    data = coded("960x540")
    assert len(strips(data[: len(data) // 2], 2)) == 1


@pytest.mark.parametrize("size", [(270, 960), (540, 480), (560, 960)])
def test_what_is_of_another_size_is_refused(
    coded: Coded, hands: Executor, size: tuple[int, int]
) -> None:
    data = coded("960x540")
    with pytest.raises(ValueError, match=r"height|picture"):
        decode(data, np.zeros((*size, 4), np.uint8), hands, 2)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"no picture at all", b"\xff\xd8\xff\xd9"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"start|head"):
        decode(data, np.zeros((16, 16, 4), np.uint8))
