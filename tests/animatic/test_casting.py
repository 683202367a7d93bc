"""Casting: words about somebody age, dress and arm them, the same in every shot."""

import pytest

from studio.animatic.casting import age_of, is_woman, trade_of, years
from studio.animatic.expressions import MOODS, gaze_of, mood_of, shuts_eyes
from studio.animatic.light import luminance, palette, rgb
from studio.animatic.looks import look_of
from studio.animatic.poses import joints
from studio.animatic.spec import PanelFigure


def person(name: str, description: str = "", gender: str = "") -> PanelFigure:
    return PanelFigure("sb_0001", name, "person", description, "#d55e00", gender)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("IRIS (34)", 34),
        ("a man, 72 years old", 72),
        ("aged 9", 9),
        ("in her 60s", 60),
        ("八岁的男孩", 8),
        ("七十岁", 70),
        ("四十五岁", 45),
        ("十二岁", 12),
        ("65岁", 65),
        ("Old Street", None),
    ],
)
def test_years_in_numbers(words: str, said: int | None) -> None:
    assert years(words) == said


@pytest.mark.parametrize(
    ("name", "description", "age"),
    [
        ("Old Wu", "", "old"),
        ("老吴", "", "old"),
        ("老师", "", "adult"),
        ("老板", "", "adult"),
        ("Grandpa Joe", "", "old"),
        ("Daniel", "an old fisherman", "old"),
        ("Daniel", "lives in an old house", "adult"),
        ("Ann", "30 years old woman", "adult"),
        ("MRS. LAU (72)", "", "old"),
        ("TOBY (9)", "", "child"),
        ("小女孩", "", "child"),
        ("女孩", "", "teen"),
        ("Tom", "", "adult"),
    ],
)
def test_age_by_words(name: str, description: str, age: str) -> None:
    assert age_of(person(name, description)) == age


def test_old_people_look_old() -> None:
    light = palette("day")
    for name, gender in (("Old Wu", "male"), ("Grandma Li", "female")):
        old, young = look_of(person(name, "", gender), light, ""), look_of(person("Wu"), light, "")
        assert old.old
        assert luminance(old.hair) > 0.55 > luminance(young.hair)
        assert old.garment in ("cardigan", "tang")
        assert old.tall < young.tall
    assert joints("stand", 1.0, 60.0, stoop=6.0).head[0] > joints("stand", 1.0, 60.0).head[0] + 20


def test_trades_dress_people() -> None:
    light = palette("day")
    assert trade_of(person("Tom")) == ""
    worn = {name: look_of(person(name), light, "") for name in ("Runner", "战士", "Doctor Lin")}
    assert worn["Runner"].garment == "sport"
    assert worn["战士"].garment == "gi"
    assert worn["战士"].band
    assert worn["Doctor Lin"].garment == "white"
    assert look_of(person("李将军", "古代将军"), light, "").garment == "armour"


@pytest.mark.parametrize("light", ["night", "neon", "overcast", "dusk"])
def test_skin_is_never_grey(light: str) -> None:
    for index in range(24):
        figure = PanelFigure(f"sb_{index:04d}", "x", "person", "", "#336699")
        red, green, blue = rgb(look_of(figure, palette(light), "").skin)
        assert red > green > blue
        assert red - blue > 26


def test_women_by_gender_before_words() -> None:
    assert is_woman(person("Sam", "a woman"))
    assert not is_woman(person("Sam", "a woman", "male"))


def test_moods_and_gazes_from_words() -> None:
    assert mood_of("咬牙再起") == "fierce"
    assert mood_of("Iris smiles") == "glad"
    assert mood_of("she walks") == ""
    assert MOODS["glad"].smile > MOODS[""].smile > MOODS["sad"].smile
    assert MOODS["fierce"].inner > 0 > MOODS["sad"].inner
    assert gaze_of("Old Wu looks up") == -1.0
    assert gaze_of("低头看书") == 1.0
    assert shuts_eyes("Iris closes her eyes.")
