"""A few words in a subject's voice, before anything is made."""

import numpy as np
import pytest

from studio.errors import EditRefused
from studio.jobs.voice_sample import voice_sample
from studio.timeline.story import Voice
from studio.voices.espeak import Espeak
from studio.voices.voices import Engines
from tests.jobs.builders import line, make_project, make_subject, replace_shot

ENGINES = Engines((Espeak(),))


def heard(language: str = "en", **more: object) -> np.ndarray:
    hero = make_subject(1, **more)
    return voice_sample(make_project(1, subjects=(hero,), language=language), hero.id, ENGINES)


@pytest.mark.parametrize("language", ["en", "zh", "yue", "ja", "ko", "es", "de"])
def test_everybody_is_heard(language: str) -> None:
    samples = heard(language)
    assert 0.8 < len(samples) / 48_000 < 6
    assert np.abs(samples).max() > 0.05


def test_a_voice_is_chosen_by_ear() -> None:
    woman, man = heard(voice=Voice(gender="female")), heard(voice=Voice(gender="male"))
    assert woman.shape != man.shape or not np.allclose(woman, man)
    assert len(heard(voice=Voice(pace=2.0))) < len(heard()) * 0.7


def test_a_subject_says_a_line_of_its_own() -> None:
    hero = make_subject(1)
    project = make_project(1, subjects=(hero,))
    project = replace_shot(project, 1, cues=(line(1, "Yes.", speaker=hero.id),))
    assert len(voice_sample(project, hero.id, ENGINES)) < len(heard()) * 0.7


def test_nobody_is_refused() -> None:
    with pytest.raises(EditRefused):
        voice_sample(make_project(1), "su_none", ENGINES)
