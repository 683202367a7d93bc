"""Cues: lines in order inside their shot with air around them, squeezed only when they must."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.script.cues import LEAD, TAIL, cues_of, note_of, spoken_seconds
from studio.script.speech_time import speech_seconds
from studio.script.treatment import Asked, Heard, Said
from studio.timeline.rate import Rate
from studio.timeline.story import Cue, CueKind

RATE = Rate(num=24)
PEOPLE = {"anna": "su_anna1", "ben": "su_benn1"}


def shot(*lines: tuple[str, str | None]) -> Asked:
    return Asked(dialogue=tuple(Said(text=text, speaker=name) for text, name in lines))


def cues(asked: Asked, frames: int, rate: Rate = RATE) -> tuple[Cue, ...]:
    return cues_of(asked, frames, "0.0", people=PEOPLE, seed="s", rate=rate, language="en")


TALK = shot(("You missed the ferry again.", "Anna"), ("I did.", "Anna"), ("Why?", "Ben"))


def test_lines_follow_each_other_with_air() -> None:
    made = cues(TALK, 240)
    assert [cue.text for cue in made] == [line.text for line in TALK.dialogue]
    assert [cue.speaker for cue in made] == ["su_anna1", "su_anna1", "su_benn1"]
    assert made[0].start == round(LEAD * 24)
    for left, right in pairwise(made):
        assert left.start + (left.frames or 0) <= right.start
    assert made[-1].start + (made[-1].frames or 0) <= 240


def test_a_change_of_speaker_takes_longer_than_a_breath() -> None:
    same = spoken_seconds(shot(("Yes.", "Anna"), ("No.", "Anna")))
    other = spoken_seconds(shot(("Yes.", "Anna"), ("No.", "Ben")))
    assert other > same


def test_seconds_needed() -> None:
    assert spoken_seconds(Asked(text="the sea")) == 0
    alone = spoken_seconds(shot(("Yes.", "Anna")))
    assert alone == pytest.approx(LEAD + speech_seconds("Yes.", "en") + TAIL)


def test_a_short_shot_squeezes_and_says_so() -> None:
    made = cues(TALK, 30)
    assert all(cue.start + (cue.frames or 0) <= 30 for cue in made)
    assert note_of(TALK, 30, RATE, "en").startswith("The lines need")
    assert "\u53f0\u8bcd" in note_of(TALK, 30, RATE, "zh")
    assert note_of(TALK, 240, RATE, "en") == ""


def test_the_language_of_a_line_is_its_own() -> None:
    asked = Asked(dialogue=(Said(text="食咗飯未呀", language="yue"), Said(text="Yes.")))
    assert [cue.language for cue in cues(asked, 200)] == ["yue", "en"]


def test_effects_come_with_the_shot() -> None:
    asked = Asked(heard=(Heard(kind=CueKind.EFFECT, text="thunder"),))
    (made,) = cues(asked, 48)
    assert (made.kind, made.text, made.start) == (CueKind.EFFECT, "thunder", 0)


def test_a_voice_over_has_no_speaker() -> None:
    assert cues(shot(("Long ago.", None)), 100)[0].speaker is None


@given(
    st.lists(
        st.tuples(st.text("ab ,.!", min_size=1, max_size=80), st.sampled_from(["Anna", "Ben"])),
        max_size=6,
    ),
    st.integers(1, 2000),
    st.sampled_from([RATE, Rate(num=30000, den=1001)]),
)
def test_no_line_leaves_its_shot(lines: list[tuple[str, str]], frames: int, rate: Rate) -> None:
    made = cues(shot(*lines), frames, rate)
    assert len(made) == len(lines)
    assert len({cue.id for cue in made}) == len(made)
    for cue in made:
        assert cue.frames is not None
        assert cue.frames >= 1
        assert 0 <= cue.start < frames
        assert cue.start + cue.frames <= frames
    assert [cue.start for cue in made] == sorted(cue.start for cue in made)
