"""A command reads what it needs: every start of the program would pay for the rest."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from studio.paths import resource

ASKED = """
import sys
from studio.cli.main import main
status = main(sys.argv[2:])
print(sorted(set(sys.argv[1].split(",")) & set(sys.modules)))
raise SystemExit(status)
"""
NETWORK = ("httpx", "keyring", "studio.backends.kling", "studio.backends.seedance")
DRAWING = ("cv2", "studio.backends.animatic_take", "studio.render.contact")
WRITING = ("asyncio", "filelock")  # of which who only looks at a film has no need
GRAMMAR = ("studio.script.compose", "studio.script.planner")
SPEECH = ("numpy", "av", "studio.voices.voices", "studio.backends.registry")


@pytest.mark.parametrize(
    ("command", "unread"),
    [("show", (*NETWORK, *DRAWING, *GRAMMAR, *SPEECH)),
     ("generate", (*NETWORK, *DRAWING, *GRAMMAR))],
)  # fmt: skip
def test_a_film_with_nothing_to_make_needs_neither_network_nor_drawing(
    command: str, unread: tuple[str, ...], tmp_path: Path
) -> None:
    folder = tmp_path / "film.reel"
    shutil.copytree(resource("samples", "film.en"), folder)
    words = [sys.executable, "-c", ASKED, ",".join(unread), command, str(folder), "--json"]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    answer, _, read = told.rstrip("\n").rpartition("\n")
    assert read == "[]"
    assert json.loads(answer).get("made", []) == []


def test_words_are_gathered_without_what_the_commands_do() -> None:
    rooms = ("studio.render", "studio.jobs", "studio.backends", "studio.script", "studio.media")
    unread = (*NETWORK, *DRAWING, *GRAMMAR, *SPEECH, *WRITING, *rooms)
    words = [sys.executable, "-c", ASKED, ",".join(unread), "--version"]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[1:] == ["[]"]


def test_a_film_that_lies_there_is_exported_without_reading_pictures_or_sound(
    tmp_path: Path,
) -> None:
    folder, film = tmp_path / "film.reel", tmp_path / "film.mp4"
    shutil.copytree(resource("samples", "film.en"), folder)
    part = ["--range", "0", "30"]
    words = ["export", str(folder), "-o", str(film), "--force", "--json", *part]
    rooms = ("studio.render.anew", "studio.render.making", "studio.render.proof",
             "studio.render.proof_limits")  # fmt: skip
    unread = (*NETWORK, *DRAWING, *GRAMMAR, *SPEECH, *WRITING, "PIL", "pysubs2", "ffmpeg", *rooms)
    command = [sys.executable, "-c", ASKED, ",".join(unread), *words]
    answers: list[bool] = []
    for _ in range(2):
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        answer, _, read = told.rstrip("\n").rpartition("\n")
        answers.append(json.loads(answer)["standing"])
    assert answers == [False, True]
    assert read == "[]"


ENCODED = """
import sys
from pathlib import Path
import studio.render.anew
from studio.render import piece_file
from studio.render.delivery import Delivery
from studio.render.pieces import encode
from studio.render.segment import Segment
from studio.timeline.rate import Rate
run, read = piece_file.run, []

def seen(*args, **more):
    read.append(sorted({*sys.argv[2:]} & {*sys.modules}))
    return run(*args, **more)

piece_file.run = seen
folder, wanted = Path(sys.argv[1]), Delivery(64, 64, Rate(num=24, den=1))
pieces = encode([Segment(0, 12)], folder, wanted, None, folder, lambda _: None, None)
print(len(pieces), read)
"""


def test_an_encoder_is_at_work_before_numbers_are_read(tmp_path: Path) -> None:
    rooms = ("studio.render.mix", "studio.render.proof", "studio.render.proof_table")
    words = [sys.executable, "-c", ENCODED, str(tmp_path), "numpy", "cv2", *rooms]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert told == "1 [[]]\n"


ENDED = """
import gc, sys
from studio.__main__ import main
sys.argv[1:] = ["--version"]
status, loaded = main(), gc.get_freeze_count()
print(loaded > 10_000, gc.isenabled())
raise SystemExit(status)
"""


def test_what_is_loaded_is_not_looked_through_when_the_program_ends() -> None:
    told = subprocess.run([sys.executable, "-c", ENDED], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[1:] == ["True True"]
