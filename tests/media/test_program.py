"""What programs say of themselves is asked once for a program."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from studio.media.program import noted
from studio.paths import user_cache

WORDS = re.compile(r"[a-z ]+")


class Asking:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> str:
        self.times += 1
        return "one two"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "program"
    path.write_text("a program")
    return path


def test_a_program_is_asked_once(program: Path) -> None:
    ask = Asking()
    for _ in range(3):
        assert noted(str(program), "words", WORDS, ask) == "one two"
    assert ask.times == 1
    noted(str(program), "others", WORDS, ask)
    assert ask.times == 2


def test_another_program_of_the_name_is_asked_anew(program: Path) -> None:
    ask = Asking()
    noted(str(program), "words", WORDS, ask)
    program.write_text("another program")
    noted(str(program), "words", WORDS, ask)
    assert ask.times == 2


def test_a_damaged_note_counts_for_nothing(program: Path) -> None:
    ask = Asking()
    noted(str(program), "words", WORDS, ask)
    for note in user_cache("programs").iterdir():
        note.write_text("one two\0")
    assert noted(str(program), "words", WORDS, ask) == "one two"
    assert ask.times == 2


def test_a_program_that_is_gone_is_an_error(program: Path) -> None:
    program.unlink()
    with pytest.raises(OSError, match="program"):
        noted(str(program), "words", WORDS, Asking())


FINDING = """
import sys
started = []
sys.addaudithook(lambda name, words: name == "subprocess.Popen" and started.append(words[0]))
from studio.media.ffmpeg import find_ffmpeg
print(find_ffmpeg(), len(started))
"""


def test_the_ffmpeg_that_came_with_the_studio_is_started_once_to_see_whether_it_runs(
    tmp_path: Path,
) -> None:
    named = ("STUDIO_FFMPEG", "IMAGEIO_FFMPEG_EXE")
    around = {name: value for name, value in os.environ.items() if name not in named}
    around["XDG_CACHE_HOME"] = around["LOCALAPPDATA"] = around["HOME"] = str(tmp_path)
    said = [
        subprocess.run(
            [sys.executable, "-c", FINDING], env=around, capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(2)
    ]
    assert [times for _, times in said] == ["1", "0"]
    assert said[0][0] == said[1][0]
