"""Pictures of a finished film: the right ones, from no more packets than they need."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.container import InputContainer

from studio.media.ffmpeg import QUIET, run
from studio.render.proof_film import Reader
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


def film_in(folder: Path) -> Path:
    """A film of x264 with pictures between pictures, and a key every `GROUP`."""
    take = make_take(folder, "sh_00000000", moving(FRAMES, 3))
    film = folder / "film.mp4"
    coding = ["-c:v", "libx264", "-g", str(GROUP), "-bf", "3", "-sc_threshold", "0"]
    run([*QUIET, "-y", "-i", str(folder / take.files[0].path), "-an", *coding, str(film)])
    return film


def needed(table: Pictures, frame: int) -> int:
    """Packets from the key picture before a frame to its own, as they lie in the file."""
    order = list(np.argsort(table.decoded))
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
        assert counted.packets == needed(table, frame)
        again = reader.pictures(range(frame, FRAMES))
    assert all(np.array_equal(again[n], every[n]) for n in range(frame, FRAMES))
