"""Delivered files proved again, as a person types it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.cli.main import main
from studio.jobs.job import State
from studio.jobs.journal import Journal
from studio.media.ffmpeg import QUIET, run
from studio.timeline.store import create
from tests.films import make_film, make_take
from tests.jobs.builders import make_job

NAMES = ("sh_00000000", "sh_00000001")
FRAMES = 36
LATE = "adelay=40:all=1,atrim=end=3"


def moving(frames: int, seed: int) -> list[np.ndarray]:
    """A landscape that goes by, so that each picture is its own."""
    wide = np.random.default_rng(seed).integers(20, 230, (9, 16 + frames), np.uint8)
    whole = np.kron(wide, np.ones((10, 10), np.uint8))
    return [np.repeat(whole[:, 4 * n : 4 * n + 160, None], 3, axis=2) for n in range(frames)]


def rumble(seed: int) -> np.ndarray:
    """A sound that is never twice the same, as long as a shot."""
    rough = np.random.default_rng(seed).uniform(-0.3, 0.3, FRAMES * 2000)
    smooth = np.convolve(rough, np.hanning(40) / 20, "same")
    return np.repeat(smooth[:, None], 2, axis=1).astype(np.float32)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the film `sea.reel` and deliveries of it."""
    home = tmp_path_factory.mktemp("proving")
    reel = home / "sea.reel"
    create(reel, make_film(FRAMES, FRAMES, lines={0: "Land ahoy!"})).close()
    with Journal.open(reel) as journal:
        for seed, name in enumerate(NAMES):
            job = make_job(seed + 1, owner=name, state=State.DONE)
            take = make_take(reel, name, moving(FRAMES, seed), rumble(seed))
            journal.adopt([(job, take.evolve(job=job.id))])
    words = ["export", str(reel), "-o"]
    assert main([*words, str(home / "sea.mp4")]) == 0
    assert main([*words, str(home / "part.mkv"), "--range", "12", "60"]) == 0
    assert main([*words, str(home / "frames"), "--preset", "frames"]) == 0
    assert main([*words, str(home / "sea.wav"), "--preset", "wav"]) == 0
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same as links, so that a test may put something else in a file's place."""
    monkeypatch.setenv("STUDIO_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)
    for each in made.iterdir():
        (tmp_path / each.name).symlink_to(each)
    return tmp_path


def prove(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["prove", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def as_json(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    code, out, err = prove(capsys, *words, "--json")
    assert code == 0, err
    return json.loads(out)


@pytest.mark.usefixtures("home")
def test_a_delivered_film_is_what_its_film_asks_for(capsys: pytest.CaptureFixture[str]) -> None:
    told = as_json(capsys, "sea.mp4", "--project", "sea.reel")
    assert (told["proved"], told["against"], told["frames"]) == (True, "film", 2 * FRAMES)
    assert told["compared_pictures"] >= 4
    assert abs(told["sound_offset"]) < 0.001
    assert told["loudness"] == pytest.approx(-14, abs=1)
    part = as_json(capsys, "part.mkv", "--project", "sea.reel", "--range", "12", "60")
    assert (part["frames"], part["sound"]["codec"]) == (48, "flac")
    folder = as_json(capsys, "frames", "--project", "sea.reel", "--preset", "frames")
    assert (folder["frames"], folder["sound"]["codec"]) == (2 * FRAMES, "pcm_s24le")
    assert as_json(capsys, "sea.wav", "--project", "sea.reel", "--preset", "wav")["picture"] == {}


@pytest.mark.usefixtures("home")
def test_a_file_by_itself_is_whole_and_a_preset_s(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = prove(capsys, "sea.mp4")
    assert (code, "Proved by itself: all of it can be decoded" in out) == (0, True)
    assert "160 × 90, 24 fps, 72 frames" in out
    assert "LUFS" in out
    told = as_json(capsys, "part.mkv", "--preset", "film")
    assert (told["against"], told["sound_offset"], told["compared_pictures"]) == ("preset", None, 0)
    assert as_json(capsys, "sea.wav")["against"] is None
    code, _, err = prove(capsys, "sea.mp4", "--preset", "youtube_4k")
    assert (code, "160x90 where 3840x2160 was asked for" in err) == (1, True)
    code, _, err = prove(capsys, "sea.mp4", "--preset", "broadcast")
    assert (code, "h264 where prores was asked for" in err) == (1, True)
    monkeypatch.setenv("STUDIO_LANGUAGE", "zh")
    assert "已单独核验" in prove(capsys, "sea.mp4")[1]


def rewritten(home: Path, *words: str) -> None:
    """Something else under the film's name."""
    run([*QUIET, "-y", "-i", str(home / "sea.mp4"), *words, str(home / "other.mp4")])
    (home / "other.mp4").replace(home / "sea.mp4")


def spoilt(home: Path) -> None:
    """A delivery some bytes of which were lost on their way."""
    content = bytearray((home / "sea.mp4").read_bytes())
    middle = content.index(b"mdat") + (len(content) - content.index(b"mdat")) // 3
    content[middle : middle + 600] = bytes(600)
    (home / "sea.mp4").unlink()
    (home / "sea.mp4").write_bytes(content)


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("prove.frames", lambda home: rewritten(home, "-c:a", "copy", "-frames:v", "70")),
        ("prove.sync", lambda home: rewritten(home, "-c:v", "copy", "-af", LATE)),
        ("prove.wrong_picture", lambda home: rewritten(home, "-c:a", "copy", "-vf", "negate")),
        ("prove.peak", lambda home: rewritten(home, "-c:v", "copy", "-af", "volume=20dB")),
        ("prove.no_sound", lambda home: rewritten(home, "-c:v", "copy", "-an")),
    ],
)  # fmt: skip
def test_what_is_not_as_asked_ends_with_one(
    home: Path, capsys: pytest.CaptureFixture[str], key: str, change: Callable[[Path], None]
) -> None:
    change(home)
    code, out, err = prove(capsys, "sea.mp4", "--project", "sea.reel", "--json")
    told = json.loads(out)
    assert (code, told["error"]["key"], told["proved"]) == (1, key, False)
    assert "sea.mp4" in err


def test_damage_is_found_with_and_without_the_film(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoilt(home)
    for words in ((), ("--project", "sea.reel")):
        code, _, err = prove(capsys, "sea.mp4", *words)
        assert code == 1
        assert "sea.mp4" in err


def test_a_film_that_is_black_stands_still_and_is_silent(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = ["-f", "lavfi", "-i", "color=black:s=64x64:r=25:d=3", "-f", "lavfi", "-i"]
    sound = ["anullsrc=r=48000:d=2", "-c:v", "libx264", "-c:a", "pcm_s16le"]
    run([*QUIET, *source, *sound, str(home / "night.mov")])
    told = as_json(capsys, "night.mov")
    keys = [each["key"] for each in told["findings"]]
    assert keys == ["prove.sound_shorter", "proof.black", "prove.all_silent"]
    assert told["loudness"] == -70


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nowhere.mp4",), "no file nowhere.mp4"),
        (("frames",), "add --project"),
        (("sea.mp4", "--range", "1", "2"), "--project"),
        (("sea.mp4", "--captions", "burn"), "--project"),
        (("sea.mp4", "--project", "nowhere"), "nowhere"),
        (("sea.mp4", "--preset", "what"), "what"),
        (("sea.mp4", "--project", "sea.reel", "--range", "5", "5"), "5"),
        (("text.mp4",), "text.mp4"),
        (("empty.mp4",), "empty.mp4"),
        (("list.m3u8",), "list.m3u8"),
        (("frames/frame_000001.png",), "single picture"),
    ],
)
def test_bad_input_is_one_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    (home / "text.mp4").write_text("no film " * 100)
    (home / "empty.mp4").touch()
    (home / "list.m3u8").write_text(f"#EXTM3U\n#EXTINF:1,\n{shutil.which('sh')}\n")
    code, out, err = prove(capsys, *words)
    assert (code, out) == (2, "")
    assert told in err
    assert len(err.strip().splitlines()) == 1
