"""People, creatures and things that a text speaks of by a noun."""

import pytest

from studio.script.people import describes, is_noun, people_words, roles_in, spoken_of
from studio.timeline.story import SubjectKind


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A lonely robot finds a flower", ["Robot"]),
        ("小偷被警察追赶", ["小偷", "警察"]),
        ("the last lighthouse keeper", ["Lighthouse keeper"]),
        ("女歌手在街头", ["女歌手"]),
        ("老城里的修表匠", ["修表匠"]),
        ("a girl named Mei runs", ["Mei"]),
        ("名叫小雨的女孩", ["小雨"]),
        ("女孩小雨在车站", ["小雨"]),
        ("女孩小心地走", ["女孩"]),
        ("Two strangers share an umbrella", ["Stranger A", "Stranger B"]),
        ("两个女孩奔跑", ["女孩甲", "女孩乙"]),
        ("马路上没有人", []),
        ("一杯龙井茶", []),
        ("Un panadero amasa", ["Panadero"]),
        ("소년이 달린다", ["소년"]),
        ("Manhattan, a kingdom", []),
        ("Girls and girls", ["Girl"]),
    ],
)
def test_roles(text: str, names: list[str]) -> None:
    assert [role.name for role in roles_in(text)] == names


def test_what_a_role_is() -> None:
    dragon, girl = roles_in("一条龙和女孩")
    assert (dragon.kind, girl.kind) == (SubjectKind.CREATURE, SubjectKind.PERSON)
    assert girl.gender == "female"
    assert roles_in("a girl named Mei")[0].aliases == ("Girl",)
    assert roles_in("女歌手")[0].gender == "female"


@pytest.mark.parametrize(
    ("noun", "name", "text"),
    [
        ("女孩", "小雨", "女孩小雨在车站"), ("女孩", "小雨", "小雨是一个安静的女孩"),
        ("Girl", "Mei", "the girl Mei runs"), ("Girl", "Mei", "Mei, a young girl, runs"),
        ("Detective", "Cole", "Detective Cole walks in"),
    ],
)  # fmt: skip
def test_who_is_described(noun: str, name: str, text: str) -> None:
    assert describes(noun, name, text)


@pytest.mark.parametrize(
    ("noun", "name", "text"),
    [("女孩", "小雨", "女孩看着小雨"), ("Girl", "Mei", "The girl looks at Mei")],
)
def test_who_is_not(noun: str, name: str, text: str) -> None:
    assert not describes(noun, name, text)


def test_nouns_in_sentences() -> None:
    assert is_noun("Girl")
    assert not is_noun("Anna")
    assert spoken_of("Girl", "en") == "the girl"
    assert spoken_of("Anna", "en") == "Anna"
    assert spoken_of("女孩", "zh") == "女孩"


def test_every_word_is_listed_once() -> None:
    words = [word for word, _, _ in people_words()]
    assert len(words) == len(set(words))
