"""Proxies: exactly the pictures that the film's graph takes from a source, small and alone."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from studio.errors import BadInput, Cancelled
from studio.media.ffmpeg import QUIET, find_ffmpeg
from studio.media.intra_file import IntraFile, whole_in
from studio.media.proxy import is_heavy, make_proxy

FPS = (24, 1)


def go_on() -> None:
    """Nothing is waited for."""


def encoded(path: Path, *options: str, source: str = "", frames: int = 40) -> Path:
    """A video whose pictures tell their number by the greys of their halves."""
    grey = "lum='if(lt(X,W/2),20+28*mod(N,8),20+16*floor(N/8))':cb=128:cr=128"
    picture = source or f"color=black:s=320x180:r=24,format=yuv420p,geq={grey}"
    command = ["-f", "lavfi", "-i", picture, "-frames:v", str(frames), *options, str(path)]
    subprocess.run([find_ffmpeg(), *QUIET, "-y", *command], check=True)
    return path


def graph_numbers(path: Path, rate: tuple[int, int]) -> list[int]:
    """The numbers of the pictures that the graph's own filter takes from a source."""
    fps = f"fps={rate[0]}/{rate[1]}:start_time=0:round=near,scale=320:180,format=gray"
    command = ["-i", str(path), "-vf", fps, "-f", "rawvideo", "-"]
    done = subprocess.run([find_ffmpeg(), *QUIET, *command], check=True, capture_output=True)
    pictures = np.frombuffer(done.stdout, np.uint8).reshape(-1, 180, 320)
    return [number(picture) for picture in pictures]


def number(grey: np.ndarray) -> int:
    low, high = float(grey[60:120, 30:130].mean()), float(grey[60:120, 190:290].mean())
    low, high = (16 + each * 219 / 255 for each in (low, high))
    return round((low - 20) / 28) + 8 * round((high - 20) / 16)


def proxy_numbers(path: Path, rate: tuple[int, int], places: list[int]) -> list[int]:
    found: list[int] = []
    with IntraFile(path, rate) as file:
        for place in places:
            found.append(number(file.picture(place)[..., 1]))
    return found


ODD = {
    "same rate, one key picture": ("-g", "250"),
    "from 25": ("-g", "250", "-vf", "setpts=N/25/TB", "-r", "25"),
    "from 30": ("-g", "250", "-vf", "setpts=N/30/TB", "-r", "30"),
    "from 23.976": ("-vf", "setpts=N*1001/24000/TB", "-r", "24000/1001"),
    "variable": ("-vf", "setpts='(N+0.7*mod(N,3)+0.4*mod(N,2))/20/TB'", "-fps_mode", "vfr",
                 "-video_track_timescale", "90000"),
    "begins late": ("-vf", "setpts=N/24/TB+0.3/TB", "-fps_mode", "passthrough"),
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("rate", [(24, 1), (30000, 1001)], ids=["24", "29.97"])
def test_a_proxy_has_the_very_pictures(tmp_path: Path, odd: str, rate: tuple[int, int]) -> None:
    source = encoded(tmp_path / "take.mp4", *ODD[odd])
    count = make_proxy(source, tmp_path / "proxy.mov", rate, go_on)
    wanted = graph_numbers(source, rate)
    assert count == len(wanted)
    assert len(set(wanted)) > 20, "the reference tells its pictures apart"
    order = np.random.default_rng(1).permutation(count).tolist()
    assert proxy_numbers(tmp_path / "proxy.mov", rate, order) == [wanted[n] for n in order]
    assert proxy_numbers(tmp_path / "proxy.mov", rate, list(range(count))) == wanted


def test_it_is_small_and_upright(tmp_path: Path) -> None:
    for size, small in (("1920x1080", (960, 540)), ("1080x1920", (540, 960)), ("64x48", (64, 48))):
        source = encoded(tmp_path / "s.mp4", source=f"testsrc=s={size}:r=24", frames=3)
        make_proxy(source, tmp_path / "p.mov", FPS, go_on)
        with IntraFile(tmp_path / "p.mov", FPS) as file:
            picture = file.picture(2)
            assert picture.shape == (small[1], small[0], 4)
            assert file.frames == 3


def test_pixels_become_square(tmp_path: Path) -> None:
    source = encoded(
        tmp_path / "s.mp4", "-vf", "setsar=32/27", source="testsrc=s=720x480:r=24", frames=2
    )
    make_proxy(source, tmp_path / "p.mov", FPS, go_on)
    with IntraFile(tmp_path / "p.mov", FPS) as file:
        picture = file.picture(1)
        assert picture.shape == (480, 854, 4)


def test_colours_stay(tmp_path: Path) -> None:
    source = encoded(
        tmp_path / "s.mp4", "-vf",
        "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setparams=colorspace=bt709:range=tv",
        source="color=0xc83264:s=320x180:r=24,format=rgb24", frames=2,
    )  # fmt: skip
    make_proxy(source, tmp_path / "p.mov", FPS, go_on)
    with IntraFile(tmp_path / "p.mov", FPS) as file:
        seen = file.picture(0)
    assert np.abs(seen[90, 160, :3].astype(int) - [0x64, 0x32, 0xC8]).max() <= 4


def test_what_is_heavy(tmp_path: Path) -> None:
    light = encoded(tmp_path / "light.mp4", "-g", "12", frames=30)
    long_group = encoded(tmp_path / "group.mp4", "-g", "250", "-bf", "0", frames=30)
    large = encoded(tmp_path / "large.mp4", "-g", "1", source="testsrc=s=1280x720:r=24", frames=2)
    modern = encoded(tmp_path / "new.mp4", "-c:v", "libx265", "-x265-params", "log-level=none",
                     frames=4)  # fmt: skip
    clear = encoded(
        tmp_path / "clear.mov", "-c:v", "qtrle", "-pix_fmt", "argb",
        source="testsrc=s=1280x720:r=24", frames=2,
    )  # fmt: skip
    bright = encoded(
        tmp_path / "hdr.mp4", "-color_trc", "smpte2084", "-pix_fmt", "yuv420p10le",
        source="testsrc=s=1280x720:r=24,setparams=color_trc=smpte2084", frames=2,
    )  # fmt: skip
    assert [is_heavy(path) for path in (light, long_group, large, modern, clear, bright)] == [
        False, True, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("after", [0, 3])
def test_stopped_it_leaves_nothing(tmp_path: Path, after: int) -> None:
    source = encoded(tmp_path / "take.mp4")
    (tmp_path / "made").mkdir()
    asked: list[int] = []

    def stop() -> None:
        asked.append(1)
        if len(asked) > after:
            raise Cancelled("media.cancelled")

    with pytest.raises(Cancelled):
        make_proxy(source, tmp_path / "made" / "proxy.mov", FPS, stop)
    assert list((tmp_path / "made").iterdir()) == []


def test_bad_files_are_refused(tmp_path: Path, spoiled: Callable[[Path], None]) -> None:
    source = encoded(tmp_path / "take.mp4")
    with pytest.raises(BadInput):
        IntraFile(source, FPS)
    make_proxy(source, tmp_path / "proxy.mov", FPS, go_on)
    with IntraFile(tmp_path / "proxy.mov", FPS) as file, pytest.raises(BadInput):
        file.picture(file.frames)
    spoiled(tmp_path / "proxy.mov")
    with pytest.raises(BadInput):
        IntraFile(tmp_path / "proxy.mov", FPS)
    with pytest.raises(BadInput):
        make_proxy(tmp_path / "gone.mp4", tmp_path / "proxy.mov", FPS, go_on)


@pytest.fixture
def spoiled() -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return spoil


def test_it_stands_whole_between_bars(tmp_path: Path) -> None:
    white = encoded(tmp_path / "s.mp4", source="color=white:s=180x320:r=24", frames=2)
    make_proxy(white, tmp_path / "p.mov", FPS, go_on)
    frame = np.full((90, 160, 4), 77, np.uint8)
    with IntraFile(tmp_path / "p.mov", FPS) as file:
        assert file.size_in(1080, 1920) == (180, 320)
        assert file.size_in(160, 90) == (160, 90)
        file.bgra(1, frame)
    assert (frame[..., 3] == 255).all()
    lit = (frame[..., :3] > 250).all(axis=2)
    assert lit[:, 55:105].all()
    assert not frame[:, :54, :3].any()
    assert not frame[:, 106:, :3].any()


@pytest.mark.parametrize(
    ("size", "frame", "whole"),
    [((1920, 1080), (960, 540), (960, 540)), ((1080, 1920), (960, 540), (302, 540)),
     ((100, 100), (160, 90), (90, 90)), ((4, 4000), (100, 50), (2, 50))],
)  # fmt: skip
def test_bars(size: tuple[int, int], frame: tuple[int, int], whole: tuple[int, int]) -> None:
    assert whole_in(*size, *frame) == whole
