"""Models and clips are made once for all tests of the cast; without models those tests say so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.cast.loaded import Loaded
from studio.cast.models import State, listed, state_of
from tests.cast.clips import Samples, acting, film, spoken
from tests.cast.puppet import Puppet

MISSING = [each.title for each in listed() if state_of(each) is not State.INSTALLED]


@pytest.fixture(scope="session")
def models() -> Iterator[Loaded]:
    """Every model, in memory once it is used."""
    if MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING)}")
    with Loaded() as loaded:
        yield loaded


@pytest.fixture(scope="session")
def puppet(models: Loaded) -> Puppet:
    """The face that moves."""
    return Puppet(models)


@pytest.fixture(scope="session")
def speech() -> Samples:
    """A line of some four seconds."""
    return spoken()


@pytest.fixture(scope="session")
def clip(puppet: Puppet, speech: Samples, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good clip: one person turns, speaks and smiles."""
    path = tmp_path_factory.mktemp("cast") / "captain.mov"
    return film(path, acting(puppet, speech), 4.5, sound=speech)
