"""A piece is as good as that stretch of a film encoded in one go."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from studio.media.ffmpeg import find_ffmpeg
from studio.media.video import decoded
from studio.render.delivery import Delivery
from studio.render.encoding import piece_arguments
from studio.render.graph import segments
from studio.render.groups import Groups
from studio.render.likeness import zones
from studio.render.picture import picture
from studio.render.reading import reading
from tests.films import make_film, make_take

SOURCE = "testsrc2=s=160x90:r=24,noise=alls=12:all_seed=3,format=yuv420p"
OTHER = "mandelbrot=s=160x90:r=24,format=yuv420p"


def encoded(path: Path, inputs: Sequence[str], graph: str, *options: str) -> list[np.ndarray]:
    """The pictures of a film of a graph, as a decoder gives them."""
    command = [find_ffmpeg(), "-v", "error"]
    for each in inputs:
        command += ["-f", "lavfi", "-i", each]
    command += ["-filter_complex", graph, "-c:v", "libx264", "-crf", "24", "-threads", "1"]
    subprocess.run([*command, *options, str(path)], check=True)
    return [np.asarray(picture, float) for _, picture in decoded(path)]


def test_a_piece_begins_as_finely_as_a_cut_within_a_film(tmp_path: Path) -> None:
    """x264 gives the first key picture of a film a coarser quantiser than any later one."""
    cut = "[0:v]trim=end_frame=24[a];[1:v]trim=end_frame=12,setpts=PTS-STARTPTS[b];[a][b]concat"
    film = encoded(tmp_path / "film.mp4", [OTHER, SOURCE], cut, "-force_key_frames", "1")[24:]
    alone = "[0:v]trim=end_frame=12"
    zoned = ("-x264-params", f"zones={zones()}")
    piece = encoded(tmp_path / "piece.mp4", [SOURCE], alone, *zoned)
    plain = encoded(tmp_path / "plain.mp4", [SOURCE], alone)
    raw = encoded(tmp_path / "raw.mp4", [SOURCE], alone, "-crf", "0")

    def error(pictures: Sequence[np.ndarray]) -> float:
        return float(np.mean([(one - own) ** 2 for one, own in zip(pictures, raw, strict=True)]))

    assert error(piece) < 0.9 * error(plain)
    assert abs(error(piece) / error(film) - 1) < 0.05


def test_zones_of_a_piece_whose_quality_is_told_by_a_share() -> None:
    assert zones() == "0,0,b=1.400000"
    assert zones(2.0) == "0,10000000,b=2.000000/0,0,b=2.800000"


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_a_piece_is_the_same_whether_cores_are_spare_or_not(tmp_path: Path, threads: int) -> None:
    """What is kept by one export is used by another, whatever else ran beside it."""
    film = make_film(70, size=(320, 180))
    pictures = [_moving(n, seed=n // 30) for n in range(70)]
    shown = {"sh_00000000": make_take(tmp_path, "sh_00000000", pictures)}
    (run,) = segments(film, shown, [])
    delivery = Delivery.of(film)
    made = [tmp_path / "spare.mp4", tmp_path / "busy.mp4"]
    for path in made:
        spare = path is made[0]
        stream = picture(run, tmp_path, delivery, None, reading(0 if spare else 1))
        groups = Groups(run, delivery, threads, path)
        arguments = piece_arguments(stream, run, delivery, groups, spare=spare)
        assert any("sync-lookahead=0" in word for word in arguments) is not spare
        subprocess.run([find_ffmpeg(), "-v", "error", *arguments], check=True)
        groups.join()
    assert made[0].read_bytes() == made[1].read_bytes()


def _moving(frame: int, seed: int) -> npt.NDArray[np.uint8]:
    """Noise of one scene that moves; another seed is a cut."""
    blocks = np.random.default_rng(seed).integers(0, 255, (18, 64, 3), np.uint8)
    wide = np.kron(blocks, np.ones((10, 10, 1), np.uint8))
    return np.ascontiguousarray(wide[:, 3 * frame % 300 : 3 * frame % 300 + 320])
