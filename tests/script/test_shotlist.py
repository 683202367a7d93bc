"""Shot lists: headers in five languages, craft words, lengths, lines."""

import pytest

from studio.script.shotlist import read_shot, read_shots, split_shots
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
        "S01 海\nS02 山",
        "SH010 sea\nSH020 hill",
        "#1 sea\n#2 hill",
        "镜1 海\n镜2 山",
        "第1个镜头\uff1a海。第2个镜头\uff1a山",
        "1、\uff08远景 3秒\uff09海\n2、\uff08中景 2秒\uff09山",
        "\uff081\uff09海\n\uff082\uff09山",
        "① 海\n② 山",
        "0:00-0:03 sea\n0:03-0:05 hill",
        "00:00 sea\n00:03 hill",
        "[0-3s] sea\n[3-5s] hill",
        "0-3秒\uff1a海\n3-5秒\uff1a山",
        "- WS: sea\n- CU: hill",
        "远景\uff1a海\n特写\uff1a山",
        "- the sea (3s)\n- a hill (2s)",
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


@pytest.mark.parametrize(
    ("text", "size", "seconds", "seen"),
    [
        ("S01 远景\uff0c推镜头\uff0c末班车驶进站台 5秒", Size.LONG, 5, "末班车驶进站台"),
        ("0:03-0:05 Close-up: a hand on a stick.", Size.CLOSE_UP, 2, "a hand on a stick."),
        ("[5-10s] MS: an old ferryman rows", Size.MEDIUM, 5, "an old ferryman rows"),
        ("1、\uff08远景 3秒\uff09山村清晨\uff0c炊烟升起", Size.LONG, 3, "山村清晨\uff0c炊烟升起"),
        ("镜1 全景 3秒\uff1a操场上\uff0c少年起跑", Size.FULL, 3, "操场上\uff0c少年起跑"),
        ("1. 远景 公路尽头热浪翻滚\uff0c一辆卡车驶来 4s", Size.LONG, 4,
         "公路尽头热浪翻滚\uff0c一辆卡车驶来"),
        ("1. [MED] The captain waits. 3s", Size.MEDIUM, 3, "The captain waits."),
        ("Shot 2 (2 seconds): Close. His shoes.", Size.CLOSE_UP, 2, "His shoes."),
        ("镜头1\uff08远景/航拍/5s\uff09\uff1a云海之上的悬空寺", Size.LONG, 5, "云海之上的悬空寺"),
        ("- WS: Two kids race. 3s", Size.LONG, 3, "Two kids race."),
        ("Shot 1: Medium shot of a nomad", Size.MEDIUM, None, "a nomad"),
    ],
)  # fmt: skip
def test_every_notation_keeps_size_length_and_words(
    text: str, size: Size, seconds: float | None, seen: str
) -> None:
    made = read_shot(text, "zh" if text[-1] > "\u2e80" else "en")
    assert (made.size, made.seconds, made.text) == (size, seconds, seen)


def test_a_shot_that_names_only_its_begin_lasts_until_the_next() -> None:
    _, listed = split_shots("00:00 sea\n00:03 hill\n00:05 sky")
    assert [shot.seconds for shot in read_shots(listed, "en")] == [3, 2, None]


def test_one_letter_craft_words_stand_alone() -> None:
    assert read_shot("S02 中景\uff0c固定\uff0c女孩靠窗睡着", "zh").moves == (Move.STATIC,)
    assert read_shot("镜头2\uff08中景/跟/3s\uff09\uff1a小和尚提水", "zh").moves == (Move.FOLLOW,)
    assert read_shot("镜头1\uff1a移民的船", "zh").moves == ()


def test_a_length_that_somebody_says_is_no_order() -> None:
    made = read_shot('Shot 1: Anna says "Give me 5 seconds." (2s)', "en")
    assert made.seconds == 2
    assert read_shot('Shot 1: Anna says "Give me 5 seconds."', "en").seconds is None


def test_an_order_for_words_is_no_picture() -> None:
    made = read_shot('Shot 3: He jumps. On-screen text: "FLY".', "en")
    assert (made.text, made.onscreen_text) == ("He jumps.", ("FLY",))


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
    assert without_lead_craft("全景\uff0c缓慢推进\uff1a一条路") == "一条路"
    assert without_lead_craft("特写\uff0c镜头静止\uff1a她低头") == "她低头"
    assert without_lead_craft("Slowly, she turns") == "Slowly, she turns"
