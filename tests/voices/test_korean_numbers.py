"""Figures as Korean says them."""

import pytest

from studio.voices.korean_numbers import counted_by_chinese, with_words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3시 20분", "세 시 이십분"), ("13시", "십삼 시"), ("2시간", "두 시간"),
        ("20명", "스무 명"), ("21개", "스물한 개"),
        ("6개월", "육개월"), ("100명", "백명"), ("1번째", "첫 번째"), ("2번째", "두 번째"),
        ("5달러", "오달러"), ("3달", "세 달"),
        ("2026년 6월 10월 16월 27일", "이천이십육년 유월 시월 십육월 이십칠일"),
        ("0 1 0, 1 2 3 4", "공 일 공, 일 이 삼 사"), ("3.05", "삼 점 영오"),
        ("15,000원", "만 오천원"), ("007", "영영칠"),
        ("0", "영"), ("비가 온다", "비가 온다"),
    ],
)  # fmt: skip
def test_figures_become_words(text: str, said: str) -> None:
    assert with_words(text) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "영"), (10, "십"), (11, "십일"), (110, "백십"), (1_000, "천"), (10_000, "만"),
        (11_111, "만 천백십일"),
        (123_456_789, "일억 이천삼백사십오만 육천칠백팔십구"), (100_000_000, "일억"),
    ],
)  # fmt: skip
def test_whole_numbers_are_counted_by_groups_of_four(number: int, said: str) -> None:
    assert counted_by_chinese(number) == said


def test_a_figure_without_end_is_read_digit_by_digit() -> None:
    assert with_words("9" * 20) == "구" * 20


def test_a_figure_of_any_length_is_read() -> None:
    assert with_words("9" * 5000) == "구" * 5000
