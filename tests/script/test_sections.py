"""Scene headings in every form, and the lines that only set the film."""

import pytest

from studio.script.sections import (
    cast_in,
    is_setting,
    placename,
    sections_of,
    set_in,
    with_settings_apart,
    without_settings,
)


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("【场景一】海边\uff0c黄昏\n风。\n【场景二】走廊\n门。", ["海边\uff0c黄昏", "走廊"]),
        (
            "**Scene 1. Roof, sunset.**\nRain.\n**Scene 2. Train.**\nFog.",
            ["Roof, sunset.", "Train."],
        ),
        ("SCENE ONE - THE HEIST\nA vault.\nSCENE TWO - ESCAPE\nA road.", ["THE HEIST", "ESCAPE"]),
        ("Act 1: A forest\nFog.\nAct 2: A city\nRain.", ["A forest", "A city"]),
        ("第一幕\uff1a废墟\n风。\n第二幕\uff1a屋顶\n雨。", ["废墟", "屋顶"]),
        (
            "Scene 1 (10s): A kitchen. Dough. Scene 2 (5s): A market. Bread.",
            ["A kitchen", "A market"],
        ),
    ],
)
def test_headings(text: str, headings: list[str]) -> None:
    head, made = sections_of(text)
    assert head == ""
    assert [section.heading for section in made] == headings


def test_a_length_in_a_heading_is_the_scenes() -> None:
    _, made = sections_of("Scene 1 (10s): A kitchen. Dough. Scene 2 (5s): A market. Bread.")
    assert [section.seconds for section in made] == [10, 5]


def test_an_opening_and_an_end_are_scenes() -> None:
    _, made = sections_of("INTRO (5s): a clock tower.\nSCENE ONE - ROOF\nRain.")
    assert [(x.heading, x.seconds, x.ends) for x in made] == [
        ("a clock tower.", 5, True), ("ROOF", None, False),
    ]  # fmt: skip


def test_a_setting_below_a_scene_is_the_films() -> None:
    head, made = sections_of("第一幕\uff1a废墟\n风。\n全片30秒\uff0c16:9\uff0c国风动画。")
    assert "30秒" in head
    assert made[0].body == "风。"


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("出租屋 夜 内", "出租屋"),
        ("教室、放課後", "教室"),
        ("A kitchen at dawn", "A kitchen"),
        ("INT. Kitchen - night", "Kitchen"),
        ("Rooftop garden, sunset.", "Rooftop garden"),
    ],
)
def test_the_place_of_a_heading(heading: str, place: str) -> None:
    assert placename(heading) == place


def test_a_setting_before_a_story_on_one_line_loses_no_words() -> None:
    text = with_settings_apart("时长\uff1a33.5秒。画幅\uff1a9:16。海边\uff0c父亲教女儿骑车。")
    assert [is_setting(line) for line in text.split("\n")] == [True, True, False]
    assert without_settings(text) == "海边\uff0c父亲教女儿骑车。"


def test_where_it_plays_and_who_is_in_it() -> None:
    text = (
        "场景\uff1a咖啡馆\uff0c白天。\n"
        "人物\uff1a林夕\uff0825岁\uff0c女\uff09\uff0c周远\uff0828岁\uff0c男\uff09。"
    )
    assert set_in(text) == "咖啡馆\uff0c白天"
    assert cast_in(text) == [("林夕", "25岁\uff0c女"), ("周远", "28岁\uff0c男")]
    assert cast_in("Characters: Nora (60s, a pilot), Sam (8).") == [
        ("Nora", "60s, a pilot"), ("Sam", "8"),
    ]  # fmt: skip
