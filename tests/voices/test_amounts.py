"""Amounts and letters of several readings, as people say them."""

import pytest

from studio.voices.amounts import written_out
from studio.voices.reading import pinyin


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "It costs $25.50.", "It costs 25 dollars 50."),
        ("en", "$1,200 or $1", "1200 dollars or 1 dollar"),
        ("en", "Call 555-0142.", "Call 5 5 5, 0 1 4 2."),
        ("en", "In 1999-2000, 3.5 km, 10:45", "In 1999-2000, 3.5 km, 10:45"),
        ("en", "Baker St. and St. Peter", "Baker Street and St. Peter"),
        ("en-gb", "£5", "5 pounds"),
        ("es", "$25.50", "25 dólares con 50"),
        ("zh", "3:30见,$25.50", "3点30分见,25.50美元"),
        ("zh-sichuan", "10:00", "10点"),
        ("zh", "13800138000", "幺三八零零幺三八零零零"),
        ("zh", "2026年,10000人", "2026年,10000人"),
        ("ja", "10:05に¥500", "10時5分に500円"),
        ("ko", "3:20, $5", "3시 20분, 5달러"),
        ("de", "$5", "$5"),
    ],
)
def test_amounts_become_words(language: str, text: str, said: str) -> None:
    assert written_out(text, language) == said


@pytest.mark.parametrize(
    ("text", "letter", "reading"),
    [
        ("长城很长", 3, "chang2"), ("校长很忙", 1, "zhang3"), ("他跑得很快", 2, "de5"),
        ("你得走", 1, "dei3"), ("高兴地说", 2, "de5"), ("这块地很大", 2, "di4"),
        ("他要还钱", 2, "huan2"), ("他还在", 1, "hai2"), ("别着急", 1, "zhao2"),
    ],
)  # fmt: skip
def test_a_letter_of_several_readings_is_read_by_its_neighbours(
    text: str, letter: int, reading: str
) -> None:
    pytest.importorskip("pypinyin")
    assert pinyin(text)[letter] == reading
