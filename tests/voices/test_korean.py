"""Korean in the signs of the voice."""

import pytest

from studio.voices.korean import korean


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("국민", "kuŋmin"),
        ("비가 그친 뒤에", "piɡa kɯʨʰin twie"),
        ("칼날", "kʰalaɾ"),
        ("시간이", "ɕʰiɡani"),
        ("없어요", "ɔpsɔjo"),
        ("3시, 20분.", "sʰe ɕʰi, iɕʰippun."),
        ("ok!", "ok!"),
    ],
)
def test_hangul_becomes_signs_as_it_is_said(text: str, signs: str) -> None:
    assert korean(text) == signs
