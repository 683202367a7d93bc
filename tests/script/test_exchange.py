"""Coverage of dialogue: geography first, then reverse shots, closer with feeling."""

import pytest

from studio.script.breakdown import Beat
from studio.script.casting import Cast
from studio.script.exchange import covered
from studio.script.treatment import Asked, Role, Said
from studio.timeline.story import Move, Size

PEOPLE = Cast([Role(name="Anna"), Role(name="Ben")])


def line(speaker: str | None, text: str = "Yes.", emotion: str = "") -> Beat:
    seen = (speaker,) if speaker else ()
    return Beat(Asked(dialogue=(Said(text=text, speaker=speaker, emotion=emotion),), subjects=seen))


def talk(*speakers: str | None) -> list[Beat]:
    return covered([line(name) for name in speakers], "a quay", PEOPLE, "en")


def test_two_together_first_then_over_the_shoulder() -> None:
    made = talk("Anna", "Ben", "Anna", "Ben")
    assert made[0].size is Size.MEDIUM
    assert made[0].shot.subjects == ("Anna", "Ben")
    assert made[0].shot.text == "Anna and Ben face each other, Anna speaking"
    assert made[1].size is Size.MEDIUM_CLOSE
    assert made[1].shot.text == "over the shoulder of Anna: Ben speaks"
    assert made[2].shot.text == "over the shoulder of Ben: Anna speaks"


def test_the_last_word_is_close() -> None:
    last = talk("Anna", "Ben", "Anna", "Ben")[-1]
    assert (last.size, last.moves, last.shot.subjects) == (
        Size.CLOSE_UP, (Move.PUSH_IN,), ("Ben",),
    )  # fmt: skip


def test_feeling_brings_the_camera_close_and_is_named() -> None:
    beats = [line("Anna"), line("Ben", emotion="in tears"), line("Anna"), line("Ben")]
    felt = covered(beats, "", PEOPLE, "en")[1]
    assert felt.size is Size.CLOSE_UP
    assert felt.moves == (Move.PUSH_IN,)
    assert felt.shot.text.endswith("in tears")


def test_the_two_shot_comes_back_in_a_long_talk() -> None:
    made = talk(*["Anna", "Ben"] * 6)
    assert [n for n, beat in enumerate(made) if beat.size is Size.MEDIUM] == [0, 7]


def test_one_alone_is_never_shown_with_somebody_else() -> None:
    made = talk("Anna", "Anna", "Anna")
    assert {beat.shot.subjects for beat in made} == {("Anna",)}
    assert made[0].size is Size.MEDIUM


def test_a_voice_from_elsewhere_is_on_the_face_of_who_hears_it() -> None:
    heard = Beat(Asked(dialogue=(Said(text="Come home.", speaker="Voice"),)))
    made = covered([line("Anna"), heard], "a quay", PEOPLE, "en")[1]
    assert made.shot.subjects == ("Anna",)
    assert made.shot.text == "Anna listens to the voice"
    assert made.shot.dialogue == heard.shot.dialogue


def test_a_voice_over_an_empty_place() -> None:
    heard = Beat(Asked(dialogue=(Said(text="Long ago."),)))
    made = covered([heard], "a quay", PEOPLE, "en")[0]
    assert made.shot.text == "a quay, and only a voice"
    assert made.shot.subjects == ()
    assert made.size is Size.LONG


def test_what_is_described_is_kept_and_shows_its_speaker() -> None:
    shot = Asked(text="A door slams", dialogue=(Said(text="Who is it?", speaker="Ben"),))
    made = covered([Beat(shot)], "", PEOPLE, "en")[0]
    assert made.shot.text == "A door slams"
    assert made.shot.subjects == ("Ben",)


def test_an_asked_size_is_kept() -> None:
    asked = Asked(dialogue=(Said(text="Yes.", speaker="Anna"),), subjects=("Anna",))
    made = covered([Beat(asked, size=Size.EXTREME_CLOSE_UP)], "", PEOPLE, "en")[0]
    assert made.size is Size.EXTREME_CLOSE_UP


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "面对面"), ("ja", "向かい合い"), ("ko", "마주 보고"), ("es", "frente a frente")],
)
def test_coverage_speaks_the_language_of_the_text(language: str, words: str) -> None:
    assert words in covered([line("Anna"), line("Ben")], "", PEOPLE, language)[0].shot.text


def test_nouns_have_their_article_in_english() -> None:
    people = Cast([Role(name="Woman"), Role(name="Man")])
    made = covered([line("Woman"), line("Man")], "", people, "en")
    assert made[0].shot.text == "the woman and the man face each other, the woman speaking"
