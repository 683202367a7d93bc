"""What a file says of its colours, and by what they are read where it says nothing."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

from studio.media.ffmpeg import find_ffmpeg
from studio.media.matrix import presumed
from studio.media.probe import probe
from studio.media.proxy import make_proxy
from studio.media.video import decoded

RED = (40, 40, 200)  # BGR
UNSAID = "setparams=colorspace=unknown:color_primaries=unknown:color_trc=unknown:range=unknown"


def red(path: Path, size: tuple[int, int], matrix: str, *, said: bool = False) -> Path:
    """A red video, its luma and chroma made by a matrix that it says or does not."""
    chain = "format=gbrp,setparams=colorspace=gbr:range=pc"
    chain += f",scale=out_color_matrix={matrix}:out_range=tv,format=yuv420p"
    chain += "" if said else f",{UNSAID}"
    source = f"color=0xc82828:s={size[0]}x{size[1]}:r=24:d=0.25"
    command = [find_ffmpeg(), "-v", "error", "-f", "lavfi", "-i", source, "-vf", chain]
    tags = ["-colorspace", matrix, "-color_range", "tv"] if said else []
    command += ["-c:v", "libx264", "-crf", "4", "-preset", "ultrafast", *tags, str(path)]
    subprocess.run(command, check=True)
    return path


@pytest.mark.parametrize(
    ("size", "matrix"),
    [((640, 480), ""), ((720, 576), ""), ((854, 480), ""), ((960, 540), ""), ((1278, 576), ""),
     ((1280, 536), "bt709"), ((1024, 578), "bt709"), ((720, 1280), "bt709"),
     ((3840, 2160), "bt709")],
)  # fmt: skip
def test_what_is_larger_than_pal_is_read_as_high_definition(
    size: tuple[int, int], matrix: str
) -> None:
    assert presumed(*size) == matrix


@pytest.mark.parametrize(
    ("size", "matrix", "said"),
    [((1280, 720), "bt709", False), ((640, 360), "smpte170m", False),
     ((1280, 720), "smpte170m", True), ((640, 360), "bt709", True)],
)  # fmt: skip
def test_a_picture_is_as_its_maker_saw_it(
    tmp_path: Path, size: tuple[int, int], matrix: str, *, said: bool
) -> None:
    path = red(tmp_path / "a.mp4", size, matrix, said=said)
    assert probe(path).untagged is not said
    _, picture = next(decoded(path))
    assert np.abs(picture[size[1] // 2, size[0] // 2].astype(int) - RED).max() <= 6


def test_pictures_of_red_green_and_blue_need_no_matrix(tmp_path: Path) -> None:
    path = tmp_path / "a.mov"
    source = "color=0xc82828:s=1280x720:r=24:d=0.25,format=rgb24"
    command = [find_ffmpeg(), "-v", "error", "-f", "lavfi", "-i", source, "-c:v", "png", str(path)]
    subprocess.run(command, check=True)
    assert not probe(path).untagged
    _, picture = next(decoded(path))
    assert np.abs(picture[9, 9].astype(int) - RED).max() <= 1


@pytest.mark.parametrize("asked", [True, False])
def test_a_proxy_has_the_colours_of_the_film(tmp_path: Path, *, asked: bool) -> None:
    path = red(tmp_path / "a.mp4", (1280, 720), "bt709")
    matrix = presumed(1280, 720) if asked else ""
    make_proxy(path, tmp_path / "p.mov", (24, 1), lambda: None, matrix)
    _, picture = next(decoded(tmp_path / "p.mov"))
    near = np.abs(picture[100, 100].astype(int) - RED).max()
    assert near <= 6 if asked else near > 9  # ffmpeg takes it for a small one
