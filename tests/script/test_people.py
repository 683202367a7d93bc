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
        ("一只猫追一只蝴蝶", ["猫", "蝴蝶"]),
        ("一匹白马\uff0c马的额头", ["白马"]),
        ("老剑客和师父", ["剑客", "师父"]),
        ("父が娘に教える", ["父", "娘"]),
        ("새벽의 거리", []),
        ("男女舞者追逐光束", ["男舞者", "女舞者"]),
        ("两台机甲格斗", ["机甲甲", "机甲乙"]),
        ("Three thieves slide down", ["Thief A", "Thief B", "Thief C"]),
        ("Two sisters, Ada and Bea, argue", ["Ada", "Bea"]),
        ("Kai, a courier with a chrome arm", ["Kai"]),
        ("Inside, an old woman waits", ["Old woman"]),
        ("都市白领 Lily 喝水", ["Lily"]),
        ("A cloud who is afraid makes friends with a lamp", ["Cloud", "Lamp"]),
        ("遇到会说话的路灯", ["路灯"]),
        ("a table for his late wife", []),
        ("给去世的妻子做椅子", []),
        ("in their mother's house", []),
        ("plano general, el desierto", []),
        ("a model plane, a bird's-eye view", []),
        ("千军万马冲出", []),
    ],
)
def test_roles(text: str, names: list[str]) -> None:
    assert [role.name for role in roles_in(text)] == names


def test_how_somebody_looks_is_told_with_the_noun() -> None:
    told = {role.name: role.description for role in roles_in("白衣剑客与黑衣刀客")}
    assert told == {"剑客": "白衣剑客", "刀客": "黑衣刀客"}
    painter, dog = roles_in("A deaf old painter sees the dog of a friend")[:2]
    assert (painter.description, dog.description) == ("deaf old painter", "")


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
