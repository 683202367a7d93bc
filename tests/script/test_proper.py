"""People called by a proper name, and what only looks like one."""

import pytest

from studio.script.proper import proper_people


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Anna runs through the market with a red umbrella.", ["Anna"]),
        ("Zelda looks up. Zelda smiles.", ["Zelda"]),
        ("Mei and Tom walk along the beach.", ["Mei", "Tom"]),
        ("The camera follows Emma through the crowd.", ["Emma"]),
        ("Kira Vance slowly opens the hatch.", ["Kira Vance"]),
        ("李明走进办公室,坐下。", ["李明"]),
        ("雨夜,林晓晓独自站在桥上。", ["林晓晓"]),
        ("Rain runs down the windows. Night falls. Smoke rises.", []),
        ("Rose petals fall on the table.", []),
        ("Crowds cross Oxford Street at noon.", []),
        ("A letter reads \"Emma waits for you\".", []),
        ("Sunrise over Sofia.", []),
        ("黄昏,林间小路。黎明走近。", []),
        ("A woman walks in the rain.", []),
    ],
)  # fmt: skip
def test_who_is_named(text: str, names: list[str]) -> None:
    assert proper_people(text) == names
