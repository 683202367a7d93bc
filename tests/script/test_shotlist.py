"""Shot lists: headers in five languages, craft words, lengths, lines."""

import pytest

from studio.script.shotlist import read_shot, split_shots
from studio.script.vocabulary import without_lead_craft
from studio.timeline.story import Angle, Move, Pace, Size


@pytest.mark.parametrize(
    "text",
    [
        "镜头1\uff1a海\n镜头2\uff1a山",
        "镜头一:海\n镜头二:山",
        "Shot 1 - sea\nShot 2 - hill",
        "SHOT 1: sea\nSHOT 2: hill",
        "1. sea\n2. hill",
        "1) sea\n2) hill",
        "- Shot 1: sea\n- Shot 2: hill",
        "**Shot 1**: sea\n**Shot 2**: hill",
        "カット1\uff1a海\nカット2\uff1a山",
        "컷 1: 바다\n컷 2: 산",
        "Plano 1: mar\nPlano 2: monte",
        "镜头1:海。镜头2:山",
    ],
)
def test_lists_are_parted(text: str) -> None:
    lead, listed = split_shots(text)
    assert lead == ""
    assert len(listed) == 2


def test_what_stands_before_is_the_lead() -> None:
    assert split_shots("10秒短片\n镜头1:海") == ("10秒短片", ["镜头1:海"])


def test_a_story_is_no_list() -> None:
    assert split_shots("A shot rings out.\nShe runs.")[1] == []
    assert split_shots("12镜头\uff0c雪山")[1] == []


def test_a_whole_shot() -> None:
    made = read_shot("镜头3\uff08特写\uff0c4秒\uff09\uff1a仰拍\uff0c缓缓推进\uff0c侦探抬头", "zh")
    assert (made.size, made.angle, made.moves, made.pace, made.seconds) == (
        Size.CLOSE_UP, Angle.LOW, (Move.PUSH_IN,), Pace.SLOW, 4,
    )  # fmt: skip
    assert "侦探抬头" in made.text


@pytest.mark.parametrize(
    ("text", "size", "seen"),
    [
        ("Shot 1 - wide, slow push in: a lighthouse (4s)", Size.LONG, "a lighthouse"),
        ("Shot 2 - CU: Anna looks up", Size.CLOSE_UP, "Anna looks up"),
        ("镜头1:远景,雨夜的街道", Size.LONG, "雨夜的街道"),
        ("镜头1:特写,贝壳", Size.CLOSE_UP, "贝壳"),
        ("Shot 3 - a cat sleeps", None, "a cat sleeps"),
    ],
)
def test_sizes_and_what_is_seen(text: str, size: Size | None, seen: str) -> None:
    made = read_shot(text, "en")
    assert (made.size, made.text) == (size, seen)


def test_lines_under_a_shot_are_said_in_it() -> None:
    made = read_shot("Shot 1 - MS: Anna waits\nAnna: Go.\nBen: No.", "en")
    assert [(x.speaker, x.text) for x in made.dialogue] == [("Anna", "Go."), ("Ben", "No.")]
    assert made.text == "Anna waits"


def test_quoted_words_are_shown() -> None:
    assert read_shot('Shot 4: title "AURORA"', "en").onscreen_text == ("AURORA",)


def test_effects() -> None:
    assert [x.text for x in read_shot("Shot 1: rain. SFX: thunder", "en").heard] == ["thunder"]


def test_a_story_that_follows_somebody_is_no_camera_move() -> None:
    assert read_shot("Shot 1: the dog follows him home", "en").moves == ()
    assert read_shot("Shot 1: the camera follows her", "en").moves == (Move.FOLLOW,)
    assert read_shot("Shot 1: wide, follow Anna home", "en").moves == (Move.FOLLOW,)
    assert read_shot("Plano 1: amasa el pan", "es").moves == ()
    assert read_shot("Shot 1: eggs in a pan", "en").moves == ()
    assert read_shot("Shot 1: wide, pan: the bay", "en").moves == (Move.PAN_RIGHT,)


def test_a_first_clause_that_is_more_than_a_size_stays() -> None:
    assert without_lead_craft("a wide road, empty") == "a wide road, empty"
    assert without_lead_craft("wide, a road") == "a road"
    assert without_lead_craft("Slowly, she turns") == "Slowly, she turns"
