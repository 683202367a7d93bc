"""Encoded runs joined by packet copy: frames, times, sound to the sample, what does not fit."""

import subprocess
from pathlib import Path

import av
import numpy as np
import pytest

from studio.errors import Cancelled, RenderError
from studio.media.ffmpeg import find_ffmpeg
from studio.media.sound import read_sound
from studio.media.video import decoded
from studio.render.join import Dress, head_of, join
from studio.render.packets import Part
from studio.timeline.rate import Rate
from tests.films import RATE, tone, write_wav


def piece(path: Path, frames: int, *options: str, size: str = "160x90", rate: str = "24") -> Path:
    """A file of grey pictures that grow brighter by 5 a frame, in B-frames and closed groups."""
    grey = f"color=c=black:s={size}:r={rate},geq=lum=30+5*N:cb=128:cr=128,format=yuv420p"
    command = [find_ffmpeg(), "-v", "error", "-f", "lavfi", "-i", grey, "-frames:v", str(frames)]
    coding = ["-c:v", "libx264", "-crf", "4", *(options or ("-g", "48"))]
    subprocess.run([*command, *coding, str(path)], check=True)
    return path


def greys(path: Path) -> list[int]:
    """What number each picture of a film has in its piece."""
    return [round((picture.mean() - 16) / 5) for _, picture in decoded(path)]


def stamps(path: Path) -> list[int]:
    with av.open(str(path)) as film:
        video = film.streams.video[0]
        assert video.time_base is not None
        return [round((f.pts or 0) * video.time_base * 24) for f in film.decode(video)]


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    wav, heard = write_wav(tmp_path / "s.wav", tone(2.0)), tmp_path / "sound.m4a"
    subprocess.run([find_ffmpeg(), "-v", "error", "-i", wav, "-c:a", "aac", heard], check=True)
    return heard


def test_pictures_stand_at_their_frames_and_sound_at_its_samples(
    tmp_path: Path, sound: Path
) -> None:
    lengths = (17, 1, 30)
    parts = [Part(piece(tmp_path / f"{n}.mp4", n), n) for n in lengths]
    film = tmp_path / "film.mp4"
    join(parts, RATE, film, sound)
    assert stamps(film) == list(range(48))
    first = greys(parts[2].path)
    assert greys(film) == greys(parts[0].path) + greys(parts[1].path) + first
    assert len(set(first)) > 20  # so that pictures in another order would be seen
    np.testing.assert_array_equal(read_sound(film), read_sound(sound))
    with av.open(str(film)) as made, av.open(str(sound)) as heard:
        track, own = made.streams.audio[0], heard.streams.audio[0]
        assert (track.duration, track.time_base) == (own.duration, own.time_base)
        assert made.streams.video[0].start_time == 0


def test_what_players_need_first_comes_first(tmp_path: Path, sound: Path) -> None:
    film = tmp_path / "film.mp4"
    join([Part(piece(tmp_path / "a.mp4", 48), 48)], RATE, film, sound)
    content = film.read_bytes()
    assert 0 < content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
def test_all_but_the_head_is_written_once_and_in_order(
    tmp_path: Path, sound: Path, suffix: str
) -> None:
    """So a film can be hashed while it is joined."""
    noise = "nullsrc=s=640x360:r=24,geq=random(1)*255:128:128,format=yuv420p"
    command = [find_ffmpeg(), "-v", "error", "-f", "lavfi", "-i", noise, "-frames:v", "24"]
    heavy = tmp_path / "heavy.mp4"
    subprocess.run([*command, "-preset", "ultrafast", "-crf", "4", str(heavy)], check=True)
    parts, film = [Part(heavy, 24)] * 2, tmp_path / f"film{suffix}"
    lay: list[bytes] = []
    join(parts, RATE, film, sound, tell=lambda _: lay.append(film.read_bytes()))
    head, whole = head_of(parts, RATE, sound, None), film.read_bytes()
    longest = max(lay, key=len)
    assert len(whole) > len(longest) > len(whole) // 3 > 4 * head
    assert whole[head : len(longest)] == longest[head:]


def test_a_film_has_what_it_is_dressed_in(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    title = "A title " * 3000  # longer than the header's room without it

    def wear(out: "av.container.OutputContainer") -> None:
        out.metadata["title"] = title

    join([Part(piece(tmp_path / "a.mp4", 4), 4)], RATE, film, dress=Dress(wear, len(title) + 200))
    with av.open(str(film)) as made:
        assert made.metadata["title"] == title


def test_a_rate_of_broadcast_stays_exact(tmp_path: Path) -> None:
    rate = Rate(num=30000, den=1001)
    parts = [Part(piece(tmp_path / f"{n}.mp4", n, rate="30000/1001"), n) for n in (7, 12)]
    join(parts, rate, tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as film:
        video = film.streams.video[0]
        assert video.time_base is not None
        times = [
            frame.pts * video.time_base for frame in film.decode(video) if frame.pts is not None
        ]
    assert times == [rate.seconds(n) for n in range(19)]


def test_a_run_of_a_take_is_what_lies_in_it(tmp_path: Path) -> None:
    take = piece(tmp_path / "take.mp4", 30, "-g", "6", "-keyint_min", "6", "-sc_threshold", "0")
    runs = [Part(take, 6, 12, of_take=True), Part(take, 12, 0, of_take=True)]
    join(runs, RATE, tmp_path / "film.mp4")
    whole = greys(take)
    assert greys(tmp_path / "film.mp4") == whole[12:18] + whole[:12]


@pytest.mark.parametrize("wanted", [9, 11])
def test_a_piece_of_another_length_is_refused(tmp_path: Path, wanted: int) -> None:
    part = Part(piece(tmp_path / "a.mp4", 10), wanted)
    with pytest.raises(RenderError):
        join([part], RATE, tmp_path / "film.mp4")


def test_pieces_of_other_parameters_are_refused(tmp_path: Path) -> None:
    parts = [Part(piece(tmp_path / "a.mp4", 5), 5),
             Part(piece(tmp_path / "b.mp4", 5, "-bf", "0"), 5)]  # fmt: skip
    with pytest.raises(RenderError) as refusal:
        join(parts, RATE, tmp_path / "film.mp4")
    assert refusal.value.key == "render.pieces_differ"


def test_a_join_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        join([Part(piece(tmp_path / "a.mp4", 5), 5)], RATE, tmp_path / "f.mp4", over=lambda: True)


def test_a_piece_without_a_picture_is_told(tmp_path: Path) -> None:
    """ffmpeg calls it well when a graph gives no picture."""
    empty = tmp_path / "empty.mp4"
    graph = "color=c=black:s=160x90:r=24:d=1,trim=start_frame=48"
    command = [find_ffmpeg(), "-v", "quiet", "-f", "lavfi", "-i", graph, "-c:v", "libx264"]
    subprocess.run([*command, "-pix_fmt", "yuv420p", str(empty)], check=True)
    parts = [Part(piece(tmp_path / "a.mp4", 5), 5), Part(empty, 4)]
    with pytest.raises(RenderError) as caught:
        join(parts, RATE, tmp_path / "film.mp4")
    assert caught.value.key == "render.wrong_result"
