"""What the file of a take says of its colours, in its header or its parameter set."""

import subprocess
from pathlib import Path

import av
import pytest

from studio.media.encode import BT709
from studio.media.ffmpeg import find_ffmpeg
from studio.render.packets import FAST_OPEN
from studio.render.parameter_sets import sequence_set
from studio.render.stock import Colours, stock_of
from tests.films import RATE

SILENT = "setparams=colorspace=unknown:color_primaries=unknown:color_trc=unknown:range=unknown"
PLAIN = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
BT601 = ("-colorspace", "smpte170m", "-color_primaries", "smpte170m", "-color_trc", "smpte170m")
NOTHING = "colorprim=undef:transfer=undef:colormatrix=undef"


def made(path: Path, *coding: str, graph: str = SILENT) -> Path:
    command = [find_ffmpeg(), "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=24:d=0.5"]
    command += ["-vf", f"format=yuv420p,{graph}", "-c:v", "libx264", "-preset", "ultrafast"]
    subprocess.run([*command, *coding, str(path)], check=True)
    return path


@pytest.mark.parametrize(
    ("coding", "graph", "colours"),
    [
        (BT709, PLAIN, Colours.TAGGED),
        ((*BT709, "-x264-params", NOTHING), PLAIN, Colours.TAGGED),  # by its header
        (("-x264-params", "colormatrix=bt709"), SILENT, Colours.MATRIX),
        ((), SILENT, Colours.UNTAGGED),
        (("-x264-params", "colorprim=bt709"), SILENT, Colours.UNTAGGED),
        (BT601, PLAIN.replace("bt709", "smpte170m"), Colours.OTHER),
        (("-x264-params", "colormatrix=smpte170m"), SILENT, Colours.OTHER),  # by its set alone
        (("-x264-params", "fullrange=on"), SILENT, Colours.OTHER),
        ((), PLAIN.replace("range=tv", "range=pc"), Colours.OTHER),
    ],
)  # fmt: skip
def test_what_is_said_of_colours_is_read_without_decoding(
    tmp_path: Path, coding: tuple[str, ...], graph: str, colours: Colours
) -> None:
    path = made(tmp_path / "a.mp4", *coding, graph=graph)
    stock = stock_of(path, RATE)
    assert stock is not None
    assert stock.colours is colours


@pytest.mark.parametrize("primaries", ["bt709", "bt2020", "undef"])
@pytest.mark.parametrize("matrix", ["bt709", "smpte170m", "undef"])
def test_the_parameter_set_says_what_a_decoder_learns(
    tmp_path: Path, primaries: str, matrix: str
) -> None:
    words = f"colorprim={primaries}:colormatrix={matrix}"
    path = made(tmp_path / "a.mkv", "-x264-params", words)
    with av.open(str(path), options=FAST_OPEN) as file:
        told = sequence_set(file.streams.video[0].codec_context.extradata or b"")
    with av.open(str(path)) as file:
        frame = next(file.decode(video=0))
    assert told is not None
    colours = told.colours or (2, 2, 2)
    assert colours == (frame.color_primaries, frame.color_trc, frame.colorspace)
    assert told.full in (None, False)
