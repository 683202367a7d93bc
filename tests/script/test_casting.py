"""The cast: everybody once, found by name, noun, pronoun and plural."""

import pytest

from studio.script.casting import Cast, cast, recast
from studio.script.planner import grammar_plan
from studio.script.treatment import Asked, Place, Role, Said, Treatment
from studio.timeline.rate import Rate
from studio.timeline.story import SubjectKind


def film(*roles: Role, speakers: tuple[str, ...] = ()) -> Treatment:
    shots = tuple(Asked(dialogue=(Said(text="Hello.", speaker=name),)) for name in speakers)
    return Treatment(roles=roles, scenes=(Place(text="x", shots=shots),))


def names(made: tuple[Role, ...]) -> list[str]:
    return [role.name for role in made]


@pytest.mark.parametrize(
    ("long_", "short"),
    [("Anna Smith", "Anna"), ("Old Wu", "Wu"), ("Mr. Chan", "Chan"), ("王小明", "小明")],
)
def test_a_short_name_joins_the_long_one(long_: str, short: str) -> None:
    made = cast(film(Role(name=long_), speakers=(short,)))
    assert names(made) == [long_]
    assert made[0].aliases == (short,)


@pytest.mark.parametrize(
    ("one", "two"),
    [("Guard 1", "Guard"), ("Guard 1", "Guard 2"), ("Anna", "Ben"), ("小明", "小红")],
)
def test_different_people_stay_apart(one: str, two: str) -> None:
    assert names(cast(film(speakers=(one, two)))) == [one, two]


def test_two_of_one_family_are_not_joined_by_their_name() -> None:
    made = cast(film(Role(name="Anna Smith"), Role(name="Ben Smith"), speakers=("Smith",)))
    assert names(made) == ["Anna Smith", "Ben Smith", "Smith"]


def test_genders_that_differ_keep_a_short_name_apart() -> None:
    made = cast(film(Role(name="Mr Lee", gender="male"), Role(name="Lee", gender="female")))
    assert len(made) == 2


def test_joining_keeps_what_either_knows() -> None:
    made = cast(film(Role(name="Wu", gender="male"), Role(name="wu", language="zh")))
    assert [(role.name, role.gender, role.language) for role in made] == [("Wu", "male", "zh")]


def test_extras_come_only_when_nobody_is_named() -> None:
    assert names(cast(film(), ("Fighter", "Opponent"))) == ["Fighter", "Opponent"]
    assert names(cast(film(Role(name="Anna")), ("Fighter",))) == ["Anna"]


PEOPLE = Cast(
    [
        Role(name="Anna", gender="female", aliases=("Captain",)),
        Role(name="Ben", gender="male"),
        Role(name="小雨", gender="female"),
        Role(name="AURORA", kind=SubjectKind.THING),
    ]
)


@pytest.mark.parametrize(
    ("text", "before", "seen"),
    [
        ("Anna waits", (), ("Anna",)),
        ("the captain waits", (), ("Anna",)),
        ("小雨回头", (), ("小雨",)),
        ("She waits", ("Anna", "Ben"), ("Anna",)),
        ("He waits", ("Anna", "Ben"), ("Ben",)),
        ("They wait", ("Anna", "Ben"), ("Anna", "Ben")),
        ("她们笑了", ("Anna", "小雨"), ("Anna", "小雨")),
        ("Annabel waits", (), ()),
        ("the sea", ("Anna",), ()),
        ("Ben looks at Anna", (), ("Anna", "Ben")),
    ],
)
def test_who_is_seen(text: str, before: tuple[str, ...], seen: tuple[str, ...]) -> None:
    assert PEOPLE.seen(text, before) == seen


@pytest.mark.parametrize(
    ("one", "two", "text"),
    [("Friend A", "Friend B", "two old friends play"), ("女孩甲", "女孩乙", "两个女孩奔跑")],
)
def test_a_pair_is_seen_by_its_noun(one: str, two: str, text: str) -> None:
    assert Cast([Role(name=one), Role(name=two)]).seen(text, ()) == (one, two)


def test_nobody_changes_sides() -> None:
    assert PEOPLE.ordered(["Ben", "Captain", "Ben"]) == ("Anna", "Ben")


def test_recast_uses_the_one_name() -> None:
    shot = Asked(subjects=("captain",), dialogue=(Said(text="Go", speaker="Captain"),))
    made = recast(shot, PEOPLE)
    assert (made.subjects, made.dialogue[0].speaker) == (("Anna",), "Anna")


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("Cast: Nora (60s, a real person, plays herself)\nNora walks to her boat at dawn.", True),
        ("Cast: Nora (60s, a pilot, a real hero)\nNora walks to her boat at dawn.", None),
        ("人物：林夕（25岁，真人，插画师）\n林夕走进雨里。", True),
        ("人物：林夕（25岁，由本人出演）\n林夕走进雨里。", True),
        ("人物：林夕（真人大小的木偶）\n林夕走进雨里。", None),
    ],
)
def test_a_real_person_of_the_cast_is_marked(text: str, real: bool | None) -> None:
    """So that a consent is asked for before their face is sent anywhere."""
    plan = grammar_plan(text, rate=Rate(num=24), size=(640, 360))
    assert [each.real for each in plan.subjects if each.name in {"Nora", "林夕"}] == [real]
