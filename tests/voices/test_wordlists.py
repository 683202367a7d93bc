"""Words name sounds and moods; words that only look like them do not."""

import pytest

from studio.voices.wordlists import named


@pytest.mark.parametrize(
    ("text", "table", "expected"),
    [
        ("an old train station", "ambience", ["train"]),
        ("rainy street at night", "ambience", ["rain", "city", "night"]),
        ("a campfire on the beach", "ambience", ["fire", "sea"]),
        ("research laboratory", "ambience", ["machine"]),
        ("雨夜的街道", "ambience", ["rain", "city", "night"]),
        ("上海的办公室", "ambience", []),
        ("海边", "ambience", ["sea"]),
        ("warm and gentle", "moods", []),
        ("war drums", "moods", ["epic"]),
        ("轻快的音乐", "moods", ["playful"]),
        ("a white wall", "effects", []),
        ("footsteps, then thunder", "effects", ["thunder", "footsteps"]),
        ("热门歌曲", "effects", []),
        ("开门", "effects", ["door"]),
        ("whispering", "emotions", ["whisper"]),
        ("愤怒地", "emotions", ["angry"]),
    ],
)
def test_words_that_name_an_entry(text: str, table: str, expected: list[str]) -> None:
    assert named(text, table) == expected
