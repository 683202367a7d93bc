"""Pictures of a finished film: the right ones, from no more packets than they need."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.container import InputContainer

from studio.media.ffmpeg import QUIET, run
from studio.render.proof_film import Reader, reading
from studio.render.proof_table import Pictures, read
from tests.films import make_take
from tests.render.test_proof import moving

FRAMES, GROUP = 60, 24


class Counted:
    """A film that knows how many of its packets were read."""

    def __init__(self, container: InputContainer) -> None:
        self._container = container
        self.streams = container.streams
        self.seek = container.seek
        self.packets = 0

    def demux(self, stream: Any) -> Iterator[Any]:
        for packet in self._container.demux(stream):  # pyright: ignore
            self.packets += 1
            yield packet


X264 = ("-c:v", "libx264", "-bf", "3", "-sc_threshold", "0")
AV1 = ("-c:v", "libsvtav1", "-preset", "10", "-svtav1-params", "lp=1")


def film_in(folder: Path, coding: Sequence[str] = X264) -> Path:
    """A film with pictures between pictures, and a key every `GROUP`."""
    take = make_take(folder, "sh_00000000", moving(FRAMES, 3))
    film = folder / "film.mp4"
    source = ["-i", str(folder / take.files[0].path), "-an"]
    run([*QUIET, "-y", *source, *coding, "-g", str(GROUP), str(film)])
    return film


def needed(film: Path, table: Pictures, frame: int) -> int:
    """Packets from the key picture before a frame to its own, as they lie in the file."""
    with av.open(str(film)) as container:
        stamps = [packet.pts for packet in container.demux(container.streams.video[0])]
    order = [table.shown.index(stamp) for stamp in stamps if stamp is not None]
    key = max(n for n in range(frame + 1) if table.keys[n])
    return order.index(frame) - order.index(key) + 1


@pytest.mark.parametrize("frame", [0, 1, 5, 30, 47, FRAMES - 1])
def test_a_picture_is_read_from_its_key_and_no_further(tmp_path: Path, frame: int) -> None:
    film = film_in(tmp_path)
    table = read(film, ()).pictures
    assert table is not None
    with av.open(str(film)) as whole:
        every = [picture.to_ndarray(format="yuv420p") for picture in whole.decode(video=0)]
    with av.open(str(film)) as container:
        counted = Counted(container)
        reader = Reader(counted, table)  # pyright: ignore[reportArgumentType]
        found = reader.pictures([frame])
        assert list(found) == [frame]
        assert np.array_equal(found[frame], every[frame])
        assert counted.packets == needed(film, table, frame)
        again = reader.pictures(range(frame, FRAMES))
    assert all(np.array_equal(again[n], every[n]) for n in range(frame, FRAMES))


@pytest.mark.parametrize("frame", [1, GROUP + 1, FRAMES - 2, FRAMES - 1])
def test_the_first_picture_of_av1_that_is_asked_for_comes_out(tmp_path: Path, frame: int) -> None:
    """Its decoder is told once what it may leave out: that must not be what is wanted later."""
    film = film_in(tmp_path, AV1)
    table = read(film, ()).pictures
    assert table is not None
    with av.open(str(film)) as whole:
        every = [picture.to_ndarray(format="yuv420p") for picture in whole.decode(video=0)]
    with reading(film, table) as reader:
        assert np.array_equal(reader.pictures([frame])[frame], every[frame])
