"""Takes of every kind in one film: size, shape, range, depth, rate and colours brought together."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from studio.jobs.filing import measures
from studio.media.ffmpeg import QUIET, run
from studio.media.hashes import sha256_of
from studio.media.probe import probe
from studio.render.delivery import Delivery
from studio.render.graph import segments
from studio.render.preview import Reel
from studio.timeline.rate import Rate
from studio.timeline.take import Take, TakeFile
from tests.films import make_film

Picture = npt.NDArray[np.uint8]

OWNER = "sh_00000000"
RGB = "format=gbrp,setparams=colorspace=gbr:color_primaries=bt709:color_trc=bt709:range=pc"
TO_YUV = f"{RGB},scale=out_color_matrix=bt709:out_range=tv"
UNSAID = "setparams=colorspace=unknown:color_primaries=unknown:color_trc=unknown:range=unknown"
UNTAGGED = f"format=yuv420p,{UNSAID}"
LEFT, RIGHT = (40, 40, 200), (200, 160, 40)  # BGR


@dataclass(frozen=True)
class Odd:
    """How a file is made of a picture that is red on the left and blue on the right."""

    size: str = "160x90"
    rate: str = "24"
    chain: str = TO_YUV
    code: str = "-c:v libx264 -crf 4 -preset ultrafast -pix_fmt yuv420p"
    tags: str = "-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv"
    suffix: str = ".mov"
    slack: int = 10


_HDR = (
    f"{RGB},zscale=transfer=linear:npl=203,format=gbrpf32le,zscale=primaries=2020,"
    "zscale=transfer={trc}:matrix=2020_ncl:range=limited:npl=203,format=yuv420p10le"
)
_HEVC = "-c:v libx265 -x265-params log-level=none:crf=8 -preset ultrafast"
_X264 = "-c:v libx264 -crf 4 -preset ultrafast"
ODD = {
    "plain": Odd(),
    "odd sides": Odd(
        size="161x91", chain=f"{TO_YUV},format=yuv444p", code=f"{_X264} -pix_fmt yuv444p"
    ),
    "small": Odd(size="48x28"),
    "anamorphic": Odd(size="120x90", chain=f"{TO_YUV},setsar=4/3"),
    "full range": Odd(
        chain=f"{RGB},scale=out_color_matrix=bt709:out_range=pc",
        code=f"{_X264} -pix_fmt yuvj420p",
        tags="-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range pc",
    ),
    "bt.601": Odd(
        chain=f"{RGB},scale=out_color_matrix=smpte170m:out_range=tv",
        tags="-colorspace smpte170m -color_primaries smpte170m -color_trc smpte170m",
    ),
    "untagged": Odd(size="1280x720", chain=f"{TO_YUV},{UNTAGGED}", tags=""),
    "untagged, small": Odd(
        chain=f"{RGB},scale=out_color_matrix=smpte170m:out_range=tv,{UNTAGGED}", tags=""
    ),
    "untagged, taller than PAL": Odd(size="1066x600", chain=f"{TO_YUV},{UNTAGGED}", tags=""),
    "untagged rgb": Odd(
        size="1280x720", chain=f"{RGB},{UNSAID}", code="-c:v libx264rgb -crf 4 -pix_fmt rgb24",
        tags="",
    ),
    "ten bits": Odd(code="-c:v prores_ks -profile:v 3 -pix_fmt yuv422p10le"),
    "hevc, ten bits": Odd(code=f"{_HEVC} -pix_fmt yuv420p10le"),
    "rgb": Odd(chain=RGB, code="-c:v libx264rgb -crf 4 -pix_fmt rgb24", tags=""),
    "pq": Odd(
        chain=_HDR.format(trc="smpte2084"), code=_HEVC, suffix=".mp4", slack=16,
        tags="-colorspace bt2020nc -color_primaries bt2020 -color_trc smpte2084 -color_range tv",
    ),
    "hlg": Odd(
        chain=_HDR.format(trc="arib-std-b67"), code=_HEVC, suffix=".mp4", slack=16,
        tags="-colorspace bt2020nc -color_primaries bt2020 -color_trc arib-std-b67 -color_range tv",
    ),
    "23.976": Odd(rate="24000/1001"),
    "25": Odd(rate="25"),
    "30": Odd(rate="30"),
    "59.94": Odd(rate="60000/1001"),
}  # fmt: skip


def make(folder: Path, odd: Odd, *, more: str = "") -> Path:
    wide, tall = odd.size.split("x")
    source = f"color=c=0xc82828:s={odd.size}:r={odd.rate}:d=2,format=gbrp"
    half = f"drawbox=x={int(wide) // 2}:w={wide}:h={tall}:c=0x28a0c8:t=fill"
    path = folder / f"take{odd.suffix}"
    command = [*QUIET, "-y", "-f", "lavfi", "-i", source, "-vf", f"{half},{odd.chain}"]
    run([*command, *odd.code.split(), *odd.tags.split(), *more.split(), str(path)])
    return path


def take_of(path: Path) -> Take:
    file = TakeFile(path=path.name, sha256=sha256_of(path), bytes=path.stat().st_size)
    return Take(
        id="tk_00000001", owner=OWNER, job="j", backend="b", kind="video", files=(file,),
        request={}, created="2026-01-01", **measures(probe(path), Rate(num=24)),
    )  # fmt: skip


def seen(path: Path, frames: int = 24, size: tuple[int, int] = (160, 90)) -> list[Picture]:
    film = make_film(frames, size=size)
    wanted = Delivery.of(film)
    pictures: list[Picture] = []
    with Reel(segments(film, {OWNER: take_of(path)}), path.parent, wanted, 0) as reel:
        while (data := reel.read()) is not None:
            flat = np.frombuffer(data, np.uint8)
            pictures.append(flat.reshape(wanted.height, wanted.width, 4)[..., :3])
    return pictures


@pytest.mark.parametrize("name", ODD)
def test_every_kind_looks_the_same(name: str, tmp_path: Path) -> None:
    """All of the frame, in its colours, for as many frames as are wanted."""
    odd = ODD[name]
    pictures = seen(make(tmp_path, odd), 48)
    assert len(pictures) == 48
    for picture in (pictures[0], pictures[47]):
        for x, wanted in ((20, LEFT), (140, RIGHT)):
            for y in (3, 45, 86):
                assert np.abs(picture[y, x].astype(int) - wanted).max() <= odd.slack, (x, y)


def test_a_phone_held_upright(tmp_path: Path) -> None:
    """A file that says it is to be turned is turned, and has bars in a wide film."""
    plain = make(tmp_path, Odd())
    path = tmp_path / "turned.mov"
    run([*QUIET, "-y", "-display_rotation", "90", "-i", str(plain), "-c", "copy", str(path)])
    assert (probe(path).width, probe(path).height) == (90, 160)
    picture = seen(path)[5].astype(int)
    assert picture[:, 10].max() < 10
    top, bottom = picture[10, 80], picture[80, 80]
    assert np.abs(top - RIGHT).max() <= 12
    assert np.abs(bottom - LEFT).max() <= 12


def test_a_rate_that_varies(tmp_path: Path) -> None:
    """Pictures stay where they were in time: half of them 1/12 s long, half 1/24 s."""
    path = tmp_path / "vfr.mp4"
    greys = "geq=lum='16+4*N':cb=128:cr=128"
    run([
        *QUIET, "-y", "-f", "lavfi", "-i", "color=black:s=160x90:r=24:d=1.5,format=yuv420p",
        "-vf", f"{greys},setpts='if(lt(N,12),2*N,24+N-12)/24/TB'", "-fps_mode", "vfr",
        *_X264.split(), "-crf", "1", "-video_track_timescale", "24000", str(path),
    ])  # fmt: skip
    pictures = seen(path, 40)
    levels = [float(picture[45, 80].mean()) for picture in pictures]
    wanted = [n // 2 if n < 24 else n - 12 for n in range(40)]
    got = [round((level * 219 / 255) / 4) for level in levels]
    assert got[:36] == wanted[:36]


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_rate_that_varies_leaves_nothing_black(tmp_path: Path, suffix: str) -> None:
    """24 pictures of which the last 12 stand for twice their time last for a second and a half."""
    path = tmp_path / f"vfr{suffix}"
    run([
        *QUIET, "-y", "-f", "lavfi", "-i", "color=0x808080:s=160x90:r=24:d=1,format=yuv420p",
        "-vf", "setpts='(N+max(0,N-11))/24/TB'", "-fps_mode", "vfr", *_X264.split(), str(path),
    ])  # fmt: skip
    (run_,) = segments(make_film(40), {OWNER: take_of(path)})
    lit = [float(picture.mean()) > 60 for picture in seen(path, 40)]
    assert lit == [True] * (40 - run_.missing) + [False] * run_.missing


def test_sound_that_begins_late_moves_no_picture(tmp_path: Path) -> None:
    plain = make(tmp_path, Odd())
    path = tmp_path / "late.mp4"
    run([
        *QUIET, "-y", "-i", str(plain), "-itsoffset", "0.3", "-f", "lavfi", "-i",
        "sine=d=1", "-c:v", "copy", "-c:a", "aac", str(path),
    ])  # fmt: skip
    assert np.abs(seen(path)[0][45, 20].astype(int) - LEFT).max() <= 10


def test_facts_of_a_take_that_change_the_graph(tmp_path: Path) -> None:
    path = make(tmp_path, ODD["pq"])
    take = take_of(path)
    assert take.transfer == "smpte2084"
    assert take.rate is not None
    assert take.rate.fraction == Fraction(24)
    (run_,) = segments(make_film(24), {OWNER: take})
    (other,) = segments(make_film(24), {OWNER: take.evolve(transfer="")})
    delivery = Delivery.of(make_film(24))
    assert run_.digest(delivery) != other.digest(delivery)
    assert run_.sources[0].hdr
