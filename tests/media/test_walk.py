"""How long pictures of a variable rate are shown: as ffmpeg has it, whatever the container says."""

import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from studio.errors import BadInput
from studio.jobs.filing import measures
from studio.media.ffmpeg import QUIET, find_ffmpeg, run
from studio.media.probe import probe
from studio.timeline.queries import lasting
from studio.timeline.rate import Rate
from studio.timeline.take import Take, TakeFile

RATES = (Rate(num=24), Rate(num=30000, den=1001), Rate(num=60))
PLACES = {
    "uneven": "floor((N+0.7*sin(N*1.3))*3750+6300)",
    "slower": "(N+gte(N,20)*N)*3750",
    "held": "(N+gte(N,9)*12)*3750",
}
CODES = {
    ".mp4": "libx264", ".mov": "mjpeg", ".mkv": "ffv1", ".webm": "libvpx-vp9", ".avi": "mpeg4",
    ".ts": "libx264", ".flv": "libx264", ".gif": "gif",
}  # fmt: skip


def made(path: Path, places: str, *sound: str) -> Path:
    """A file of 48 pictures that stand at these ticks of 1/90000 s."""
    picture = ("-f", "lavfi", "-i", "testsrc2=s=32x32:r=24:d=2")
    mode = "vfr" if path.suffix == ".avi" else "passthrough"
    fine = ("-enc_time_base:v", "1/90000", "-video_track_timescale", "90000")
    run([
        *QUIET, "-y", *picture, *sound, "-vf", f"settb=1/90000,setpts='{places}'",
        "-fps_mode", mode, *(fine if path.suffix in (".mp4", ".mov") else ()),
        "-c:v", CODES[path.suffix], str(path),
    ])  # fmt: skip
    return path


def pictures(path: Path, rate: Rate) -> int:
    """How many the file gives at a film's rate, by the filter that brings takes to it."""
    chain = f"scale=16:16,format=gray,fps={rate.num}/{rate.den}:start_time=0:round=near"
    command = [find_ffmpeg(), *QUIET, "-i", str(path), "-map", "0:v:0", "-vf", chain]
    raw = subprocess.run(
        [*command, "-fps_mode", "passthrough", "-f", "rawvideo", "-"],
        check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    return len(raw.stdout) // 256


def taken(path: Path, rate: Rate) -> Take:
    """The take that a file becomes in a film of this rate."""
    info = probe(path)
    assert info.variable_rate
    file = TakeFile(path=path.name, sha256="0" * 64, bytes=1)
    return Take(
        id="tk_00000001", owner="sh_00000001", job="j", backend="b", kind="video", files=(file,),
        request={}, created="2026-01-01", **measures(info, rate),
    )  # fmt: skip


@pytest.mark.parametrize("suffix", CODES)
@pytest.mark.parametrize("places", PLACES)
def test_a_take_lasts_as_long_as_its_pictures_are_shown(
    tmp_path: Path, suffix: str, places: str
) -> None:
    """Not as its number of pictures by an average that some containers make up."""
    path = made(tmp_path / f"take{suffix}", PLACES[places])
    for rate in RATES:
        assert lasting(taken(path, rate), rate) == pictures(path, rate)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".ts"])
@pytest.mark.parametrize("late", ["0", "0.4"])
def test_sound_of_another_length_changes_it_only_by_where_the_file_begins(
    tmp_path: Path, suffix: str, late: str
) -> None:
    """Pictures that begin after the sound are shown from its beginning on, but in a broadcast."""
    tone = ("-f", "lavfi", "-i", "sine=d=4")
    path = made(tmp_path / f"take{suffix}", f"{PLACES['uneven']}+{late}*90000", *tone)
    assert probe(path).sound_tracks == 1
    for rate in RATES:
        assert lasting(taken(path, rate), rate) == pictures(path, rate)


def test_pictures_that_an_edit_leaves_out_are_not_shown(tmp_path: Path) -> None:
    whole, cut = made(tmp_path / "whole.mov", PLACES["held"]), tmp_path / "cut.mov"
    run([*QUIET, "-y", "-ss", "0.5", "-t", "1", "-i", str(whole), "-c", "copy", str(cut)])
    assert probe(cut).variable_rate
    assert Rate(num=24).frames(probe(cut).shown) == pictures(cut, Rate(num=24))


def test_a_steady_file_is_shown_for_its_frames(tmp_path: Path) -> None:
    info = probe(made(tmp_path / "steady.mp4", "N*3750"))
    assert (info.variable_rate, info.shown) == (False, Fraction(info.frames) / info.rate)


@pytest.mark.parametrize("suffix", [".mkv", ".webm"])
def test_a_matroska_file_may_begin_late(tmp_path: Path, suffix: str) -> None:
    """It tells the time at which it ends, and not how long it is; one that is cut off is found."""
    path = tmp_path / f"late{suffix}"
    codes = ("-c:v", CODES[suffix], "-c:a", "libopus")
    run([
        *QUIET, "-y", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=24:d=3", "-f", "lavfi", "-i",
        "sine=d=3", *codes, "-output_ts_offset", "2", str(path),
    ])  # fmt: skip
    info = probe(path)
    assert (info.frames, info.seconds, info.sound_tracks) == (72, 3, 1)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(BadInput) as caught:
        probe(path)
    assert caught.value.key == "media.broken"
