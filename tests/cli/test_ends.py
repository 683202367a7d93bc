"""However a command ends: one sentence, the right status, JSON where it was asked for."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.backends.fake import FakeBackend, Rule, Script, Step
from studio.cli.console import Console
from studio.cli.ends import guarded
from studio.cli.main import main
from studio.errors import StudioError
from studio.paths import resource
from tests.timeline.processes import run_ordinary

BATTLE = str(resource("samples", "battle.zh.txt"))
ROOT = Path(__file__).resolve().parent.parent.parent
RUN = "import sys; from studio.cli.main import main; sys.exit(main())"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STUDIO_FAKE_BACKEND", str(tmp_path / "fake"))
    monkeypatch.setenv("STUDIO_LANGUAGE", "en")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


WRONG = [
    (("show",), "cli.word_missing", "DIR"),
    (("import", "f"), "cli.word_missing", "MEDIA"),
    (("film", BATTLE), "cli.word_missing", "-o"),
    (("dance",), "cli.no_such_command", "dance"),
    (("show", "f", "--loud"), "cli.no_such_option", "--loud"),
    (("show", "f", "g"), "cli.word_extra", "g"),
    (("film", BATTLE, "-o"), "cli.option_needs", "-o"),
    (("generate", "f", "--takes", "0"), "cli.bad_count", "--takes"),
    (("generate", "f", "--takes", "many"), "cli.bad_count", "many"),
    (("export", "f", "-o", "a.mp4", "--memory", "0"), "cli.bad_count", "--memory"),
    (("export", "f", "-o", "a.mp4", "--memory", "1.5GB"), "cli.bad_count", "1.5GB"),
    (("film", BATTLE, "-o", "a.mp4", "--backend", "none"), "cli.no_such_backend", "none"),
    (("film", BATTLE, "-o", "folder.mp4", "--force"), "cli.output_is_folder", "folder.mp4"),
    (("film", BATTLE, "-o", "a" * 300 + ".mp4"), "cli.output_refused", "too long"),
    (("film", BATTLE, "-o", "a.mp4", "--size", "16x8000"), "cli.bad_size", "16x8000"),
    (
        ("film", BATTLE, "-o", "a.mp4", "--size", "640x360", "--ratio", "9:16"),
        "cli.size_and_ratio",
        "9:16",
    ),
]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("words", "key", "named"), WRONG, ids=[f"{k}-{n}" for _, k, n in WRONG])
def test_wrong_words_in_both_languages_and_as_json(
    capsys: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...], key: str, named: str, language: str,
) -> None:  # fmt: skip
    (home / "folder.mp4").mkdir()
    monkeypatch.setenv("STUDIO_LANGUAGE", language)
    # Before the words: an option that lacks its value would take it for one.
    assert main([words[0], "--json", *words[1:]] if len(words) > 1 else [*words, "--json"]) == 2
    said = capsys.readouterr()
    error = json.loads(said.out)["error"]
    assert error["key"] == key
    assert said.err.strip() == error["message"]
    assert (named in error["message"]) or language == "zh"
    assert ("请" in error["message"] or "可" in error["message"]) == (language == "zh")
    assert not list(home.glob("*.reel"))


def test_no_words_at_all_show_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    said = capsys.readouterr()
    assert "generate" in said.out
    assert said.err == ""


def ending(error: BaseException) -> Callable[[], int]:
    def run() -> int:
        raise error

    return run


ENDS = [
    (KeyboardInterrupt(), 1, "cli.stopped"),
    (OSError(28, "full", "/disk"), 1, "cli.disk_full"),
    (PermissionError(13, "no", "/disk"), 1, "cli.system"),
    (RuntimeError("boom"), 1, "cli.crash"),
    (StudioError("cli.no_reason"), 1, "cli.no_reason"),
]


@pytest.mark.parametrize(("error", "code", "key"), ENDS, ids=[k for *_, k in ENDS])
def test_every_end_is_a_sentence_and_json(error: BaseException, code: int, key: str) -> None:
    out, err = io.StringIO(), io.StringIO()
    assert guarded(ending(error), Console(as_json=True, out=out, err=err)) == code
    assert json.loads(out.getvalue())["error"]["key"] == key
    assert "Traceback" not in err.getvalue()
    assert len(err.getvalue().splitlines()) == 1


def test_a_reader_that_goes_away_ends_no_work() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as out:
        console = Console(out=out)
        for _ in range(3):
            console.line("word " * 30_000)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("words", [["backends"], ["backends", "--json"]])
def test_a_full_standard_output_is_told(words: list[str]) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [sys.executable, "-c", RUN, *words], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "The result could not be written to standard output: the disk is full."
    ]


def test_no_standard_input_is_an_empty_text(capsys: pytest.CaptureFixture[str]) -> None:
    code = f"import sys; sys.stdin = None\n{RUN}"
    words = [sys.executable, "-c", code, "film", "-", "-o", "a.mp4"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.returncode, "standard input" in done.stderr) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_in_good_order(home: Path, number: signal.Signals) -> None:
    FakeBackend(home / "fake", Script(rules=(Rule(watch=(Step(hang="for ever"),)),)))
    # What starts tests may have Ctrl-C ignored; the studio then leaves it so.
    code = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n{RUN}"
    words = [sys.executable, "-c", code, "film", BATTLE, "-o", "a.mp4", "--backend", "fake"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stderr is not None
        while "Making" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(number)
        said = process.stderr.read()
    assert (process.returncode, said.startswith("Stopped;")) == (1, True), said
    assert "Traceback" not in said
    assert main(["doctor", "a.reel"]) == 0


def test_doctor_prints_one_json_document(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert main(["new", "f"]) == 0
    (home / "f" / "project.json").write_text("nonsense")
    capsys.readouterr()
    assert main(["doctor", "f", "--json"]) == 1
    said = capsys.readouterr()
    assert [each["key"] for each in json.loads(said.out)] == ["jobs.found_project_backup"]
    assert "--repair" in said.err


READ_ONLY = """
import os, sys
from studio.cli.main import main
os.chdir(sys.argv[1])
print(main(["show", "f"]), main(["export", "f", "-o", "out/a.mp4"]), main(["plan", "f", "b.txt"]))
print(main(["film", "b.txt", "-o", "f/a.mp4", "--project", "out/p"]), os.listdir("out"))
"""


def test_a_read_only_film_is_shown_and_exported_but_not_changed(home: Path) -> None:
    (home / "b.txt").write_text("A cat sleeps in the sun. 1 second.")
    words = ["film", "b.txt", "-o", "a.mp4", "--project", "f", "--backend", "fake"]
    assert main([*words, "--size", "160x90"]) == 0
    (home / "out").mkdir()
    for path in (home / "f", *(home / "f").rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    said = run_ordinary(READ_ONLY, home)
    for path in (home / "f", *(home / "f").rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert "\n0 0 2\n" in said
    assert said.splitlines()[-1].startswith("2 [")
    left = said.splitlines()[-1]
    for whole in (".mp4", ".png", ".report.txt"):
        left = left.replace(whole, "")
    assert "p" not in left, "nothing is half written"


@pytest.mark.parametrize("words", [["--help"], ["backends"], ["backends", "--json"]])
def test_a_closed_pipe_is_no_error(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words], stdout=writing, stderr=subprocess.PIPE, text=True
    )
    os.close(writing)
    assert done.stderr == ""
    assert done.returncode == (1 if words == ["--help"] else 0)  # help is written by rich
