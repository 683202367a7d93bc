"""Error rates of words, by known errors."""

import pytest

from studio.review.distance import error_rate, errors, tokens


@pytest.mark.parametrize(
    ("wanted", "got", "language", "rate"),
    [
        ("Good morning, Anna!", "good morning anna", "en", 0.0),
        ("Good morning, Anna!", "good evening anna", "en", 1 / 3),
        ("It's here", "its here", "en", 0.0),
        ("你好，世界", "你好世界", "zh", 0.0),
        ("你好，世界", "你好视界", "zh", 0.25),
        ("안녕 하세요", "안녕하세요", "ko", 0.0),
        ("ｸﾗｽ", "クラス", "ja", 0.0),
        ("", "whatever", "en", 0.0),
        ("three words here", "", "en", 1.0),
    ],
)
def test_error_rates(wanted: str, got: str, language: str, rate: float) -> None:
    assert error_rate(wanted, got, language) == pytest.approx(rate)


def test_chinese_is_heard_and_not_spelt() -> None:
    """Another script, and another character of the same sound, are the same words to the ear."""
    wanted = "它只是在等"
    assert error_rate(wanted, "他只是在等", "zh", heard=True) == 0
    assert error_rate("请问还有人吗", "請問還有人嗎", "zh", heard=True) == 0
    assert error_rate(wanted, "他只是在看", "zh", heard=True) == 0.2
    assert error_rate(wanted, "Eddon只是在等", "zh", heard=True) == 0.2, "a word is one error"
    assert error_rate(wanted, "他只是在等", "zh") == 0.2, "what is read is spelt"


def test_a_text_is_found_inside_another() -> None:
    assert error_rate("OPEN LATE", "cafe open late tonight", "zh", within=True) == 0
    assert error_rate("OPEN LATE", "cafe opem late tonight", "zh", within=True) == 1 / 8
    assert errors(list("kitten"), list("sitting")) == 3
    assert tokens("Don't stop — now!", "en") == ["dont", "stop", "now"]
