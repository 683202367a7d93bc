"""Media from outside: read right when sound, refused in a sentence when not."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.errors import BadInput, Cancelled, RenderError
from studio.media.encode import TAKE_SUFFIX, Encoder
from studio.media.ffmpeg import QUIET, run
from studio.media.hashes import sha256_of
from studio.media.pictures import load_picture
from studio.media.probe import probe
from studio.media.sound import read_sound
from studio.media.video import conformed_frames, decoded, frame_at, thumbnail
from tests.films import grey_ramp, tone, write_wav

SOURCE = ("-f", "lavfi", "-i")


def video(
    path: Path, *words: str, size: str = "160x90", rate: str = "30", seconds: float = 1
) -> Path:
    picture = f"testsrc2=size={size}:rate={rate}:duration={seconds}"
    run([*QUIET, "-y", *SOURCE, picture, *words, str(path)])
    return path


def take(path: Path, frames: int = 10, sound: Path | None = None) -> Path:
    with Encoder(
        path, width=64, height=36, rate=(24, 1), frames=frames, sound=sound, pixel_format="bgr24"
    ) as encoder:
        for picture in grey_ramp(frames, 64, 36):
            encoder.write(picture)
    return path


def test_a_take_has_its_frames_sound_and_colours(tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", tone(10 / 24))
    path = take(tmp_path / f"a{TAKE_SUFFIX}", sound=wav)
    info = probe(path)
    assert (info.frames, info.rate, info.sound_tracks, info.variable_rate) == (10, 24, 1, False)
    assert len(read_sound(path)) == 20_000
    for (_, picture), wanted in zip(decoded(path), grey_ramp(10, 64, 36), strict=True):
        assert np.abs(picture.astype(int) - wanted.astype(int)).max() <= 6


def test_the_same_frames_give_the_same_bytes(tmp_path: Path) -> None:
    assert sha256_of(take(tmp_path / "a.mov")) == sha256_of(take(tmp_path / "b.mov"))


def test_a_wrong_number_of_frames_leaves_nothing(tmp_path: Path) -> None:
    encoder = Encoder(
        tmp_path / "a.mov", width=64, height=36, rate=(24, 1), frames=3, pixel_format="bgr24"
    )
    with pytest.raises(RenderError), encoder:
        encoder.write(grey_ramp(1, 64, 36)[0])
    assert list(tmp_path.iterdir()) == []


def test_running_is_cancelled(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        run(
            [*QUIET, *SOURCE, "testsrc2=duration=999", str(tmp_path / "a.mp4")],
            cancelled=lambda: True,
        )


def test_time_limit_ends_the_process(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as caught:
        run(["-y", *QUIET, "-re", *SOURCE, "testsrc2", str(tmp_path / "a.mp4")], timeout=0.2)
    assert caught.value.key == "media.too_slow"


def test_what_ffmpeg_says_is_kept(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as caught:
        run([*QUIET, "-i", str(tmp_path / "nothing.mp4"), str(tmp_path / "a.mp4")])
    assert "nothing.mp4" in caught.value.tail


@pytest.mark.parametrize(
    ("mode", "suffix"),
    [("RGB", "png"), ("RGBA", "png"), ("L", "png"), ("P", "gif"), ("CMYK", "jpg"),
     ("I;16", "png"), ("1", "png"), ("RGB", "webp"), ("RGB", "tiff")],
)  # fmt: skip
def test_pictures_of_every_kind(tmp_path: Path, mode: str, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    if mode == "I;16":
        Image.fromarray(np.full((20, 30), 40_000, np.uint16)).save(path)
    else:
        Image.new("RGB", (30, 20), (250, 120, 10)).convert(mode).save(path)
    picture = load_picture(path)
    assert picture.shape == (20, 30, 4)
    assert picture.dtype == np.uint8
    if mode in {"RGB", "RGBA", "CMYK"}:
        assert np.abs(picture[10, 10, :3].astype(int) - (250, 120, 10)).max() < 12


def test_exif_turns_a_picture(tmp_path: Path) -> None:
    image = Image.new("RGB", (40, 20))
    exif = image.getexif()
    exif[274] = 6
    image.save(tmp_path / "a.jpg", exif=exif)
    assert load_picture(tmp_path / "a.jpg").shape == (40, 20, 4)


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    (tmp_path / "a.png").rename(tmp_path / "a.jpg")
    assert load_picture(tmp_path / "a.jpg").shape == (8, 8, 4)
    assert probe(tmp_path / "a.jpg").width == 8


def test_bad_pictures_are_refused(tmp_path: Path) -> None:
    Image.new("RGB", (2000, 2000)).save(tmp_path / "big.png")
    Image.effect_noise((400, 400), 50).save(tmp_path / "cut.png")
    (tmp_path / "cut.png").write_bytes((tmp_path / "cut.png").read_bytes()[:9000])
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "text.png").write_text("hello")
    wanted = {"big": "picture_too_large", "cut": "picture_broken", "empty": "empty",
              "text": "not_a_picture", "none": "missing"}  # fmt: skip
    for name, key in wanted.items():
        with pytest.raises(BadInput) as caught:
            load_picture(tmp_path / f"{name}.png", max_pixels=1_000_000)
        assert caught.value.key == f"media.{key}"


def test_probing_videos(tmp_path: Path) -> None:
    odd = video(
        tmp_path / "odd.mkv", "-vf", "format=yuv444p,crop=121:67:exact=1", "-c:v", "libx264"
    )
    info = probe(odd)
    assert (info.kind, info.width, info.height, info.frames, info.sound_tracks) == (
        "video",
        121,
        67,
        30,
        0,
    )
    two = video(
        tmp_path / "two.mp4", *SOURCE, "sine=r=44100:d=1", *SOURCE, "sine=f=880:d=1",
        "-map", "0", "-map", "1", "-map", "2",
    )  # fmt: skip
    assert (probe(two).sound_tracks, probe(two).sample_rate) == (2, 44_100)
    run(
        [
            *QUIET,
            "-display_rotation:v:0",
            "90",
            "-i",
            str(two),
            "-c",
            "copy",
            str(tmp_path / "turned.mp4"),
        ]
    )
    turned = probe(tmp_path / "turned.mp4")
    assert (turned.width, turned.height) == (90, 160)
    assert frame_at(tmp_path / "turned.mp4", Fraction(0)).shape == (160, 90, 3)


def test_variable_rate_is_seen_and_conformed(tmp_path: Path) -> None:
    path = video(
        tmp_path / "v.mp4", "-vf", "select='not(eq(mod(n,3),1))'", "-fps_mode", "passthrough",
        "-enc_time_base", "1/90000", "-video_track_timescale", "90000",
    )  # fmt: skip
    assert probe(path).variable_rate
    assert len(list(conformed_frames(path, width=64, height=36, rate=Fraction(24), count=24))) == 24


def test_conforming_rate_and_shape(tmp_path: Path) -> None:
    path = tmp_path / "ramp.mov"
    take(path, frames=24)
    pictures = list(conformed_frames(path, width=50, height=50, rate=Fraction(48), count=48))
    greys = [int(picture[25, 25, 0]) for picture in pictures]
    assert all(abs(greys[n] - (20 + 4 * (n // 2))) <= 2 for n in range(48))
    boxed = next(conformed_frames(path, width=50, height=50, rate=Fraction(24), count=1, fit="fit"))
    assert boxed[0].max() == 0
    assert boxed[25].max() > 0
    assert thumbnail(path, 32).shape == (18, 32, 3)


@pytest.mark.parametrize(
    "text",
    ["#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", "ffconcat version 1.0\nfile /etc/passwd\n",
     "<?xml version='1.0'?><MPD></MPD>", "hello", "\x00\x01\x02"],
)  # fmt: skip
def test_playlists_and_rubbish_are_refused(tmp_path: Path, text: str) -> None:
    for suffix in ("mp4", "m3u8", "txt"):
        path = tmp_path / f"a.{suffix}"
        path.write_text(text)
        with pytest.raises(BadInput):
            probe(path)


def test_truncated_and_missing_videos_are_refused(tmp_path: Path) -> None:
    whole = video(tmp_path / "a.mp4").read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) // 2])
    for name in ("cut.mp4", "none.mp4"):
        with pytest.raises(BadInput):
            probe(tmp_path / name)
    with pytest.raises(BadInput):
        read_sound(tmp_path / "a.mp4")


def test_sound_is_resampled_to_stereo(tmp_path: Path) -> None:
    run([*QUIET, *SOURCE, "sine=f=500:r=44100:d=1", "-ac", "1", str(tmp_path / "a.flac")])
    samples = read_sound(tmp_path / "a.flac")
    assert abs(len(samples) - 48_000) <= 64
    assert np.allclose(samples[:, 0], samples[:, 1])
    assert int(np.argmax(np.abs(np.fft.rfft(samples[:48_000, 0])))) == pytest.approx(500, abs=2)
