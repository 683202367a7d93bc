"""Which encoders there are: what is missing is said before anything is made, never replaced."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest

from studio.errors import BadInput
from studio.media.ffmpeg import find_ffmpeg
from studio.render.delivery import Codec, Container, Delivery, Hardware, SoundCodec
from studio.render.encoders import ANY, found_hardware, hardware_options, listed, require, works
from studio.render.encoding import piece_arguments
from studio.render.export import export
from studio.render.graph import segments
from studio.render.groups import Groups
from studio.render.picture import picture
from studio.timeline.rate import Rate
from tests.films import make_film

PLAIN = Delivery(640, 360, Rate(num=24))

# An ffmpeg that has some encoders by name, and of those only some that work on its machine.
_STANDIN = """#!{python}
import sys
words = sys.argv[1:]
with open({log!r}, "a") as log:
    log.write(" ".join(words) + "\\n")
if "-version" in words:
    print("ffmpeg version 9.9 standin")
elif "-encoders" in words:
    print("Encoders:\\n V..... = Video\\n ------")
    for name in {named!r}:
        print(" V....D " + name + "   an encoder")
elif not any(name in words for name in {working!r}):
    print("No capable devices found", file=sys.stderr)
    sys.exit(1)
"""


class Making(Protocol):
    """Puts an ffmpeg with these encoders, of which these work, in the place of ours."""

    def __call__(self, named: tuple[str, ...], working: tuple[str, ...] = ()) -> Path: ...


@pytest.fixture
def standin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Making:
    """Makes the studio use an ffmpeg with these encoders, of which these work."""
    if os.name == "nt":
        pytest.skip("a script is no program there")

    def make(named: tuple[str, ...], working: tuple[str, ...] = ()) -> Path:
        log = tmp_path / "log"
        program = tmp_path / "ffmpeg"
        text = _STANDIN.format(python=sys.executable, log=str(log), named=named, working=working)
        program.write_text(text)
        program.chmod(0o755)
        monkeypatch.setenv("STUDIO_FFMPEG", str(program))
        return log

    return make


def test_the_ffmpeg_of_the_studio_has_what_all_presets_need() -> None:
    there = listed(find_ffmpeg())
    assert {"libx264", "libx265", "libsvtav1", "prores_ks", "dnxhd", "gif", "png"} <= there
    assert {"tiff", "aac", "flac", "libmp3lame", "pcm_s24le"} <= there
    assert "=" not in there


def test_an_encoder_that_is_missing_is_named_before_anything_is_made(
    standin: Making, tmp_path: Path
) -> None:
    standin(("libx264", "aac"))
    require(PLAIN)
    folder = tmp_path / "film"
    folder.mkdir()
    wanted = replace(PLAIN, codec=Codec.AV1, pixel_format="")
    with pytest.raises(BadInput, match=r"libsvtav1.*AV1"):
        export(make_film(12), {}, folder, folder / "a.mp4", wanted)
    assert list(folder.iterdir()) == []
    with pytest.raises(BadInput, match="flac"):
        require(replace(PLAIN, container=Container.MKV, sound=SoundCodec.FLAC))


def test_hardware_is_found_by_encoding_and_only_when_it_works(standin: Making) -> None:
    log = standin(("libx264", "h264_nvenc", "h264_qsv", "h264_vaapi", "aac"), ("h264_qsv",))
    assert found_hardware("", Codec.H264, 8) is None
    assert not log.exists(), "nobody asked for it"
    assert found_hardware(ANY, Codec.H264, 8) is Hardware.QSV
    with pytest.raises(BadInput, match="nvenc"):
        found_hardware("nvenc", Codec.H264, 8)
    tried = log.read_text()
    assert "h264_nvenc" in tried
    assert "h264_amf" not in tried, "this ffmpeg has none"
    assert found_hardware("qsv", Codec.H264, 8) is Hardware.QSV
    assert log.read_text().count("h264_qsv") == 1, "tried once"
    require(replace(PLAIN, hardware=Hardware.QSV))
    with pytest.raises(BadInput, match="nvenc"):
        require(replace(PLAIN, hardware=Hardware.NVENC))


def test_no_hardware_is_a_sentence_and_no_silent_software(standin: Making, tmp_path: Path) -> None:
    standin(("libx264", "h264_nvenc", "aac"))
    with pytest.raises(BadInput, match="hardware"):
        found_hardware(ANY, Codec.H264, 8)
    with pytest.raises(BadInput, match=r"hardware.*ProRes"):
        found_hardware("nvenc", Codec.PRORES_HQ, 10)
    with pytest.raises(BadInput, match="videotoolbox"):
        found_hardware("voodoo", Codec.H264, 8)
    folder = tmp_path / "film"
    folder.mkdir()
    with pytest.raises(BadInput, match="nvenc"):
        export(make_film(12), {}, folder, folder / "a.mp4", replace(PLAIN, hardware=Hardware.NVENC))
    assert list(folder.iterdir()) == []


def test_what_this_machine_says_of_its_hardware_is_one_answer() -> None:
    """With a graphics card or without: each family works or doesn't, and stays so."""
    for family in Hardware:
        answer = works(find_ffmpeg(), Codec.H264, 8, family)
        assert answer is works(find_ffmpeg(), Codec.H264, 8, family)
        if not answer:
            with pytest.raises(BadInput):
                found_hardware(family.value, Codec.H264, 8)


@pytest.mark.parametrize("family", list(Hardware))
@pytest.mark.parametrize(("codec", "bits"), [(Codec.H264, 8), (Codec.HEVC, 10), (Codec.AV1, 10)])
def test_what_hardware_is_told(family: Hardware, codec: Codec, bits: int) -> None:
    wanted = replace(PLAIN, codec=codec, depth=bits, hardware=family, crf=20, pixel_format="")
    (run,) = segments(make_film(12), {})
    groups = Groups(run, wanted, 2, Path("a.mp4"))
    words = piece_arguments(picture(run, Path(), wanted), run, wanted, groups)
    assert words[words.index("-c:v") + 1] == f"{codec.value}_{family.value}"
    assert words[words.index("-g") + 1] == "48"
    assert words[words.index("-frames:v") + 1] == "12"
    deep = "p010le" if bits == 10 else "nv12"
    if family is Hardware.VAAPI:
        assert words.index("-vaapi_device") < words.index("-i")
        assert f"format={deep}" in words[words.index("-filter_complex") + 1].replace(
            "pix_fmts=", ""
        )
    else:
        assert words[words.index("-pix_fmt") + 1] == deep
    assert str(20) in words or family is Hardware.VIDEOTOOLBOX
    assert "crf" not in hardware_options(wanted, 48)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"codec": Codec.PRORES_HQ}, "cannot hold ProRes"),
        ({"codec": Codec.HEVC, "depth": 12}, "8, 10"),
        ({"codec": Codec.DNXHR_HQ, "container": Container.MOV, "width": 160}, "256x120"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    tmp_path: Path, changed: dict[str, object], told: str
) -> None:
    wanted = replace(PLAIN, pixel_format="yuv420p", **changed)  # pyright: ignore
    with pytest.raises(BadInput, match=told):
        export(make_film(6), {}, tmp_path, tmp_path / f"a{wanted.suffix}", wanted)
    assert list(tmp_path.iterdir()) == []
