"""The commands as a person types them, on the scriptable backend."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from studio.cli import steps
from studio.cli.encoding import encoding_ahead
from studio.jobs.whole_copy import own_copy
from studio.media.probe import probe
from studio.paths import resource
from studio.timeline.take import Take
from tests.cli.typed import piped, run, run_json

BATTLE = str(resource("samples", "battle.zh.txt"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STUDIO_FAKE_BACKEND", str(tmp_path / "fake"))
    monkeypatch.setenv("STUDIO_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_film_from_a_sentence_and_again(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    words = ("film", BATTLE, "-o", "a.mp4", "--backend", "fake", "--size", "320x180")
    first = run_json(capsys, *words)
    assert (first["made"], first["kept"], first["frames"]) == (5, 0, 210)
    assert probe(home / "a.mp4").frames == 210
    assert (home / "a.png").stat().st_size > 1000
    again = run_json(capsys, *words, "--force")
    assert (again["made"], again["kept"]) == (0, 5)
    assert again["segments_kept"] == again["segments"] == 5


def test_a_film_is_encoded_while_its_takes_are_made(
    capsys: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def waited_for(*words: Any) -> Iterator[Callable[[Take], None]]:
        with encoding_ahead(*words) as arrived:
            yield lambda take: arrived(take).result()

    monkeypatch.setattr(steps, "encoding_ahead", waited_for)
    words = ("film", BATTLE, "-o", "b.mp4", "--backend", "fake", "--size", "336x190")
    told = run_json(capsys, *words)
    assert told["segments_kept"] == told["segments"] == 5
    assert probe(home / "b.mp4").frames == 210


def test_show_prints_the_promised_shape(capsys: pytest.CaptureFixture[str]) -> None:
    run_json(capsys, "new", "f", "--size", "320x180", "--rate", "25")
    run_json(capsys, "plan", "f", BATTLE)
    run_json(capsys, "generate", "f", "--backend", "fake", "--shots", "1-2,1.3")
    shown = run_json(capsys, "show", "f")
    assert {"title", "size", "rate", "scenes", "cut", "cost"} <= shown.keys()
    assert (shown["size"], shown["rate"]) == ([320, 180], [25, 1])
    shots = shown["scenes"][0]["shots"]
    assert {
        "id", "size", "moves", "prompt", "seconds", "frames", "subjects", "dialogue",
        "onscreen_text", "references", "takes",
    } <= shots[0].keys()  # fmt: skip
    assert [len(shot["takes"]) for shot in shots] == [0, 1, 1, 0, 0]
    assert {"id", "backend", "path", "cost"} <= shots[1]["takes"][0].keys()
    assert shown["cut"]["frames"] == sum(shot["frames"] for shot in shots)


def test_more_takes(capsys: pytest.CaptureFixture[str]) -> None:
    run_json(capsys, "new", "f", "--size", "320x180")
    run_json(capsys, "plan", "f", BATTLE)
    made = run_json(capsys, "generate", "f", "--backend", "fake", "--shots", "1-1", "--takes", "3")
    assert len(made["made"]) == 3


def test_import_and_use(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    from PIL import Image

    Image.new("RGB", (64, 48), (200, 30, 30)).save(home / "face.png")
    run_json(capsys, "new", "f", "--size", "320x180")
    run_json(capsys, "plan", "f", BATTLE)
    used = run_json(capsys, "import", "f", "face.png", "--shot", "1-1", "--role", "first_frame")
    assert used[0]["kind"] == "picture"
    shot = run_json(capsys, "show", "f")["scenes"][0]["shots"][0]
    assert shot["references"] == [{"name": used[0]["name"], "role": "first_frame"}]
    code, _, err = run(capsys, "import", "f", "face.png", "--shot", "1-1", "--role", "music")
    assert code == 2
    assert "face" in err


def test_brief_from_standard_input(home: Path) -> None:
    data = b'3-second 1:1 clip: a cat. Title "MIAU" on screen.'
    words = ("film", "-", "-o", "c.mp4", "--backend", "fake", "--size", "320x320")
    code, made = piped(data, *words)
    assert (code, made["frames"]) == (0, 72)


def test_backends_and_doctor(capsys: pytest.CaptureFixture[str]) -> None:
    assert "fake" in {b["name"] for b in run_json(capsys, "backends")["backends"]}
    run_json(capsys, "new", "f")
    assert run_json(capsys, "doctor", "f") == []


BAD: list[tuple[tuple[str, ...], str]] = [
    (("film", "nowhere.txt", "-o", "a.mp4"), "nowhere.txt"),
    (("film", BATTLE, "-o", "a.avi"), "a.avi"),
    (("film", BATTLE, "-o", "no/such/a.mp4"), "such"),
    (("film", BATTLE, "-o", "a.mp4", "--size", "big"), "big"),
    (("film", BATTLE, "-o", "a.mp4", "--ratio", "big"), "big"),
    (("film", BATTLE, "-o", "a.mp4", "--rate", "0"), "0"),
    (("film", BATTLE, "-o", "a.mp4", "--planner", "oracle"), "oracle"),
    (("film", BATTLE, "-o", "a.mp4", "--captions", "loud"), "loud"),
    (("film", BATTLE, "-o", "a.mp4", "--max-cost", "much"), "much"),
    (("film", "empty.txt", "-o", "a.mp4"), "empty.txt"),
    (("film", "zeros.txt", "-o", "a.mp4"), "zeros.txt"),
    (("film", "huge.txt", "-o", "a.mp4"), "huge.txt"),
    (("film", "none.fountain", "-o", "a.mp4"), "scene"),
    (("show", "nowhere"), "nowhere"),
    (("export", "nowhere", "-o", "a.mp4"), "nowhere"),
    (("doctor", "nowhere"), "nowhere"),
    (("dance",), "dance"),
    (("film",), "BRIEF"),
]


@pytest.mark.parametrize(("words", "named"), BAD, ids=[" ".join(w)[-40:] for w, _ in BAD])
def test_bad_input_is_one_sentence_and_two(
    capsys: pytest.CaptureFixture[str], home: Path, words: tuple[str, ...], named: str
) -> None:
    (home / "empty.txt").write_text(" \n ")
    (home / "zeros.txt").write_bytes(b"\0\1\2\3" * 500)
    (home / "huge.txt").write_text("word " * 2_100_000)
    (home / "none.fountain").write_text("Just words.\n")
    code, out, err = run(capsys, *words)
    assert code == 2, (out, err)
    assert named in err
    assert "Traceback" not in err
    assert len([line for line in err.splitlines() if line.strip()]) <= 2
    assert not (home / "a.mp4").exists()


def test_chinese_sentences(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_LANGUAGE", "zh")
    code, _, err = run(capsys, "show", "nowhere")
    assert code == 2
    assert "没有影片" in err


def test_another_text_does_not_take_over_a_film(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    run_json(capsys, "film", BATTLE, "-o", "a.mp4", "--backend", "fake", "--size", "320x180")
    (home / "other.txt").write_text("A cat sleeps in the sun.")
    code, _, err = run(capsys, "film", "other.txt", "-o", "a.mp4", "--force", "--backend", "fake")
    assert code == 2
    assert "a.reel" in err


def test_a_recovered_film_is_told_of(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    run_json(capsys, "new", "f", "--title", "Mine")
    (home / "f" / "project.json").write_bytes(b"")
    for words in (("show", "f"), ("plan", "f", BATTLE)):
        code, _, err = run(capsys, *words)
        assert code == 0
        assert "project.00000001.json" in err
    assert (home / "f" / "project.broken-1.json").read_bytes() == b""
    _, _, err = run(capsys, "show", "f")
    assert err == ""


def test_an_existing_output_is_kept(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    (home / "a.mp4").write_text("mine")
    code, _, _ = run(capsys, "film", BATTLE, "-o", "a.mp4", "--backend", "fake")
    assert code == 2
    assert (home / "a.mp4").read_text() == "mine"


def test_without_ffmpeg_there_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_FFMPEG", "/nowhere/ffmpeg")
    code, _, err = run(capsys, "film", BATTLE, "-o", "a.mp4", "--backend", "fake")
    assert code == 1
    assert "STUDIO_FFMPEG" in err


def test_the_command_line_imports_no_qt() -> None:
    code = (
        "import sys; from studio.cli.main import main; main(['backends', '--json']);"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL).returncode == 0


def test_a_preset_and_a_range(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    run_json(capsys, "new", "f", "--size", "320x180", "--rate", "24")
    run_json(capsys, "plan", "f", BATTLE)
    run_json(capsys, "generate", "f", "--backend", "fake")
    words = ("export", "f", "-o", "part.mp4", "--preset", "web", "--range", "12", "00:00:01:06")
    assert run_json(capsys, *words, "--captions", "none")["frames"] == 18
    assert (probe(home / "part.mp4").frames, probe(home / "part.mp4").width) == (18, 320)
    sound = run_json(capsys, "export", "f", "-o", "a.wav", "--preset", "wav", "--range", "0", "24")
    assert sound["contact_sheet"] is None
    assert not probe(home / "a.wav").width
    for bad, told in (
        (("-o", "a.mp4", "--preset", "imax"), "imax"),
        (("-o", "a.mp4", "--preset", "wav"), ".wav"),
        (("-o", "b.mp4", "--range", "24", "12"), "from 24 to 12"),
        (("-o", "b.mp4", "--range", "a", "12"), "“a”"),
        (("-o", "b.mp4", "--fit", "stretch"), "stretch"),
    ):
        code, _, err = run(capsys, "export", "f", *bad)
        assert (code, told in err) == (2, True), err


def test_a_film_that_lies_there_is_said_to_be_as_asked_with_what_was_found(
    capsys: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_json(capsys, "new", "f", "--size", "320x180", "--rate", "24")
    run_json(capsys, "plan", "f", BATTLE)
    words = ("export", "f", "-o", "a.mp4", "--force", "--range", "0", "30")
    _, first, warned = run(capsys, *words)
    monkeypatch.setenv("STUDIO_LANGUAGE", "zh")
    code, said, _ = run(capsys, *words)
    assert code == 0
    assert "没有重新制作" in said
    assert "没有重新制作" not in first
    monkeypatch.setenv("STUDIO_LANGUAGE", "en")
    _, said, told = run(capsys, *words)
    assert "is as asked already (1.25 s, 30 frames)" in said
    assert [line for line in told.splitlines() if "1-1" in line] == [
        line for line in warned.splitlines() if "1-1" in line
    ]
    sheet = (home / "a.png").stat()  # drawn anew in each language
    assert run_json(capsys, *words)["standing"] is True
    assert (home / "a.png").stat().st_mtime_ns == sheet.st_mtime_ns
    (home / "a.png").unlink()
    assert run_json(capsys, *words)["standing"] is True
    assert (home / "a.png").is_file()


def test_stems_lie_beside_the_film(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    own_copy(resource("samples", "film.en"), home / "a.reel").close()
    run(capsys, "doctor", "a.reel", "--repair")  # its journal comes from what lies beside the takes
    part = ("--preset", "wav", "--range", "0", "96")
    report = run_json(capsys, "export", "a.reel", "-o", "b.wav", *part, "--stems")
    names = [Path(path).name for path in report["stems"]]
    assert "b.dialogue.wav" in names
    assert names == sorted(path.name for path in home.glob("b.*.wav"))
    assert {float(probe(home / name).seconds) for name in names} == {report["seconds"]}
    again = run_json(capsys, "export", "a.reel", "-o", "c.wav", *part)
    assert (again["stems"], again["sound_kept"]) == ([], True)
    code, said, _ = run(capsys, "export", "a.reel", "-o", "d.wav", *part, "--stems")
    assert code == 0
    assert "d.dialogue.wav" in said


def test_a_take_replaced_by_a_file_of_its_size_is_not_exported(
    capsys: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_json(capsys, "film", BATTLE, "-o", "a.mp4", "--backend", "fake", "--size", "320x180")
    take = sorted((home / "a.reel" / "media").glob("sh_*.1.*"))[0]
    kept = take.read_bytes()
    take.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    code, _, err = run(capsys, "export", "a.reel", "-o", "b.mp4")
    assert code == 1
    assert take.name in err
    assert "replaced or altered" in err
    assert not (home / "b.mp4").exists()
    code, out, _ = run(capsys, "doctor", "a.reel")
    assert code == 1
    assert take.name in out
    monkeypatch.setenv("STUDIO_LANGUAGE", "zh")
    code, _, err = run(capsys, "export", "a.reel", "-o", "b.mp4")
    assert "被替换或改动" in err
    take.write_bytes(kept)
    code, _, err = run(capsys, "export", "a.reel", "-o", "b.mp4")
    assert (code, (home / "b.mp4").exists()) == (0, True), err
