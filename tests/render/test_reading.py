"""Files whose header tells all are opened without a look at their packets, and give the same."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from studio.media.ffmpeg import find_ffmpeg
from studio.render.reading import header_tells, reading, square_size

SIZE = "s=64x48:r=24"


def coded(path: Path, *options: str) -> Path:
    """A second of moving picture and sound, cut off in front: B pictures run ahead of showing."""
    command = [find_ffmpeg(), "-v", "error", "-f", "lavfi", "-i", f"testsrc2={SIZE}:d=1"]
    command += ["-f", "lavfi", "-i", "sine=duration=1", "-pix_fmt", "yuv420p", *options]
    subprocess.run([*command, str(path)], check=True)
    return path


def pictures(path: Path, options: Sequence[str], seek: Sequence[str]) -> bytes:
    """Every picture of a file at the film's rate, raw."""
    graph = "fps=24:start_time=0:round=near"
    command = [find_ffmpeg(), "-v", "error", *options, *seek, "-i", str(path), "-an", "-vf", graph]
    return subprocess.run([*command, "-f", "rawvideo", "-"], capture_output=True, check=True).stdout


@pytest.mark.parametrize("seek", [[], ["-ss", "0.5"]], ids=["from its start", "entered"])
def test_a_file_that_tells_all_gives_the_same_pictures(tmp_path: Path, seek: list[str]) -> None:
    path = coded(tmp_path / "a.mp4", "-c:v", "libx264", "-g", "12", "-c:a", "aac")
    assert header_tells(path)
    told = reading(1)(str(path))
    assert dict(told) == {"threads": 1, "nofind_stream_info": None}
    quick = ["-threads", "1", "-nofind_stream_info"]
    assert pictures(path, quick, seek) == pictures(path, [], seek) != b""


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.mp4", ["-c:v", "libx265", "-x265-params", "log-level=error", "-an"]),
        ("a.mkv", ["-c:v", "libx264"]),
        ("a.mov", ["-c:v", "mjpeg"]),
        ("a.mp4", ["-c:v", "libx264", "-output_ts_offset", "0.5", "-an"]),
    ],
    ids=["another codec", "another container", "no sets", "a beginning of its own"],
)
def test_a_file_that_may_not_is_looked_at(tmp_path: Path, name: str, options: list[str]) -> None:
    path = coded(tmp_path / name, *options)
    assert not header_tells(path)
    assert dict(reading(0)(str(path))) == {}


def test_what_is_no_file_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"nothing")
    assert not header_tells(tmp_path / "a.mp4")
    assert not header_tells(tmp_path / "none.mp4")


@pytest.mark.parametrize(
    ("size", "options"),
    [
        ((64, 48), []),
        ((66, 50), []),  # not whole blocks
        ((66, 50), ["-pix_fmt", "yuv422p"]),
        ((67, 51), ["-pix_fmt", "yuv444p"]),
        ((66, 52), ["-flags", "+ilme+ildct", "-x264-params", "tff=1"]),
        ((64, 48), ["-profile:v", "baseline"]),
    ],
    ids=["even", "cropped", "4:2:2", "4:4:4", "fields", "baseline"],
)
def test_a_header_tells_the_size(tmp_path: Path, size: tuple[int, int], options: list[str]) -> None:
    shape = f"scale={size[0]}:{size[1]},setsar=1"
    path = coded(tmp_path / "a.mp4", "-vf", shape, "-c:v", "libx264", "-an", *options)
    assert square_size(path) == size


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_pixels_that_are_not_square_have_no_size(tmp_path: Path, name: str) -> None:
    path = coded(tmp_path / name, "-vf", "setsar=4/3", "-c:v", "libx264", "-an")
    assert header_tells(path) == (name == "a.mp4")
    assert square_size(path) is None


def test_a_shape_that_only_the_container_tells(tmp_path: Path) -> None:
    path = coded(tmp_path / "a.mp4", "-c:v", "libx264", "-an")
    told = tmp_path / "b.mp4"
    command = [find_ffmpeg(), "-v", "error", "-i", str(path), "-c", "copy", "-aspect", "16:9"]
    subprocess.run([*command, str(told)], check=True)
    assert square_size(path) == (64, 48)
    assert square_size(told) is None
