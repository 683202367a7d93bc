"""Names are found whole, the longest first, whatever their case, and many cost no more than few."""

import pytest

from studio.script.names import Names


@pytest.mark.parametrize(
    ("names", "text", "found"),
    [
        (["Anna"], "ANNA sits; Annabel stands.", ["Anna"]),
        (["Anna"], "Annabel stands.", []),
        (["Old", "Old Wu"], "Old Wu waits.", ["Old Wu"]),
        (["Wu", "Old Wu"], "Old Wu waits for Wu.", ["Old Wu", "Wu"]),
        (["MRS. LAU"], "Mrs. Lau looks up.", ["MRS. LAU"]),
        (["小雨"], "她说小雨来了。", ["小雨"]),
        (["Lucía"], "Lucía camina.", ["Lucía"]),
        (["B", "A"], "A meets B.", ["A", "B"]),
        (["", " "], "Nobody.", []),
    ],
)  # fmt: skip
def test_names_in_a_text(names: list[str], text: str, found: list[str]) -> None:
    assert list(Names(names).within(text)) == found


def test_where_the_first_mention_ends() -> None:
    assert Names(["Iris"]).within("So Iris met Iris.") == {"Iris": 7}
