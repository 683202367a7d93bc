"""Lengths, counts, ratios and languages as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.script.measures import (
    count_in,
    each_in,
    language_named,
    language_of,
    main_language,
    number,
    range_in,
    ratio_in,
    seconds_in,
    without_language,
    without_lengths,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("2.5", 2.5),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三十五", 35),
        ("一百二十", 120),
        ("两", 2),
        ("twelve", 12),
        ("half a", 0.5),
        ("nine", 9),
        ("apple", 0),
        ("", 0),
    ],
)
def test_numbers(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30秒", 30),
        ("三十秒", 30),
        ("一分钟", 60),
        ("一分半的短片", 90),
        ("1分30秒", 90),
        ("两分钟", 120),
        ("半分钟", 30),
        ("30 seconds", 30),
        ("a 30-second ad", 30),
        ("4s", 4),
        ("2.5 sec", 2.5),
        ("one minute", 60),
        ("two minutes and 10 seconds", 130),
        ("half a minute", 30),
        ("15秒間", 15),
        ("20초", 20),
        ("1분 30초", 90),
        ("20 segundos", 20),
        ("un minuto", None),
        ("the 1990s", None),
        ("ten seconds later", None),
        ("a second floor", None),
        ("no length", None),
        ("0 seconds", None),
    ],
)
def test_lengths(text: str, seconds: float | None) -> None:
    assert seconds_in(text) == seconds


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12-shot", 12),
        ("a 12-shot film", 12),
        ("12镜头", 12),
        ("12个镜头", 12),
        ("十二个镜头", 12),
        ("in 12 shots", 12),
        ("twelve shots", 12),
        ("a six-shot story", 6),
        ("8カット", 8),
        ("5컷", 5),
        ("6 planos", 6),
        ("a two-shot of them", None),
        ("two shots", 2),
        ("镜头12", None),
        ("one shot", None),
        ("900 shots", None),
        ("a long shot", None),
        ("两组镜头", 2),
    ],
)
def test_counts(text: str, count: int | None) -> None:
    assert count_in(text) == count


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("9:16", (9, 16)),
        ("16\uff1a9", (16, 9)),
        ("16x9", (16, 9)),
        ("2.39:1", (239, 100)),
        ("1:1", (1, 1)),
        ("4:3", (4, 3)),
        ("竖屏", (9, 16)),
        ("a vertical ad", (9, 16)),
        ("横屏", (16, 9)),
        ("抖音", (9, 16)),
        ("at 12:16:09", None),
        ("12:30", None),
        ("3:5", None),
        ("the square at noon", None),
        ("a square video", (1, 1)),
        ("縦型の動画", (9, 16)),
        ("anamorphic", (239, 100)),
    ],
)
def test_ratios(text: str, ratio: tuple[int, int] | None) -> None:
    assert ratio_in(text) == ratio


def test_without_lengths_leaves_no_empty_brackets() -> None:
    assert without_lengths("the sea (3s)").strip() == "the sea"
    assert without_lengths("海\uff083秒\uff09") == "海"


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("你食咗飯未呀", "yue"),
        ("你好", "zh"),
        ("もう帰る", "ja"),
        ("어디 가", "ko"),
        ("¿Qué pasa?", "es"),
        ("Hello there", "en"),
        ("...", "ja"),
    ],
)
def test_languages_by_their_letters(text: str, tongue: str) -> None:
    assert language_of(text, "ja") == tongue


def test_plain_words_of_a_spanish_film_are_spanish() -> None:
    assert language_of("Te lo prometo.", "es") == "es"
    assert language_of("What is this?", "es") == "en"


@pytest.mark.parametrize(
    ("note", "tongue", "rest"),
    [
        ("粤语", "yue", ""),
        ("in Cantonese", "yue", ""),
        ("四川话\uff0c笑着", "zh-sichuan", "笑着"),
        ("humming, in Cantonese", "yue", "humming"),
        ("softly", None, "softly"),
        ("in Spanish", "es", ""),
    ],
)
def test_notes_that_name_a_language(note: str, tongue: str | None, rest: str) -> None:
    assert language_named(note) == tongue
    assert without_language(note) == rest


def test_a_few_foreign_lines_do_not_make_a_text_foreign() -> None:
    assert main_language("A long scene in a kitchen, and one line: 你好") == "en"
    assert main_language("一个很长的中文场景,只有一句 Hello") == "zh"


@given(st.text(max_size=60))
def test_any_text_is_measured(text: str) -> None:
    seconds, count = seconds_in(text), count_in(text)
    assert seconds is None or seconds > 0
    assert count is None or 2 <= count <= 200


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Teaser (0:20): a lake", 20), ("Length: 1:30", 90), ("1 minute 30: five heroes", 90),
        ("每个镜头2秒", None), ("each 2 seconds", None), ("at 7:30 she wakes", None),
    ],
)  # fmt: skip
def test_lengths_by_the_clock_and_of_each(text: str, seconds: float | None) -> None:
    assert seconds_in(text) == seconds


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("0:00-0:03", 3), ("[3-5s]", 2), ("00:04–00:06", 2), ("0:58 - 1:02.5", 4.5), ("0-3秒", 3),
        ("3:00-1:00", None), ("10-20 people", None), ("16:9 to 9:16", None),
    ],
)  # fmt: skip
def test_a_length_between_two_times(text: str, length: float | None) -> None:
    assert range_in(text) == length


def test_a_length_for_each() -> None:
    assert each_in("每个镜头2秒") == 2
    assert each_in("4 shots, 1.5 seconds each") == 1.5
    assert each_in("2 seconds") is None


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("1:1. A watch", (1, 1)),
        ("a documentary portrait of a beekeeper", None),
        ("portrait format", (9, 16)),
    ],
)
def test_ratios_at_the_end_of_a_sentence_and_no_portraits_of_people(
    text: str, ratio: tuple[int, int] | None
) -> None:
    assert ratio_in(text) == ratio
