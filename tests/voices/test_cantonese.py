"""Cantonese read aloud: letters to Jyutping, Jyutping to the signs of the voice."""

import pytest

from studio.voices.cantonese import cantonese, jyutping


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("係呀", "hai6 aa3"), ("我應承咗阿媽", "ngo5 jing1 sing4 zo2 aa3 maa1"),
        ("香港嘅夜晚", "hoeng1 gong2 ge3 je6 maan5"),
        ("聽日返到屋企食飯", "ting1 jat6 faan1 dou3 uk1 kei2 sik6 faan6"),
        ("听日返到屋企食饭", "ting1 jat6 faan1 dou3 uk1 kei2 sik6 faan6"),
        ("我唔知佢幾時先會返嚟", "ngo5 m4 zi1 keoi5 gei2 si4 sin1 wui5 faan1 lai4"),
        ("五五六六", "ng5 ng5 luk6 luk6"),
        ("你點解唔早啲話我知", "nei5 dim2 gaai2 m4 zou2 di1 waa6 ngo5 zi1"), ("", ""),
    ],
)  # fmt: skip
def test_letters_are_read_as_they_are_spoken(text: str, read: str) -> None:
    assert " ".join(jyutping(text)) == read


def test_words_stay_together() -> None:
    assert jyutping("屋企") == ["uk1 kei2"]


def test_every_syllable_ends_with_its_tone() -> None:
    assert cantonese("香港").split() == ["hœŋ¹", "kɔŋ²"]
    assert cantonese("唔五食").split() == ["m⁴", "ŋ⁵", "sik⁶"]
