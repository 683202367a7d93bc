"""A text without shots becomes beats: none of its sentences is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.script.breakdown import MOST, Beat, beats, filled_out
from studio.script.casting import Cast
from studio.script.picture import picture_words, sentences_of
from studio.script.treatment import Asked, Place, Role, Said
from studio.timeline.story import Size, SubjectKind

GIRL = Role(name="Girl", gender="female")
TWO = Cast([GIRL, Role(name="Boy", gender="male")])
ONE = Cast([GIRL])
NOBODY = Cast([])


def made(text: str, cast: Cast = ONE, seconds: float | None = None, **more: object) -> list[Beat]:
    place = Place.model_validate({"text": text, **more})
    return beats(place, cast, "zh" if "\u4e00" <= text[0] <= "\u9fff" else "en", seconds)


def words(row: list[Beat]) -> list[str]:
    return [beat.shot.text for beat in row]


def test_three_sentences_tell_themselves() -> None:
    assert words(made("A girl waits. Rain falls. A train comes.")) == [
        "A girl waits", "Rain falls", "A train comes",
    ]  # fmt: skip


def test_one_sentence_is_led_through_beats() -> None:
    row = made("A girl waits at a bridge")
    assert len(row) == 4
    assert row[0].shot.text == "A girl waits at a bridge"
    assert all(text.startswith("A girl waits at a bridge") for text in words(row))
    assert len(set(words(row))) == 4


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 12, 30])
@pytest.mark.parametrize(
    "text", ["雪山上的决斗", "A girl waits", "One. Two more. Three of them. Four."]
)
def test_the_count_asked_for_is_the_count_made(text: str, count: int) -> None:
    row = made(text, TWO, count=count)
    assert len(row) == count
    if count <= 12:
        assert len(set(words(row))) == count


def test_fewer_shots_than_sentences_lose_no_sentence() -> None:
    row = made("One fox runs. Two dogs bark. Three cats sleep. Four owls watch.", count=2)
    assert words(row) == ["One fox runs; Two dogs bark", "Three cats sleep; Four owls watch"]


def test_sizes_asked_for_are_taken_in_order() -> None:
    asked = (Size.LONG, Size.FULL, Size.CLOSE_UP)
    row = made("雪山上的决斗", TWO, sizes=asked)
    assert tuple(beat.shot.size for beat in row) == asked


def test_a_single_size_stays_in_its_sentence() -> None:
    row = made("A girl waits. Close-up of her hand. A train comes. Rain.", sizes=(Size.CLOSE_UP,))
    assert [beat.shot.size for beat in row] == [None, Size.CLOSE_UP, None, None]


def test_a_length_makes_as_many_shots_as_fit() -> None:
    assert len(made("雪山上的决斗", TWO, 22)) == 10
    assert len(made("雪山上的决斗", TWO, 2)) == 1
    assert len(made("A girl waits", ONE, 36_000)) == MOST


def test_what_nobody_asked_for_is_spare() -> None:
    row = made("A girl waits")
    assert [beat.spare for beat in row] == [False, True, True, True]


def test_beats_for_two_need_two() -> None:
    assert all("the other" not in text for text in words(made("A chase", ONE)))
    assert any("the boy" in text for text in words(made("A chase", TWO)))


def test_nobody_is_led_in_where_nobody_is() -> None:
    assert all(not beat.shot.subjects for beat in made("Fog over the valley", NOBODY))


def test_a_product_alone_is_shown_and_does_not_act() -> None:
    thing = Cast([Role(name="AURORA", kind=SubjectKind.THING)])
    row = made('An ad for "AURORA"', thing, 15)
    assert all("smile" not in text for text in words(row))
    assert "End card" in row[-1].shot.text


def test_words_on_the_screen_come_last() -> None:
    held = Asked(text="A girl waits", onscreen_text=("THE END",))
    row = made("A girl waits", ONE, shots=(held,))
    assert [beat.shot.onscreen_text for beat in row] == [(), (), (), ("THE END",)]


def test_a_scene_shows_whom_its_words_name() -> None:
    row = made("The boy runs home", TWO)
    assert {name for beat in row for name in beat.shot.subjects} == {"Boy"}


def test_a_long_told_scene_has_more_to_look_at() -> None:
    talk = Beat(Asked(dialogue=(Said(text="Yes.", speaker="Girl"),), subjects=("Girl",)))
    place = Place(text="x", place="quay")
    row = filled_out([talk, talk], place, ONE, "en", 48)
    assert len(row) == 6
    assert [beat for beat in row if not beat.spare] == [talk, talk]
    assert row[0] is talk
    assert len({beat.shot.text for beat in row if beat.spare}) == 4
    assert filled_out([talk, talk], place, ONE, "en", 10) == [talk, talk]
    assert filled_out([talk, talk], place, ONE, "en", None) == [talk, talk]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("恐怖短片\uff1a深夜\uff0c门开了。", "深夜\uff0c门开了"),
        ("A girl waits. 30 seconds. 9:16.", "A girl waits"),
        ("超高速动漫战斗,运用远全中近特不同景别", "超高速动漫战斗"),
        ("A music video for a slow ballad: a dancer alone.", "A dancer alone"),
        ('A spot for "Lumen". A student reads.', "A student reads"),
        ("一瓶汽水\uff0c名称清晰可读", "一瓶汽水"),
        ("12镜头\uff0c雪山上的决斗", "雪山上的决斗"),
    ],
)
def test_only_what_can_be_seen_is_seen(text: str, seen: str) -> None:
    assert picture_words(Place(text=text)) == seen


SENTENCES = ["A fox runs home", "Two dogs bark loudly", "Rain fills the street", "An owl looks on"]


@given(st.lists(st.sampled_from(SENTENCES), min_size=3, max_size=9), st.integers(1, 20))
def test_no_sentence_is_lost(told: list[str], count: int) -> None:
    row = made(". ".join(told) + ".", NOBODY, count=count)
    assert len(row) == count
    whole = " ".join(words(row))
    for sentence in told:
        assert sentence in whole
    order = [text for text in words(row) if ", " not in text]
    if count >= len(told):
        assert order == told


def test_titles_end_no_sentence() -> None:
    assert sentences_of("Mr. Chan waits. Mrs. Lau cooks.") == ["Mr. Chan waits", "Mrs. Lau cooks"]
