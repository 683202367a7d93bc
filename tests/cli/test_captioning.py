"""`studio captions` writes what is read in a film, and reads a translation of it back."""

import json
from pathlib import Path

import pytest

from studio.cli.main import main
from studio.render.captions import captions
from studio.timeline.store import create, read
from tests.films import make_film

LINES = {0: "你好。", 1: "我们走吧。", 2: "等一下。"}
ENGLISH = """1
00:00:00,000 --> 00:00:00,900
Hello.

2
00:00:01,100 --> 00:00:01,500
Let us

3
00:00:01,500 --> 00:00:01,900
<i>go.</i>

4
00:09:00,000 --> 00:09:01,000
Credits by nobody
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three shots of a second with a line each."""
    film = make_film(24, 24, 24, lines=LINES)
    scene = film.scenes[0]
    told = tuple(
        shot.evolve(cues=tuple(cue.evolve(language="zh") for cue in shot.cues))
        for shot in scene.shots
    )
    with create(tmp_path / "night.reel", film.evolve(scenes=(scene.evolve(shots=told),))):
        pass
    return tmp_path / "night.reel"


def run(*words: str | Path) -> int:
    return main([str(word) for word in words])


def test_there_and_back(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "zh.srt"
    assert run("captions", folder, "-o", out) == 0
    assert all(line in out.read_text("utf-8") for line in LINES.values())
    english = tmp_path / "en.srt"
    english.write_text(ENGLISH, "utf-8")
    capsys.readouterr()
    assert run("captions", folder, "--read", english, "--language", "en", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"translated": 2, "language": "en", "left": 1}
    film = read(folder)
    assert [c.text for c in captions(film, {}, language="en")] == ["Hello.", "Let us go."]
    both = captions(film, {}, second="en")
    assert [(c.text, c.below) for c in both] == [
        ("你好。", "Hello."), ("我们走吧。", "Let us go."), ("等一下。", ""),
    ]  # fmt: skip
    assert run("captions", folder, "-o", tmp_path / "both.srt", "--second", "en") == 0
    assert "你好。\nHello." in (tmp_path / "both.srt").read_text("utf-8")


def test_a_file_that_is_there_stays(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "zh.srt"
    out.write_text("mine")
    assert run("captions", folder, "-o", out) == 2
    assert out.read_text() == "mine"
    assert run("captions", folder, "-o", out, "--force") == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("words.txt", b"hello"),
        ("empty.srt", b""),
        ("noise.srt", bytes(range(256)) * 20),
        ("words.srt", b"hello there"),
        ("gone.srt", None),
        ("large.srt", b"1\n00:00:01,000 --> 00:00:02,000\nx\n\n" * 330_000),
    ],
)
def test_what_is_no_subtitle_file_changes_nothing(
    folder: Path, tmp_path: Path, name: str, data: bytes | None,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    before = (folder / "project.json").read_bytes()
    assert run("captions", folder, "--read", path, "--language", "en") == 2
    assert name in capsys.readouterr().err
    assert (folder / "project.json").read_bytes() == before


def test_a_language_must_be_named(folder: Path, tmp_path: Path) -> None:
    english = tmp_path / "en.srt"
    english.write_text(ENGLISH, "utf-8")
    assert run("captions", folder, "--read", english) == 2
    assert run("captions", folder, "--read", english, "--language", "not a language") == 2


def test_no_words_no_file(folder: Path, tmp_path: Path) -> None:
    assert run("captions", folder, "-o", tmp_path / "fr.srt", "--language", "fr") == 2
    assert not (tmp_path / "fr.srt").exists()
