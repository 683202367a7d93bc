"""Pictures that a finished film is held against: in few programs, read from the nearest key."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from studio.media.ffmpeg import QUIET, run
from studio.media.hashes import sha256_of
from studio.render.delivery import Captions, Copies, Delivery
from studio.render.export import export
from studio.render.graph import segments
from studio.render.proof_film import reading
from studio.render.proof_graph import Easel, places
from studio.render.proof_table import read
from studio.render.seeking import Entrances
from studio.timeline.look import Grade, Look
from studio.timeline.project import Project
from studio.timeline.take import Take, TakeFile
from tests.films import make_film, make_take
from tests.render.test_proof import moving

NAME = "sh_00000000"
FRAMES = 60


class Counted(ThreadPoolExecutor):
    """Knows how much it was asked to do."""

    asked = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.asked += 1
        return super().submit(fn, *args, **kwargs)


def take_of(folder: Path, gop: int) -> Take:
    """A take with key pictures so often."""
    take = make_take(folder, NAME, moving(FRAMES, 1))
    path = folder / take.files[0].path
    again = path.with_name("again.mp4")
    coding = ["-c:v", "libx264", "-crf", "5", "-g", str(gop), "-sc_threshold", "0"]
    run([*QUIET, "-y", "-i", str(path), *coding, str(again)])
    again.replace(path)
    file = TakeFile(
        path=take.files[0].path, sha256=sha256_of(path), bytes=path.stat().st_size
    )  # fmt: skip
    return take.evolve(files=(file,))


def drawn(
    film: Project, take: Take, folder: Path, number: int | None
) -> tuple[int, list[list[np.ndarray]]]:
    """How many programs the two places of the film's segment took, and their pictures; of one
    place alone where it is numbered.
    """
    runs = segments(film, {NAME: take})
    wanted = replace(Delivery.of(film, Captions.NONE), copies=Copies.NONE)
    both = list(places(runs[0], 0))
    with Counted(2) as pool:
        easel = Easel(pool, folder, wanted, None, Entrances(folder, film.rate))
        found = easel.drawn(runs, both if number is None else [both[number]])
        pictures = [made() for _, _, made in found]
    return pool.asked, pictures


@pytest.mark.parametrize(("gop", "graded", "programs"), [(250, False, 1), (10, False, 2),
                                                         (250, True, 2)])  # fmt: skip
def test_both_places_of_a_segment_are_decoded_once_where_that_is_less(
    tmp_path: Path, gop: int, graded: bool, programs: int
) -> None:
    film, take = make_film(FRAMES), take_of(tmp_path, gop)
    if graded:
        (track, *rest) = film.cut.tracks
        look = Look(grade=Grade(exposure=0.3))
        clips = tuple(clip.evolve(look=look) for clip in track.clips)
        film = film.evolve(cut=film.cut.evolve(tracks=(track.evolve(clips=clips), *rest)))
    asked, pictures = drawn(film, take, tmp_path, None)
    assert asked == programs
    for number, wanted in enumerate(pictures):
        (alone,) = drawn(film, take, tmp_path, number)[1]
        assert len(wanted) == len(alone) == 3
        assert all(np.array_equal(a, b) for a, b in zip(wanted, alone, strict=True))


def test_a_films_pictures_are_decoded_from_the_key_picture_before_them(tmp_path: Path) -> None:
    film, take = make_film(FRAMES), take_of(tmp_path, 250)
    out = tmp_path / "film.mp4"
    wanted = replace(Delivery.of(film, Captions.NONE), copies=Copies.NONE)
    export(film, {NAME: take}, tmp_path, out, wanted)
    table = read(out, [0]).pictures
    assert table is not None
    key = table.keys.index(1, 1)
    asked = [key, key + 3, FRAMES - 1]
    with reading(out, table) as reader:
        right = reader.pictures(asked)
    with av.open(str(out)) as container:
        earlier = [(p.pos, p.size) for p in container.demux(video=0) if p.size][:key]
    data = bytearray(out.read_bytes())
    for at, size in earlier:
        assert at is not None
        data[at : at + size] = bytes(size)
    hurt = tmp_path / "hurt.mp4"
    hurt.write_bytes(data)
    with reading(hurt, table) as reader:
        got = reader.pictures(asked)
    assert all(np.array_equal(got[frame], right[frame]) for frame in asked)
