"""The place of a scene: its own words, never orders, never what is said."""

import pytest

from studio.script.places import place_in


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("深夜\uff0c女孩独自回到老宅\uff0c门开了", "zh", "老宅"),
        ("女歌手在霓虹街头", "zh", "霓虹街头"),
        ("清晨跑步的女孩穿过城市", "zh", "城市"),
        ("雪山上的决斗", "zh", "雪山"),
        ("茶馆里没有人", "zh", "茶馆"),
        ("雨夜的街道", "zh", "雨夜的街道"),
        ("一个女孩在雨中奔跑", "zh", ""),
        ("A dancer alone in an empty theatre", "en", "empty theatre"),
        ("A girl runs across the city at dawn", "en", "city"),
        ("Car chase through Tokyo at night", "en", "Tokyo"),
        ("A romance in Paris: two strangers", "en", "Paris"),
        ("A robot finds a flower on Mars", "en", "Mars"),
        ("Mr Chan waits in the tea house", "en", "tea house"),
        ("A song in English about May", "en", ""),
        ("A 20-second square spot for a lamp", "en", ""),
        ("A girl smiles", "en", ""),
        ("雨の夜\uff0c駅で父を待つ", "ja", "駅"),
        ("소년이 옥상에서 뛴다", "ko", "옥상"),
        ("Una niña en la biblioteca de su abuelo", "es", "biblioteca"),
        ("amasa el pan", "es", ""),
    ],
)
def test_places(text: str, language: str, place: str) -> None:
    assert place_in(text, language) == place


@pytest.mark.parametrize("text", ['She says "meet me in the church"', "他说“去码头”"])
def test_words_in_quotes_are_no_place(text: str) -> None:
    assert place_in(text, "zh" if "他" in text else "en") == ""
