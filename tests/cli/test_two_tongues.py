"""Two actors, one of whom speaks Mandarin and the other Cantonese, from a text to a file that is
heard again.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.cast.hearing import RATE, Samples, sound_of
from studio.cast.loaded import Loaded
from studio.cast.models import State, named, state_of
from studio.cast.words import heard_in
from studio.media.probe import probe
from studio.paths import resource
from studio.review.distance import error_rate
from studio.review.limits import limit
from studio.voices import kokoro
from studio.voices.base import SAMPLE_RATE, Manner
from studio.voices.espeak import Espeak
from tests.cli.typed import Capture, run_json

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not kokoro.installed(), reason="the voice extra is not installed"),
]


@pytest.fixture(scope="module")
def models() -> Iterator[Loaded]:
    if state_of(named("whisper")) is not State.INSTALLED:
        pytest.skip("the model of words is not installed")
    with Loaded() as loaded:
        yield loaded


def test_a_dialogue_in_mandarin_and_cantonese_is_understood_shot_by_shot(
    tmp_path: Path, capsys: Capture, models: Loaded
) -> None:
    film, made = tmp_path / "ferry.mp4", tmp_path / "ferry"
    text = resource("samples", "dialogue.zh-yue.txt")
    run_json(capsys, "film", text, "-o", film, "--project", made, "--size", "640x360")
    told = run_json(capsys, "show", made)
    shots = [shot for scene in told["scenes"] for shot in scene["shots"]]
    spoken = [(shot["dialogue"][0]["speaker"], shot["dialogue"][0]["language"]) for shot in shots]
    assert spoken == [("林岚", "zh"), ("阿玲", "yue"), ("林岚", "zh")]
    assert probe(film).frames == sum(shot["frames"] for shot in shots)
    lines = [line for shot in shots for line in shot["dialogue"]]
    got = [_heard(part, RATE, models) for part in _parts(sound_of(film), told)]
    wrong = np.array([[_error(line["text"], text) for text in got] for line in lines])
    assert wrong.argmin(axis=0).tolist() == [0, 1, 2], "each shot says its own line"
    assert wrong[0, 0] <= limit("words.remark")
    assert wrong[2, 2] <= limit("words.remark")
    robot = Espeak().speak(lines[1]["text"], "yue", Manner("aling", gender="female"))
    assert wrong[1, 1] < _error(lines[1]["text"], _heard(robot.samples, SAMPLE_RATE, models))


def _heard(samples: Samples, rate: int, models: Loaded) -> str:
    """What is written of it: the ears of Mandarin write Cantonese in the common standard."""
    return heard_in(samples, rate, models, "yue").text


def _error(wanted: str, got: str) -> float:
    return error_rate(wanted, got, "yue", heard=True)


def _parts(sound: Samples, film: Any) -> Iterator[Samples]:
    """The sound of each shot of a film that is cut in the order of its shots."""
    rate, at = Fraction(*film["rate"]), 0
    for shot in (shot for scene in film["scenes"] for shot in scene["shots"]):
        yield sound[round(at / rate * RATE) : round((at + shot["frames"]) / rate * RATE)]
        at += shot["frames"]
