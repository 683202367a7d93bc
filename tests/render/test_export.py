"""The cut to a file: exact frames, sound in sync, loudness, captions, refusals."""

import os
from pathlib import Path

import numpy as np
import pytest

from studio.errors import BadInput, Cancelled
from studio.media.probe import probe
from studio.media.sound import read_sound
from studio.media.video import decoded
from studio.render.delivery import Captions, Delivery
from studio.render.export import export
from studio.render.loudness import measure
from studio.render.preview import picture_at
from studio.timeline.cut import TrackKind
from studio.timeline.look import Grade, Look
from studio.timeline.rate import Rate
from studio.timeline.take import Span
from tests.films import grey_ramp, make_film, make_take, tone

NAMES = [f"sh_{n:08}" for n in range(9)]


def test_frames_sound_loudness_and_captions(tmp_path: Path) -> None:
    film = make_film(30, 17, 25, lines={0: "Hello there.", 2: "你好,世界。"})
    shown = {
        name: make_take(tmp_path, name, grey_ramp(n, 160, 90), tone(n / 24, 0.05))
        for name, n in zip(NAMES, (30, 17, 25), strict=False)
    }
    told: list[float] = []
    out = tmp_path / "film.mp4"
    report = export(film, shown, tmp_path, out, Delivery.of(film), progress=told.append)
    info = probe(out)
    assert (info.frames, info.seconds, info.width, info.height) == (72, 3, 160, 90)
    assert info.pixel_format == "yuv420p"
    assert info.sound_codec == "aac"
    assert abs(report.loudness + 14) < 0.7
    assert report.peak <= -1
    assert told[-1] == 1.0
    assert told == sorted(told)
    srt = out.with_suffix(".srt").read_text(encoding="utf-8")
    assert "Hello there." in srt
    assert "你好,世界。" in srt
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []
    assert b"moov" in out.read_bytes()[:2000]  # faststart


def test_preview_is_export(tmp_path: Path) -> None:
    film = make_film(12, 9)
    shown = {
        name: make_take(tmp_path, name, grey_ramp(n, 160, 90))
        for name, n in zip(NAMES, (12, 9), strict=False)
    }
    out = tmp_path / "film.mp4"
    export(film, shown, tmp_path, out, Delivery.of(film, Captions.NONE))
    pictures = [picture for _, picture in decoded(out)]
    assert len(pictures) == 21
    for frame, picture in enumerate(pictures):
        seen = picture_at(film, shown, tmp_path, frame)
        assert np.abs(seen.astype(int) - picture.astype(int)).max() <= 3, frame


def test_flash_and_click_stay_together(tmp_path: Path) -> None:
    film = make_film(24, 24)
    pictures = [np.zeros((90, 160, 3), np.uint8) for _ in range(24)]
    pictures[7][:] = 255
    sound = np.zeros((48_000, 2), np.float32)
    sound[14_000:14_480] = 0.8  # frame 7 begins at sample 14,000
    dark = [np.zeros((90, 160, 3), np.uint8) for _ in range(24)]
    shown = {
        NAMES[0]: make_take(tmp_path, NAMES[0], dark),
        NAMES[1]: make_take(tmp_path, NAMES[1], pictures, sound),
    }
    out = tmp_path / "film.mp4"
    export(film, shown, tmp_path, out, Delivery.of(film))
    levels = [picture.mean() for _, picture in decoded(out)]
    assert int(np.argmax(levels)) == 31
    heard = np.abs(read_sound(out)[:, 0])
    onset = int(np.argmax(heard > heard.max() * 0.3))
    assert abs(onset - (48_000 + 14_000)) < 96  # two milliseconds


def test_captions_follow_what_is_heard(tmp_path: Path) -> None:
    film = make_film(48, lines={0: "Wait."})
    spoken = {"cu_00000000": Span(start=12, frames=24)}
    shown = {
        NAMES[0]: make_take(tmp_path, NAMES[0], grey_ramp(48, 160, 90), tone(2), spoken=spoken)
    }
    out = tmp_path / "film.mp4"
    export(film, shown, tmp_path, out, Delivery.of(film, Captions.FILE))
    assert "00:00:00,500 --> 00:00:01,500" in out.with_suffix(".srt").read_text(encoding="utf-8")


def test_burnt_captions_change_the_picture_only_while_they_are_read(tmp_path: Path) -> None:
    film = make_film(24, 24, lines={1: "Burnt"}, size=(320, 180))
    dark = [np.full((180, 320, 3), 40, np.uint8) for _ in range(24)]
    shown = {name: make_take(tmp_path, name, dark) for name in NAMES[:2]}
    out = tmp_path / "film.mp4"
    export(film, shown, tmp_path, out, Delivery.of(film, Captions.BURN))
    peaks = [int(picture.max()) for _, picture in decoded(out)]
    assert max(peaks[:24]) < 60
    assert min(peaks[24:]) > 200


def test_missing_takes_are_slates_and_short_takes_are_told(tmp_path: Path) -> None:
    film = make_film(10, 10)
    shown = {NAMES[1]: make_take(tmp_path, NAMES[1], grey_ramp(6, 160, 90))}
    report = export(film, shown, tmp_path, tmp_path / "a.mp4", Delivery.of(film))
    assert report.missing == ("1-1",)
    assert report.short == ("1-2",)
    pictures = [picture for _, picture in decoded(tmp_path / "a.mp4")]
    assert len(pictures) == 20
    assert pictures[-1].max() < 8


@pytest.mark.parametrize(("size", "rate"), [((90, 160), Rate(num=30)), ((122, 70), Rate(num=25))])
def test_odd_takes_conform(tmp_path: Path, size: tuple[int, int], rate: Rate) -> None:
    film = make_film(24)
    frames = rate.num
    shown = {NAMES[0]: make_take(tmp_path, NAMES[0], grey_ramp(frames, *size), tone(1), rate=rate)}
    export(film, shown, tmp_path, tmp_path / "a.mp4", Delivery.of(film))
    assert (probe(tmp_path / "a.mp4").frames, probe(tmp_path / "a.mp4").width) == (24, 160)


def test_ntsc_rate(tmp_path: Path) -> None:
    rate = Rate(num=24000, den=1001)
    film = make_film(20, 11).evolve(rate=rate)
    shown = {
        name: make_take(tmp_path, name, grey_ramp(n, 160, 90), tone(n * 1001 / 24000), rate=rate)
        for name, n in zip(NAMES, (20, 11), strict=False)
    }
    export(film, shown, tmp_path, tmp_path / "a.mp4", Delivery.of(film))
    info = probe(tmp_path / "a.mp4")
    assert (info.frames, info.rate, info.variable_rate) == (31, rate.fraction, False)


def test_silence_stays_silence(tmp_path: Path) -> None:
    film = make_film(12)
    shown = {NAMES[0]: make_take(tmp_path, NAMES[0], grey_ramp(12, 160, 90))}
    export(film, shown, tmp_path, tmp_path / "a.mp4", Delivery.of(film))
    assert measure(["-i", str(tmp_path / "a.mp4")]).silent


def test_loud_peaks_are_held(tmp_path: Path) -> None:
    film = make_film(72)
    sound = tone(3, 0.03)
    sound[::9600] = 1.0
    shown = {NAMES[0]: make_take(tmp_path, NAMES[0], grey_ramp(72, 160, 90), sound)}
    report = export(film, shown, tmp_path, tmp_path / "a.mp4", Delivery.of(film))
    assert report.peak <= -1
    assert abs(report.loudness + 14) < 1


def test_an_existing_film_is_kept(tmp_path: Path) -> None:
    film = make_film(5)
    out = tmp_path / "a.mp4"
    out.write_text("mine")
    with pytest.raises(BadInput):
        export(film, {}, tmp_path, out, Delivery.of(film))
    assert out.read_text() == "mine"
    export(film, {}, tmp_path, out, Delivery.of(film), overwrite=True)
    assert probe(out).frames == 5


def test_cancel_leaves_nothing(tmp_path: Path) -> None:
    film = make_film(48)
    with pytest.raises(Cancelled):
        export(film, {}, tmp_path, tmp_path / "a.mp4", Delivery.of(film), cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_film_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        export(make_film(), {}, tmp_path, tmp_path / "a.mp4", Delivery.of(make_film()))


@pytest.mark.parametrize("name", ["it's 50% \\ a:b=c; [x], {{y}} 电影"])
def test_folders_with_any_signs_in_their_names(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / (name if os.name != "nt" else "it's 50% a=c; [x], {{y}} 电影")
    home.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))  # where the table of the grade lies
    film = make_film(6, lines={0: "Hello"})
    take = make_take(home, NAMES[0], grey_ramp(6, 160, 90))
    look = Look(grade=Grade(exposure=0.5))
    tracks = [
        track.evolve(clips=tuple(clip.evolve(look=look) for clip in track.clips))
        if track.kind is TrackKind.PICTURE
        else track
        for track in film.cut.tracks
    ]
    film = film.evolve(cut=film.cut.evolve(tracks=tuple(tracks)))
    report = export(film, {NAMES[0]: take}, home, home / "a.mp4", Delivery.of(film))
    assert report.frames == 6
