"""A take is entered in the middle only where that gives exactly the pictures from its start."""

import os
from pathlib import Path

import pytest

from studio.media.ffmpeg import QUIET, run
from studio.media.hashes import sha256_of
from studio.media.probe import probe
from studio.render import seeking
from studio.render.delivery import Delivery
from studio.render.preview import Reel
from studio.render.seeking import RUN_UP, Entrances, entrance
from studio.render.segment import Entrance, Layer, Segment, Source
from studio.timeline.rate import Rate
from tests.films import RATE, grey_ramp, make_film, make_take

LENGTH = 60
NTSC = Rate(num=30000, den=1001)
MOVING = "testsrc2=s=64x36:d=2.5:r="
X264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "fast", "-crf", "10")
TONE = ("-f", "lavfi", "-i", "sine=d=2.5", "-c:a", "aac", "-shortest")


def made(path: Path, rate: str, *options: str, before: tuple[str, ...] = ()) -> Path:
    source = ("-f", "lavfi", *before, "-i", MOVING + rate)
    run([*QUIET, "-y", *source, *options, str(path)])
    return path


def whole(path: Path) -> Segment:
    """The whole take, as the cut has it when nothing is known of the file."""
    return Segment(
        0, LENGTH, (Layer(Source("sh_00000000", path.name, sha256_of(path), 0, LENGTH)),)
    )


def pictures(segment: Segment, folder: Path, delivery: Delivery) -> list[bytes]:
    found: list[bytes] = []
    with Reel([segment], folder, delivery, segment.start) as reel:
        while (data := reel.read()) is not None:
            found.append(bytes(data))
    return found


def entered(path: Path, rate: Rate) -> bool:
    """Whether it is entered; every frame of it is the same either way."""
    delivery = Delivery(64, 36, rate)
    plain = whole(path)
    (opened,) = Entrances(path.parent, rate).open([plain])
    reference = pictures(plain, path.parent, delivery)
    assert len(set(reference)) > LENGTH // 4
    for first in (1, 2, 3, 11, 12, 13, 29, 47, 58, 59):
        rest = LENGTH - first
        got = pictures(opened.part(first, rest), path.parent, delivery)
        assert got == reference[first:], (path.name, first)
    assert opened.source is not None
    return opened.part(40, 1).source != plain.part(40, 1).source


@pytest.mark.parametrize(
    ("name", "rate", "options"),
    [
        ("plain.mov", "24", (*X264, "-g", "12", "-bf", "0")),
        ("long.mp4", "24", (*X264, "-g", "250", "-bf", "3", "-b_strategy", "2")),
        ("short.mp4", "24", (*X264, "-g", "12", "-bf", "3", "-x264-params", "b-pyramid=normal")),
        ("sound.mp4", "24", (*TONE, *X264, "-g", "12")),
        ("ntsc.mov", "30000/1001", (*X264, "-g", "12", "-bf", "2")),
        ("film.mp4", "24000/1001", (*X264, "-g", "24", "-video_track_timescale", "90000")),
        ("intra.mov", "25", ("-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p")),
    ],
)
def test_a_steady_take_is_entered(
    tmp_path: Path, name: str, rate: str, options: tuple[str, ...]
) -> None:
    num, _, den = rate.partition("/")
    film = Rate(num=int(num), den=int(den or 1))
    assert entered(made(tmp_path / name, rate, *options), film)


@pytest.mark.parametrize(
    ("name", "rate", "options"),
    [
        ("open.mp4", "24", (*X264, "-g", "12", "-bf", "3", "-x264-params", "open-gop=1")),
        ("matroska.mkv", "24", (*X264, "-g", "12")),
        ("stream.ts", "24", (*X264, "-g", "12")),
    ],
)
def test_any_other_take_is_read_from_its_start(
    tmp_path: Path, name: str, rate: str, options: tuple[str, ...]
) -> None:
    path = made(tmp_path / name, rate, *options)
    assert entrance(path, RATE) is None
    assert not entered(path, RATE)


def test_a_take_is_entered_as_near_as_its_key_pictures_allow(tmp_path: Path) -> None:
    """They are shown two pictures after they are decoded; others, which no seek ends at, later."""
    pyramid = (*X264, "-g", "12", "-bf", "3", "-x264-params", "b-pyramid=normal:scenecut=0")
    assert entrance(made(tmp_path / "near.mp4", "24", *pyramid), RATE) == Entrance(RUN_UP + 2)


UNEVEN = ("-vf", "select='not(mod(n,5))+gt(n,30)'", "-fps_mode", "vfr")


@pytest.mark.parametrize(
    ("name", "rate", "film", "options"),
    [
        ("other.mp4", "30", RATE, (*X264, "-g", "12")),
        ("double.mp4", "48", RATE, (*X264, "-g", "12", "-bf", "2")),
        ("half.mov", "12", RATE, (*X264, "-g", "6", "-bf", "3")),
        ("pal.mp4", "25", RATE, (*TONE, *X264, "-g", "12")),
        ("broadcast.mp4", "30000/1001", RATE, (*X264, "-g", "12")),
        ("fast.mp4", "60", Rate(num=25), (*X264, "-g", "12")),
        ("fine.mp4", "30", NTSC, (*X264, "-g", "12", "-video_track_timescale", "90000")),
        ("variable.mp4", "24", RATE, (*UNEVEN, *X264, "-g", "12")),
        ("uneven.mp4", "30", RATE, (*UNEVEN, *X264, "-g", "250", "-bf", "3")),
    ],
)
def test_a_take_of_another_rate_is_entered_at_whole_ticks(
    tmp_path: Path, name: str, rate: str, film: Rate, options: tuple[str, ...]
) -> None:
    path = made(tmp_path / name, rate, *options)
    found = entrance(path, film)
    assert found is not None
    assert entered(path, film) or found.run_up + found.grid > 40


def test_where_frames_are_hardly_ever_whole_ticks_it_is_read_from_the_start(
    tmp_path: Path,
) -> None:
    path = made(tmp_path / "to_ntsc.mp4", "24", *X264, "-g", "12")
    assert entrance(path, NTSC) is None


def test_a_picture_that_is_held_for_long_is_read_from_the_start(tmp_path: Path) -> None:
    held = ("-vf", "setpts='(N+gte(N,3)*300)/24/TB'", "-fps_mode", "vfr")
    path = made(tmp_path / "held.mp4", "24", *held, *X264)
    assert entrance(path, RATE) is None


def test_a_take_nearly_at_the_rate_is_entered_while_no_picture_differs(tmp_path: Path) -> None:
    path = made(tmp_path / "near.mp4", "24000/1001", *X264, "-g", "12")
    assert entered(path, RATE)
    steady = entrance(path, Rate(num=24000, den=1001))
    other = entrance(path, Rate(num=25))
    assert steady is not None
    assert other is None or other.run_up > steady.run_up


@pytest.mark.parametrize("late", ["0.021", "0.0208333", "0.25"])
def test_pictures_that_begin_after_the_sound_keep_their_places(tmp_path: Path, late: str) -> None:
    options = (*TONE, *X264, "-g", "12")
    path = made(tmp_path / "late.mp4", "24", *options, before=("-itsoffset", late))
    assert probe(path).sound_tracks == 1
    assert entered(path, RATE)


@pytest.mark.parametrize("rate", ["24", "30"])
def test_a_file_that_begins_late_as_a_whole(tmp_path: Path, rate: str) -> None:
    path = made(tmp_path / "late.mov", rate, *X264, "-g", "12", before=("-itsoffset", "0.51"))
    entered(path, RATE)  # as it may; the pictures are the same


def test_takes_of_our_own_are_entered(tmp_path: Path) -> None:
    take = make_take(tmp_path, "sh_00000000", grey_ramp(40, 64, 36))
    assert entrance(tmp_path / take.files[0].path, RATE) == Entrance(2)


def test_what_is_no_video_is_not_entered(tmp_path: Path) -> None:
    (tmp_path / "words.mov").write_text("no film")
    assert entrance(tmp_path / "words.mov", RATE) is None
    assert entrance(tmp_path / "gone.mov", RATE) is None
    run([*QUIET, "-f", "lavfi", "-i", "sine=d=1", str(tmp_path / "sound.mp4")])
    assert entrance(tmp_path / "sound.mp4", RATE) is None


def test_a_still_and_a_slate_stay_as_they_are(tmp_path: Path) -> None:
    still = Segment(0, 9, (Layer(Source("sh_00000000", "gone.png", "0" * 64, 0, still=True)),))
    slate = Segment(9, 9, (Layer(None, "1-2"),))
    assert Entrances(tmp_path, RATE).open([still, slate]) == (still, slate)


def test_after_the_end_of_an_entered_take_it_is_black(tmp_path: Path) -> None:
    film = make_film(30)
    take = make_take(tmp_path, "sh_00000000", grey_ramp(20, 64, 36))
    source = Source("sh_00000000", take.files[0].path, "0" * 64, 0, 20)
    plain = Segment(0, 30, (Layer(source),))
    (opened,) = Entrances(tmp_path, RATE).open([plain])
    delivery = Delivery.of(film)
    reference = pictures(plain, tmp_path, delivery)
    for first in (10, 18, 19, 20, 25, 29):
        got = pictures(opened.part(first, 30 - first), tmp_path, delivery)
        assert got == reference[first:], first


@pytest.mark.parametrize("note", [None, "", "{}", '{"entrance": 3}', '{"keys": [0], "more": 1}'])
def test_where_a_take_is_entered_is_noted_for_that_very_file(
    tmp_path: Path, note: str | None
) -> None:
    path = made(tmp_path / "take.mp4", "24", *X264, "-g", "12")
    found, facts = entrance(path, RATE), path.stat()
    assert found is not None
    place = seeking._NOTES.of(path, RATE)  # pyright: ignore[reportPrivateUsage]
    assert place is not None
    if note is None:  # nothing of the file is read
        path.write_bytes(bytes(facts.st_size))
        os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    elif note == "{}":  # as it would be of a file that cannot be entered
        place.write_text(note)
        found = None
    else:
        place.write_text(note)
    seeking._known.cache_clear()  # pyright: ignore[reportPrivateUsage]
    assert entrance(path, RATE) == found
    assert place.read_text() not in ("", '{"entrance": 3}')
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns + 10**9))
    assert (entrance(path, RATE) is None) is (note is None), "another file"
