"""Every sentence that jobs and the registry name is in the catalogues, and no other."""

import json
import re
from pathlib import Path

import pytest

from studio.paths import resource

STUDIO = Path(__file__).resolve().parent.parent.parent / "studio"


def named(area: str) -> set[str]:
    text = "".join(path.read_text(encoding="utf-8") for path in STUDIO.rglob("*.py"))
    return set(re.findall(rf'"({area}\.[a-z_]+)"', text))


def test_jobs_say_what_the_catalogues_hold() -> None:
    for language in ("en", "zh"):
        known = json.loads(resource("messages", language, "jobs.json").read_text(encoding="utf-8"))
        prefixes = {"jobs.result_"}
        assert named("jobs") - prefixes == known.keys()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_backends_say_what_the_catalogues_hold(language: str) -> None:
    path = resource("messages", language, "backends.json")
    assert named("backends") <= json.loads(path.read_text(encoding="utf-8")).keys()
