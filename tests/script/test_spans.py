"""Where in a text its scenes, shots and lines stand."""

from itertools import pairwise

import pytest

from studio.paths import resource
from studio.script.planner import grammar_plan
from studio.script.spans import spans_of
from studio.timeline.rate import Rate
from studio.timeline.story import CueKind

SAMPLES = ("sample.txt", "screenplay.fountain", "dialogue.en-zh.txt", "advert.zh.txt")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_line_stands_where_it_was_written(name: str) -> None:
    text = resource("samples", name).read_text(encoding="utf-8")
    plan = grammar_plan(text, rate=Rate(num=24))
    spans = spans_of(text, plan.scenes)
    for scene in plan.scenes:
        start, end = spans[scene.id]
        for shot in scene.shots:
            if shot.id in spans:
                assert start <= spans[shot.id][0] < spans[shot.id][1] <= end
            for cue in shot.cues:
                if cue.kind is CueKind.LINE:
                    first, last = spans[cue.id]
                    said = text[first:last].replace("*", "")
                    assert " ".join(said.split()) == cue.text


def test_scenes_follow_one_another_without_a_gap() -> None:
    text = resource("samples", "screenplay.fountain").read_text(encoding="utf-8")
    plan = grammar_plan(text, rate=Rate(num=24))
    spans = [spans_of(text, plan.scenes)[scene.id] for scene in plan.scenes]
    for (_, end), (start, _) in pairwise(spans):
        assert end <= start
        assert not text[end:start].strip()


def test_words_said_twice_stand_at_two_places() -> None:
    text = "Scene 1: Hall\nAnna: Go.\nBen: Stay.\nAnna: Go.\n"
    plan = grammar_plan(text, rate=Rate(num=24))
    cues = [c for s in plan.scenes for x in s.shots for c in x.cues if c.text == "Go."]
    spans = spans_of(text, plan.scenes)
    assert sorted(spans[cue.id][0] for cue in cues) == [text.index("Go."), text.rindex("Go.")]


def test_a_text_that_says_nothing_of_it_has_no_place_for_a_shot() -> None:
    plan = grammar_plan("Wide shot: A fox in the snow.\nClose-up: It looks up.", rate=Rate(num=24))
    spans = spans_of("Nothing of the kind", plan.scenes)
    assert all(shot.id not in spans for scene in plan.scenes for shot in scene.shots)
