"""Who is told of in brackets behind a name."""

import pytest

from studio.script.introductions import introductions, is_child
from studio.script.screenplay import read_screenplay


def test_ages_and_looks_are_read() -> None:
    told = (
        "DANIEL (60), soaked to the knees, cuts bread. At the stove MRS. LAU (72), small and "
        "upright, tastes a soup. TOBY (9) sits. Anna (whom we know) waves. Anna (5) again."
    )
    assert introductions(told, ["DANIEL", "MRS. LAU", "LAU", "TOBY", "ANNA", "VERN"]) == {
        "DANIEL": "(60), soaked to the knees",
        "MRS. LAU": "(72), small and upright",
        "TOBY": "(9)",
        "ANNA": "(whom we know)",
    }


@pytest.mark.parametrize(
    ("told", "child"), [("(9)", True), ("(13)", False), ("(30s)", False), ("(a boy of 7)", True)]
)
def test_children(told: str, child: bool) -> None:
    assert is_child(told) is child


def test_a_screenplay_knows_its_people() -> None:
    text = (
        "INT. A - DAY\n\nTOBY (9) runs in. IRIS (34), pale, waits.\n\nTOBY\nHi!\n\nIRIS\nHello.\n"
    )
    roles = {role.name: role for role in read_screenplay(text).roles}
    assert roles["TOBY"].description == "(9)"
    assert roles["TOBY"].gender == "child"
    assert roles["IRIS"].description == "(34), pale"
    assert roles["IRIS"].gender == "female"
