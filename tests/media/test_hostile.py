"""Media that are cut off, disguised or made to harm: each one sentence, none opened further."""

import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from studio.errors import BadInput, StudioError
from studio.media.ffmpeg import QUIET, failed, find_ffmpeg, run
from studio.media.probe import probe
from studio.media.sniff import guess
from tests.films import tone, write_wav

PICTURE = ("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=1")
SOUND = ("-f", "lavfi", "-i", "sine=duration=1")


def made(path: Path, *words: str) -> Path:
    run([*QUIET, "-y", *words, str(path)])
    return path


def still(path: Path, **how: object) -> Path:
    Image.new("RGB", (64, 48), (200, 30, 30)).save(path, **how)
    return path


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        probe(path)
    assert path.name in str(caught.value)
    return caught.value.key.removeprefix("media.")


@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
@pytest.mark.parametrize("index", ["first", "last"])
def test_a_film_cut_off_is_called_damaged(tmp_path: Path, index: str, share: float) -> None:
    flags = ("-movflags", "+faststart") if index == "first" else ()
    path = made(tmp_path / "a.mp4", *PICTURE, *SOUND, "-pix_fmt", "yuv420p", *flags)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert refused(path) == "broken"


@pytest.mark.parametrize("suffix", ["wav", "flac", "mkv"])
def test_other_files_cut_off_are_called_damaged(tmp_path: Path, suffix: str) -> None:
    pictures = PICTURE if suffix == "mkv" else ()
    path = made(tmp_path / f"a.{suffix}", *pictures, *SOUND)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert refused(path) == "broken"


def test_an_mp3_cut_off_is_as_long_as_what_is_left(tmp_path: Path) -> None:
    path = made(tmp_path / "a.mp3", *SOUND)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert 0.3 < probe(path).seconds < 0.7


def test_a_video_without_a_picture_that_can_be_shown_is_damaged(tmp_path: Path) -> None:
    path = made(tmp_path / "a.mp4", *PICTURE, "-pix_fmt", "yuv420p")
    data = bytearray(path.read_bytes())
    begin = data.index(b"mdat") + 4
    size = int.from_bytes(data[begin - 8 : begin - 4], "big") - 8
    data[begin : begin + size] = bytes(size)
    path.write_bytes(data)
    assert refused(path) == "broken"


def test_a_sound_of_no_length_holds_no_sound(tmp_path: Path) -> None:
    assert refused(write_wav(tmp_path / "a.wav", tone(0))) == "no_sound"


def test_a_picture_of_a_hostile_size_is_never_decoded(tmp_path: Path) -> None:
    moving = [Image.new("P", (8, 8), n) for n in (0, 1)]
    path = tmp_path / "a.gif"
    moving[0].save(path, save_all=True, append_images=moving[1:])
    data = bytearray(path.read_bytes())
    data[6:10] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    assert refused(path) in {"picture_too_large", "broken"}


LISTS = {
    "m3u8": "#EXTM3U\n#EXTINF:1,\n/etc/passwd\n",
    "txt": "ffconcat version 1.0\nfile /etc/passwd\n",
    "mp4": "\n" * 100 + "#EXTM3U\nhttp://127.0.0.1:9/x\n",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
    "xspf": '<?xml version="1.0"?>\n<playlist version="1"><trackList/></playlist>',
    "pls": "[playlist]\nFile1=http://127.0.0.1:9/\n",
    "mpd": '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>',
    "asx": '<asx version="3.0"/>',
}


@pytest.mark.parametrize("suffix", LISTS)
def test_lists_of_other_files_are_told_as_such(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"list.{suffix}"
    path.write_text(LISTS[suffix])
    assert refused(path) == "playlist"


def svg(path: Path) -> None:
    path.write_text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')


def heic(path: Path) -> None:
    path.write_bytes(struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + bytes(100))


def raw(path: Path) -> None:
    made(path, *PICTURE, "-c:v", "libx264", "-f", "h264")


def text(path: Path) -> None:
    path.write_text("only words\n" * 20)


REFUSED: list[tuple[str, Callable[[Path], object], str]] = [
    ("a.svg", svg, "drawing"),
    ("a.heic", heic, "heic"),
    ("a.jpg", heic, "heic"),
    ("a.h264", raw, "container_refused"),
    ("a.png", text, "not_a_picture"),
    ("a.mp4", text, "not_media"),
    ("a.png", Path.mkdir, "folder"),
]


@pytest.mark.parametrize(("name", "make", "key"), REFUSED, ids=[f"{n}-{k}" for n, _, k in REFUSED])
def test_what_the_studio_does_not_open_is_named(
    tmp_path: Path, name: str, make: Callable[[Path], object], key: str
) -> None:
    make(tmp_path / name)
    assert refused(tmp_path / name) == key


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_that_never_ends_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    assert refused(tmp_path / "a.png") == "no_file"


@pytest.mark.parametrize("name", ["still.gif", "still.avif", "png.mp4", "png.wav", "none"])
def test_a_still_is_a_picture_under_any_name(tmp_path: Path, name: str) -> None:
    kind = {"gif": "GIF", "avif": "AVIF"}.get(name.rpartition(".")[2], "PNG")
    info = probe(still(tmp_path / name, format=kind))
    assert (info.kind, info.width, info.height) == ("picture", 64, 48)


def test_a_moving_gif_is_a_video(tmp_path: Path) -> None:
    moving = [Image.new("RGB", (64, 48), (80 * n, 0, 0)) for n in (0, 1, 2)]
    moving[0].save(tmp_path / "a.gif", save_all=True, append_images=moving[1:], duration=100)
    assert (probe(tmp_path / "a.gif").kind, probe(tmp_path / "a.gif").frames) == ("video", 3)


@pytest.mark.parametrize(
    ("head", "wanted"),
    [(b"RIFF____WEBP", "picture"), (b"RIFF____WAVE", "media"), (b"GIF89a", "gif"), (b"hm", "")],
)
def test_first_bytes(tmp_path: Path, head: bytes, wanted: str) -> None:
    (tmp_path / "a").write_bytes(head)
    assert guess(tmp_path / "a") == wanted


@pytest.mark.parametrize("name", ["STUDIO_FFMPEG", "IMAGEIO_FFMPEG_EXE"])
def test_an_ffmpeg_that_is_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    program = tmp_path / "ffmpeg"
    monkeypatch.setenv(name, str(program))
    with pytest.raises(StudioError) as caught:
        find_ffmpeg()
    assert caught.value.key == "media.no_such_ffmpeg"
    program.write_text("no program\n")
    with pytest.raises(StudioError) as caught:
        find_ffmpeg()
    assert caught.value.key == "media.bad_ffmpeg"
    assert name in str(caught.value)
    monkeypatch.setenv(name, "")
    assert Path(find_ffmpeg()).is_file()


def test_of_what_ffmpeg_says_the_cause_is_told() -> None:
    said = "[libx264 @ 0x55d0] Frame too large.\n[out#0/mp4 @ 0x55d1] Nothing was written into it"
    assert failed(said).values["detail"] == "Frame too large"
