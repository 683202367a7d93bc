"""The limits of the cast's judgements: data, each with the source it comes from."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from studio.paths import resource


@cache
def thresholds() -> Mapping[str, Mapping[str, Any]]:
    """Every limit of resources/cast/thresholds.json: its value, unit and source."""
    text = resource("cast", "thresholds.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Mapping[str, Any]], json.loads(text))


def threshold(name: str) -> float:
    """The value of a limit. Raises KeyError."""
    return float(thresholds()[name]["value"])
