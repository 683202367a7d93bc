"""A film's takes are made, kept, carried on and paid once."""

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.backends.fake import FakeBackend, Rule, Step
from studio.errors import BadInput, Fault
from studio.jobs.generate import Summary, generate
from studio.jobs.job import State
from studio.jobs.journal import Journal
from studio.timeline.project import Project
from tests.jobs.builders import make_fake, make_project, no_pause, replace_shot, shot_id

PAID = {"local": False, "price": {"per_second": "0.10"}}


def go(project: Project, folder: Path, backend: FakeBackend, **more: Any) -> Summary:
    with Journal.open(folder) as journal:
        backends = {backend.offer.name: backend}
        return asyncio.run(generate(project, folder, journal, backends, pause=no_pause, **more))


def test_every_shot_gets_a_take_and_a_second_call_makes_nothing(tmp_path: Path) -> None:
    fake = make_fake(tmp_path)
    project = make_project(3)
    first = go(project, tmp_path, fake)
    assert [take.owner for take in first.made] == [shot_id(1), shot_id(2), shot_id(3)]
    second = go(project, tmp_path, fake)
    assert second.made == ()
    assert second.kept == (shot_id(1), shot_id(2), shot_id(3))
    assert len(fake.calls("submit")) == 3
    assert not list((tmp_path / "media" / ".partial").iterdir())


def test_touching_one_shot_makes_one_shot(tmp_path: Path) -> None:
    fake = make_fake(tmp_path)
    project = make_project(3)
    go(project, tmp_path, fake)
    touched = go(replace_shot(project, 2, prompt="now in rain"), tmp_path, fake)
    assert [take.owner for take in touched.made] == [shot_id(2)]
    assert len(fake.calls("submit")) == 4
