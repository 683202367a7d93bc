"""Old files become current ones, a format at a time."""

from collections.abc import Mapping

import pytest

from studio.errors import ProjectError
from studio.timeline.migrate import MIGRATIONS, Migration, Raw, migrate
from studio.timeline.project import FORMAT


def name_to_title(raw: Raw) -> Raw:
    """Format 1 called the title a name."""
    return {"title" if key == "name" else key: value for key, value in raw.items()}


def rate_in_two(raw: Raw) -> Raw:
    """Format 2 wrote the rate as one number."""
    return {**raw, "rate": {"num": raw["rate"], "den": 1}}


TABLE: Mapping[int, Migration] = {1: name_to_title, 2: rate_in_two}


@pytest.mark.parametrize(
    "old",
    [
        {"format": 1, "name": "x", "rate": 24},
        {"format": 2, "title": "x", "rate": 24},
        {"format": 3, "title": "x", "rate": {"num": 24, "den": 1}},
    ],
)
def test_every_old_format_arrives(old: Raw) -> None:
    kept = dict(old)
    new = migrate(old, current=3, migrations=TABLE)
    assert new == {"format": 3, "title": "x", "rate": {"num": 24, "den": 1}}
    assert old == kept


def test_a_newer_format_is_refused_with_both_numbers() -> None:
    with pytest.raises(ProjectError) as caught:
        migrate({"format": 4}, current=3, migrations=TABLE)
    assert caught.value.key == "timeline.newer_format"
    assert all(number in caught.value.text("zh") for number in "34")


@pytest.mark.parametrize("number", [None, 0, -1, "1", 1.0, True, [1]])
def test_a_file_without_a_format_is_none_of_ours(number: object) -> None:
    with pytest.raises(ProjectError) as caught:
        migrate({"format": number})
    assert caught.value.key == "timeline.no_format"


def test_there_is_a_way_from_every_format() -> None:
    assert sorted(MIGRATIONS) == list(range(1, FORMAT))
