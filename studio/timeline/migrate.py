"""Old project files become current ones: dict to dict, one function a format."""

from collections.abc import Callable, Mapping
from typing import Any

from studio.errors import ProjectError
from studio.timeline.project import FORMAT

Raw = dict[str, Any]
Migration = Callable[[Raw], Raw]


def _with_more(raw: Raw) -> Raw:
    """Format 1 had no verdicts on takes and no record of what was planned: the same film."""
    return raw


def _with_looks(raw: Raw) -> Raw:
    """Format 2 had no looks, speeds, transitions, titles or translations: the same film."""
    return raw


def _with_sheets(raw: Raw) -> Raw:
    """Format 3 had no views, variants, consent or origins of subjects: the same film."""
    return raw


MIGRATIONS: Mapping[int, Migration] = {1: _with_more, 2: _with_looks, 3: _with_sheets}


def migrate(
    raw: Raw, *, current: int = FORMAT, migrations: Mapping[int, Migration] = MIGRATIONS
) -> Raw:
    """`raw` in the current format; migrations[n] leads from format n to n + 1.

    Raises ProjectError for a file of a newer studio, or one without a format.
    """
    number = raw.get("format")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise ProjectError("timeline.no_format")
    if number > current:
        raise ProjectError("timeline.newer_format", format=number, known=current)
    while number < current:
        raw = {**migrations[number](raw), "format": number + 1}
        number += 1
    return raw
