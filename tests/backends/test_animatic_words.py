"""What a request's words mean to the panel and the voices."""

import pytest

from studio.backends.animatic_words import panel_spec, presented_gender
from studio.backends.base import Figure, Request


@pytest.mark.parametrize(
    ("name", "description", "gender"),
    [("Anna", "an old woman", "female"), ("\u963f\u73b2", "", "female"),
     ("Tom", "", None), ("R2", "", None)],
)  # fmt: skip
def test_somebody_of_unsaid_gender_looks_as_they_sound(
    name: str, description: str, gender: str | None
) -> None:
    figure = Figure(key="su_1", name=name, description=description, colour="#d55e00")
    seen = presented_gender(figure)
    assert seen in {"female", "male"}
    assert gender is None or seen == gender
    assert presented_gender(figure) == seen
    (drawn,) = panel_spec(Request(prompt="x", frames=24, figures=(figure,))).figures
    assert drawn.gender == seen


def test_what_the_maker_says_is_kept_and_things_have_none() -> None:
    said = Figure(key="su_1", name="\u963f\u73b2", gender="male", colour="#d55e00")
    assert presented_gender(said) == "male"
    thing = Figure(key="su_2", name="Lamp", kind="thing", colour="#d55e00")
    assert presented_gender(thing) is None


def test_places_belong_to_the_setting() -> None:
    street = Figure(key="su_3", name="Old street", kind="place", colour="#d55e00")
    spec = panel_spec(Request(prompt="x", frames=24, setting="night", figures=(street,)))
    assert spec.figures == ()
    assert spec.setting == "night, Old street"
