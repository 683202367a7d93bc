"""The gender of a voice: by the name's own words, by pronouns that are its own, by first names."""

import pytest

from studio.script.gender import Genders, gender_of


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Mrs. Lau", "female"), ("Mr Chan", "male"), ("Old man", "male"), ("女孩", "female"),
        ("小男孩", "male"), ("Girl", "female"), ("孩子", "child"), ("Anna", None), ("小雨", None),
    ],
)  # fmt: skip
def test_names_that_tell(name: str, gender: str | None) -> None:
    assert gender_of(name) == gender


@pytest.mark.parametrize(
    ("name", "text", "gender"),
    [
        ("Mei", "Mei holds her breath.", "female"),
        ("Sorrel", "Sorrel waits. He is tired.", "male"),
        ("Sorrel", "Sorrel washes himself.", "male"),
        ("小雨", "小雨推开门\uff0c她愣住了。", "female"),
        ("阿哲", "阿哲抬头。他笑了。", "male"),
        ("Sorrel", "Sorrel waits.", None),
        ("Sorrel", "Sorrel climbs toward her.", None),
        ("Sorrel", "Sorrel looks at him.", None),
        ("Daniel", "Iris runs. Daniel climbs toward her.", "male"),
        ("Daniel", "Daniel waits.", "male"),
        ("Lucía", "Lucía camina.", "female"),
    ],
)
def test_pronouns_that_are_its_own(name: str, text: str, gender: str | None) -> None:
    assert Genders(text, ("Iris", "Daniel", "Sorrel", name)).of(name) == gender


def test_a_neighbours_pronoun_does_not_count() -> None:
    text = "Sorrel and Iris wait. She is tired. Iris takes her coat from Sorrel."
    assert Genders(text, ("Iris", "Sorrel")).of("Sorrel") is None


def test_what_the_text_says_wins_over_a_first_name() -> None:
    text = "Charles laughs. She turns. Charles sees herself."
    assert Genders(text, ["Charles"]).of("Charles") == "female"
